r"""Tables in plain text: which consecutive lines are rows.

Cells are told apart by bars, by tabs, by commas or semicolons without a blank, or by two blanks
and more at the same columns. A line of dashes is a rule and belongs to the row before it. What
stands in which cell is not told; a line with one cell only, below another's begin, goes on with
the row before it.
"""

import re
from collections.abc import Sequence

from index.document import Block
from index.formats.lines import Line

GAP = re.compile(r"(?<=[^\s.!?:])[ ]{2,}(?=\S)|(?<=\S)[ ]{3,}(?=\S)")  # not after a sentence
SEPARATORS = ("|", "\t", ",", ";")

MIN_ROWS = 2
MIN_ROWS_OF_FEW = 3  # where rows have one gap only, or commas, which prose has as well
MIN_SEPARATORS = 2
MAX_LINE = 2_000  # code points; a longer line is no row that anybody has aligned


def table_length(group: Sequence[Line], start: int) -> int:
    """How many lines from a line on are a table; 0 if it begins none."""
    first = start + 1 if group[start].look == "rule" else start
    if first + 1 >= len(group) or len(group[first].body) > MAX_LINE:
        return 0
    body = group[first].body
    if not ("|" in body or "\t" in body or "  " in body or body.count(",") + body.count(";") > 1):
        return 0
    for separator in SEPARATORS:
        count = _count(body, separator)
        min_rows = MIN_ROWS if separator in "|\t" and count >= MIN_SEPARATORS else MIN_ROWS_OF_FEW
        if count >= (1 if separator in "|\t" else MIN_SEPARATORS):
            end, rows = first, 0
            while end < len(group) and len(group[end].body) <= MAX_LINE:
                found = _count(group[end].body, separator)
                # A quoted cell of a CSV file may hold commas.
                if not (found == count or (separator in ",;" and found > count)):
                    if group[end].look != "rule":
                        break
                    rows -= 1
                rows += 1
                end += 1
            if rows >= min_rows:
                return end - start
    length = _columns_length(group, first)
    return length and length + first - start


def rows(table: Sequence[Line]) -> list[Block]:
    """The rows of a table, each with the rules that follow it; the first may be its header."""
    found: list[Block] = []
    begin = table[0].start
    for number, line in enumerate(table):
        if line.look == "rule":
            if found:
                found[-1] = found[-1]._replace(end=line.end)
            continue
        # A lone cell below others goes on with the one above it.
        if found and line.column > table[0].column and not _edges(line) and "\t" not in line.body:
            found[-1] = found[-1]._replace(end=line.end)
            continue
        is_header = not found and number + 2 < len(table) and table[number + 1].look == "rule"
        found.append(Block(line.start if found else begin, line.end, "row", int(is_header)))
    return found


def _count(body: str, separator: str) -> int:
    if separator == "|" and not (body[:1] == body[-1:] == "|"):
        separator = " | "  # elsewhere a bar may be anything
    count = body.count(separator)
    return count - body.count(separator + " ") if separator in ",;" else count


def _columns_length(group: Sequence[Line], first: int) -> int:
    edges = _edges(group[first])
    if not edges:
        return 0
    end, count = first + 1, 1
    while end < len(group):
        if group[end].look != "rule":
            found = _edges(group[end])
            aligned = [pair for pair in found if _is_aligned(pair, edges)]
            is_wrapped = not found and any(group[end].column == begin for _, begin in edges)
            if not is_wrapped and (not found or 2 * len(aligned) < len(found)):
                break
            edges += [pair for pair in found if pair not in edges]
            count += not is_wrapped
        end += 1
    is_wide = len(_edges(group[first])) >= MIN_SEPARATORS
    return end - first if count >= (MIN_ROWS if is_wide else MIN_ROWS_OF_FEW) else 0


def _edges(line: Line) -> list[tuple[int, int]]:
    """Where each gap between cells begins and ends, in columns."""
    if "  " not in line.body or len(line.body) > MAX_LINE:
        return []
    return [(line.column + gap.start(), line.column + gap.end()) for gap in GAP.finditer(line.body)]


def _is_aligned(gap: tuple[int, int], edges: list[tuple[int, int]]) -> bool:
    """Whether a cell begins where others do, or the one before it ends where others do."""
    return any(gap[1] == end or gap[0] == start for start, end in edges)
