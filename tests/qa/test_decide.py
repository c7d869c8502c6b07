"""Whether to answer, and with which spans."""

from index import Hit, Span
from qa.decide import LIST_LENGTH, decide
from qa.reader import AnswerSpan, Reading

HIT = Hit("d", "T", "".join(chr(0x4E00 + i) for i in range(100)), 0, 100, 1.0, (Span(0, 100),))


def readings(*probabilities: float) -> tuple[Reading, ...]:
    spans = tuple(AnswerSpan(i, i + 1, p) for i, p in enumerate(probabilities))
    return (Reading(HIT, spans),)


def test_nothing_read() -> None:
    """Without passages there is no answer and nothing near."""
    decision = decide((), wanted="likely", threshold=0.5)
    assert (decision.spans, decision.confidence, decision.nearest) == ((), 0.0, None)


def test_below_the_threshold() -> None:
    """An unlikely span is not given, but named as the nearest."""
    decision = decide(readings(0.1, 0.4), wanted="all", threshold=0.5)
    assert decision.spans == ()
    assert decision.confidence == 0.4
    assert decision.nearest is not None
    assert decision.nearest.span.start == 1


def test_what_is_as_likely_goes_along() -> None:
    """With the likeliest span come those about as likely; of equals the first one leads."""
    decision = decide(readings(0.6, 0.9, 0.9, 0.8), wanted="likely", threshold=0.5)
    assert [candidate.span.start for candidate in decision.spans] == [1, 2, 3]
    decision = decide(readings(0.6, 0.9, 0.7), wanted="likely", threshold=0.5)
    assert [candidate.span.start for candidate in decision.spans] == [1]


def test_a_list() -> None:
    """Of a list more is given, likeliest first, up to a bound."""
    decision = decide(readings(0.6, 0.9, 0.3, 0.51, 0.26), wanted="all", threshold=0.5)
    assert [candidate.span.start for candidate in decision.spans] == [1, 0, 3, 2]
    assert len(decide(readings(*[0.9] * 50), wanted="all", threshold=0.5).spans) == LIST_LENGTH


def test_one_is_wanted() -> None:
    """Of a date or a count the likeliest is given alone."""
    decision = decide(readings(0.9, 0.9, 0.9), wanted="one", threshold=0.5)
    assert [candidate.span.start for candidate in decision.spans] == [0]


def test_what_was_given_is_not_given_again() -> None:
    """Left out are answers that were given before, and what says the same again."""
    hit = Hit("d", "T", "U.S., the United States, Greece", 0, 31, 1.0, (Span(0, 31),))
    spans = (AnswerSpan(0, 4, 0.9), AnswerSpan(6, 23, 0.9), AnswerSpan(25, 31, 0.8))
    decision = decide([Reading(hit, spans)], wanted="all", threshold=0.5)
    assert [candidate.words for candidate in decision.spans] == ["U.S.", "Greece"]
    decision = decide([Reading(hit, spans)], wanted="all", threshold=0.5, given=["US"])
    assert [candidate.words for candidate in decision.spans] == ["Greece"]
    decision = decide([Reading(hit, spans)], wanted="all", threshold=0.5, given=["US", "Greece"])
    assert (decision.spans, decision.nearest) == ((), None)
