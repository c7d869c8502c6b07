"""Whether to answer, and with which spans.

A span is given if the reader finds it likely enough, and with it those that are about as likely.
Nothing is read or cited here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from index import Hit
from qa.amount import Amount
from qa.orders import is_order
from qa.reader import AnswerSpan, Reading, sentence_of
from qa.same import same

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

    @property
    def words(self) -> str:
        """The span's text."""
        return self.hit.text[self.span.start - self.hit.start : self.span.end - self.hit.start]

    @property
    def sentence(self) -> str:
        """The text of the sentence that holds the span."""
        start, end = sentence_of(self.hit, self.span.start, self.span.end)
        return self.hit.text[start - self.hit.start : end - self.hit.start]


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

    @property
    def place(self) -> tuple[str, int, int] | None:
        """Where the likeliest answer stands: the document's id, start and end; None for none."""
        if not self.spans:
            return None
        likeliest = self.spans[0]
        return (likeliest.hit.document_id, likeliest.span.start, likeliest.span.end)


def decide(
    readings: Sequence[Reading],
    *,
    wanted: Amount,
    threshold: float,
    given: Sequence[str] = (),
) -> Decision:
    """Choose among what the reader found.

    Args:
        readings: best passage first.
        wanted: whether one answer is asked for, all there are, or the question does not tell.
        threshold: the least probability with which an answer is given, in [0, 1].
        given: answers that were given before and are not wanted again.
    """
    every = (Candidate(reading.hit, span) for reading in readings for span in reading.spans)
    left = [one for one in every if not any(same(one.words, words) for words in given)]
    found = [one for one in left if not is_order(one.sentence)]
    # Equally likely: as retrieved, and then as read (sorting is stable).
    found.sort(key=lambda candidate: -candidate.span.probability)
    if not found:
        return Decision((), 0.0, left[0] if left else None)
    best = found[0].span.probability
    if best < threshold:
        return Decision((), best, found[0])
    if wanted == "one":
        return Decision((found[0],), best, found[0])
    least = best * (LIST_TOGETHER if wanted == "all" else TOGETHER)
    likely = [candidate for candidate in found if candidate.span.probability >= least]
    return Decision(tuple(_once(likely)[:LIST_LENGTH]), best, found[0])


def _once(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Without those that say again what a likelier one says."""
    kept: list[Candidate] = []
    for one in candidates:
        if not any(same(one.words, other.words) for other in kept):
            kept.append(one)
    return kept
