r"""The structure of plain text: headings, items, rows and paragraphs, told by how lines look.

The text is cited as it is: blocks are ranges of whole lines, and a paragraph may hold newlines
that are wraps (``lines.py``). What is not sure to be more is a paragraph: a heading stands alone
and is underlined, numbered or in capitals. Running heads of printed pages are not recognised,
and two columns are not put in order.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from index.document import Block
from index.formats.aligned import rows, table_length
from index.formats.lines import (
    MIN_MARGIN,
    SENTENCE_ENDS,
    Line,
    groups,
    is_wrap,
    lines,
    local_margin,
    margin,
)

TITLE_LENGTH = 120  # code points; a longer first line is a paragraph, not a title
HEADING_LENGTH = 80  # code points; a longer line is not called a heading

# A bullet, "3.", "c)", "(iv)", a reference's "[1]", or a clause's "2.3.1".
MARKER = re.compile(
    r"(?:[-*+•‣◦▪–—·]|o(?=[ ]{2})|\(?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})[.)]|\[\d{1,3}\]"
    r"|(\d{1,3}(?:\.\d{1,3}){1,5})[.)]?)\s+(?=\S)"
)
NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,4})[.)]?\s+(?=[^\W\d_])")
NAMED = re.compile(
    r"(?:(chapter|part|book|article|appendix|annex|schedule|volume|act|kapitel|chapitre|capítulo)"
    r"|section|scene|abschnitt)\s+"
    r"(?:\d{1,3}|[ivxlc]{1,7}|[a-z]|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
    r"(?:[.:]?$|[.:]\s|\s+[-–—]\s|\s+(?=[^\W\d_]))",
    re.IGNORECASE,
)
PART = re.compile(r"(?:part|book|volume)\s", re.IGNORECASE)
BESIDE_PARTS = re.compile(r"(?:part|book|volume|appendix|annex|schedule)\s", re.IGNORECASE)
CHAPTER = re.compile(r"(?:chapter|kapitel|chapitre|capítulo)\s", re.IGNORECASE)
FIELD = re.compile(r"[^\W\d_][\w-]*(?: [\w-]+){0,2}:(?:\s|$)")  # "Subject: ", "Present: "
CODE = re.compile(
    r"[;{}\\=]$|^[$#%>}{]|\)\s*[;{:]|\w\(|\s[=!<>]=?\s|^(?:def|class|import|return)\b"
    r"|^[-+|=/\\_*.<>\d\s]+$"  # of a drawing
)
# Of what programs typeset: LaTeX and Org.
TITLE = re.compile(
    r"^[ \t]*(?:\\title\{([^{}\n]+)\}|#\+title:[ \t]*(\S.*))", re.MULTILINE | re.IGNORECASE
)
TITLE_WITHIN = 5_000  # code points
MARKS = "=*_#~- \t"

CODE_INDENT = 4  # columns
LAST_LEVEL = 6


def blocks(text: str) -> tuple[Block, ...]:
    r"""The blocks of a plain text, in order; they hold every character that is not blank.

    >>> text = "A title\n\n1. Rain falls.\n2. Snow\n   falls.\n"
    >>> [(block.kind, block.level, text[block.start : block.end]) for block in blocks(text)]
    [('heading', 1, 'A title'), ('item', 1, '1. Rain falls.'), ('item', 1, '2. Snow\n   falls.')]
    """
    found = groups(lines(text))
    widths = _margins(found)
    result: list[Block] = []
    columns: list[int] = []  # of the items that are open, outermost first
    for number, group in enumerate(found):
        width = local_margin(group, widths.get(group[0].depth, 0))
        before = found[number - 1] if number else None
        after = found[number + 1] if number + 1 < len(found) else None
        size, heading = _heading(before, group, after, width)
        if heading:
            result.append(heading)
            columns.clear()
        elif _is_code(group):
            result.append(Block(group[0].start, group[-1].end, "code"))
            continue
        result.extend(_body(group[size:], width, columns))
    return tuple(_nested(result))


def _nested(found: list[Block]) -> Iterator[Block]:
    """The blocks, chapters and what is below them one level deeper where they stand in parts."""
    has_chapters = any(CHAPTER.match(block.label) for block in found if block.kind == "heading")
    is_in_part = False
    for block in found:
        stays = block.kind != "heading" or block.level == 1 or BESIDE_PARTS.match(block.label)
        if block.kind == "heading" and PART.match(block.label):
            is_in_part = has_chapters
        if is_in_part and not stays:
            yield block._replace(level=min(block.level + 1, LAST_LEVEL))
        else:
            yield block


def title(text: str) -> str:
    r"""The title that a text to be typeset names; "" where only its first heading tells.

    >>> title("\\documentclass{book}\n\\title{On\\\\Rain}\n"), title("Rain\n\nIt rained.")
    ('On Rain', '')
    """
    found = TITLE.search(text, 0, TITLE_WITHIN) if text.lstrip()[:1] in ("\\", "%", "#") else None
    return " ".join((found[1] or found[2]).replace("\\\\", " ").split()) if found else ""


def _margins(found: list[list[Line]]) -> dict[int, int]:
    """The margin for each depth of quotation."""
    pairs: dict[int, list[tuple[Line, Line]]] = {}
    for group in found:
        for line, below in pairwise(group):
            if line.edge + len(below.body) < MIN_MARGIN:  # which says nothing of a margin
                continue
            begins = FIELD.match(below.body) or below.column > line.column or _marker(below)
            is_plain = line.look == below.look == "text" and not _is_list_of_names(line, below)
            if is_plain and not begins:
                pairs.setdefault(group[0].depth, []).append((line, below))
    return {depth: margin(some) for depth, some in pairs.items()}


def _heading(
    before: list[Line] | None, group: list[Line], after: list[Line] | None, width: int
) -> tuple[int, Block | None]:
    """A heading that begins the group, and of how many lines."""
    first = int([line.look == "rule" for line in group[:3]] == [True, False, True])  # overlined
    line, below = group[first], group[first + 1 : first + 2]
    label = line.body.strip(MARKS)
    if not label or line.depth or len(line.body) > TITLE_LENGTH:
        return 0, None
    level, size = 0, first + 1
    if below and _is_underlined(line, below[0]):
        level, size = (1 if below[0].body[0] == "=" else 2), first + 2
    elif before is None and _is_title(group[first:], width) and (below or after):
        level = 1
    elif len(group) == 1 and line.look == "text" and after and len(line.body) <= HEADING_LENGTH:
        level = _level(line.body, before, after)
    if before is None and level:
        level = 1
    if not level:
        return 0, None
    label = " ".join(label.split())
    return size, Block(group[0].start, group[size - 1].end, "heading", level, label)


def _is_underlined(line: Line, below: Line) -> bool:
    length = len(line.body)
    return (
        below.look == "rule"
        and len(set(below.body)) == 1
        and line.look == "text"
        and length / 2 <= len(below.body) <= length + HEADING_LENGTH // 2
    )


def _is_title(group: Sequence[Line], width: int) -> bool:
    """Whether the first line is short, ends no sentence and does not go on."""
    line = group[0]
    return not (
        line.body.endswith(SENTENCE_ENDS)
        or line.look != "text"
        or FIELD.match(line.body)
        or (CODE.search(line.body) and not line.body.startswith("# "))
        or (_marker(line) and not NUMBERED.match(line.body))
        or not any(char.isalpha() for char in line.body)
        or table_length(group, 0)
        or (len(group) > 1 and is_wrap(line, group[1], width))
    )


def _level(body: str, before: list[Line] | None, after: list[Line]) -> int:
    """The level of a line that stands alone, if it is a heading; else 0."""
    named = NAMED.match(body)
    rest = body[named.end() :] if named else ""
    if named and not rest[:1].islower() and not rest.endswith((",", ";")):
        ends_a_sentence = rest.endswith(SENTENCE_ENDS) and not body.isupper()
        return 0 if ends_a_sentence else 2 if named[1] else 3
    if body.endswith(SENTENCE_ENDS) and not (body.isupper() and body.endswith(".")):
        return 0
    if numbered := NUMBERED.match(body):
        # A list with blank lines between its items is no row of headings.
        parts = numbered[1].count(".")
        for other in (before, after):
            match = NUMBERED.match(other[0].body) if other and len(other) == 1 else None
            if match and match[1].count(".") == parts:
                return 0
        return min(2 + parts, LAST_LEVEL) if body[numbered.end()].isupper() else 0
    letters = sum(char.isalpha() for char in body)
    is_capital = body.isupper() and letters >= 4 and 2 * letters > len(body)  # noqa: PLR2004
    return 2 if is_capital and not MARKER.match(body) else 0


def _is_code(group: list[Line]) -> bool:
    """Whether the lines are indented, and at least half of them look like a program's."""
    if len(group) < 2 or min(line.column for line in group) < CODE_INDENT:  # noqa: PLR2004
        return False
    return 2 * sum(CODE.search(line.body) is not None for line in group) > len(group)


