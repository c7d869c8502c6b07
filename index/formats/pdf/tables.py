"""Lines with wide gaps in them → the rows of a table.

A table has two rows or more, of two columns or more, and no cell lies across two columns. Ruling
lines are not looked at.
"""

from collections.abc import Sequence
from itertools import pairwise

from index.formats.pdf.lines import Cell, Line

TABLE_LEADING = 3.5  # times the type size: rows of a table are no further apart
FEW_ROWS = 3  # so few that loosely justified lines look like a table by chance
LOOSE = 4.0  # times the type size: the gaps of a justified line are narrower
IN_LINE = 0.3  # times the type size: cells in line begin or end no further apart
CLOSER = 1.2  # times closer than its rows stand the lines of a cell

# A table's row: its lines, and the words of its cells.
Row = tuple[list[Line], list[str]]


def table_of(lines: list[Line], edge: float) -> list[Row]:
    """The rows of a table that begins with the first line; none if no table does.

    Args:
        lines: of a column, from some place on.
        edge: how far the lines of the column reach.
    """
    if lines[0].record is not None:
        return _recorded(lines)
    if len(lines) < 2 or len(lines[0].cells) < 2:  # noqa: PLR2004
        return []
    known = [(cell.start, cell.end) for cell in lines[0].cells]
    if len(_cut(lines[1], known).cells) < 2 and not _is_rest(lines, 1, known):  # noqa: PLR2004
        return []
    columns: list[tuple[float, float]] = []
    taken: list[Line] = []
    for number, uncut in enumerate(lines):
        line = _cut(uncut, columns)
        is_near = not taken or 0 < taken[-1].y - line.y <= TABLE_LEADING * line.size
        grown = _with_cells(columns, line.cells) if is_near else []
        has_cells = (
            len(line.cells) > 1
            or (len(taken) > 1 and line.start > columns[0][1] and len(grown) == len(columns))
            or _is_rest(lines, number, columns)
        )
        if not grown or not has_cells:
            break
        columns = grown
        taken.append(line)
    full, apart = _full_rows(taken)
    while taken and len(taken[-1].cells) < 2 and not _wraps(taken, len(taken) - 1, full, apart):  # noqa: PLR2004
        taken.pop()
    filled = sum(len(line.cells) for line in taken)
    if len(taken) < 2 or 2 * filled < len(taken) * len(columns):  # noqa: PLR2004
        return []
    rows = _rows_of(taken, columns)
    if len(taken) <= FEW_ROWS and all(_is_loose(line, edge) for line in taken):
        return []
    is_justified = 2 * sum(line.is_even for line in taken) >= len(taken)
    return rows if not is_justified or _is_aligned(taken, columns) else []


def _cut(line: Line, columns: list[tuple[float, float]]) -> Line:
    """The line cut at narrow gaps too, if they are the last in gutters that are known.

    A cell that is full stands close to the next one.
    """
    if line.is_even or len(line.parts) == len(line.cells):
        return line
    starts = {cell.start for cell in line.cells}
    for before, after in pairwise(columns):
        inside = [
            right.start
            for left, right in pairwise(line.parts)
            if max(left.end, before[1]) <= min(right.start, after[0])
        ]
        starts.update(inside[-1:])
    cells: list[Cell] = []
    for part in line.parts:
        if part.start in starts:
            cells.append(part)
        else:
            cells[-1] = Cell(f"{cells[-1].text} {part.text}", cells[-1].start, part.end)
    return line._replace(cells=tuple(cells)) if len(cells) >= len(columns) > 1 else line


def _is_rest(lines: list[Line], number: int, columns: list[tuple[float, float]]) -> bool:
    """Whether a line of one cell ends the row above, as it stands closer to it than to the next."""
    if not 0 < number < len(lines) - 1:
        return False
    above, line, below = lines[number - 1 : number + 2]
    is_inside = sum(line.start < end and start < line.end for start, end in columns) == 1
    is_next = len(_cut(below, columns).cells) > 1
    return is_inside and is_next and 0 < CLOSER * (above.y - line.y) < line.y - below.y


def _recorded(lines: list[Line]) -> list[Row]:
    """The rows of a table whose rows are known."""
    columns: list[tuple[float, float]] = []
    taken: list[Line] = []
    for line in lines:
        grown = _with_cells(columns, line.cells) if line.record is not None else []
        if not grown:
            break
        columns = grown
        taken.append(line)
    return _rows_of(taken, columns)


def _is_loose(line: Line, edge: float) -> bool:
    """Whether a line may be one of text, spread over the width of its column."""
    gaps = [after.start - cell.end for cell, after in pairwise(line.cells)]
    return abs(line.end - edge) < 1 and max(gaps, default=0.0) < LOOSE * line.size


def _is_aligned(lines: list[Line], columns: list[tuple[float, float]]) -> bool:
    """Whether the cells of each column begin or end below each other.

    Wide blanks of justified lines look like gaps between cells, but do not stand in line.
    """
    for start, end in columns:
        cells = [c for line in lines for c in line.cells if start <= c.start < end]
        near = IN_LINE * lines[0].size
        starts, ends = [c.start for c in cells], [c.end for c in cells]
        if max(starts) - min(starts) > near and max(ends) - min(ends) > near:
            return False
    return True


def _with_cells(
    columns: list[tuple[float, float]], cells: Sequence[Cell]
) -> list[tuple[float, float]]:
    """The columns widened by a row's cells; none if the row does not fit."""
    merged: list[tuple[float, float]] = []
    for start, end in sorted([*columns, *((cell.start, cell.end) for cell in cells)]):
        if merged and start < merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    is_whole = len(merged) >= len(columns) and all(
        sum(start <= cell.start < end for cell in cells) < 2  # noqa: PLR2004
        and sum(start <= column[0] < end for column in columns) < 2  # noqa: PLR2004
        for start, end in merged
    )
    return merged if is_whole else []


def _full_rows(lines: list[Line]) -> tuple[int, float]:
    """How many cells a full row has, and how far full rows stand from what is above, at least."""
    full = max((len(line.cells) for line in lines), default=0)
    apart = min((a.y - b.y for a, b in pairwise(lines) if len(b.cells) == full), default=0.0)
    return full, apart


def _wraps(lines: list[Line], number: int, full: int, apart: float) -> bool:
    """Whether a table's line goes on with cells of the row above.

    It does if it lacks some of the cells of a full row and stands closer to the line above than
    rows stand apart.
    """
    if number and lines[number].record is not None:
        return lines[number].record == lines[number - 1].record
    return (
        number > 0
        and len(lines[number].cells) < full
        and CLOSER * (lines[number - 1].y - lines[number].y) < apart
    )


def _rows_of(lines: list[Line], columns: list[tuple[float, float]]) -> list[Row]:
    rows: list[Row] = []
    full, apart = _full_rows(lines)
    for number, line in enumerate(lines):
        cells = [""] * len(columns)
        for cell in line.cells:
            place = next(i for i, (start, end) in enumerate(columns) if start <= cell.start < end)
            cells[place] = cell.text
        if _wraps(lines, number, full, apart):
            above, words = rows[-1]
            joined = [f"{a} {b}".strip() for a, b in zip(words, cells, strict=True)]
            rows[-1] = [*above, line], joined
        else:
            rows.append(([line], cells))
    return rows
