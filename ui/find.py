r"""Words that a reader looks for in a document → where they stand, in code points.

Pure functions. Case does not matter, a blank stands for any run of blanks, so that what wraps in
the file is found too, and quotation marks and dashes for all of their kind. Letters are compared
one by one: "ß" is no "ss".
"""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from index import Span

MAX_QUERY = 200  # code points; what is longer is cut
ALIKE = ("'‘’‚‛′", '"“”„‟″«»', "-‐‑‒–—―−")


@dataclass(frozen=True, slots=True)
class Hits:
    """Every place of some words in a text, in order, and at which of them the reader is.

    There is at least one.
    """

    spans: tuple[Span, ...]
    at: int

    @property
    def start(self) -> int:
        """Where the hit begins at which the reader is."""
        return self.spans[self.at].start

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.spans[self.at].end

    def within(self, span: Span) -> tuple[Span, ...]:
        """The hits, or parts of hits, in a span."""
        first = bisect_right(self.spans, span.start, key=lambda hit: hit.end)
        last = bisect_left(self.spans, span.end, key=lambda hit: hit.start)
        return tuple(
            Span(max(hit.start, span.start), min(hit.end, span.end))
            for hit in self.spans[first:last]
        )


def find(text: str, query: str) -> tuple[Span, ...]:
    r"""Where some words stand, left to right, none overlapping another.

    >>> find("The sea, the\n sea.", "The SEA")
    (Span(start=0, end=7), Span(start=9, end=17))
    >>> find("ninety days' notice", "days’")
    (Span(start=7, end=12),)
    """
    words = query[:MAX_QUERY].split()
    if not words:
        return ()
    pattern = re.compile(r"\s+".join(map(_alike, words)), re.IGNORECASE)
    return tuple(Span(*match.span()) for match in pattern.finditer(text))


def hits(text: str, query: str, *, at: int | None, since: int) -> Hits | None:
    """The hits with the reader at one of them; None if there is none.

    Args:
        text: of the document.
        query: what is looked for.
        at: the hit to go to, counted from 0 and around; None for the first from ``since`` on.
        since: an offset in the text.
    """
    spans = find(text, query)
    if not spans:
        return None
    if at is None:
        at = bisect_left(spans, since, key=lambda hit: hit.start)
    return Hits(spans, at % len(spans))


def _alike(word: str) -> str:
    """A pattern for a word, each mark in it standing for its kind."""
    kinds = {mark: f"[{re.escape(kind)}]" for kind in ALIKE for mark in kind}
    return "".join(kinds.get(mark, re.escape(mark)) for mark in word)
