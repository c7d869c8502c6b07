"""The words of a PDF's page → its lines in reading order, column by column.

Only places count, never the order in which a file draws: printer drivers draw across columns,
or letter by letter. What a line is (heading, item, row of a table) is told in ``blocks.py``.
"""

import math
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from index.formats.pdf.columns import BESIDE, regions
from index.formats.pdf.rows import LETTER, Row, common_size, rows_of, text_of
from index.formats.pdf.words import WORD_GAP, Sheet, Word

CELL_GAP = 0.9  # cells of a table's row are at least this far apart
PART_GAP = 0.5  # so are cells between whose columns there is known to be a gutter
EVEN = 0.08  # share by which the gaps of a justified line differ, at most; widths are rounded
EDGE_ROWS = 4  # rows at each end of a page that may be running heads and feet
EDGE_ROOM = 1.5  # times the type size: from the baseline of a head to that of the text, at least
OTHER_TYPE = 0.08  # share by which type differs in size
# Share of a page's height, from either end, that they may stand in. LaTeX sets them lowest: the
# head of its letter paper at 0.127, the page number at 0.112.
EDGE_ZONE = 0.14
ROW_ROOM = 2.5  # times the type size: a table's header stands no further from its rows
SAME_CELL = 0.3  # times the type size: cells in line begin or end no further apart


class Cell(NamedTuple):
    """A part of a line that wide gaps set apart."""

    text: str
    start: float
    end: float


class Line(NamedTuple):
    """A line of text in its column.

    Attributes:
        start, end, y, size: as in ``Word``; the size of most of its letters.
        is_bold: all of it.
        row: the row of the page that it is of, across all columns, counted from the top.
        column: the column that it stands in; columns are counted in reading order.
        cells: what wide gaps set apart; one for most lines.
        parts: what narrower gaps set apart.
        opening: the width of its first word.
        is_even: all gaps between its words are the same, as in a justified line.
        is_turned: it does not stand level on the page.
        record: see ``Row``.
    """

    text: str
    start: float
    end: float
    y: float
    size: float
    is_bold: bool
    row: int
    column: int
    cells: tuple[Cell, ...]
    parts: tuple[Cell, ...]
    opening: float = 0.0
    is_even: bool = False
    is_turned: bool = False
    record: int | None = None


class Edge(NamedTuple):
    """A row near a page's upper or lower edge, or one that is turned.

    Attributes:
        zone: "head", "foot" or "turned".
        rank: 0 for the outermost.
        y: share of the page's height.
        gap: times its type size, from its baseline to that of the next row inward.
        size, is_bold: of its type.
        fits_table: its cells stand in line with those of the next row inward.
    """

    text: str
    zone: str
    rank: int
    y: float
    row: int
    gap: float = math.inf
    size: float = 0.0
    is_bold: bool = False
    fits_table: bool = False


class Page(NamedTuple):
    """A page's lines in reading order, and which of its rows may be running heads."""

    lines: tuple[Line, ...]
    edges: tuple[Edge, ...]


def lay_out(sheet: Sheet) -> Page:
    """The lines of a page in reading order.

    Words that are turned come last, line by line, unless most of the page is turned.
    """
    if not sheet.words:
        return Page((), ())
    turns = Counter[int]()
    for word in sheet.words:
        turns[word.turn] += len(word.text)
    main = turns.most_common(1)[0][0]
    rows = rows_of([word for word in sheet.words if word.turn == main], 0)
    lines = [_line(row, column) for column, region in enumerate(regions(rows)) for row in region]
    lines = _stacked(lines)
    edges = _edges(rows, sheet, main)
    for turn in sorted(turns):
        if turn != main:
            turned = rows_of([word for word in sheet.words if word.turn == turn], len(rows))
            rows += turned
            lines += [_line(row, -1)._replace(is_turned=True) for row in turned]
            edges += [Edge(text_of(row.words), "turned", 0, 0.0, row.number) for row in turned]
    return Page(tuple(lines), tuple(edges))


def _line(row: Row, column: int) -> Line:
    words = row.words
    size = common_size((word.size, len(word.text)) for word in words)
    levels = Counter[float]()
    for word in words:
        levels[word.y] += len(word.text)
    y = max(levels, key=lambda level: (levels[level], level))

    def cut(gap: float) -> tuple[Cell, ...]:
        groups: list[list[Word]] = [[words[0]]]
        for before, word in pairwise(words):
            if row.cuts:
                is_new = any(before.end <= edge <= word.start for edge in row.cuts)
            else:
                is_new = word.start - before.end > gap * size
            if is_new:
                groups.append([])
            groups[-1].append(word)
        return tuple(Cell(text_of(g, y, size), g[0].start, g[-1].end) for g in groups)

    return Line(
        text=text_of(words, y, size),
        start=words[0].start,
        end=max(word.end for word in words),
        y=y,
        size=size,
        is_bold=all(word.is_bold for word in words if LETTER.search(word.text)),
        row=row.number,
        column=column,
        cells=cut(CELL_GAP),
        parts=cut(PART_GAP),
        opening=_opening(words),
        is_even=_is_even(words),
        record=row.record,
    )


