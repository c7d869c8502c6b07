"""The words of a PDF's page → its lines in reading order, column by column.

Only places count, never the order in which a file draws: printer drivers draw across columns,
or letter by letter. A gutter is a strip that several rows one below the other leave blank, with
running text on both sides; what is wide crosses it and stands between the bands of columns. A
table's columns are no columns of text (their lines are short), so its rows stay whole. What a
line is (heading, item, row of a table) is told in ``pdf_blocks.py``.
"""

import math
import re
from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from index.formats.pdf_words import WORD_GAP, Sheet, Word

# All are shares of the type size.
LEVEL = 0.3  # words whose baselines are closer than this stand on one line
RAISED = (-0.35, 0.65)  # how far below or above its line's baseline small type may stand
SMALL = 0.85  # type smaller than this share of its line's is a superscript or subscript
TINY = 0.4  # type smaller than this is no superscript, but text beside a large initial
NEAR = 0.5  # how far a superscript may stand from its word
NO_GAP = 0.04  # words that are no further apart are one, even if a blank stands between them
CELL_GAP = 0.9  # cells of a table's row are at least this far apart
GUTTER = 0.8  # the narrowest gutter between columns; 1 em is common
BESIDE = 0.8  # lines one below the other have their baselines further apart
MORE_ROOM = 1.35  # times the usual distance of a column's lines: a heading's room
HEADING_SIZE = 1.1  # times the size of most letters: a heading between columns
DOUBLE = 0.2  # the same word again, less than this away, is drawn twice to look bold
DROP_CAP = 1.8  # an initial is at least so many times as large as the text
BESIDE_CAP = 1.7  # the first word beside an initial is no further away; it may be indented
CAP_HEIGHT = 0.7  # of capitals, in most typefaces

SPACED_LETTERS = 6  # words of one letter each that are one word spaced out, at least
SPACED = 0.9  # share of a spaced line's words that are one letter
BETWEEN_SPACED = 1.6  # times the gap between letters: the gap between spaced words

MANY_ROWS = 6  # fewer rows need a wider gutter to be columns, as rivers of blanks are rarely long
FEW_ROWS_GUTTER = 1.0
COLUMN_FILL = 0.55  # the share of a column's width that its median line fills, at least
COLUMN_LETTERS = 12  # in its mean line, at least; cells of tables have fewer
COLUMN_DIGITS = 0.3  # share of its letters, at most
LONG_COLUMN = 8  # lines; beside such a column one line may be the next column's only one
MAX_NESTING = 3  # columns inside columns

EDGE_ROWS = 4  # rows at each end of a page that may be running heads and feet
EDGE_ROOM = 1.5  # times the type size: from the baseline of a head to that of the text, at least
OTHER_TYPE = 0.08  # share by which type differs in size
EDGE_ZONE = 0.2  # share of a page's height, from either end, that they may stand in

SUPERSCRIPTS = str.maketrans("0123456789+-−=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾")
SUPERSCRIPT = re.compile(r"[-+−]?\d[\d,–-]{0,5}")
RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
LETTER = re.compile(r"[^\W\d_]")


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
        cells: its parts; one for most lines.
        opening: the width of its first word.
        is_turned: it does not stand level on the page.
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
    opening: float = 0.0
    is_turned: bool = False


class Edge(NamedTuple):
    """A row near a page's upper or lower edge, or one that is turned.

    Attributes:
        zone: "head", "foot" or "turned".
        rank: 0 for the outermost.
        y: share of the page's height.
    """

    text: str
    zone: str
    rank: int
    y: float
    row: int


class Page(NamedTuple):
    """A page's lines in reading order, and which of its rows may be running heads."""

    lines: tuple[Line, ...]
    edges: tuple[Edge, ...]


class _Row(NamedTuple):
    """Words on one line across the page, from left to right."""

    number: int
    y: float
    size: float
    words: tuple[Word, ...]


Interval = tuple[float, float]


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
    rows = _rows([word for word in sheet.words if word.turn == main], 0)
    lines = [
        _line(row, column)
        for column, region in enumerate(_regions(rows, MAX_NESTING))
        for row in region
    ]
    lines = _stacked(lines)
    edges = _edges(rows, sheet, main)
    for turn in sorted(turns):
        if turn != main:
            turned = _rows([word for word in sheet.words if word.turn == turn], len(rows))
            rows += turned
            lines += [_line(row, -1)._replace(is_turned=True) for row in turned]
            edges += [Edge(_text(row.words), "turned", 0, 0.0, row.number) for row in turned]
    return Page(tuple(lines), tuple(edges))


