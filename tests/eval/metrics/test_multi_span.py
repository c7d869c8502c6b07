import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.metrics import MultiSpan, exact_match, multi_span, token_f1

SPANS = st.sampled_from(["Libya", "the Libya", "Nagorno-Karabakh", "Israel", "joint exercises", ""])


def test_a_whole_list() -> None:
    """Order, articles and which alternative was taken do not matter."""
    score = multi_span(
        ["exercises", "the joint meetings"], [["meetings", "joint meetings"], ["exercises"]]
    )
    assert score == MultiSpan(precision=1.0, recall=1.0, f1=1.0, exact=1.0)


def test_one_missing() -> None:
    """A missing thing costs recall only."""
    score = multi_span(["Libya"], [["Libya"], ["Nagorno-Karabakh"]])
    assert score == MultiSpan(precision=1.0, recall=0.5, f1=pytest.approx(2 / 3), exact=0.0)


def test_one_too_many() -> None:
    """A wrong thing more costs precision only, and the exact match."""
    score = multi_span(["Libya", "Israel"], [["Libya"]])
    assert score == MultiSpan(precision=0.5, recall=1.0, f1=pytest.approx(2 / 3), exact=0.0)


def test_said_twice() -> None:
    """A thing said twice earns its points once."""
    assert multi_span(["Libya", "Libya"], [["Libya"], ["Israel"]]).f1 == 0.5


def test_partial_credit() -> None:
    """A span that shares words with its item earns their token F1."""
    score = multi_span(["joint meetings and exercises"], [["joint meetings"], ["exercises"]])
    assert score.precision == pytest.approx(2 / 3)
    assert score.recall == pytest.approx(1 / 3)
    assert score.exact == 0.0


@pytest.mark.parametrize(
    ("predictions", "items", "expected"), [([], [["x"]], 0.0), (["x"], [], 0.0), ([], [], 1.0)]
)
def test_empty_lists(predictions: list[str], items: list[list[str]], expected: float) -> None:
    """Nothing asked and nothing said is right; either alone is wrong."""
    assert multi_span(predictions, items) == MultiSpan(expected, expected, expected, expected)


@given(SPANS, st.lists(SPANS, min_size=1, max_size=3))
def test_one_thing_is_squad(prediction: str, alternatives: list[str]) -> None:
    """With one span and one item the scores are SQuAD's."""
    score = multi_span([prediction], [alternatives])
    f1 = pytest.approx(token_f1(prediction, alternatives))
    assert (score.precision, score.recall, score.f1) == (f1, f1, f1)
    assert score.exact == exact_match(prediction, alternatives)


@given(st.lists(SPANS, max_size=4), st.lists(st.lists(SPANS, min_size=1, max_size=2), max_size=4))
def test_f1_is_the_harmonic_mean(predictions: list[str], items: list[list[str]]) -> None:
    """F1 is the harmonic mean of precision and recall, and 1 if the match is exact."""
    score = multi_span(predictions, items)
    total = score.precision + score.recall
    assert score.f1 == pytest.approx(2 * score.precision * score.recall / total if total else 0.0)
    assert score.exact <= score.f1 + 1e-9
