"""The rows of a PDF's page that look like columns of text → those that are rows of a table.

The cells of a table of sentences are as long as the lines of columns, but where one row ends and
the next begins all columns have more room, and begin anew on one line, again and again; inside a
row no column has more room. Columns of running text are level by chance, or at every line. Ruling
lines are not looked at.
"""

import math
from itertools import pairwise

from index.formats.pdf.blanks import Blanks, is_wider_than_blanks, shared_gaps
from index.formats.pdf.rows import Row, common_size

APART = 1.25  # times the distance of a cell's lines: that of a table's rows, at least
TIGHT = 0.95  # times the type size: lines of a cell are no closer
FEWEST = 3  # rows of a table, its header among them; two may be level by chance
LONGEST = 20  # lines of a cell; more are a column
MANY_LINES = 0.3  # share of the rows that have a cell of several lines, at least
CELL_GUTTER = 0.4  # share of the type size: the narrowest gutter between a known table's columns


def with_records(tiers: list[list[Row]], gutters: list[float]) -> list[list[Row]]:
    """The tiers of a table that begins with the first; none if it is no table.

    Each row is told which of the table's rows it is of, and where that one's cells meet.

    Args:
        tiers: rows that stand side by side, together; they look like columns.
        gutters: where these meet.
    """
    if not gutters:
        return []
    records, usual = _records(tiers)
    while len(records[-1]) > LONGEST or not _is_level(records[-1], gutters):
        records.pop()  # what stands below the table, on one side of its gutters
        if not records:
            return []
    several = sum(len(record) > 1 for record in records)
    if len(records) < FEWEST or several < MANY_LINES * len(records):
        return []
    if not all(_is_record(record, gutters, usual) for record in records):
        return []
    cuts = _cuts([tier for record in records for tier in record])
    return [
        [row._replace(record=record[0][0].number, cuts=cuts) for row in tier]
        for record in records
        for tier in record
    ]


def _records(tiers: list[list[Row]]) -> tuple[list[list[list[Row]]], float]:
    """The tiers, cut where all columns make room; and how far lines inside a cell stand apart."""
    size = common_size((w.size, len(w.text)) for tier in tiers for row in tier for w in row.words)
    distances = [above[0].y - tier[0].y for above, tier in pairwise(tiers)]
    usual = min((d for d in distances if d >= TIGHT * size), default=0.0)
    records = [[tiers[0]]]
    for tier, distance in zip(tiers[1:], distances, strict=True):
        if distance > APART * usual:
            records.append([])
        records[-1].append(tier)
    return records, usual


def _is_level(record: list[list[Row]], gutters: list[float]) -> bool:
    """Whether tiers begin on one line on both sides of a gutter."""
    words = record[0][0].words
    return any(words[0].start < gutter < words[-1].start for gutter in gutters)


def _is_record(record: list[list[Row]], gutters: list[float], usual: float) -> bool:
    """Whether tiers are one row of a table: in each column all lines from the first, or none."""
    if len(record) > LONGEST or not _is_level(record, gutters):
        return False
    for start, end in pairwise([-math.inf, *gutters, math.inf]):
        heights = [
            row.y
            for tier in record
            for row in tier
            if any(start <= word.start < end for word in row.words)
        ]
        if heights and heights[0] != record[0][0].y:
            return False
        if any(above - below > APART * usual for above, below in pairwise(heights)):
            return False
    return True


def _cuts(tiers: list[list[Row]]) -> tuple[float, ...]:
    """Where the columns of a table meet."""
    gaps = Blanks.of(tiers, CELL_GUTTER)
    shared = gaps.gaps[0]
    for here in gaps.gaps[1:]:
        shared = shared_gaps(shared, here, gaps.narrowest)
    rows = [row for tier in tiers for row in tier]
    left = min(start for start, _ in gaps.extents)
    right = max(end for _, end in gaps.extents)
    return tuple(
        (start + end) / 2
        for start, end in shared
        if left < start and end < right and is_wider_than_blanks(rows, (start, end))
    )
