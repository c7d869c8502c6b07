"""A ``Document`` as the HTML of the pane beside the chat, one place in it lit.

Pure functions over code points: Python cuts the text, so the browser's UTF-16 never matters.
The text is shown verbatim; joining the text of all ``.exact`` marks gives exactly
``document.text[answer_start:answer_end]``, that of all ``.quote`` marks ``text[start:end]``.
Markdown is laid out, not translated: its marks stay visible, because they are what is cited.
A long document is shown in parts, so that the page stays quick with a book of 1,000 pages.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from itertools import pairwise

from index import Document, Span
from index.document import Block
from index.formats.plain import MARKER
from index.load import NAMES
from ui.escape import escape
from ui.find import Hits
from ui.place import Part, Place

PART_LENGTH = 40_000  # code points, about 20 pages: drawn in some 20 ms
PART_SLACK = 4_000  # how far before that a part may end, to end with a line
CLOSE_LINE = 100  # code points; two lines shorter than this with no blank line between are close

_SIGN = re.compile(r"#{1,6}\s+")  # of a Markdown heading: quieter than its words
_QUOTED = re.compile(r"\n\s*>")  # in a quotation whose every line says so
# Between the cells of a row, whatever the format: bars, with the rule below a header, tabs, gaps.
_CELL_EDGE = re.compile(r"[ \t]*\|?[ \t]*\n[\s|:+=-]*|[ \t]*(?<!\\)\|[ \t]*|\t+| {2,}")
TABLE = '<div class="block scroll"><div class="table" role="table">'
TABLE_END = "</div></div>"
LOADING_LINES = 9
DEEPEST = 4  # depth of a list item that is still told from the next one


def source_html(
    document: Document,
    place: Place | None = None,
    *,
    hits: Hits | None = None,
    part: int = 0,
    visit: int = 0,
    focus: bool = False,
) -> str:
    """The document, or the part of it that holds what to go to: a hit, else the place.

    Args:
        document: what is open.
        place: what to light: a place that has passed ``Place.check``.
        hits: what was looked for; while it is lit, ``text.css`` dims the place.
        part: which part to show when nothing is lit.
        visit: moves on with each look, so that the page notices a second look at one place.
        focus: whether the page should move the keyboard's focus to what is lit.
    """
    starts = part_starts(document.text)
    first = last = min(part, len(starts) - 1)
    target = hits or place
    if target is not None:
        first = bisect_right(starts, target.start) - 1
        last = bisect_right(starts, target.end - 1) - 1
    shown = Span(starts[first], (*starts, len(document.text))[last + 1])
    turn = _turn(document.id, first, last, len(starts))
    kind = NAMES[document.format]
    size = (
        f"{len(document.pages):,} pages" if document.pages else f"{len(document.text):,} characters"
    )
    return (
        f'<article class="source" data-visit="{visit}" data-attend="{"focus" if focus else "look"}"'
        f' data-document="{document.id}" data-from="{shown.start}"'
        f' data-place="{place.href if place else ""}"'
        f' aria-label="{escape(document.title)}">'
        f'<p class="about">{kind[0].upper()}{kind[1:]} · {size}</p>{turn}'
        f'<div class="text">{text_html(document, shown, _lamp(document.text, place, hits))}</div>'
        f"{turn}</article>"
    )


def text_html(document: Document, shown: Span, draw: Callable[[Span], str]) -> str:
    """What stands between two offsets, laid out: blocks and the blanks between them, in order.

    Args:
        document: what is shown.
        shown: which part of it.
        draw: the words of a span as HTML, lit or not; asked for spans in order, none left out.
    """
    return "".join(_body(document, shown, draw))


def empty_html() -> str:
    """The pane of a library without documents."""
    return (
        '<article class="source bare" data-document=""><h2>Your library is empty</h2>'
        '<p class="hint">Drop files anywhere on this page, or add them with the button above. '
        "You read them here, and every answer lights its place in them.</p>"
        '<p class="about">PDF, Word, OpenDocument, EPUB, web pages, Markdown, CSV, plain text</p>'
        "</article>"
    )


def loading_html() -> str:
    """The pane until the library has been looked at: lines where a text will be."""
    return (
        '<div class="loading" role="status"><span class="unseen">Opening your library</span>'
        f"{'<i></i>' * LOADING_LINES}</div>"
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


def _body(document: Document, shown: Span, draw: Callable[[Span], str]) -> Iterator[str]:
    """Blocks and the blanks between them, in order, nothing left out."""
    text, done = document.text, shown.start
    first = bisect_right(document.blocks, shown.start, key=lambda block: block.end)
    before: Block | None = None
    for block in document.blocks[first:]:
        if block.start >= shown.end:
            break
        start, end = max(block.start, shown.start), min(block.end, shown.end)
        # A line's indentation belongs to the line: code and verse live by it.
        indent = max(done, text.rfind("\n", done, start) + 1)
        was_row, is_row = before is not None and before.kind == "row", block.kind == "row"
        yield TABLE_END if was_row and not is_row else ""
        yield draw(Span(done, indent))
        yield TABLE if is_row and not was_row else ""
        inner: list[str] = []
        for piece, look in _pieces(document, block, Span(indent, end)):
            folio = _folio(document, done, piece.start if inner else start)
            words = draw(piece)
            inner.append(folio + (f"<span {look}>{words}</span>" if look else words))
            done = piece.end
        tag, attributes = _look(text, Span(start, end), before, block)
        yield f"<{tag} {attributes}>{''.join(inner)}</{tag}>"
        before = block
    yield TABLE_END if before is not None and before.kind == "row" else ""
    yield draw(Span(done, shown.end))


def _pieces(document: Document, block: Block, shown: Span) -> Iterator[tuple[Span, str]]:
    """A block in pieces, each with the attributes of its look: signs, cells, parts by page."""
    text, pages = document.text, document.pages
    signs: list[Span] = []
    if block.kind == "heading" and (sign := _SIGN.match(text, *shown)):
        signs.append(Span(*sign.span()))
    elif block.kind == "row" and document.format != "csv":
        signs += (Span(*edge.span()) for edge in _CELL_EDGE.finditer(text, *shown))
    first = bisect_right(pages, shown.start, key=lambda page: page.start)
    last = bisect_left(pages, shown.end, key=lambda page: page.start)
    new_pages = (page.start for page in pages[first:last])
    others = 'class="cell" role="cell"' if block.kind == "row" else ""
    edges = {*shown, *new_pages, *(at for sign in signs for at in sign)}
    for start, end in pairwise(sorted(edges)):
        is_sign = any(sign.start <= start < sign.end for sign in signs)
        yield Span(start, end), 'class="sign"' if is_sign else others


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
    return are_short or before.kind == block.kind in ("item", "code")


def _look(text: str, shown: Span, before: Block | None, block: Block) -> tuple[str, str]:
    """The tag and attributes of a block: how it looks, for the eye only."""
    if block.kind == "row":
        return "div", f'class="row{" head" if block.level else ""}" role="row"'
    words = text[slice(*shown)]
    classes = ["block"]
    if block.kind not in ("heading", "paragraph"):
        classes.append(block.kind)
    if block.kind == "item":
        classes.append(f"depth-{min(max(block.level, 1), DEEPEST)}")
        if not MARKER.match(words):
            classes.append("bullet")  # Word and web pages keep an item's sign out of its words
    if "\n" in words and block.kind != "code" and not _QUOTED.search(words):
        classes.append("wrapped")  # its newlines are mere wraps: the pane's width decides
    if before is not None and _is_close(text, before, block):
        classes.append("close")
    tag = f"h{min(block.level + 1, 6)}" if block.kind == "heading" else "p"
    return tag, f'class="{" ".join(classes)}"'


def _target(place: Place | None, hits: Hits | None) -> Span | None:
    """What to scroll to: the hit at which the reader is, else the place's exact words or quote."""
    if hits is not None:
        return Span(hits.start, hits.end)
    if place is not None and place.answer_start < place.answer_end:
        return Span(place.answer_start, place.answer_end)
    return Span(place.start, place.end) if place is not None else None


