"""The words of a PDF's page → its rows: words that stand on one line across the page.

Superscripts stand on their word's line, a large initial on the first of its lines, and what is
drawn twice to look bold is one word. Columns are told in ``columns.py``.
"""

import re
from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from index.formats.extraction import SUPERSCRIPTS
from index.formats.pdf.words import WORD_GAP, Word

# All are shares of the type size.
LEVEL = 0.3  # words whose baselines are closer than this stand on one line
RAISED = (-0.35, 0.65)  # how far below or above its line's baseline small type may stand
SMALL = 0.85  # type smaller than this share of its line's is a superscript or subscript
TINY = 0.4  # type smaller than this is no superscript, but text beside a large initial
NEAR = 0.5  # how far a superscript may stand from its word
NO_GAP = 0.04  # words that are no further apart are one, even if a blank stands between them
DOUBLE = 0.2  # the same word again, less than this away, is drawn twice to look bold
DROP_CAP = 1.8  # an initial is at least so many times as large as the text
BESIDE_CAP = 1.7  # the first word beside an initial is no further away; it may be indented
CAP_HEIGHT = 0.7  # of capitals, in most typefaces

SPACED_LETTERS = 6  # words of one letter each that are one word spaced out, at least
SPACED = 0.9  # share of a spaced line's words that are one letter
BETWEEN_SPACED = 1.6  # times the gap between letters: the gap between spaced words

SUPERSCRIPT = re.compile(r"[-+−]?\d[\d,–-]{0,5}")
RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
LETTER = re.compile(r"[^\W\d_]")


class Row(NamedTuple):
    """Words on one line across the page, from left to right.

    Attributes:
        number: of the row, from the page's top.
        record: the number of the first row of the table's row that it is of, if cells of that
            have several lines.
        cuts: where these cells meet.
    """

    number: int
    y: float
    size: float
    words: tuple[Word, ...]
    record: int | None = None
    cuts: tuple[float, ...] = ()


def common_size(sizes: Iterable[tuple[float, int]]) -> float:
    """The type size of most letters, to half a point, of pairs of a size and a count."""
    counts = Counter[float]()
    for size, count in sizes:
        counts[round(size * 2) / 2] += count
    return max(counts, key=lambda size: (counts[size], size), default=10.0) or 0.5


def rows_of(words: list[Word], first: int) -> list[Row]:
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
        Row(first + number, y, grown[index][0].size, tuple(_once(grown[index])))
        for number, (y, index) in enumerate(reversed(baselines))
    ]


def _row_of(word: Word, baselines: list[tuple[float, int]], grown: list[list[Word]]) -> int | None:
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


def text_of(words: Sequence[Word], y: float = 0.0, size: float = 0.0) -> str:
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
    return [(text, blank) for (text, _), blank in zip(pieces, [*wide, False], strict=True)]


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
