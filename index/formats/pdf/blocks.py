"""A PDF's lines → paragraphs, items, rows of tables, captions.

A PDF knows no paragraphs. A line begins one if it stands apart, is set in other type, is
indented, bears a list's marker, or if its first word would have fitted on the line before.
Where the signs disagree, lines stay together: two paragraphs in one block hurt less than a
sentence in two. Headings are told in ``headings.py``, notes
in ``notes.py``.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from index.document import BlockKind
from index.formats.pdf.joins import HYPHENS, UNSPACED
from index.formats.pdf.lines import OTHER_TYPE, Line
from index.formats.pdf.rows import common_size
from index.formats.pdf.tables import table_of

# All are shares of the type size, but for the last two.
INDENT = 0.8
SAME_EDGE = 0.4
BLANK = 0.2  # the narrowest blank of a line that is set tightly
USUAL_LEADING = 1.2  # from baseline to baseline, where a document has too few lines to tell
LEADINGS = (0.8, 3.2)  # from tightly to doubly spaced
EXTRA_LEADING = 1.2  # times the usual leading: a new paragraph
LEADER = re.compile(r"\s*(?:[.·]\s*){6,}")  # the dots of a table of contents
FAR_FROM_FULL = 0.6  # share of the width that a line inside a paragraph fills, at least

BULLET = re.compile(r"[•◦▪▸‣●○■□❖∙]\s*(?=\S)")
COUNTED = re.compile(r"(?:[-–—*]|\(?\d{1,3}[.)]|\([a-zA-Z]\)|[a-z]\)|\([ivx]{1,5}\))\s+(?=\S)")
CAPTION = re.compile(
    r"(?:table|figure|fig\.|tab\.|chart|box|exhibit|plate|abb\.|abbildung|tabelle|figura|tableau"
    r"|tabla)\s+[A-Z]?\d[\d.\-–]*[a-z]?\s*[:.|–—]\s",
    re.IGNORECASE,
)
ENDING = re.compile(r"[.!?:;…。！？][\"'”’»)\]¹²³⁰⁴-⁹]*$")


@dataclass(slots=True)
class Draft:
    """A block that is not yet words: lines with the index of the page each stands on.

    Attributes:
        is_aside: it stands outside the running text.
        stands_alone: there is more room above it and below it than between lines, and it begins
            at its column's edge, or stands in its middle.
    """

    kind: BlockKind
    lines: list[tuple[int, Line]]
    level: int = 0
    cells: list[list[str]] = field(default_factory=list)
    is_aside: bool = False
    stands_alone: bool = False

    @property
    def text(self) -> str:
        """Its words, line by line."""
        return " ".join(line.text for _, line in self.lines)

    @property
    def first(self) -> Line:
        """Its first line."""
        return self.lines[0][1]

    @property
    def last(self) -> Line:
        """Its last line."""
        return self.lines[-1][1]


@dataclass(frozen=True, slots=True)
class Style:
    """What most of a document looks like.

    Attributes:
        size: of the type.
        is_bold: the type.
        leadings: for each type size, the usual distance between baselines, as its share.
    """

    size: float
    is_bold: bool
    leadings: dict[float, float]

    @classmethod
    def of(cls, pages: Sequence[Sequence[Line]]) -> "Style":
        """Look at all lines of a document."""
        lines = [line for page in pages for line in page]
        size = common_size((line.size, len(line.text)) for line in lines)
        bold = sum(len(line.text) for line in lines if line.is_bold)
        seen: dict[float, Counter[int]] = {}
        for page in pages:
            for above, line in pairwise(page):
                ratio = (above.y - line.y) / line.size
                if above.column == line.column and LEADINGS[0] < ratio < LEADINGS[1]:
                    seen.setdefault(line.size, Counter())[round(ratio * 50)] += 1
        leadings = {}
        for of_size, ratios in seen.items():
            best = max(ratios, key=lambda ratio: (ratios[ratio], -ratio))
            leadings[of_size] = best / 50
        return cls(size, 2 * bold > sum(len(line.text) for line in lines), leadings)

    def leading(self, line: Line) -> float:
        """The usual distance between baselines for type of a line's size, in points."""
        usual = self.leadings.get(line.size) or self.leadings.get(self.size, USUAL_LEADING)
        return usual * line.size


def drafts(page: int, lines: Sequence[Line], style: Style) -> list[Draft]:
    """The blocks of a page's lines, in the same order; headings are not told apart."""
    found: list[Draft] = []
    for column in _columns(lines):
        start, edge = 0, max(line.end for line in column)
        while start < len(column):
            rows = table_of(column[start:], edge)
            if rows:
                count = sum(len(lines) for lines, _ in rows)
                found += [
                    Draft("row", [(page, line) for line in lines], cells=[cells])
                    for lines, cells in rows
                ]
                _mark_header(found[-len(rows) :])
                start += count
                continue
            end = start + 1
            while end < len(column) and not _stands_apart(column[end - 1], column[end], style):
                if table_of(column[end:], edge):
                    break
                end += 1
            for group in _paragraphs(column[start:end], column):
                found.append(_classified(Draft("paragraph", [(page, line) for line in group])))
            start = end
    _mark_alone(found, style)
    _mark_depths(found)
    return found


def _columns(lines: Sequence[Line]) -> Iterator[list[Line]]:
    column: list[Line] = []
    for line in lines:
        if column and column[-1].column != line.column:
            yield column
            column = []
        column.append(line)
    if column:
        yield column


def _stands_apart(above: Line, line: Line, style: Style) -> bool:
    """Whether no paragraph can run from one line to the next."""
    distance = above.y - line.y
    if distance < 0 or distance > EXTRA_LEADING * max(style.leading(above), style.leading(line)):
        return True
    if BULLET.match(line.text):
        return True
    other_size = abs(above.size - line.size) > OTHER_TYPE * max(above.size, line.size)
    return other_size and not _goes_on(above, line)


