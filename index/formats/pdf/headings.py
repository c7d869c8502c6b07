"""Which blocks of a PDF are headings: its outline says, else the type does.

Wrong headings hurt more than missing ones: what the outline names must stand on its page word for
word, and type must be plainly larger, or bold and on a line of its own. Tagged structure is not
read.
"""

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from index.formats.pdf.blocks import ENDING, Draft, Style
from index.formats.pdf.lines import OTHER_TYPE

LEVELS = 6
HEADING_LINES = 4  # at most
HEADING_LENGTH = 160  # code points, at most
BOLD_LENGTH = 90  # of a heading that is no larger than the text
LARGER = 1.15  # times the text's size: a heading
TITLE_SIZE = 1.25  # times the text's size: a title
TITLE_SPACING = 1.7  # times its size: the lines of a heading are no further apart
ENOUGH_MATCHES = 0.5  # share of an outline's entries that must stand on their pages to be trusted

ORDINAL = re.compile(
    r"(?:chapter|section|part|appendix|kapitel|abschnitt|teil|chapitre)?\s*"
    r"(?:\d+(?:\.\d+)*|[ivxlc]+|[a-z](?=[.):]))[.):]*\s+",
    re.IGNORECASE,
)
NO_HEADING_END = re.compile(r"[.,;:]$")
# "Total: 45", "Due: by 3 May"; but not "Chapter 1: The year 1914", "Re: Your letter of 3 May".
LABELLED = re.compile(r"[^:\d]+:\s(?:\S+\s){0,2}\S*\d")
AMOUNT = re.compile(r"(?:[A-Z]{3}|[€$£¥])?\s?\d[\d.,]*\s?(?:[a-z]{1,3}|[€$£¥%])?")


class OutlineEntry(NamedTuple):
    """An entry of the outline: its words, the index of its page, its level from 1."""

    title: str
    page: int
    level: int


def mark_headings(found: list[Draft], style: Style, outline: Sequence[OutlineEntry]) -> list[Draft]:
    """The same blocks, those that are headings marked as such."""
    marked = _by_outline(found, outline)
    count = sum(draft.kind == "heading" for draft in marked)
    if not count or count < ENOUGH_MATCHES * len(outline):
        marked = _by_type(found if not count else marked, style)
    _mark_title(marked, style)
    return _merged(marked)


def _by_outline(found: list[Draft], outline: Sequence[OutlineEntry]) -> list[Draft]:
    by_page: dict[int, list[Draft]] = {}
    for draft in found:
        by_page.setdefault(draft.lines[0][0], []).append(draft)
    folded: dict[str, str] = {}
    for entry in outline:
        if entry.page in by_page:
            by_page[entry.page] = _with_entry(by_page[entry.page], entry, folded)
    return [draft for drafts in by_page.values() for draft in drafts]


def _with_entry(drafts: list[Draft], entry: OutlineEntry, folded: dict[str, str]) -> list[Draft]:
    """The blocks of a page, the lines that say what the outline says made a heading.

    Args:
        drafts: the blocks.
        entry: of the outline.
        folded: the letters of lines, by their text; filled here, as folding takes long.
    """
    lines = [
        (number, place)
        for number, draft in enumerate(drafts)
        if draft.kind in ("paragraph", "item", "caption") and not draft.is_aside
        for place in range(len(draft.lines))
    ]
    texts = [drafts[number].lines[place][1].text for number, place in lines]
    folded.update({text: _letters(text) for text in texts if text not in folded})
    end = _letters(_unnumbered(entry.title))
    runs = [
        lines[start:stop]
        for start in range(len(lines))
        for stop in range(start + 1, min(start + HEADING_LINES, len(lines)) + 1)
        if "".join(folded[text] for text in texts[start:stop]).endswith(end)
        and _says_the_same(" ".join(texts[start:stop]), entry.title)
    ]
    if not runs:
        return drafts
    best = max(runs, key=lambda run: drafts[run[0][0]].lines[run[0][1]][1].size)
    (first, start), (last, stop) = best[0], best[-1]
    if any(draft.kind == "row" for draft in drafts[first:last]):
        return drafts
    before, after = drafts[first].lines[:start], drafts[last].lines[stop + 1 :]
    heading = [drafts[n].lines[place] for n, place in best]
    pieces = [
        Draft(drafts[first].kind, before, drafts[first].level),
        Draft("heading", heading, min(entry.level, LEVELS)),
        Draft("paragraph", after),
    ]
    return [*drafts[:first], *(p for p in pieces if p.lines), *drafts[last + 1 :]]


