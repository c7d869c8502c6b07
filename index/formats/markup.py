"""A parsed page's elements → blocks: what a browser would show, in the order of the markup.

Used for web pages, EPUB chapters and saved mail alike. Inline markup neither adds nor takes blanks;
two line breaks in a row end a paragraph, one does not unless it is a list's or poem's. What is
hidden is left out by ``empty_hidden`` before. This file does not judge what on a page is worth
reading (``main_text.py`` does), and knows no style sheets, so the text of a class that is hidden
by one is kept.
"""

import re

from index.document import BlockKind
from index.formats.archive import Element
from index.formats.extraction import LINE_BREAK, LONGEST_CELL, LONGEST_HEADING, Builder, paragraphs
from index.formats.html_numbering import number_items

HEADINGS = {f"h{level}": level for level in range(1, 7)}
LISTS = {"ul", "ol", "dl", "menu", "dir"}
ITEMS = {"li", "dt", "dd"}
CELLS = {"td", "th"}
BLOCKS = LISTS | ITEMS | CELLS | set(HEADINGS)
BLOCKS |= set(
    "address article aside blockquote body caption center details dialog div fieldset figcaption "
    "figure footer form frameset head header hgroup hr html legend listing main nav p pre search "
    "section summary table tbody tfoot thead tr xmp".split()
)
LEVELS = set("123456")
CAPTIONS = {"caption", "figcaption"}
PREFORMATTED = {"pre", "listing", "xmp"}

# Never text of a page, or not its author's: programs, parts of pictures, what one types.
UNREAD = set(
    "annotation annotation-xml applet audio canvas datalist embed iframe noframes noscript object "
    "rp rt script select style svg template textarea title video".split()
)
HIDING = re.compile(r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
# Word writes the bullets and numbers that it makes between marks, for browsers only.
MADE_BULLET = re.compile(r"mso-list:\s*ignore", re.IGNORECASE)
WORD_ITEM = re.compile(r"mso-list:[^;]{0,99}\blevel(\d)", re.IGNORECASE)
# Wikipedia's links to its editor, and signs and numbers beside headings and lines of code.
UNREAD_CLASSES = {"mw-editsection", "headerlink", "anchor-link", "linenos", "linenodiv", "lineno"}
# Wikipedia's links back from its notes, its own address and categories.
UNREAD_CLASSES |= {"mw-cite-backlink", "printfooter", "catlinks"}
UNREAD_ROLES = {"doc-pagebreak", "pagebreak", "doc-toc", "toc", "page-list", "landmarks"}
EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
WORD_NOTES = {"MsoFootnoteText", "MsoEndnoteText"}
NOTES = {"doc-footnote", "doc-endnote", "footnote", "endnote", "rearnote"}

MOST_SPANNED = 100  # columns or rows that a cell reaches over; HTML allows 1000 columns


def write(root: Element, built: Builder) -> None:
    """Add what is in an element.

    Args:
        root: an element of a parsed page; tags are lower-case, without a namespace. The numbers
            of its lists are written into it.
        built: what the blocks are added to.

    >>> from lxml import html
    >>> built = Builder()
    >>> write(html.fromstring("<div><h2>Rain</h2><b>U</b>.S. only<ul><li>wet</ul></div>"), built)
    >>> [(block.kind, block.level) for block in built.extraction().blocks]
    [('heading', 2), ('paragraph', 0), ('item', 1)]
    """
    from lxml import etree

    number_items(root)
    page = _Page(built)
    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))  # no recursion
    for event, element in walk:
        if event == "start":
            if element.tag == "table" and is_data(element):
                page.table(element)
                walk.skip_subtree()
            else:
                page.open(element)
                page.say(element.text)
        elif event == "end":
            page.close(element)
        if event != "start" and element is not root:
            page.say(element.tail)
    page.flush()


class _Page:
    """The words since the last block, and the elements that say what they are."""

    def __init__(self, built: Builder) -> None:
        self._built = built
        self._words: list[str] = []
        self._kinds: list[tuple[BlockKind, int]] = [("paragraph", 0)]
        self._depth = 0  # of lists
        self._told: Element = None  # the last table that was told whole

    def say(self, words: str | None) -> None:
        """Go on with the words of the block that is open."""
        if words:
            self._words.append(words)

    def open(self, element: Element) -> None:
        """Begin what an element is."""
        tag = element.tag
        if tag == "br":
            self._words.append("\n" if self._kinds[-1][0] == "code" else LINE_BREAK)
        if tag in LISTS:
            self._depth += 1
        if tag in BLOCKS:
            self._edge()
            self._kinds.append(self._kind(element))

    def close(self, element: Element) -> None:
        """End what an element is; nothing for a table that was told whole."""
        tag = element.tag
        if tag not in BLOCKS or self._told is element:
            return
        if self._kinds[-2:] == [("code", 0)] * 2:
            del self._kinds[-1]
            self._edge()
        else:
            self.flush()
            del self._kinds[-1]
        if tag in LISTS:
            self._depth -= 1

    def table(self, table: Element) -> None:
        """Tell a table row by row."""
        self._edge()
        self._told = table
        for caption in table.iter("caption"):
            self._built.add(inline(caption), "caption")
        may_be_header = True
        reaching: dict[int, int] = {}
        for row in table.iter("tr"):
            cells = [cell for cell in row if cell.tag in CELLS]
            is_header = all(_is_heading(cell) for cell in cells if inline(cell).strip())
            may_be_header = may_be_header and (is_header or row.getparent().tag == "thead")
            self._built.add_row(_columns(cells, reaching), is_header=may_be_header)

    def flush(self) -> None:
        """End the block."""
        words = "".join(self._words)
        self._words.clear()
        kind, level = self._kinds[-1]
        if kind == "code":
            self._built.add(words, kind)
        elif kind == "heading" and len(words) <= LONGEST_HEADING:
            self._built.add(words, kind, level)
        else:
            kind = "paragraph" if kind == "heading" else kind
            for part in paragraphs(words):
                self._built.add(part, kind, level if kind == "item" else 0)

    def _edge(self) -> None:
        """A block's edge; inside code it is only a line's."""
        if self._kinds[-1][0] != "code":
            self.flush()
        elif self._words and not self._words[-1].endswith("\n"):
            self._words.append("\n")

    def _kind(self, element: Element) -> tuple[BlockKind, int]:
        """What an element's words are; by default what they were outside of it."""
        tag, class_ = element.tag, element.get("class") or ""
        role = _role(element)
        level = element.get("aria-level") or "2"  # WAI-ARIA 1.2: 2 where none is given
        word_item = WORD_ITEM.search(element.get("style") or "")
        kinds: list[tuple[bool, BlockKind, int]] = [
            (tag in HEADINGS, "heading", HEADINGS.get(tag, 0)),
            (class_ == "MsoTitle", "heading", 1),
            (role == "heading", "heading", int(level) if level in LEVELS else 2),
            (tag in PREFORMATTED, "code", 0),
            (not NOTES.isdisjoint(roles(element)) or class_ in WORD_NOTES, "note", 0),
            (tag in ITEMS, "item", max(self._depth, 1)),
            (word_item is not None, "item", int(word_item[1]) if word_item else 0),
            (tag in CAPTIONS or class_ == "MsoCaption", "caption", 0),
        ]
        found = ((kind, level) for is_so, kind, level in kinds if is_so)
        return next(found, self._kinds[-1])


