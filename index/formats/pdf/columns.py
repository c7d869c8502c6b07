"""The rows of a PDF's page → its columns, in reading order.

A gutter is a strip that several rows one below the other leave blank, with running text on both
sides; what is wide crosses it and stands between the bands of columns above and below. A table's
columns are no columns of text, as their lines are short: its rows stay whole.
"""

import math
from itertools import pairwise
from statistics import median

from index.formats.pdf.blanks import (
    Blanks,
    Interval,
    extent_of,
    is_split,
    is_wider_than_blanks,
    shared_gaps,
)
from index.formats.pdf.records import with_records
from index.formats.pdf.rows import Row, common_size
from index.formats.pdf.words import Word

# Shares of the type size, if nothing else is said.
GUTTER = 0.8  # the narrowest gutter between columns; 1 em is common
FEW_ROWS_GUTTER = 1.0
MANY_ROWS = 6  # fewer rows need a wider gutter to be columns, as rivers of blanks are rarely long
BESIDE = 0.8  # lines one below the other have their baselines further apart
MORE_ROOM = 1.35  # times the usual distance of a column's lines: a heading's room
HEADING_SIZE = 1.1  # times the size of most letters: a heading between columns
COLUMN_FILL = 0.55  # the share of a column's width that its median line fills, at least
COLUMN_LETTERS = 12  # in its mean line, at least; cells of tables have fewer
COLUMN_DIGITS = 0.3  # share of its letters, at most
LONG_COLUMN = 8  # lines; beside such a column one line may be the next column's only one
MAX_NESTING = 3  # columns inside columns
MANY_TIERS = 100  # in a longer band that has no columns not every tier is tried as their first
MANY_COLUMNS = 20  # strips side by side; of more, only the widest can be gutters


def regions(rows: list[Row], nesting: int = MAX_NESTING) -> list[list[Row]]:
    """The rows of each column, in reading order."""
    found: list[list[Row]] = []
    wide: list[Row] = []  # rows that stand across all columns
    tiers = _tiers(rows)
    blanks = Blanks.of(tiers, GUTTER)
    place = 0
    while place < len(tiers):
        end, gutters = _band(tiers, blanks, place) if nesting else (place + 1, [])
        recorded = with_records(tiers[place:end], gutters)
        if recorded:
            wide += [row for tier in recorded for row in tier]
            place += len(recorded)
            continue
        if not gutters:
            wide += [row for tier in tiers[place:end] for row in tier]
            place = end
            continue
        band = _raised_start(wide, tiers, place) + [r for tier in tiers[place:end] for r in tier]
        if wide:
            found.append(wide)
        for column in _split(band, gutters):
            found += regions(column, nesting - 1)
        wide, place = [], end
    return [*found, wide] if wide else found


def _tiers(rows: list[Row]) -> list[list[Row]]:
    """Rows so close that they can only stand side by side, together; the others alone.

    The lines of neighbouring columns need not stand level.
    """
    tiers: list[list[Row]] = []
    for row in rows:
        tier = tiers[-1] if tiers else []
        if tier and _is_beside(tier[-1], row) and not any(_overlap(r, row) for r in tier):
            tier.append(row)
        else:
            tiers.append([row])
    return tiers


def _is_beside(above: Row, row: Row) -> bool:
    return above.y - row.y < BESIDE * max(above.size, row.size)


def _overlap(one: Row, other: Row) -> bool:
    return any(a.start < b.end and b.start < a.end for a in one.words for b in other.words)


