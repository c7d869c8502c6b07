"""The numbers that Word shows before paragraphs and does not store: "4.2", "(a)", "Article III".

They are worked out as Word does it: lists ("w:num") that share a definition ("w:abstractNum")
share its counters, each level starts again after a higher one, and text boxes and notes count for
themselves. Bullets are not told. The fields LISTNUM and AUTONUM are not worked out, and numerals
of other scripts and numbers in words are told in digits.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from index.formats.archive import Element
from index.formats.docx_styles import W, chain, is_on, value
from index.formats.numerals import doubled, ordinal, padded, roman, upper

PLACE = re.compile(r"%([1-9])")  # of a level's count in a label's pattern
LEVELS = 9
# By w:numFmt (ISO/IEC 29500-1, 17.18.59); other formats are told in digits.
FORMATS: dict[str, Callable[[int], str]] = {
    "decimalZero": padded,
    "lowerLetter": doubled,
    "lowerRoman": roman,
    "none": lambda _: "",
    "numberInDash": lambda number: f"- {number} -",
    "ordinal": ordinal,
    "upperLetter": upper(doubled),
    "upperRoman": upper(roman),
}
STORIES = tuple(W + name for name in ("txbxContent", "footnotes", "endnotes"))


class Level(NamedTuple):
    """How a level of a list counts and looks.

    Attributes:
        shown: a count in the level's numerals.
        is_bullet: it shows a sign, not its count.
        pattern: of the label, with "%1" for the first level's count.
        glue: between the label and the words.
        restart: it starts again after each of so many highest levels.
        is_legal: the counts of higher levels are in digits.
        style: the paragraph style that bears this level's numbers, or "".
    """

    start: int
    shown: Callable[[int], str]
    is_bullet: bool
    pattern: str
    glue: str
    restart: int
    is_legal: bool
    style: str


class List(NamedTuple):
    """A list: whose counters it moves, how its levels look, and where it begins them anew."""

    counters: str
    levels: dict[int, Level]
    starts: dict[int, int]


class Numbering:
    """Goes along with a walk through a document, and counts."""

    def __init__(self, numbering: Element | None, styles: Element) -> None:
        self._styles = {style.get(W + "styleId"): style for style in styles.iter(W + "style")}
        defaults = (s for s in self._styles.values() if s.get(W + "default") in ("1", "true"))
        self._default = next(
            (s.get(W + "styleId") for s in defaults if s.get(W + "type") == "paragraph"), ""
        )
        self._lists = {} if numbering is None else _lists(numbering, self._styles)
        self._counts: dict[tuple[str, str], dict[int, int | None]] = {}
        self._begun: set[tuple[str, str, int]] = set()  # levels that a list has begun anew

    def in_front(self, paragraph: Element, words: str) -> str:
        """Count a paragraph, and give its words with its number in front of them.

        Args:
            paragraph: each must come once, in the document's order.
            words: what it says. Without words a number is told only in a table, or if there are
                words in the number itself ("Article 3").
        """
        is_gone = is_on(paragraph, "pPr/rPr/del") or is_on(paragraph, "pPr/rPr/moveFrom")
        is_hidden = is_on(paragraph, "pPr/rPr/vanish") and not words
        place = self._place(paragraph)
        if place is None or is_gone or is_hidden:
            return words
        id_, depth = place
        level = self._lists[id_].levels[depth]
        label = self._label(
            id_, depth, next((e.tag for e in paragraph.iterancestors(*STORIES)), "")
        )
        if level.is_bullet or not label.strip():
            return words
        is_told = (
            words.strip()
            or any(map(str.isalpha, PLACE.sub("", level.pattern)))
            or next(paragraph.iterancestors(W + "tc"), None) is not None
        )
        return label + level.glue + words if is_told else words

    def _place(self, paragraph: Element) -> tuple[str, int] | None:
        """The id of the list that a paragraph is in, and how deep it is from 0."""
        style_id = value(paragraph, "pPr/pStyle") or self._default
        id_, depth = value(paragraph, "pPr/numPr/numId"), value(paragraph, "pPr/numPr/ilvl")
        is_own = id_ != ""
        if not is_own:
            styles = chain(style_id, self._styles)
            id_ = next(filter(None, (value(style, "pPr/numPr/numId") for style in styles)), "")
        if id_ not in self._lists:  # "0" says that there is no number
            return None
        levels = self._lists[id_].levels
        if not is_own and not depth:
            linked = (str(number) for number, level in levels.items() if level.style == style_id)
            given = (value(style, "pPr/numPr/ilvl") for style in styles)
            depth = next(linked, "") or next(filter(None, given), "")
        number = int(depth) if depth.isdecimal() else 0
        if number not in levels:
            return None
        # A style that is based on a numbered one is not numbered itself, where that one is linked.
        link = levels[number].style
        is_of_other = not is_own and link in self._styles and link != style_id
        return None if is_of_other else (id_, number)

    def _label(self, id_: str, depth: int, story: str) -> str:
        """Count one more, and show the counts."""
        counters, levels, starts = self._lists[id_]
        counts = self._counts.setdefault((story, counters), {})
        begins = {number: starts.get(number, level.start) for number, level in levels.items()}
        for above in range(depth):
            counts.setdefault(above, begins.get(above, 1))  # a level that was left out counts once
        last = counts.get(depth)
        if last is None or (depth in starts and (story, id_, depth) not in self._begun):
            counts[depth] = begins[depth]
        else:
            counts[depth] = last + 1
        self._begun.add((story, id_, depth))
        for below in range(depth + 1, LEVELS):
            if below in counts and below in levels and depth < levels[below].restart:
                counts[below] = None

        def shown(match: re.Match[str]) -> str:
            number = int(match[1]) - 1
            if number not in levels or levels[number].is_bullet:
                return ""
            count = counts.get(number)
            count = begins[number] if count is None else count
            is_plain = levels[depth].is_legal and number < depth
            return str(count) if is_plain else levels[number].shown(count)

        return PLACE.sub(shown, levels[depth].pattern)


def _lists(numbering: Element, styles: dict[str, Element]) -> dict[str, List]:
    """The lists by their ids."""
    definitions = {d.get(W + "abstractNumId"): d for d in numbering.iter(W + "abstractNum")}
    nums = {num.get(W + "numId"): num for num in numbering.iter(W + "num")}
    lists = {}
    for id_, num in nums.items():
        key = value(num, "abstractNumId")
        style = value(definitions[key], "numStyleLink") if key in definitions else ""
        if style in styles:  # the definition stands where the list style's own number leads
            other = nums.get(value(styles[style], "pPr/numPr/numId"))
            key = value(other, "abstractNumId") if other is not None else key
        if key not in definitions or id_ == "0":
            continue
        levels, starts = dict(_levels(definitions[key])), {}
        for override in num.iter(W + "lvlOverride"):
            levels.update(_levels(override))
            depth, start = override.get(W + "ilvl") or "", value(override, "startOverride")
            if depth.isdecimal() and start.isdecimal():
                starts[int(depth)] = int(start)
        lists[id_] = List(key, levels, starts)
    return lists


def _levels(parent: Element) -> Iterator[tuple[int, Level]]:
    for level in parent.iter(W + "lvl"):
        depth = level.get(W + "ilvl") or ""
        if not (depth.isdecimal() and int(depth) < LEVELS):
            continue
        start, restart = value(level, "start"), value(level, "lvlRestart")
        # Word's own formats stand beside one that other programs know, which comes last.
        formats = [format_.get(W + "val") or "" for format_ in level.iter(W + "numFmt")]
        suffix = value(level, "suff")
        yield (
            int(depth),
            Level(
                int(start) if start.isdecimal() else 0,
                FORMATS.get(formats[-1] if formats else "", str),
                bool(formats) and formats[-1] == "bullet",
                value(level, "lvlText"),
                "" if suffix == "nothing" else " ",
                int(restart) if restart.isdecimal() else int(depth),
                is_on(level, "isLgl") is True,
                value(level, "pStyle"),
            ),
        )
