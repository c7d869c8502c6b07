import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.metrics import Abstention, abstention


@pytest.mark.parametrize(
    ("unanswerable", "abstained", "expected"),
    [
        ([], [], Abstention(None, None, None)),
        ([True, False], [True, True], Abstention(0.5, 1.0, pytest.approx(2 / 3))),  # always silent
        ([True, False], [False, False], Abstention(None, 0.0, 0.0)),  # never silent
        ([False, False], [False, False], Abstention(None, None, None)),  # nothing to be silent on
        ([False, False], [True, False], Abstention(0.0, None, 0.0)),
        ([True, True], [True, True], Abstention(1.0, 1.0, 1.0)),
    ],
)
def test_edge_cases(unanswerable: list[bool], abstained: list[bool], expected: Abstention) -> None:
    """A figure whose denominator is 0 is None, never a number made up."""
    assert abstention(unanswerable, abstained) == expected


@given(st.lists(st.tuples(st.booleans(), st.booleans())))
def test_f1_is_the_harmonic_mean(pairs: list[tuple[bool, bool]]) -> None:
    """Where precision and recall exist and are not both 0, F1 is their harmonic mean."""
    score = abstention([none for none, _ in pairs], [silent for _, silent in pairs])
    if score.precision and score.recall:
        mean = 2 * score.precision * score.recall / (score.precision + score.recall)
        assert score.f1 == pytest.approx(mean)
    else:
        assert not score.f1


def test_sequences_are_parallel() -> None:
    """Two sequences of different length are a mistake of the caller's."""
    with pytest.raises(ValueError, match="shorter"):
        abstention([True, False], [True])
