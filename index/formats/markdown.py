r"""The structure of Markdown: CommonMark 0.31 with tables and YAML front matter.

The text is cited as it is, with its markup: blocks are ranges of whole lines, told by
markdown-it-py. Footnotes are paragraphs, and so is HTML, but for a heading that stands alone in it,
as above many a README.
"""

import re
from collections.abc import Iterator
from html import unescape
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from index.document import Block, BlockKind

if TYPE_CHECKING:
    from markdown_it.token import Token

NEWLINE = re.compile(r"\r\n|[\n\r]")  # CommonMark 0.31, section 2.1
# A block of "key: value" lines between two lines of dashes, at the very begin; of "key = value"
# lines between two of plus signs in TOML.
LINE_END = r"(?:\r\n|[\n\r])"
FRONT_MATTER = re.compile(
    rf"\ufeff?(---(?=[ \t]*{LINE_END}[^\n\r]*:)|\+\+\+(?=[ \t]*{LINE_END}[^\n\r]*=))"
    rf"[ \t]*{LINE_END}(?:(?!\1|\.\.\.)[^\n\r]*{LINE_END})*?(?:\1|\.\.\.)[ \t]*(?=[\n\r]|\Z)"
)
# In quotes, in indented lines below it, or as it is; a comment may follow.
TITLE = re.compile(
    rf"[\n\r]title[ \t]*[:=][ \t]*(?:([\"'])(?P<quoted>[^\n\r]*?)\1"
    rf"|[>|][-+]?(?P<folded>(?:{LINE_END}[ \t]+[^\n\r]*)+)|(?!#)(?P<plain>[^\n\r]*?))"
    r"[ \t]*(?:[ \t]#[^\n\r]*)?(?=[\n\r])",
    re.IGNORECASE,
)
CODE = ("fence", "code_block")
LISTS = ("bullet_list_open", "bullet_list_close", "ordered_list_open", "ordered_list_close")
UNSAID = {"softbreak": " ", "hardbreak": " ", "html_inline": "", "image": ""}
TAG = re.compile(r"<!--.*?-->|<[^<>]*>", re.DOTALL)
HTML_HEADING = re.compile(r"<h([1-6])(?:\s[^<>]*)?>(.*?)</h\1\s*>", re.DOTALL | re.IGNORECASE)
HTML_LENGTH = 5_000  # code points; longer HTML is more than a heading and its pictures
FOOTNOTE = re.compile(r"\[\^[^\]\s]{1,50}\]")


class Piece(NamedTuple):
    """What begins at a line, and the last line that is its own if nothing else begins before."""

    line: int
    end: int
    kind: BlockKind
    level: int = 0
    label: str = ""


def blocks(text: str) -> tuple[Block, ...]:
    r"""The blocks of a Markdown text, in order; they hold every character that is not blank.

    >>> text = "# A *title*\n\n- one\n  line\n\n|a|b|\n|-|-|\n|1|2|\n"
    >>> [(block.kind, block.level, text[block.start : block.end]) for block in blocks(text)][:2]
    [('heading', 1, '# A *title*'), ('item', 1, '- one\n  line')]
    >>> [(block.kind, block.level, text[block.start : block.end]) for block in blocks(text)][2:]
    [('row', 1, '|a|b|\n|-|-|'), ('row', 0, '|1|2|')]
    """
    front = FRONT_MATTER.match(text)
    offset = front.end() if front else 0
    result = [Block(0, offset, "code")] if front else []
    starts = [offset, *(match.end() for match in NEWLINE.finditer(text, offset)), len(text)]
    pieces = {piece.line: piece for piece in _pieces(_tokens(text[offset:]))}
    # A line that no token knows of, such as a link's definition, is a paragraph of its own,
    # unless it is only the mark of a quotation.
    covered = -1
    edges: list[Piece] = []
    for line in range(len(starts) - 1):
        piece = pieces.get(line)
        is_blank = not text[starts[line] : starts[line + 1]].strip("> \t\r\n")
        if piece or (line >= covered and not (edges and is_blank)):
            edges.append(piece or Piece(line, line + 1, "paragraph"))
            covered = max(edges[-1].end, line + 1)
    for piece, following in pairwise([*edges, Piece(len(starts) - 1, 0, "paragraph")]):
        start, end = starts[piece.line], starts[following.line]
        words = text[start:end]
        if words.strip():
            start += len(words) - len(words.lstrip())
            end -= len(words) - len(words.rstrip())
            result.append(Block(start, end, piece.kind, piece.level, piece.label))
    return tuple(result)


def title(text: str) -> str:
    r"""The title in a Markdown text's front matter, or "".

    >>> title("---\ntitle: Rain\n---\n# Snow"), title("# Snow")
    ('Rain', '')
    """
    front = FRONT_MATTER.match(text)
    named = TITLE.search(front[0]) if front else None
    return " ".join("".join(part or "" for part in named.groups()[1:]).split()) if named else ""


def _tokens(text: str) -> "list[Token]":
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable("table").parse(text)


def _pieces(tokens: "list[Token]") -> Iterator[Piece]:
    """What begins at which line; an item's first paragraph is the item itself."""
    depth = 0
    rows = 0  # of the table that is open
    for number, token in enumerate(tokens):
        if token.type in LISTS:
            depth += token.nesting
        elif token.type == "table_open":
            rows = 0
        if token.map is None:
            continue
        start, end = token.map
        if token.type == "heading_open":
            yield Piece(start, end, "heading", int(token.tag[1]), _words(tokens[number + 1]))
        elif token.type == "tr_open":
            rows += 1
            # The rule below a table's header belongs to it.
            yield Piece(start, end + (rows == 1), "row", int(rows == 1))
        elif token.type in CODE:
            yield Piece(start, end, "code")
        elif token.type == "paragraph_open":
            is_item = depth and tokens[number - 1].type == "list_item_open"
            yield Piece(start, end, "item" if is_item else "paragraph", depth if is_item else 0)
        elif token.type in ("html_block", "hr"):
            yield Piece(start, end, *_html(token.content))


def _html(html: str) -> tuple[BlockKind, int, str]:
    """What a block of HTML is: a heading if that, tags and pictures are all it has."""
    found = list(HTML_HEADING.finditer(html)) if len(html) <= HTML_LENGTH else []
    if len(found) != 1 or TAG.sub("", HTML_HEADING.sub("", html)).strip():
        return "paragraph", 0, ""
    label = " ".join(unescape(TAG.sub("", found[0][2])).split())
    return ("heading", int(found[0][1]), label) if label else ("paragraph", 0, "")


def _words(inline: "Token") -> str:
    """The words of a heading, without markup."""
    parts = (UNSAID.get(child.type, child.content) for child in inline.children or ())
    return " ".join(FOOTNOTE.sub("", "".join(parts)).split())
