r"""Words that a reader looks for in a document → where they stand, in code points.

Pure functions. Neither case nor accents matter ("strasse" finds "Straße"), a blank stands for any
run of blanks, so that what wraps in the file is found too, and quotation marks and dashes for all
of their kind. Text and words are folded alike, and each hit is traced back to the letters that it
came from: whole letters, with the accents that stand on them.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from index import Span

MAX_QUERY = 200  # code points; what is longer is cut
ALIKE = ("'‘’‚‛′", '"“”„‟″«»', "-‐‑‒–—―−")
KINDS = {mark: kind[0] for kind in ALIKE for mark in kind}
SOFT_HYPHEN = "\u00ad"
# Combining classes of the marks that may be left out: Hebrew and Arabic points, and what stands
# above or below a letter. In Thai, Hindi and others, marks of other classes spell the word.
POINTS, LEAST_ACCENT = range(10, 37), 200


@dataclass(frozen=True, slots=True)
class Folded:
    """A text as it is compared, and the way back.

    Attributes:
        text: small letters without accents.
        starts: where in ``text`` each letter begins that has become none or several, in order.
        lengths: how many it has become.
        origins: where it stands in the text that was folded.
    """

    text: str
    starts: tuple[int, ...]
    lengths: tuple[int, ...]
    origins: tuple[int, ...]

    def origin(self, at: int) -> int | None:
        """Where the text is cut that is cut at ``at`` when folded; None if inside a letter.

        What has become nothing goes with what stands before it.
        """
        last = bisect_right(self.starts, at) - 1
        if last < 0:
            return at
        inside, length = at - self.starts[last], self.lengths[last]
        if 0 < inside < length:
            return None
        return self.origins[last] + (0 if inside < length else 1 + inside - length)


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
    >>> find("ninety days' notice", "days’"), find("In der Straße", "STRASSE")
    ((Span(start=7, end=12),), (Span(start=7, end=13),))
    """
    words = [folded for word in query[:MAX_QUERY].split() if (folded := fold(word).text)]
    return (
        tuple(_found(fold(text), re.compile(r"\s+".join(map(re.escape, words))))) if words else ()
    )


def _found(folded: Folded, words: re.Pattern[str]) -> Iterator[Span]:
    at = 0
    while match := words.search(folded.text, at):
        start, end = folded.origin(match.start()), folded.origin(match.end())
        if start is None or end is None:
            at = match.start() + 1
        else:
            at = match.end()
            yield Span(start, end)


def fold(text: str) -> Folded:
    """A text as it is compared.

    >>> fold("Maß “é”").text
    'mass "e"'
    """
    letters = {letter: _folded(letter) for letter in set(text)}
    changed = "".join(letter for letter, folded in letters.items() if len(folded) != 1)
    starts, lengths, origins = [], [], []
    moved = 0  # by how many code points what follows stands later than in the text
    for found in re.finditer(f"[{re.escape(changed)}]", text) if changed else ():
        length = len(letters[found.group()])
        origins.append(found.start())
        starts.append(found.start() + moved)
        lengths.append(length)
        moved += length - 1
    table = {ord(letter): folded for letter, folded in letters.items() if letter != folded}
    return Folded(text.translate(table), tuple(starts), tuple(lengths), tuple(origins))


@lru_cache(maxsize=8192)
def _folded(letter: str) -> str:
    """A letter as it is compared: "" of an accent, several of a ligature."""
    if letter in KINDS:
        return KINDS[letter]
    if letter == SOFT_HYPHEN:
        return ""
    parts = unicodedata.normalize("NFKD", letter.casefold())
    bare = "".join(part for part in parts if not _may_be_left_out(part)).casefold()
    return bare if bare.strip() or not parts.strip() or not bare else letter


def _may_be_left_out(mark: str) -> bool:
    kind = unicodedata.combining(mark)
    return kind in POINTS or kind >= LEAST_ACCENT


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
