"""What a reader is: question and passages in, answer spans with probabilities out.

The protocol stays whatever reads; ``readers.py`` says which one does. A reader
neither retrieves nor decides whether to answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from index import Hit, Span


@dataclass(frozen=True, slots=True)
class AnswerSpan:
    """Words of a document that may answer a question.

    ``start`` and ``end`` are offsets in the document; ``probability`` in [0, 1] says how likely
    an answer stands there, comparable across the passages of one question.
    """

    start: int
    end: int
    probability: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader found in one passage: spans that do not overlap, best first."""

    hit: Hit
    spans: tuple[AnswerSpan, ...]


@runtime_checkable
class Reader(Protocol):
    """What finds answers in passages; anything with this method can be used instead.

    A reader may have an ``identity`` as well, a text that is another one whenever its
    probabilities mean something else (``threshold.py``).
    """

    def read(self, question: str, hits: Sequence[Hit]) -> tuple[Reading, ...]:
        """One reading a passage, in the order of the passages."""
        ...


def sentence_of(hit: Hit, start: int, end: int) -> Span:
    """The sentence, or run of neighbouring sentences, of a passage that holds ``[start, end)``."""
    touched = [s for s in hit.sentences if s.start < end and start < s.end]
    if not touched:
        raise ValueError(f"No sentence of the passage at {hit.start} holds {start}:{end}.")
    return Span(touched[0].start, touched[-1].end)
