"""Whether to answer, and with which spans.

A span is given if the reader finds it likely enough, and with it those that are about as likely.
Nothing is read or cited here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from index import Hit
from qa.reader import AnswerSpan, Reading

# Below this probability the documents do not say: of the thresholds of `python -m eval.fit_reader`
# the one with the best F1, answerable and unanswerable together, on the documents of our own
# that are not trained on. On the gold's `tune` questions 0.1 to 0.35 were compared: higher ones
# leave much unanswered. A library may have a threshold of its own (threshold.py).
THRESHOLD = 0.2
# Another span is given as well if it is so likely, relative to the likeliest: chosen as
# ``spans.LEAST_SHARE`` is. Of a list more is wanted.
TOGETHER = 0.8
LIST_TOGETHER = 0.3
LIST_LENGTH = 12


@dataclass(frozen=True, slots=True)
class Candidate:
    """An answer span and the passage that it stands in."""

    hit: Hit
    span: AnswerSpan


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to be said.

    Attributes:
        spans: what is given as the answer, likeliest first; empty: abstain.
        confidence: probability in [0, 1] that the likeliest candidate is right.
        nearest: the likeliest candidate, given or not; None if nothing was read.
    """

    spans: tuple[Candidate, ...]
    confidence: float
    nearest: Candidate | None


def decide(readings: Sequence[Reading], *, several: bool, threshold: float) -> Decision:
    """Choose among what the reader found.

    Args:
        readings: best passage first.
        several: give more of the likely spans (a list question).
        threshold: the least probability with which an answer is given, in [0, 1].
    """
    found = [Candidate(reading.hit, span) for reading in readings for span in reading.spans]
    # Equally likely: as retrieved, and then as read (sorting is stable).
    found.sort(key=lambda candidate: -candidate.span.probability)
    if not found:
        return Decision((), 0.0, None)
    best = found[0].span.probability
    if best < threshold:
        return Decision((), best, found[0])
    least = best * (LIST_TOGETHER if several else TOGETHER)
    given = [candidate for candidate in found if candidate.span.probability >= least]
    return Decision(tuple(given[:LIST_LENGTH]), best, found[0])
