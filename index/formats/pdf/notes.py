"""A PDF's blocks → which are footnotes, and the marks in the text that point to them."""

import re

from index.formats.pdf.blocks import Draft, Style
from index.formats.pdf.lines import Line

SIGNS = "*†‡§"
NOTE_SIZE = 0.94  # share of the text's size, at most

NOTE = re.compile(r"(?P<mark>[¹²³⁰⁴-⁹]{1,3}|\d{1,3}|[*†‡§])\s?(?=\S)")
# After a short number it is a power, after a year or a price hardly ever.
RAISED_NUMBER = re.compile(r"(?:(?<![\d⁰¹²³⁴-⁹])|(?<=\d{3}))[⁰¹²³⁴-⁹]{1,3}")
PLAIN_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def mark_notes(found: list[Draft], style: Style) -> None:
    """Small type with a mark, below the text of its column, is a footnote.

    Args:
        found: the blocks of a page.
        style: of the document.

    A mark that is a number is raised, there or in the text: others are dates and counts.
    """
    texts = [draft.text for draft in found]
    raised = {
        mark.translate(PLAIN_DIGITS) for text in texts for mark in RAISED_NUMBER.findall(text)
    }
    for number in range(len(found) - 1, -1, -1):
        draft = found[number]
        is_last = number + 1 == len(found) or (
            found[number + 1].kind == "note" or found[number + 1].first.column != draft.first.column
        )
        match = NOTE.match(draft.text)
        if (
            is_last
            and number
            and draft.kind in ("paragraph", "item")
            and draft.first.size <= NOTE_SIZE * style.size
            and match
            and (match["mark"].translate(PLAIN_DIGITS) in raised or match["mark"] in SIGNS)
        ):
            draft.kind, draft.level = "note", 0


def unmarked(found: list[Draft]) -> None:
    """Leave out the raised numbers that point to notes on the same page.

    They are links, not words; all others stay ("10⁶", a note at the document's end).
    """
    marks: dict[int, set[str]] = {}  # of the notes further down, page by page
    for draft in reversed(found):
        page = draft.lines[0][0]
        if draft.kind == "note":
            match = NOTE.match(draft.text)
            if match:
                marks.setdefault(page, set()).add(match["mark"].translate(PLAIN_DIGITS))
        elif page in marks:
            draft.lines = [(p, _without(line, marks[page])) for p, line in draft.lines]


def _without(line: Line, marks: set[str]) -> Line:
    def shown(match: re.Match[str]) -> str:
        return "" if match[0].translate(PLAIN_DIGITS) in marks else match[0]

    return line._replace(text=RAISED_NUMBER.sub(shown, line.text))