def _body(group: Sequence[Line], width: int, columns: list[int]) -> Iterator[Block]:
    """The rows, items and paragraphs of a group."""
    position = 0
    while position < len(group):
        if size := table_length(group, position):
            yield from rows(group[position : position + size])
            position += size
            continue
        first = group[position]
        marker = None if first.look == "rule" else _marker(first)
        end = position + 1
        while end < len(group) and _goes_on(group, position, end, width):
            end += 1
        span = first.start, group[end - 1].end
        if marker:
            yield Block(*span, "item", _depth(first, marker, columns))
        else:
            if columns and first.column <= columns[0]:
                columns.clear()
            yield Block(*span, "paragraph")
        position = end


def _goes_on(group: Sequence[Line], first: int, number: int, width: int) -> bool:
    """Whether a line belongs to the block that the line ``first`` began."""
    line, below = group[number - 1], group[number]
    begin = group[first]
    if not below.body or not (begin.body or line.body):  # marks of quotation without words
        return True
    fits = is_wrap(line, below, width) or _is_list_of_names(line, below)
    if line.look != "text" or below.look != "text" or not (fits or below.column > begin.column):
        return False
    is_item = _marker(begin) is not None
    is_field = FIELD.match(begin.body) is not None
    # In the middle of a sentence a dash or "12." may stand at a line's begin.
    is_inside = fits and not line.body.endswith(SENTENCE_ENDS) and below.column <= line.column
    begins = (
        (_marker(below) and (is_item or not is_inside))
        or (FIELD.match(below.body) and (is_field or not is_inside))
        or table_length(group, number)
    )
    if begins:
        return False
    if (is_item or is_field) and below.column > begin.column:  # a hanging indent
        return fits or is_field or not width or below.body[0].islower()
    if below.column > line.column:  # a hanging indent, or the first line of a new paragraph
        last = group[number + 1] if number + 1 < len(group) else below
        return fits and last.column >= below.column
    return fits


def _is_list_of_names(line: Line, below: Line) -> bool:
    """Whether the lines are "A. Brown, C. Davis," and "E. Fox": they go on, however long."""
    return below.has_initial and line.body.endswith(",")


def _marker(line: Line) -> re.Match[str] | None:
    return None if line.has_initial else MARKER.match(line.body)


def _depth(line: Line, marker: re.Match[str], columns: list[int]) -> int:
    """How deep an item is: by its number's parts, else by its indentation."""
    if marker[1]:
        columns[:] = [line.column] * (marker[1].count(".") + 1)
    while columns and line.column < columns[-1]:
        columns.pop()
    if not columns or line.column > columns[-1]:
        columns.append(line.column)
    return len(columns)
