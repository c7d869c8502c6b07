"""Whether to answer, and with which spans."""

from index import Hit, Span
from qa.decide import LIST_LENGTH, decide
from qa.reader import AnswerSpan, Reading

HIT = Hit("d", "T", "x" * 100, 0, 100, 1.0, (Span(0, 100),))


def readings(*probabilities: float) -> tuple[Reading, ...]:
    spans = tuple(AnswerSpan(i, i + 1, p) for i, p in enumerate(probabilities))
    return (Reading(HIT, spans),)


def test_nothing_read() -> None:
    """Without passages there is no answer and nothing near."""
    decision = decide((), several=False, threshold=0.5)
    assert (decision.spans, decision.confidence, decision.nearest) == ((), 0.0, None)


def test_below_the_threshold() -> None:
    """An unlikely span is not given, but named as the nearest."""
    decision = decide(readings(0.1, 0.4), several=True, threshold=0.5)
    assert decision.spans == ()
    assert decision.confidence == 0.4
    assert decision.nearest is not None
    assert decision.nearest.span.start == 1


def test_what_is_as_likely_goes_along() -> None:
    """With the likeliest span come those about as likely; of equals the first one leads."""
    decision = decide(readings(0.6, 0.9, 0.9, 0.8), several=False, threshold=0.5)
    assert [candidate.span.start for candidate in decision.spans] == [1, 2, 3]
    decision = decide(readings(0.6, 0.9, 0.7), several=False, threshold=0.5)
    assert [candidate.span.start for candidate in decision.spans] == [1]


def test_a_list() -> None:
    """Of a list more is given, likeliest first, up to a bound."""
    decision = decide(readings(0.6, 0.9, 0.3, 0.51, 0.26), several=True, threshold=0.5)
    assert [candidate.span.start for candidate in decision.spans] == [1, 0, 3, 2]
    assert len(decide(readings(*[0.9] * 50), several=True, threshold=0.5).spans) == LIST_LENGTH