def inline(element: Element) -> str:
    """An element's words as one line, with blanks where a browser begins a new one.

    >>> from lxml import html
    >>> inline(html.fromstring("<td>one<br>t<b>w</b>o<p>three</td>")).split()
    ['one', 'two', 'three']
    """
    from lxml import etree

    words = []
    for event, part in etree.iterwalk(element, events=("start", "end", "comment", "pi")):
        if part.tag in BLOCKS or part.tag == "br":
            words.append(" ")
        if event == "start":
            words.append(part.text or "")
        elif part is not element:
            words.append(part.tail or "")
    return "".join(words)


def empty_hidden(root: Element) -> None:
    """Take the text out of elements that no reader sees; what surrounds them stays apart.

    Args:
        root: the page; changed in place.
    """
    for element in list(root.iter("*")):
        if element.tag not in ("html", "body") and _is_hidden(element):
            element.clear(keep_tail=True)


def _is_hidden(element: Element) -> bool:
    tag = element.tag
    if tag in UNREAD or (tag == "dialog" and element.get("open") is None):
        return True
    if tag == "button":  # words to press, unless a heading can be pressed
        return not any(
            outer.tag in HEADINGS or outer.tag == "dt" for outer in element.iterancestors()
        )
    if not element.attrib:
        return False
    style = element.get("style") or ""
    return (
        element.get("hidden", "until-found") != "until-found"
        or (element.get("aria-hidden") == "true" and tag not in BLOCKS)
        or HIDING.search(style) is not None
        or MADE_BULLET.search(style) is not None
        or not UNREAD_ROLES.isdisjoint(roles(element))
        or not UNREAD_CLASSES.isdisjoint((element.get("class") or "").split())
        or element.get("id") == "catlinks"
    )


def _role(element: Element) -> str:
    """What an element says it is for; in books under a name of its own."""
    return element.get("role") or element.get(EPUB_TYPE) or element.get("epub:type") or ""


def roles(element: Element) -> set[str]:
    """All that an element says it is for."""
    return set(_role(element).split())


def _is_heading(cell: Element) -> bool:
    """Whether a cell says what stands below it: by its tag, or all in bold type."""
    bold = "".join(inline(part) for part in cell.iter("b", "strong"))
    return cell.tag == "th" or "".join(bold.split()) == "".join(inline(cell).split()) != ""


def _columns(cells: list[Element], reaching: dict[int, int]) -> list[str]:
    """The words of a row's cells, each in its column.

    Args:
        cells: of the row.
        reaching: into how many rows the cell above reaches yet, by column; changed in place.
    """
    words: list[str] = []

    def skip() -> None:
        while reaching.get(len(words), 0):
            reaching[len(words)] -= 1
            words.append("")

    for cell in cells:
        skip()
        width, height = _span(cell, "colspan"), _span(cell, "rowspan")
        reaching.update(dict.fromkeys(range(len(words), len(words) + width), height - 1))
        words += [inline(cell), *[""] * (width - 1)]
    skip()
    return words if len(cells) > 1 or not words or not words[0] else words[:1]


def _span(cell: Element, name: str) -> int:
    span = cell.get(name) or ""
    return min(max(int(span), 1), MOST_SPANNED) if span.isdecimal() else 1


def is_data(table: Element) -> bool:
    """Whether a table holds data, not a page's columns: short cells, two or more in a row.

    >>> from lxml import html
    >>> is_data(html.fromstring("<table><tr><td><h1>A page</h1><td>its margin</table>"))
    False
    """
    if table.get("role") in ("presentation", "none"):
        return False
    if next(table.iterdescendants("table", "pre", *HEADINGS), None) is not None:
        return False
    rows = [[cell for cell in row if cell.tag in CELLS] for row in table.iter("tr")]
    if max(map(len, rows), default=0) <= 1:
        return False
    has_headers = any(cell.tag == "th" for cells in rows for cell in cells)
    longest = max(len(inline(cell).split()) for cells in rows for cell in cells)
    return (has_headers or len(rows) > 1) and longest <= LONGEST_CELL
