import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.metrics import Stretch, citation_precision, citation_recall

TEXT = "“Trade has stopped.” It said so.  Nobody knew why, said one. The end."
TRADE = Stretch("d", 0, TEXT[:20])
SAID = Stretch("d", 21, TEXT[21:32])
NOBODY = Stretch("d", 34, TEXT[34:60])


def piece(start: int, end: int, document_id: str = "d") -> Stretch:
    return Stretch(document_id, start, TEXT[start:end])


@pytest.mark.parametrize(
    ("quote", "covered"),
    [
        (TRADE, True),
        (piece(1, 18), True),  # without quotation marks and full stop
        (piece(0, 32), True),  # with the next sentence
        (piece(0, 12), False),  # half of it
        (piece(7, 20), False),  # without the first word
        (piece(21, 32), False),  # another sentence
        (Stretch("other", 0, TRADE.text), False),  # another document
    ],
)
def test_covering(quote: Stretch, covered: bool) -> None:
    """A quote covers a sentence if it holds all of its words, whatever stands at its ends."""
    assert citation_recall([quote], [[TRADE]]) == float(covered)


def test_any_alternative_is_enough() -> None:
    """One of an item's sentences is enough, and one quote may serve two items."""
    assert citation_recall([SAID], [[TRADE, SAID], [SAID], [NOBODY]]) == pytest.approx(2 / 3)


def test_no_patchwork() -> None:
    """Two quotes that hold half a sentence each do not cover it."""
    assert citation_recall([piece(0, 12), piece(12, 20)], [[TRADE]]) == 0.0


@pytest.mark.parametrize(
    ("quote", "right"),
    [
        (TRADE, True),
        (piece(0, 12), True),  # half of the evidence is evidence, if too little of it
        (piece(0, 32), True),  # more evidence than anything else
        (piece(15, 60), False),  # a few words of evidence in a long quote
        (Stretch("d", 0, TEXT), False),  # the whole document
        (Stretch("other", 0, TRADE.text), False),
    ],
)
def test_what_is_quoted_is_evidence(quote: Stretch, right: bool) -> None:
    """A quote counts as evidence if at least half of its visible characters are."""
    assert citation_precision([quote], [[TRADE]]) == float(right)


def test_quoting_everything_gains_nothing() -> None:
    """The whole document as a quote has all recall and no precision."""
    everything = [Stretch("d", 0, TEXT)]
    assert citation_recall(everything, [[TRADE], [NOBODY]]) == 1.0
    assert citation_precision(everything, [[TRADE]]) == 0.0


def test_silence() -> None:
    """Abstaining is no recall, and is left out of precision."""
    assert citation_recall([], [[TRADE]]) == 0.0
    assert citation_precision([], [[TRADE]]) is None


def test_nothing_to_find() -> None:
    """Without items there is no recall, and every quote is wrong."""
    assert citation_recall([TRADE], []) is None
    assert citation_precision([TRADE], []) == 0.0


def test_a_sentence_of_signs() -> None:
    """Evidence without letters has to be quoted like any other."""
    signs = Stretch("d", 5, "?!")
    assert citation_recall([Stretch("d", 5, "?!")], [[signs]]) == 1.0
    assert citation_recall([Stretch("d", 40, "one")], [[signs]]) == 0.0


@given(st.integers(0, 60), st.integers(1, 30), st.integers(0, 10))
def test_a_longer_quote_never_loses_recall(start: int, length: int, more: int) -> None:
    """What a quote covers, a longer one covers too."""
    short = citation_recall([piece(start, start + length)], [[TRADE], [SAID], [NOBODY]])
    longer = citation_recall(
        [piece(max(0, start - more), start + length + more)], [[TRADE], [SAID], [NOBODY]]
    )
    assert short is not None
    assert longer is not None
    assert longer >= short
