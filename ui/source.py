"""A ``Document`` as the HTML of the pane beside the chat, one place in it lit.

Pure functions over code points: Python cuts the text, so the browser's UTF-16 never matters.
The text is shown verbatim; joining the text of all ``.exact`` marks gives exactly
``document.text[answer_start:answer_end]``, that of all ``.quote`` marks ``text[start:end]``.
Markdown is laid out, not translated: its marks stay visible, because they are what is cited.
A long document is shown in parts, so that the page stays quick with a book of 1,000 pages.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import pairwise

from index import Document, Span
from index.document import Block
from index.formats.plain import MARKER
from ui.escape import escape
from ui.place import Part, Place

PART_LENGTH = 40_000  # code points, about 20 pages: drawn in some 20 ms
PART_SLACK = 4_000  # how far before that a part may end, to end with a line
CLOSE_LINE = 100  # code points; two lines shorter than this with no blank line between are close

FORMAT_NAMES = {
    "txt": "Plain text",
    "md": "Markdown",
    "csv": "Table",
    "pdf": "PDF",
    "docx": "Word",
    "html": "Web page",
    "mhtml": "Web page",
    "epub": "EPUB",
    "odt": "OpenDocument",
}

_SIGN = re.compile(r"#{1,6}\s+")  # of a Markdown heading: quieter than its words
DEEPEST = 4  # depth of a list item that is still told from the next one


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
    kind = FORMAT_NAMES[document.format]
    size = (
        f"{len(document.pages):,} pages" if document.pages else f"{len(document.text):,} characters"
    )
    return (
        f'<article class="source" data-visit="{visit}" data-attend="{"focus" if focus else "look"}"'
        f' aria-label="{escape(document.title)}">'
        f'<p class="about">{kind} · {size}</p>{turn}'
        f'<div class="text">{"".join(_body(document, shown, place))}</div>{turn}</article>'
    )


def empty_html() -> str:
    """The pane of a library without documents."""
    return (
        '<article class="source bare"><p class="about">Your library is empty</p>'
        '<p class="hint">Add a file to read it here and ask about it: '
        "a PDF, a Word file, a web page, Markdown, plain text.</p></article>"
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
    id_is_free, done = True, shown.start
    first = bisect_right(document.blocks, shown.start, key=lambda block: block.end)
    before: Block | None = None
    for block in document.blocks[first:]:
        if block.start >= shown.end:
            break
        start, end = max(block.start, shown.start), min(block.end, shown.end)
        # A line's indentation belongs to the line: code and verse live by it.
        indent = max(done, text.rfind("\n", done, start) + 1)
        yield _lit(text, Span(done, indent), place, with_id=False)
        is_close = before is not None and _is_close(text, before, block)
        classes = _classes(text[start:end], block, is_close=is_close)
        sign = _SIGN.match(text, start, end) if block.kind == "heading" else None
        inner = []
        for piece in _pieces(document, Span(indent, end), sign.end() if sign else indent):
            has_id = id_is_free and _holds_target(text, piece, place)
            id_is_free = id_is_free and not has_id
            words = _lit(text, piece, place, with_id=has_id)
            if sign and piece.end <= sign.end():
                words = f'<span class="sign">{words}</span>'
            inner += [_folio(document, done, piece.start if inner else start), words]
            done = piece.end
        tag = f"h{min(block.level + 1, 6)}" if block.kind == "heading" else "p"
        yield f'<{tag} class="{classes}">{"".join(inner)}</{tag}>'
        before = block
    yield _lit(text, Span(done, shown.end), place, with_id=False)


def _pieces(document: Document, block: Span, after_sign: int) -> Iterator[Span]:
    """A block in pieces: its sign, and what stands on each page."""
    pages = document.pages
    first = bisect_right(pages, block.start, key=lambda page: page.start)
    last = bisect_left(pages, block.end, key=lambda page: page.start)
    edges = sorted(
        {block.start, after_sign, *(page.start for page in pages[first:last]), block.end}
    )
    for start, end in pairwise(edges):
        yield Span(start, end)


def _folio(document: Document, shown_to: int, start: int) -> str:
    """A mark where ``start`` is on another page than what has been shown so far."""
    number = document.page(start)
    if number is None or number == document.page(shown_to - 1):
        return ""
    return (
        f'<span class="folio" role="doc-pagebreak" aria-label="Page {number}" '
        f'data-page="{number}"></span>'
    )


def _is_close(text: str, before: Block, block: Block) -> bool:
    """Whether a block stands right below the one before, without a gap for the eye."""
    if text.count("\n", before.end, block.start) != 1 or before.kind == "heading":
        return False
    are_short = max(before.end - before.start, block.end - block.start) <= CLOSE_LINE
    return are_short or before.kind == block.kind in ("item", "row", "code")


def _classes(words: str, block: Block, *, is_close: bool) -> str:
    """How a block looks, for the eye only."""
    classes = ["block"]
    if block.kind not in ("heading", "paragraph"):
        classes.append(block.kind)
    if block.kind == "item":
        classes.append(f"depth-{min(max(block.level, 1), DEEPEST)}")
        if not MARKER.match(words):
            classes.append("bullet")  # Word and web pages keep an item's sign out of its words
    if block.kind == "row" and block.level:
        classes.append("head")
    if "\n" in words and block.kind not in ("code", "row"):
        classes.append("wrapped")  # its newlines are mere wraps: the pane's width decides
    if is_close:
        classes.append("close")
    return " ".join(classes)


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