def common_size(sizes: Iterable[tuple[float, int]]) -> float:
    """The type size of most letters, to half a point, of pairs of a size and a count."""
    counts = Counter[float]()
    for size, count in sizes:
        counts[round(size * 2) / 2] += count
    return max(counts, key=lambda size: (counts[size], size), default=10.0) or 0.5


def _rows(words: list[Word], first: int) -> list[_Row]:
    """Words that stand on one line, from the page's top downwards."""
    body = common_size((word.size, len(word.text)) for word in words)
    words = [_lifted(word, words, body) if word.size > DROP_CAP * body else word for word in words]
    baselines: list[tuple[float, int]] = []
    grown: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (-round(w.size), -w.y, w.start)):
        number = _row_of(word, baselines, grown)
        if number is None:
            insort(baselines, (word.y, len(grown)))
            grown.append([word])
        else:
            grown[number].append(word)
    return [
        _Row(first + number, y, grown[index][0].size, tuple(_once(grown[index])))
        for number, (y, index) in enumerate(reversed(baselines))
    ]


def _row_of(
    word: Word, baselines: list[tuple[float, int]], grown: list[list[Word]]
) -> int | None:
    """The row that a word belongs to, of rows begun by words as large or larger."""
    reach = 2 * word.size
    best: tuple[float, int] | None = None
    for y, index in baselines[bisect_left(baselines, (word.y - reach, -1)) :]:
        if y > word.y + reach:
            break
        size = grown[index][0].size
        distance = word.y - y
        is_level = abs(distance) <= LEVEL * word.size
        is_raised = (
            not is_level
            and TINY * size < word.size < SMALL * size
            and RAISED[0] * size <= distance <= RAISED[1] * size
            and any(
                -WORD_GAP * size <= word.start - other.end <= NEAR * size
                or -WORD_GAP * size <= other.start - word.end <= NEAR * size
                for other in grown[index]
            )
        )
        if (is_level or is_raised) and (best is None or abs(distance) < best[0]):
            best = abs(distance), index
    return best[1] if best else None


def _lifted(initial: Word, words: list[Word], body: float) -> Word:
    """A large initial beside several lines, as if it stood on the first of them."""
    if len(initial.text) > 2:  # noqa: PLR2004  # such as a quotation mark and a letter
        return initial
    beside = [
        word
        for word in words
        if 0 <= word.start - initial.end + WORD_GAP * body <= BESIDE_CAP * body
        and initial.y - LEVEL * body <= word.y <= initial.y + CAP_HEIGHT * initial.size
        and word.size < initial.size / DROP_CAP
    ]
    if len({round(word.y) for word in beside}) > 1:
        first = max(beside, key=lambda word: word.y)
        return initial._replace(y=first.y, size=first.size, end=first.start, has_blank=False)
    return initial


def _once(words: list[Word]) -> list[Word]:
    """The words from left to right, without those that are drawn again to look bold."""
    kept: list[Word] = []
    for word in sorted(words, key=lambda w: w.start):
        again = any(
            other.text == word.text and abs(other.start - word.start) < DOUBLE * word.size
            for other in kept[-3:]
        )
        if not again:
            kept.append(word)
    return kept


def _regions(rows: list[_Row], nesting: int) -> list[list[_Row]]:
    """The rows of each column, in reading order."""
    regions: list[list[_Row]] = []
    wide: list[_Row] = []  # rows that stand across all columns
    tiers = _tiers(rows)
    place = 0
    while place < len(tiers):
        end, gutters = _band(tiers, place) if nesting else (place + 1, [])
        if not gutters:
            wide += tiers[place]
            place += 1
            continue
        band = _raised_start(wide, tiers, place) + [r for tier in tiers[place:end] for r in tier]
        if wide:
            regions.append(wide)
        for column in _split(band, gutters):
            regions += _regions(column, nesting - 1)
        wide, place = [], end
    return [*regions, wide] if wide else regions


def _tiers(rows: list[_Row]) -> list[list[_Row]]:
    """Rows so close that they can only stand side by side, together; the others alone.

    The lines of neighbouring columns need not stand level.
    """
    tiers: list[list[_Row]] = []
    for row in rows:
        tier = tiers[-1] if tiers else []
        if tier and _is_beside(tier[-1], row) and not any(_overlap(r, row) for r in tier):
            tier.append(row)
        else:
            tiers.append([row])
    return tiers


def _is_beside(above: _Row, row: _Row) -> bool:
    return above.y - row.y < BESIDE * max(above.size, row.size)


def _overlap(one: _Row, other: _Row) -> bool:
    return any(a.start < b.end and b.start < a.end for a in one.words for b in other.words)


