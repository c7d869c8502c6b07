"""What the rows of a PDF's page leave blank: strips from the page's top downwards."""

from itertools import pairwise
from statistics import median
from typing import NamedTuple

from index.formats.pdf.rows import Row, common_size
from index.formats.pdf.words import Word

WIDER = 1.4  # times the blanks of the lines that it cuts: a gutter

Interval = tuple[float, float]


class Blanks(NamedTuple):
    """What the tiers of a region leave blank.

    Attributes:
        words: of each tier.
        gaps: of each tier, the strips that it leaves blank.
        extents: where each tier begins and ends.
        narrowest: the width of a strip, at least.
    """

    words: list[list[Word]]
    gaps: list[list[Interval]]
    extents: list[Interval]
    narrowest: float

    @classmethod
    def of(cls, tiers: list[list[Row]], narrowest: float) -> "Blanks":
        """Look at tiers.

        Args:
            tiers: rows that stand side by side, together.
            narrowest: the width of a strip, at least, as a share of the type size.
        """
        words = [[word for row in tier for word in row.words] for tier in tiers]
        extents = [extent_of(tier) for tier in words]
        left = min((start for start, _ in extents), default=0.0)
        right = max((end for _, end in extents), default=0.0)
        narrowest *= common_size((w.size, len(w.text)) for tier in words for w in tier)
        gaps = [gaps_of(tier, left, right, narrowest) for tier in words]
        return cls(words, gaps, extents, narrowest)


def extent_of(words: list[Word]) -> Interval:
    """Where words begin and end."""
    return min(word.start for word in words), max(word.end for word in words)


def gaps_of(words: list[Word], left: float, right: float, narrowest: float) -> list[Interval]:
    """The strips that words on a line leave blank, from the left edge to the right edge."""
    gaps: list[Interval] = []
    reached = left
    for word in sorted(words, key=lambda w: w.start):
        if word.start - reached >= narrowest:
            gaps.append((reached, word.start))
        reached = max(reached, word.end)
    if right - reached >= narrowest:
        gaps.append((reached, right))
    return gaps


def shared_gaps(ours: list[Interval], theirs: list[Interval], narrowest: float) -> list[Interval]:
    """The strips that are in both lists, which go from left to right."""
    both = []
    mine = other = 0
    while mine < len(ours) and other < len(theirs):
        start = max(ours[mine][0], theirs[other][0])
        end = min(ours[mine][1], theirs[other][1])
        if end - start >= narrowest:
            both.append((start, end))
        if ours[mine][1] < theirs[other][1]:
            mine += 1
        else:
            other += 1
    return both


def is_split(tier: list[Word], shared: list[Interval]) -> bool:
    """Whether words stand on both sides of a strip."""
    return any(
        any(word.end <= start for word in tier) and any(word.start >= end for word in tier)
        for start, end in shared
    )


def is_wider_than_blanks(band: list[Row], gap: Interval) -> bool:
    """Whether a strip is no river of blanks, which are as wide as the others of their lines."""
    shares = []
    for row in band:
        blanks = [after.start - word.end for word, after in pairwise(row.words)]
        across = [
            after.start - word.end
            for word, after in pairwise(row.words)
            if word.end <= gap[0] and after.start >= gap[1]
        ]
        if across and len(blanks) > 1:
            shares.append(across[0] / max(median(blanks), 0.1))
    return not shares or median(shares) >= WIDER