def _lamp(text: str, place: Place | None, hits: Hits | None) -> Callable[[Span], str]:
    """Draws spans with the place lit, and what was looked for inside and beside it.

    The first visible part of what to scroll to bears the name that the page goes to.
    """
    target = _target(place, hits)

    def mark(look: str, span: Span, words: str, *, is_target: bool) -> str:
        nonlocal target
        name = ""
        if is_target and target and text[slice(*_clip(target, span))].strip():
            name, target = ' id="lit" tabindex="-1"', None
        return f'<mark class="{look}"{name}>{words}</mark>'

    def words(span: Span) -> str:
        pieces, done = [], span.start
        for hit in hits.within(span) if hits is not None else ():
            here = hits is not None and hits.start <= hit.start < hits.end
            hit_words = escape(text[slice(*hit)])
            pieces.append(escape(text[done : hit.start]))
            pieces.append(mark("hit here" if here else "hit", hit, hit_words, is_target=here))
            done = hit.end
        return "".join(pieces) + escape(text[done : span.end])

    def draw(span: Span) -> str:
        if place is None:
            return words(span)
        quote = _clip(Span(place.start, place.end), span)
        if quote.start == quote.end:
            return words(span)
        exact = _clip(Span(place.answer_start, place.answer_end), span)
        before = words(Span(span.start, quote.start))
        if exact.start < exact.end:
            inner = words(Span(quote.start, exact.start))
            inner += mark("exact", exact, words(exact), is_target=hits is None)
            inner += words(Span(exact.end, quote.end))
        else:
            inner = words(quote)
        lit = mark("quote", quote, inner, is_target=target == Span(place.start, place.end))
        return before + lit + words(Span(quote.end, span.end))

    return draw


def _clip(inner: Span, outer: Span) -> Span:
    """The part of ``inner`` that lies in ``outer``, empty at ``outer``'s start if there is none."""
    start, end = max(inner.start, outer.start), min(inner.end, outer.end)
    return Span(start, end) if start < end else Span(outer.start, outer.start)