def _band(tiers: list[list[_Row]], first: int) -> tuple[int, list[float]]:
    """Where columns that begin at a tier end, and their gutters; none if there are no columns."""
    words = [[w for row in tier for w in row.words] for tier in tiers]
    left = min(word.start for tier in words for word in tier)
    right = max(word.end for tier in words for word in tier)
    narrowest = GUTTER * common_size((w.size, len(w.text)) for tier in words for w in tier)
    shared = _gaps(words[first], left, right, narrowest)
    start, end = _extent_of(words[first])
    is_split = any(start < gap[0] and gap[1] < end for gap in shared)
    reached = first + 1
    while is_split and reached < len(tiers):
        both = _shared(shared, _gaps(words[reached], left, right, narrowest), narrowest)
        here = _extent_of(words[reached])
        start, end = min(start, here[0]), max(end, here[1])
        if not any(start < gap[0] and gap[1] < end for gap in both):
            break
        shared = both
        reached += 1
    reached = first + _before_heading(words[first:reached], shared)
    start, end = _extent_of([word for tier in words[first:reached] for word in tier])
    shared = [gap for gap in shared if start < gap[0] and gap[1] < end]
    if not is_split:
        return first + 1, []
    if reached < len(tiers):
        reached = _lowered_end(words[first:reached], shared) + first
    gutters = _gutters([row for tier in tiers[first:reached] for row in tier], shared)
    return reached, gutters


def _extent_of(words: list[Word]) -> Interval:
    return min(word.start for word in words), max(word.end for word in words)


def _lowered_end(band: list[list[Word]], shared: list[Interval]) -> int:
    """How many tiers of a band are columns, if wide rows follow it.

    What stands on one side only, with more room above it than lines have, begins what follows:
    a heading that is shorter than its column.
    """
    heights = [max(word.y for word in tier) for tier in band]
    distances = [above - below for above, below in pairwise(heights)]
    usual = median(distances) if distances else 0.0
    split = [number for number, tier in enumerate(band) if _is_split(tier, shared)]
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
        is_apart = distances[number - 1] > MORE_ROOM * usual and not _is_split(tier, shared)
        if is_apart and all(w.size > HEADING_SIZE * body or w.is_bold for w in tier):
            return number
    return len(band)


def _is_split(tier: list[Word], shared: list[Interval]) -> bool:
    """Whether words stand on both sides of a strip."""
    return any(
        any(word.end <= start for word in tier) and any(word.start >= end for word in tier)
        for start, end in shared
    )


def _raised_start(wide: list[_Row], tiers: list[list[_Row]], place: int) -> list[_Row]:
    """The rows above a band that are the beginning of its right column; taken from ``wide``."""
    taken: list[_Row] = []
    below = tiers[place][0]
    left = min(word.start for row in tiers[place] for word in row.words)
    middle = (left + max(word.end for row in tiers[place] for word in row.words)) / 2
    while wide and wide[-1].words[0].start > middle:
        if wide[-1].y - below.y > 2 * below.size:
            break
        below = wide.pop()
        taken.insert(0, below)
    return taken


def _gaps(words: list[Word], left: float, right: float, narrowest: float) -> list[Interval]:
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


def _shared(ours: list[Interval], theirs: list[Interval], narrowest: float) -> list[Interval]:
    both = ((max(a, c), min(b, d)) for a, b in ours for c, d in theirs)
    return [(start, end) for start, end in both if end - start >= narrowest]


def _gutters(band: list[_Row], gaps: list[Interval]) -> list[float]:
    """Where a band's columns of running text meet; none if it has but one."""
    size = common_size((w.size, len(w.text)) for row in band for w in row.words)
    wide = FEW_ROWS_GUTTER if len(band) < MANY_ROWS else GUTTER
    inner = [(start, end) for start, end in gaps if end - start >= wide * size]
    while inner:
        columns = _split(band, [(start + end) / 2 for start, end in inner])
        longest = max(len(column) for column in columns)
        failing = [i for i, column in enumerate(columns) if not _is_text(column, longest)]
        if not failing:
            return [(start + end) / 2 for start, end in inner]
        beside = {i for column in failing for i in (column - 1, column)} & set(range(len(inner)))
        inner.pop(min(beside, key=lambda i: inner[i][1] - inner[i][0]))
    return []


def _split(band: list[_Row], gutters: list[float]) -> list[list[_Row]]:
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


def _is_text(column: list[_Row], longest: int) -> bool:
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