def _band(tiers: list[list[Row]], blanks: Blanks, first: int) -> tuple[int, list[float]]:
    """Where columns that begin at a tier end, and their gutters.

    If there are no columns: where to look for them next, and no gutters.
    """
    words, gaps, extents, narrowest = blanks
    shared = gaps[first]
    start, end = extents[first]
    if not any(start < gap[0] and gap[1] < end for gap in shared):
        return first + 1, []
    reached = first + 1
    while reached < len(tiers):
        both = shared_gaps(shared, gaps[reached], narrowest)
        here = extents[reached]
        start, end = min(start, here[0]), max(end, here[1])
        if not any(start < gap[0] and gap[1] < end for gap in both):
            break
        shared = both
        reached += 1
    step = 1 + ((reached - first) // MANY_TIERS) ** 2
    reached = first + _before_heading(words[first:reached], shared)
    start, end = extent_of([word for tier in words[first:reached] for word in tier])
    shared = [gap for gap in shared if start < gap[0] and gap[1] < end]
    if reached < len(tiers):
        reached = _lowered_end(words[first:reached], shared) + first
    gutters = _gutters([row for tier in tiers[first:reached] for row in tier], shared)
    return (reached, gutters) if gutters else (min(first + step, len(tiers)), [])


def _lowered_end(band: list[list[Word]], shared: list[Interval]) -> int:
    """How many tiers of a band are columns, if wide rows follow it.

    What stands on one side only, with more room above it than lines have, begins what follows:
    a heading that is shorter than its column.
    """
    heights = [max(word.y for word in tier) for tier in band]
    distances = [above - below for above, below in pairwise(heights)]
    usual = median(distances) if distances else 0.0
    split = [number for number, tier in enumerate(band) if is_split(tier, shared)]
    last = split[-1] if split else len(band) - 1
    for number in range(last + 1, len(band)):
        if distances[number - 1] > MORE_ROOM * usual:
            return number
    return len(band)


def _before_heading(band: list[list[Word]], shared: list[Interval]) -> int:
    """How many tiers stand above a heading that all columns make room for."""
    heights = [max(word.y for word in tier) for tier in band]
    distances = [above - below for above, below in pairwise(heights)]
    usual = median(distances) if distances else 0.0
    body = common_size((w.size, len(w.text)) for tier in band for w in tier)
    for number in range(1, len(band)):
        tier = band[number]
        is_apart = distances[number - 1] > MORE_ROOM * usual and not is_split(tier, shared)
        if is_apart and all(w.size > HEADING_SIZE * body or w.is_bold for w in tier):
            return number
    return len(band)


def _raised_start(wide: list[Row], tiers: list[list[Row]], place: int) -> list[Row]:
    """The rows above a band that are the beginning of its right column; taken from ``wide``."""
    taken: list[Row] = []
    below = tiers[place][0]
    left = min(word.start for row in tiers[place] for word in row.words)
    middle = (left + max(word.end for row in tiers[place] for word in row.words)) / 2
    while wide and wide[-1].words[0].start > middle:
        if wide[-1].y - below.y > 2 * below.size:
            break
        below = wide.pop()
        taken.insert(0, below)
    return taken


def _gutters(band: list[Row], gaps: list[Interval]) -> list[float]:
    """Where a band's columns of running text meet; none if it has but one."""
    size = common_size((w.size, len(w.text)) for row in band for w in row.words)
    wide = FEW_ROWS_GUTTER if len(band) < MANY_ROWS else GUTTER
    gaps = [gap for gap in gaps if is_wider_than_blanks(band, gap)]
    inner = [(start, end) for start, end in gaps if end - start >= wide * size]
    inner = sorted(sorted(inner, key=lambda gap: gap[0] - gap[1])[:MANY_COLUMNS])
    while inner:
        columns = _split(band, [(start + end) / 2 for start, end in inner])
        longest = max(len(column) for column in columns)
        failing = [i for i, column in enumerate(columns) if not _is_text(column, longest)]
        if not failing:
            return [(start + end) / 2 for start, end in inner]
        beside = {i for column in failing for i in (column - 1, column)} & set(range(len(inner)))
        inner.pop(min(beside, key=lambda i: inner[i][1] - inner[i][0]))
    return []


def _split(band: list[Row], gutters: list[float]) -> list[list[Row]]:
    edges = [-math.inf, *gutters, math.inf]
    columns = []
    for start, end in pairwise(edges):
        column = []
        for row in band:
            words = tuple(w for w in row.words if start <= (w.start + w.end) / 2 < end)
            if words:
                column.append(row._replace(words=words))
        columns.append(column)
    return columns


def _is_text(column: list[Row], longest: int) -> bool:
    """Whether a column's lines are those of running text, not of a table."""
    if len(column) < (1 if longest >= LONG_COLUMN else 2):
        return False
    left = min(row.words[0].start for row in column)
    right = max(row.words[-1].end for row in column)
    fills = [(row.words[-1].end - row.words[0].start) / ((right - left) or 1) for row in column]
    letters = "".join(word.text for row in column for word in row.words)
    return (
        median(fills) >= COLUMN_FILL
        and len(letters) >= COLUMN_LETTERS * len(column)
        and sum(letter.isdigit() for letter in letters) <= COLUMN_DIGITS * len(letters)
    )