def _says_the_same(text: str, title: str) -> bool:
    ours, theirs = _letters(text), _letters(title)
    if not theirs:
        return False
    if ours == theirs:
        return True
    ours, theirs = _letters(ORDINAL.sub("", text, count=1)), _letters(_unnumbered(title))
    return len(theirs) > 2 and ours == theirs  # noqa: PLR2004  # "A" and "B" say nothing


def _unnumbered(title: str) -> str:
    match = ORDINAL.match(title)
    return title[match.end() :] if match else title


def _letters(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(letter for letter in folded if letter.isalnum())


def _by_type(found: list[Draft], style: Style) -> list[Draft]:
    sizes: set[float] = set()
    headings: list[Draft] = []
    for draft in found:
        if _looks_like_heading(draft, style):
            headings.append(draft)
            sizes.add(max(draft.first.size, style.size))
    ranks = {size: rank for rank, size in enumerate(sorted(sizes, reverse=True), start=1)}
    for draft in headings:
        draft.kind = "heading"
        draft.level = min(ranks[max(draft.first.size, style.size)], LEVELS)
    return found


def _looks_like_heading(draft: Draft, style: Style) -> bool:
    text = draft.text
    if (
        draft.kind not in ("paragraph", "item")
        or draft.is_aside
        or draft.first.is_turned
        or len(text) > HEADING_LENGTH
        or len(draft.lines) > HEADING_LINES
        or NO_HEADING_END.search(text)
        or sum(letter.isalpha() for letter in text) < 2  # noqa: PLR2004
        or sum(letter.isalpha() for letter in text) < sum(letter.isdigit() for letter in text)
        or AMOUNT.fullmatch(text)
        or not (text[0].isupper() or text[0].isdigit() or not text[0].isascii())
    ):
        return False
    if min(line.size for _, line in draft.lines) >= LARGER * style.size:
        return True
    return (
        all(line.is_bold for _, line in draft.lines)
        and not style.is_bold
        and draft.first.size >= (1 - OTHER_TYPE) * style.size
        and len(draft.lines) == 1
        and len(text) <= BOLD_LENGTH
        and draft.stands_alone
        and not LABELLED.match(text)
        and not ENDING.search(text)
    )


def _mark_title(found: list[Draft], style: Style) -> None:
    """The largest type on the first page, if it is plainly a title."""
    first = [
        draft
        for draft in found
        if draft.lines[0][0] == 0 and draft.kind in ("paragraph", "heading") and not draft.is_aside
    ]
    if not first:
        return
    largest = max(first, key=lambda draft: draft.first.size)
    if (
        largest.kind == "paragraph"
        and largest.first.size >= TITLE_SIZE * style.size
        and _looks_like_heading(largest, style)
    ):
        largest.kind, largest.level = "heading", 1


def _merged(found: list[Draft]) -> list[Draft]:
    """The same blocks, the lines of one heading in one block."""
    merged = found[:1]
    for above, draft in pairwise(found):
        first, last = draft.first, merged[-1].last
        if (
            above.kind == draft.kind == "heading"
            and above.level == draft.level
            and draft.lines[0][0] == merged[-1].lines[-1][0]
            and first.column == last.column
            and first.size == last.size
            and first.is_bold == last.is_bold
            and 0 < last.y - first.y <= TITLE_SPACING * first.size
            and len(merged[-1].text) + len(draft.text) <= HEADING_LENGTH
        ):
            merged[-1].lines += draft.lines
        else:
            merged.append(draft)
    return merged
