"""OpenDocument texts (.odt, .ott): the body in order, with headings, lists, tables and notes.

The body's XML is walked as it is: a library for the format would be larger than this file.
Left out are headers and footers, comments, tracked deletions, hidden text and indexes. Numbers
that the program makes stand before the words (``odt_numbering.py``), bullets do not.
"""

from collections.abc import Iterator

from index.document import BlockKind
from index.formats.archive import Archive, Element, xml
from index.formats.extraction import Builder, Extraction, Refusal
from index.formats.odt_numbering import numbers

NAMESPACE = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
TEXT, TABLE, DRAW = NAMESPACE % "text", NAMESPACE % "table", NAMESPACE % "drawing"
OFFICE, STYLE, MANIFEST = NAMESPACE % "office", NAMESPACE % "style", NAMESPACE % "manifest"
TITLE = "{http://purl.org/dc/elements/1.1/}title"

# What was deleted, phonetic signs, a note's number, and lists of what is elsewhere; comments,
# and what describes a picture.
SKIPPED = {
    TEXT + name
    for name in (
        *("tracked-changes", "ruby-text", "note-citation", "hidden-text", "hidden-paragraph"),
        *("table-of-content", "illustration-index", "table-index", "alphabetical-index"),
    )
}
SKIPPED |= {OFFICE + "annotation", OFFICE + "forms"}
SKIPPED |= {
    "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}" + n for n in ("title", "desc")
}
BLANKS = {TEXT + "s", TEXT + "tab", TEXT + "line-break"}
CAPTIONS = {"Caption", "Illustration", "Table", "Figure", "Drawing"}  # LibreOffice's styles
HEADING_LEVELS = 6
REPEATS = 100  # of one row or cell; spreadsheets repeat empty ones a million times


def read(data: bytes) -> Extraction:
    """The text of an OpenDocument text.

    Args:
        data: the bytes of the file.

    Raises:
        Refusal: it is encrypted, has no document in it, or unpacks to too much.
    """
    archive = Archive(data)
    names = archive.names()
    if "META-INF/manifest.xml" in names:
        manifest = xml(archive.read("META-INF/manifest.xml"))
        if next(manifest.iter(MANIFEST + "encryption-data"), None) is not None:
            raise Refusal("is encrypted: save it without a password first.")
    if "content.xml" not in names:
        raise Refusal("has no document in it: save it as .odt again from the program it is from.")
    content = xml(archive.read("content.xml"))
    parents = {
        style.get(STYLE + "name"): style.get(STYLE + "parent-style-name")
        for style in content.iter(STYLE + "style")
    }
    roots = [content, *(xml(archive.read(name)) for name in ("styles.xml",) if name in names)]
    labels = numbers(roots, SKIPPED)
    built = Builder()
    for body in content.iter(OFFICE + "body"):
        _Walk(built, parents, labels).blocks(body)
    properties = xml(archive.read("meta.xml")) if "meta.xml" in names else ()
    titles = (title.text or "" for part in properties for title in part.iter(TITLE))
    return built.extraction(next(titles, ""))


class _Walk:
    """Goes through a body once and tells a ``Builder`` what is there."""

    def __init__(self, built: Builder, parents: dict[str, str], labels: dict[Element, str]) -> None:
        self._built = built
        self._parents = parents  # of styles that were made for one paragraph
        self._labels = labels  # of numbered paragraphs
        self._notes: list[Element] = []  # met inside a paragraph or table, told after it
        self._boxes: list[Element] = []

    def blocks(self, container: Element, kind: BlockKind = "paragraph", depth: int = 0) -> None:
        """Tell everything in an element, in order."""
        for element in container:
            tag = element.tag
            if tag == TEXT + "h":
                level = element.get(TEXT + "outline-level") or "1"
                level = min(int(level), HEADING_LEVELS) if level.isdecimal() else 1
                self._built.add(self._words(element), "heading", level)
            elif tag == TEXT + "p":
                self._built.add(self._words(element), *self._kind(element, kind, depth))
            elif tag == TEXT + "list":
                self.blocks(element, "item", depth + 1)
            elif tag == TABLE + "table":
                self._table(element)
            elif tag not in SKIPPED and isinstance(tag, str):
                self.blocks(element, kind, depth)
            self._after()

    def _after(self) -> None:
        notes, self._notes = self._notes, []
        for note in notes:
            for body in note.iter(TEXT + "note-body"):
                self.blocks(body, "note")
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self.blocks(box)

    def _kind(self, element: Element, kind: BlockKind, depth: int) -> tuple[BlockKind, int]:
        style = self._style(element)
        if style == "Title":
            return "heading", 1
        return ("caption", 0) if style in CAPTIONS else (kind, depth if kind == "item" else 0)

    def _style(self, element: Element) -> str:
        name = element.get(TEXT + "style-name") or ""
        return self._parents.get(name) or name

    def _table(self, table: Element) -> None:
        for row in _inside(table, TABLE + "table-row"):
            cells = list(_inside(row, TABLE + "table-cell", TABLE + "covered-table-cell"))
            styles = {self._style(p) for cell in cells for p in cell.iter(TEXT + "p")}
            in_head = row.getparent().tag == TABLE + "table-header-rows"
            words = [
                word for cell in cells for word in [self._cell(cell)] * _repeats(cell, "columns")
            ]
            for _ in range(_repeats(row, "rows")):
                self._built.add_row(words, is_header=in_head or styles == {"Table_20_Heading"})

    def _cell(self, cell: Element) -> str:
        paragraphs = list(_inside(cell, TEXT + "p", TEXT + "h"))
        words = [self._words(paragraph) for paragraph in paragraphs]
        while self._boxes:
            words.append(self._cell(self._boxes.pop(0)))
        return " ".join(words)

    def _words(self, paragraph: Element) -> str:
        words: list[str] = []
        self._inline(paragraph, words)
        shown = "".join(words)
        return self._labels.get(paragraph, "") + shown if shown.strip() else ""

    def _inline(self, parent: Element, words: list[str]) -> None:
        words.append(parent.text or "")
        for child in parent:
            tag = child.tag
            if tag in BLANKS:
                words.append(" ")
            elif tag == TEXT + "note":
                self._notes.append(child)
            elif tag == DRAW + "text-box":
                self._boxes.append(child)
            elif tag not in SKIPPED and isinstance(tag, str):
                self._inline(child, words)
            words.append(child.tail or "")


def _inside(container: Element, *tags: str) -> Iterator[Element]:
    """The elements with these tags, but not those within each other."""
    for child in container:
        if child.tag in tags:
            yield child
        elif child.tag not in SKIPPED:
            yield from _inside(child, *tags)


def _repeats(element: Element, what: str) -> int:
    times = element.get(f"{TABLE}number-{what}-repeated") or "1"
    return min(int(times), REPEATS) if times.isdecimal() else 1