def _stacked(lines: list[Line]) -> list[Line]:
    """The lines, those that can only be cells of one row of a table made one.

    The cells of a row stand side by side but not always level: a short one beside a tall one is
    often set at half its height.
    """
    stacked: list[Line] = []
    piled: list[Line] = []
    for line in lines:
        above = piled[-1] if piled else None
        if above and not (
            above.column == line.column
            and 0 < above.y - line.y < BESIDE * max(above.size, line.size)
            and not any(
                a.start < b.end and b.start < a.end for a in above.cells for b in line.cells
            )
        ):
            stacked.append(_row_of_cells(piled))
            piled = []
        piled.append(line)
    return [*stacked, _row_of_cells(piled)] if piled else stacked


def _row_of_cells(piled: list[Line]) -> Line:
    if len(piled) == 1:
        return piled[0]
    cells: list[Cell] = []
    for cell in sorted((c for line in piled for c in line.cells), key=lambda c: c.start):
        if cells and cell.start < cells[-1].end:
            cells[-1] = Cell("", cells[-1].start, max(cell.end, cells[-1].end))
        else:
            cells.append(Cell("", cell.start, cell.end))
    filled = [
        cell._replace(
            text=" ".join(
                part.text
                for line in piled
                for part in line.cells
                if cell.start <= part.start < cell.end
            )
        )
        for cell in cells
    ]
    return piled[0]._replace(
        text=" ".join(cell.text for cell in filled),
        start=cells[0].start,
        end=cells[-1].end,
        y=(piled[0].y + piled[-1].y) / 2,
        is_bold=all(line.is_bold for line in piled),
        cells=tuple(filled),
        parts=tuple(filled),
    )


def _is_even(words: Sequence[Word]) -> bool:
    gaps = [after.start - word.end for word, after in pairwise(words)]
    return len(gaps) > 1 and max(gaps) - min(gaps) <= EVEN * max(gaps)


def _opening(words: Sequence[Word]) -> float:
    """The width up to the first blank."""
    for word, after in pairwise(words):
        if word.has_blank or after.start - word.end > WORD_GAP * word.size:
            return word.end - words[0].start
    return words[-1].end - words[0].start


def _edges(rows: list[Row], sheet: Sheet, turn: int) -> list[Edge]:
    """The rows near the upper and lower edge, the outermost first."""
    low, high = _extent(sheet, turn)
    height = (high - low) or 1.0
    edges = []
    for zone, ranked in (("head", rows), ("foot", rows[::-1])):
        for rank, row in enumerate(ranked[: _set_apart(ranked)]):
            y = (row.y - low) / height
            if (1 - y if zone == "head" else y) > EDGE_ZONE:
                continue
            after = ranked[rank + 1] if rank + 1 < len(ranked) else None
            edges.append(
                Edge(
                    text_of(row.words),
                    zone,
                    rank,
                    y,
                    row.number,
                    gap=abs(row.y - after.y) / row.size if after else math.inf,
                    size=row.size,
                    is_bold=all(word.is_bold for word in row.words),
                    fits_table=after is not None and _fits_table(row, after),
                )
            )
    return edges


def _fits_table(row: Row, after: Row) -> bool:
    """Whether a row and the next may be rows of one table."""
    if (
        abs(row.y - after.y) > ROW_ROOM * row.size
        or abs(row.size - after.size) > OTHER_TYPE * row.size
    ):
        return False
    cells, others = _line(row, 0).cells, _line(after, 0).cells
    near = SAME_CELL * row.size
    return min(len(cells), len(others)) > 1 and all(
        any(abs(c.start - o.start) < near or abs(c.end - o.end) < near for o in others)
        for c in cells
    )


def _set_apart(ranked: list[Row]) -> int:
    """How many rows at a page's edge more room, or other type, sets apart from the text."""
    count = 0
    for number, row in enumerate(ranked[:EDGE_ROWS], start=1):
        if number == len(ranked):  # the last row ends a page's text, unless it is all there is
            return 1 if number == 1 else count
        after = ranked[number]
        if (
            abs(row.y - after.y) > EDGE_ROOM * max(row.size, after.size)
            or abs(row.size - after.size) > OTHER_TYPE * row.size
        ):
            count = number
    return count


def _extent(sheet: Sheet, turn: int) -> tuple[float, float]:
    """The lowest and highest baseline on a page that lies so that words of this turn are level."""
    spans = {
        0: (0.0, sheet.height),
        90: (-sheet.width, 0.0),
        180: (-sheet.height, 0.0),
        270: (0.0, sheet.width),
    }
    return spans.get(turn, (0.0, sheet.height))
