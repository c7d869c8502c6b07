"""A ``Document`` as the HTML of the pane beside the chat, one place in it lit.

Pure functions over code points: Python cuts the text, so the browser's UTF-16 never matters.
The text is shown verbatim; joining the text of all ``.exact`` marks gives exactly
``document.text[answer_start:answer_end]``, that of all ``.quote`` marks ``text[start:end]``.
Markdown is laid out, not translated: its marks stay visible, because they are what is cited.
A long document is shown in parts, so that the page stays quick with a book of 1,000 pages.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator

from index import Document, Span
from index.blocks import blocks
from ui.escape import escape
from ui.place import Part, Place

PART_LENGTH = 40_000  # code points, about 20 pages: drawn in some 20 ms
PART_SLACK = 4_000  # how far before that a part may end, to end with a line
CLOSE_LINE = 100  # code points; two lines shorter than this with no blank line between are close

FORMAT_NAMES = {"txt": "Plain text", "md": "Markdown"}

_ITEM = re.compile(r"\s*(?:[-*+•‣◦–]|\d{1,3}[.)])\s+\S")  # of a list, as far as the eye cares
_HEADING = re.compile(r"\s*(#{1,6})\s")


def source_html(
    document: Document,
    place: Place | None = None,
    *,
    part: int = 0,
    visit: int = 0,
    focus: bool = False,
) -> str:
    """The document, or the part of it that holds the place.

    Args:
        document: what is open.
        place: what to light; must have passed ``Place.check``.
        part: which part to show when nothing is lit.
        visit: moves on with each look, so that the page notices a second look at one place.
        focus: whether the page should move the keyboard's focus to what is lit.
    """
    starts = part_starts(document.text)
    first = last = min(part, len(starts) - 1)
    if place is not None:
        first = bisect_right(starts, place.start) - 1
        last = bisect_right(starts, place.end - 1) - 1
    shown = Span(starts[first], (*starts, len(document.text))[last + 1])
    turn = _turn(document.id, first, last, len(starts))
    kind = FORMAT_NAMES.get(document.format, document.format.upper())
    return (
        f'<article class="source" data-visit="{visit}" data-attend="{"focus" if focus else "look"}"'
        f' aria-label="{escape(document.title)}">'
        f'<p class="about">{escape(kind)} · {len(document.text):,} characters</p>{turn}'
        f'<div class="text">{"".join(_body(document, shown, place))}</div>{turn}</article>'
    )


def empty_html() -> str:
    """The pane of a library without documents."""
    return (
        '<article class="source bare"><p class="about">Your library is empty</p>'
        '<p class="hint">Add a .txt or .md file to read it here and ask about it.</p></article>'
    )


def part_starts(text: str) -> list[int]:
    """Where each part begins: at line starts where there are any, else after a blank.

    >>> part_starts("a short text")
    [0]
    """
    starts = [0]
    while len(text) - starts[-1] > PART_LENGTH + PART_SLACK:
        least, most = starts[-1] + PART_LENGTH - PART_SLACK, starts[-1] + PART_LENGTH
        cut = text.rfind("\n", least, most) + 1 or text.rfind(" ", least, most) + 1 or most
        starts.append(cut)
    return starts


def _turn(document_id: str, first: int, last: int, count: int) -> str:
    """Links to the parts before and after, if there are any."""
    if count == 1:
        return ""
    before = after = ""
    if first > 0:
        href = Part(document_id, first - 1).href
        before = f'<a class="turn" href="{href}">← Earlier</a>'
    if last < count - 1:
        href = Part(document_id, last + 1).href
        after = f'<a class="turn" href="{href}">Later →</a>'
    which = f"Part {first + 1}" if first == last else f"Parts {first + 1}–{last + 1}"
    return (
        f'<nav class="parts" aria-label="Parts of the document">{before}'
        f"<span>{which} of {count}</span>{after}</nav>"
    )


def _body(document: Document, shown: Span, place: Place | None) -> Iterator[str]:
    """Blocks and the blanks between them, in order, nothing left out."""
    text = document.text
    id_is_free, done, previous = True, shown.start, ""
    for block in blocks(text[shown.start : shown.end], document.format):
        start, end = shown.start + block.start, shown.start + block.end
        # A line's indentation belongs to the line: code and verse live by it.
        indent = max(done, text.rfind("\n", done, start) + 1)
        yield _lit(text, Span(done, indent), place, with_id=False)
        words = text[start:end]
        is_close = (
            text.count("\n", done, start) == 1
            and not _HEADING.match(previous)
            and (
                max(len(previous), len(words)) <= CLOSE_LINE
                or bool(_ITEM.match(previous) and _ITEM.match(words))
            )
        )
        tag, classes = _look(document, words, is_first=start == 0, is_close=is_close)
        sign = _HEADING.match(words) if tag != "p" else None  # its # marks, quieter than its words
        after_sign = start + sign.end() if sign else indent
        pieces = []
        for piece in (Span(indent, after_sign), Span(after_sign, end)):
            has_id = id_is_free and _holds_target(text, piece, place)
            id_is_free = id_is_free and not has_id
            pieces.append(_lit(text, piece, place, with_id=has_id))
        before = f'<span class="sign">{pieces[0]}</span>' if sign else pieces[0]
        yield f'<{tag} class="{classes}">{before}{pieces[1]}</{tag}>'
        done, previous = end, words
    yield _lit(text, Span(done, shown.end), place, with_id=False)


def _look(document: Document, words: str, *, is_first: bool, is_close: bool) -> tuple[str, str]:
    """The tag and classes of a block: what it seems to be, for the eye only."""
    heading = _HEADING.match(words) if document.format == "md" else None
    if heading:
        return f"h{min(len(heading[1]) + 1, 6)}", "block"
    if is_first and words == document.title:
        return "h2", "block"
    classes = ["block"]
    if _ITEM.match(words):
        classes.append("item")
    if "\n" in words:
        classes.append("wrapped")  # its newlines are mere wraps: the pane's width decides
    if is_close:
        classes.append("close")
    return "p", " ".join(classes)


def _target(place: Place) -> Span:
    """What to scroll to: the exact words, or the quote where none stand out."""
    if place.answer_start < place.answer_end:
        return Span(place.answer_start, place.answer_end)
    return Span(place.start, place.end)


def _holds_target(text: str, span: Span, place: Place | None) -> bool:
    """Whether a visible part of what to scroll to stands in a span."""
    return place is not None and bool(text[slice(*_clip(_target(place), span))].strip())


def _lit(text: str, span: Span, place: Place | None, *, with_id: bool) -> str:
    """The text of a span, what the place covers of it inside marks."""
    if place is None:
        return escape(text[slice(*span)])
    quote = _clip(Span(place.start, place.end), span)
    exact = _clip(Span(place.answer_start, place.answer_end), span)
    if quote.start == quote.end:
        return escape(text[slice(*span)])
    name = ' id="lit" tabindex="-1"' if with_id else ""
    if exact.start < exact.end:
        inner = (
            escape(text[quote.start : exact.start])
            + f'<mark class="exact"{name}>{escape(text[slice(*exact)])}</mark>'
            + escape(text[exact.end : quote.end])
        )
        name = ""
    else:
        inner = escape(text[slice(*quote)])
    return (
        escape(text[span.start : quote.start])
        + f'<mark class="quote"{name}>{inner}</mark>'
        + escape(text[quote.end : span.end])
    )


def _clip(inner: Span, outer: Span) -> Span:
    """The part of ``inner`` that lies in ``outer``, empty at ``outer``'s start if there is none."""
    start, end = max(inner.start, outer.start), min(inner.end, outer.end)
    return Span(start, end) if start < end else Span(outer.start, outer.start)