def _line(row: _Row, column: int) -> Line:
    words = row.words
    size = common_size((word.size, len(word.text)) for word in words)
    levels = Counter[float]()
    for word in words:
        levels[word.y] += len(word.text)
    y = max(levels, key=lambda level: (levels[level], level))
    groups: list[list[Word]] = [[words[0]]]
    for before, word in pairwise(words):
        if word.start - before.end > CELL_GAP * size:
            groups.append([])
        groups[-1].append(word)
    cells = tuple(
        Cell(_text(group, y, size), group[0].start, group[-1].end) for group in groups
    )
    return Line(
        text=_text(words, y, size),
        start=words[0].start,
        end=max(word.end for word in words),
        y=y,
        size=size,
        is_bold=all(word.is_bold for word in words if LETTER.search(word.text)),
        row=row.number,
        column=column,
        cells=cells,
        opening=_opening(words),
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
            and not any(a.start < b.end and b.start < a.end for a in above.cells for b in line.cells)
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
    )


def _opening(words: Sequence[Word]) -> float:
    """The width up to the first blank."""
    for word, after in pairwise(words):
        if word.has_blank or after.start - word.end > WORD_GAP * word.size:
            return word.end - words[0].start
    return words[-1].end - words[0].start


def _text(words: Sequence[Word], y: float = 0.0, size: float = 0.0) -> str:
    """The words as one text, with blanks where the page has gaps."""
    pieces: list[tuple[str, bool]] = []  # a word, and whether a blank follows
    for number, word in enumerate(words):
        text = word.text
        is_superscript = word.size < SMALL * size and word.y > y + WORD_GAP * word.size
        if is_superscript and SUPERSCRIPT.fullmatch(text):
            text = text.translate(SUPERSCRIPTS)
        after = words[number + 1] if number + 1 < len(words) else None
        gap = after.start - word.end if after else 0.0
        least = min(word.size, after.size) if after else 0.0
        is_drawn_over = abs(gap) < NO_GAP * least  # a blank that browsers draw for a soft hyphen
        has_blank = word.has_blank and not is_drawn_over
        pieces.append((text, has_blank or gap > WORD_GAP * least))
    pieces = _unspaced(pieces, words)
    letters = "".join(text for text, _ in pieces)
    if RIGHT_TO_LEFT.search(letters):
        return _read_from_right(pieces)
    return "".join(text + " " * has_blank for text, has_blank in pieces).strip()


def _unspaced(pieces: list[tuple[str, bool]], words: Sequence[Word]) -> list[tuple[str, bool]]:
    """The words of a line that is spaced out letter by letter, as headings sometimes are."""
    singles = sum(len(text) == 1 and text.isalpha() for text, _ in pieces)
    if len(pieces) < SPACED_LETTERS or singles < SPACED * len(pieces):
        return pieces
    gaps = [after.start - word.end for word, after in pairwise(words)]
    usual = median(gaps)
    wide = [gap > BETWEEN_SPACED * usual for gap in gaps]
    return [
        (text, blank) for (text, _), blank in zip(pieces, [*wide, False], strict=True)
    ]


def _read_from_right(pieces: list[tuple[str, bool]]) -> str:
    """Words that stand from left to right, in the order that a line of Hebrew is read in.

    Runs of the other direction keep theirs; what is drawn is mirrored inside words as well.
    """
    words = " ".join("".join(t + " " * b for t, b in pieces).split()).split(" ")
    letters = LETTER.findall("".join(words))
    from_right = sum(bool(RIGHT_TO_LEFT.match(letter)) for letter in letters)
    is_from_right = 2 * from_right > len(letters)
    runs: list[list[str]] = []
    for word in words:
        is_turned = bool(RIGHT_TO_LEFT.search(word))
        if runs and is_turned == bool(RIGHT_TO_LEFT.search(runs[-1][0])):
            runs[-1].append(word)
        else:
            runs.append([word])
    ordered = reversed(runs) if is_from_right else runs
    return " ".join(
        " ".join(word[::-1] for word in reversed(run))
        if RIGHT_TO_LEFT.search(run[0])
        else " ".join(run)
        for run in ordered
    )


def _edges(rows: list[_Row], sheet: Sheet, turn: int) -> list[Edge]:
    """The rows near the upper and lower edge, the outermost first."""
    low, high = _extent(sheet, turn)
    height = (high - low) or 1.0
    edges = []
    for zone, ranked in (("head", rows), ("foot", rows[::-1])):
        for rank, row in enumerate(ranked[: _set_apart(ranked)]):
            y = (row.y - low) / height
            if (1 - y if zone == "head" else y) <= EDGE_ZONE:
                edges.append(Edge(_text(row.words), zone, rank, y, row.number))
    return edges


def _set_apart(ranked: list[_Row]) -> int:
    """How many rows at a page's edge more room, or other type, sets apart from the text."""
    count = 0
    for number, row in enumerate(ranked[:EDGE_ROWS], start=1):
        after = ranked[number] if number < len(ranked) else None
        if (
            after is None
            or abs(row.y - after.y) > EDGE_ROOM * max(row.size, after.size)
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
