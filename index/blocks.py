"""Where a text's lines belong together: the blocks that no sentence crosses.

A newline may be a boundary (after a title, between list items, at a paragraph's end) or a mere
wrap inside a sentence; each format tells the two apart in its own way. Offsets are never
changed, blocks are ranges of whole lines. What a block *is* (heading, item, cell) is not told.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from index.document import Span, trim

# A hard-wrapped text has lines of about this many code points: narrower ones are verse or lists,
# wider ones are paragraphs on one line each.
WRAP_WIDTHS = range(40, 121)

NEWLINE = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
FIRST_WORD = re.compile(r"\s*(\S{1,200})")
MARKDOWN_NEWLINE = re.compile(r"\r\n|[\n\r]")  # CommonMark 0.31, section 2.1
MARKER = re.compile(r"\s*(?:[-*+•‣◦▪–—]|\(?(?:\d{1,3}|[A-Za-z])[.)])\s+(?=\S)")  # of a list item


def blocks(text: str, format_: str) -> tuple[Span, ...]:
    r"""The ranges of lines that belong together, in order, without blank ones.

    Args:
        text: a document's text.
        format_: "md" for CommonMark with tables; any other is read as plain text.

    >>> [text[slice(*b)] for text in ["A title\nOne sentence here."] for b in blocks(text, "txt")]
    ['A title', 'One sentence here.']
    """
    starts = _markdown_starts(text) if format_ == "md" else _plain_starts(text)
    edges = [*starts, len(text)]
    trimmed = (trim(text, Span(*edge)) for edge in pairwise(edges))
    return tuple(span for span in trimmed if span.start < span.end)


def first_heading(text: str) -> str:
    r"""The words of a Markdown text's first heading, without markup; "" if it has none.

    >>> first_heading("Hello\n\n# The *real* title\n")
    'The real title'
    """
    tokens = _markdown_tokens(text)
    for token, inline in pairwise(tokens):
        if token.type == "heading_open":
            breaks = {"softbreak": " ", "hardbreak": " ", "image": ""}
            parts = (breaks.get(child.type, child.content) for child in inline.children or ())
            return "".join(parts).strip()
    return ""


def trim(text: str, span: Span) -> Span:
    """The span without blank characters at either end (empty if it has no others)."""
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _lines(text: str, newline: re.Pattern[str]) -> Iterator[Span]:
    start = 0
    for match in newline.finditer(text):
        yield Span(start, match.start())
        start = match.end()
    yield Span(start, len(text))


def _plain_starts(text: str) -> Iterator[int]:
    """A newline is a wrap if the next line's first word would not have fitted before it."""
    lines = [line for line in _lines(text, NEWLINE) if line.start < line.end]
    width = max((line.end - line.start for line in lines), default=0)
    yield 0
    for previous, line in pairwise(lines):
        first_word = FIRST_WORD.match(text, line.start, line.end)
        is_wrap = (
            width in WRAP_WIDTHS
            and first_word is not None
            and previous.end - previous.start + 1 + len(first_word[1]) > width
            and not MARKER.match(text, line.start, line.end)
            and len(NEWLINE.findall(text, previous.end, line.start)) == 1
        )
        if not is_wrap:
            yield line.start


def _markdown_starts(text: str) -> Iterator[int]:
    """A newline inside a paragraph, heading or list item is a wrap, any other is a boundary."""
    lines = list(_lines(text, MARKDOWN_NEWLINE))
    continuing = {
        number
        for token in _markdown_tokens(text)
        if token.type == "inline" and token.map
        for number in range(token.map[0] + 1, token.map[1])
    }
    for number, line in enumerate(lines):
        if number == 0 or number not in continuing:
            yield line.start


def _markdown_tokens(text: str):  # type: ignore[no-untyped-def]  # Token is imported lazily
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable("table").parse(text)