def _goes_on(above: Line, line: Line) -> bool:
    """Whether a sentence plainly runs from one line to the next."""
    first = line.text[:1]
    return not ENDING.search(above.text) and (first.islower() or above.text.endswith(HYPHENS))


def is_full(above: Line, line: Line, right: float) -> bool:
    """Whether a line's first word would not have fitted at the end of the line above."""
    opening = line.size if UNSPACED.match(line.text) else line.opening
    return above.end + BLANK * line.size + opening > right - SAME_EDGE * BLANK * line.size


def _paragraphs(lines: list[Line], column: list[Line]) -> Iterator[list[Line]]:
    """Cut lines that follow one another closely where a paragraph begins."""
    margin = max(line.end for line in column)
    peers = lines if len(lines) >= 3 else column  # noqa: PLR2004  # too few to tell their width
    reached: dict[float, float] = {}  # how far lines reach that begin at a place
    for peer in peers:
        reached[peer.start] = max(peer.end, reached.get(peer.start, peer.end))
    group: list[Line] = []
    for number, line in enumerate(lines):
        after = lines[number + 1] if number + 1 < len(lines) else None
        edges = _right_edge(group[-1], line, reached) if group else 0.0, margin
        if group and _begins(group, line, after, edges):
            yield group
            group = []
        group.append(line)
    yield group


def _right_edge(above: Line, line: Line, reached: dict[float, float]) -> float:
    """How far lines reach that begin where these two do."""
    near = SAME_EDGE * line.size
    ends = (
        end
        for start, end in reached.items()
        if abs(start - above.start) < near or abs(start - line.start) < near
    )
    return max(above.end, line.end, *ends)


def _begins(group: list[Line], line: Line, after: Line | None, edges: tuple[float, float]) -> bool:
    above = group[-1]
    right, margin = edges  # of lines that begin where these do, and of the column
    is_short = not is_full(above, line, right)
    has_ended = bool(ENDING.search(above.text))
    shift = line.start - above.start
    width = margin - group[0].start
    is_cut = above.end - group[0].start < FAR_FROM_FULL * width and shift < SAME_EDGE * line.size
    if LEADER.search(above.text):
        return True
    if _goes_on(above, line):
        return is_cut and not above.text.endswith(HYPHENS)
    is_item = bool(BULLET.match(group[0].text) or COUNTED.match(group[0].text))
    if COUNTED.match(line.text) and (is_short or has_ended or is_item):
        return is_short or shift < -SAME_EDGE * line.size or abs(line.start - group[0].start) < 1
    if is_short and (has_ended or line.text[:1].isupper() or not line.text[:1].isalpha()):
        return True
    if above.is_bold != line.is_bold and has_ended:
        return True
    return has_ended and not is_item and _is_indented(group, line, after)


def _is_indented(group: list[Line], line: Line, after: Line | None) -> bool:
    """Whether a line is the first of its paragraph by where it begins."""
    shift = line.start - group[-1].start
    if shift > INDENT * line.size:
        hangs = after is not None and abs(after.start - line.start) < SAME_EDGE * line.size
        return not hangs
    if shift < -INDENT * line.size:
        return len(group) > 1
    # A paragraph of one line above, indented alike.
    outdent = line.start - after.start if after else 0.0
    return len(group) == 1 and abs(shift) < SAME_EDGE * line.size < INDENT * line.size < outdent


def _classified(draft: Draft) -> Draft:
    if BULLET.match(draft.text) or COUNTED.match(draft.text):
        draft.kind = "item"
    elif CAPTION.match(draft.text):
        draft.kind = "caption"
    return draft


def _mark_alone(found: list[Draft], style: Style) -> None:
    margins: dict[int, tuple[float, float]] = {}
    for draft in found:
        for _, line in draft.lines:
            left, right = margins.get(line.column, (line.start, line.end))
            margins[line.column] = min(left, line.start), max(right, line.end)
    for number, draft in enumerate(found):
        above = found[number - 1].last if number else None
        below = found[number + 1].first if number + 1 < len(found) else None
        first, last = draft.first, draft.last
        edges = margins[first.column]
        is_placed = first.start < edges[0] + INDENT * first.size or (
            abs(first.start - edges[0] - edges[1] + first.end) < INDENT * first.size
        )
        room_above = (
            above is None
            or above.column != first.column
            or (above.y - first.y > EXTRA_LEADING * style.leading(first))
        )
        room_below = (
            below is None
            or below.column != last.column
            or (last.y - below.y > EXTRA_LEADING * style.leading(last))
        )
        is_at_top = above is None or above.column != first.column
        draft.stands_alone = is_placed and room_above and (room_below or not is_at_top)


def _mark_depths(found: list[Draft]) -> None:
    """An item that is indented further than the one before is one level deeper."""
    indents: list[float] = []
    for draft in found:
        if draft.kind != "item":
            indents = []
            continue
        start = draft.first.start
        while indents and start < indents[-1] - SAME_EDGE * draft.first.size:
            indents.pop()
        if not indents or start > indents[-1] + SAME_EDGE * draft.first.size:
            indents.append(start)
        draft.level = min(len(indents), 6)


def _mark_header(rows: list[Draft]) -> None:
    """The first row is the header if it alone is bold, or alone has no figure in it."""
    first, others = rows[0], rows[1:]
    is_bold = first.first.is_bold and not any(row.first.is_bold for row in others)
    has_figures = [any(letter.isdigit() for letter in row.text) for row in rows]
    is_plain = not has_figures[0] and all(has_figures[1:])
    if is_bold or is_plain:
        first.level = 1
