"""Question and passage as the reader's model sees them: wordpieces, and where each one stands.

The same for training, export and answering, so that they cannot drift apart. The pair is
``[CLS] question [SEP] passage [SEP]`` (Devlin et al. 2019, "BERT", figure 1). No logits here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from index import Span
from index.embed import wordpieces

QUESTION_TOKENS = 64  # wordpieces of a question that are read; the rest is cut
# Wordpieces of a passage that are read at once. Footnote's own passages have at most 160.
WINDOW_TOKENS = 200
STRIDE_TOKENS = 120  # a window begins so many wordpieces after the one before
# Code points tokenised of a question; no 64 wordpieces of running text are as long.
QUESTION_CHARACTERS = 2_000
PASSAGES_KEPT = 256  # whose wordpieces stay in memory, about 15 kB each

CLS, SEP = 101, 102  # in the vocabulary of all-MiniLM-L6-v2


@dataclass(frozen=True, slots=True)
class Window:
    """A question with a stretch of a passage.

    Attributes:
        ids: (tokens,) wordpieces, special ones included.
        types: (tokens,) 0 for the question's part, 1 for the passage's.
        first: where in ``ids`` the passage begins.
        offsets: of each wordpiece of the passage, code points in the passage.
    """

    ids: tuple[int, ...]
    types: tuple[int, ...]
    first: int
    offsets: tuple[Span, ...]


def windows(question: str, passage: str) -> Iterator[Window]:
    """Overlapping windows over the passage; one for most, none if it has no wordpiece.

    >>> (window,) = windows("Who?", " Ann sat.")
    >>> window.ids, window.first
    ((101, 2040, 1029, 102, 5754, 2938, 1012, 102), 4)
    >>> [tuple(offset) for offset in window.offsets]
    [(1, 4), (5, 8), (8, 9)]
    """
    asked = wordpieces().encode(question[:QUESTION_CHARACTERS], add_special_tokens=False)
    head = (CLS, *asked.ids[:QUESTION_TOKENS], SEP)
    pieces, offsets = _pieces(passage)
    for start in range(0, len(pieces), STRIDE_TOKENS):
        ids = pieces[start : start + WINDOW_TOKENS]
        yield Window(
            ids=(*head, *ids, SEP),
            types=(0,) * len(head) + (1,) * (len(ids) + 1),
            first=len(head),
            offsets=offsets[start : start + WINDOW_TOKENS],
        )
        if start + WINDOW_TOKENS >= len(pieces):
            return


@lru_cache(PASSAGES_KEPT)
def _pieces(passage: str) -> tuple[tuple[int, ...], tuple[Span, ...]]:
    """The wordpieces of a passage, and where each stands in it."""
    read = wordpieces().encode(passage, add_special_tokens=False)
    return tuple(read.ids), tuple(Span(*offset) for offset in read.offsets)
