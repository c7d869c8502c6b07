"""OpenDocument texts (.odt, .ott): the body in order, with headings, lists, tables and notes.

The body's XML is walked as it is: a library for the format would be larger than this file.
Left out are headers and footers, comments, tracked deletions, hidden text and indexes. Numbers
that the program makes stand before the words (``odt_numbering.py``), bullets do not.
"""

from collections.abc import Iterator
from typing import NamedTuple

from index.document import BlockKind
from index.formats.archive import Archive, Element, xml
from index.formats.extraction import (
    LINE_BREAK,
    LONGEST_CELL,
    Builder,
    Extraction,
    Refusal,
    paragraphs,
    scripted,
)
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
BLANKS = {TEXT + "s": " ", TEXT + "tab": " ", TEXT + "line-break": LINE_BREAK}
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
    shared = [xml(archive.read("styles.xml"))] if "styles.xml" in names else []
    named = _styles(shared[0], {}) if shared else {}
    own = _styles(content, named)
    labels = numbers([content, *shared], SKIPPED)
    built = Builder()
    for body in content.iter(OFFICE + "body"):
        _Walk(built, own, named, labels).blocks(body)
    properties = xml(archive.read("meta.xml")) if "meta.xml" in names else ()
    titles = (title.text or "" for part in properties for title in part.iter(TITLE))
    return built.extraction(next(titles, ""))


class _Style(NamedTuple):
    """What a style says: the one it is based on, and how its words look."""

    parent: str = ""
    place: str = ""  # "super 58%", "-33% 58%"
    is_hidden: bool = False


def _styles(root: Element, named: dict[str, _Style]) -> dict[str, _Style]:
    """The styles in a part of the file by their names.

    Args:
        root: of the part.
        named: those that these may be based on, of another part.
    """
    found: dict[str, _Style] = {}
    for style in root.iter(STYLE + "style"):
        parent = style.get(STYLE + "parent-style-name") or ""
        _, place, is_hidden = named.get(parent, _Style())
        for look in style.iter(STYLE + "text-properties"):
            place = look.get(STYLE + "text-position", place)
            is_hidden = look.get(TEXT + "display", "none" if is_hidden else "") == "none"
        found[style.get(STYLE + "name")] = _Style(parent, place, is_hidden)
    return found


class _Walk:
    """Goes through a body once and tells a ``Builder`` what is there."""

    def __init__(
        self,
        built: Builder,
        own: dict[str, _Style],
        named: dict[str, _Style],
        labels: dict[Element, str],
    ) -> None:
        self._built = built
        self._own = own  # styles that were made for one paragraph or a few words
        self._named = named  # styles that the author can choose
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
                own, level = self._kind(element, kind, depth)
                words = self._words(element)
                for part in paragraphs(words) if own in ("paragraph", "item", "note") else [words]:
                    self._built.add(part, own, level)
            elif tag == TEXT + "list":
                self.blocks(element, "item", depth + 1)
            elif tag == TABLE + "table":
                self._table(element)
            elif tag not in SKIPPED and isinstance(tag, str) and not _is_hidden(element):
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
        return self._own.get(name, _Style()).parent or name

    def _look(self, element: Element) -> _Style:
        name = element.get(TEXT + "style-name") or ""
        return self._own.get(name) or self._named.get(name) or _Style()

    def _table(self, table: Element) -> None:
        rows = [
            (row, list(_inside(row, TABLE + "table-cell", TABLE + "covered-table-cell")))
            for row in _inside(table, TABLE + "table-row")
        ]
        if _is_layout([cells for _, cells in rows]):
            for _, cells in rows:
                for cell in cells:
                    self.blocks(cell)
            return
        for row, cells in rows:
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
        if not self._look(paragraph).is_hidden:
            self._inline(paragraph, words)
        shown = "".join(words)
        return self._labels.get(paragraph, "") + shown if shown.strip() else ""

    def _inline(self, parent: Element, words: list[str]) -> None:
        words.append(parent.text or "")
        for child in parent:
            tag = child.tag
            if tag in BLANKS:
                words.append(BLANKS[tag])
            elif tag == TEXT + "note":
                self._notes.append(child)
            elif tag == DRAW + "text-box":
                self._boxes.append(child)
            elif tag == TEXT + "span":
                self._span(child, words)
            elif tag not in SKIPPED and isinstance(tag, str):
                self._inline(child, words)
            words.append(child.tail or "")

    def _span(self, span: Element, words: list[str]) -> None:
        own: list[str] = []
        look = self._look(span)
        if not look.is_hidden:
            self._inline(span, own)
        place = look.place.partition(" ")[0]
        if place not in ("", "0%"):
            is_raised = place != "sub" and not place.startswith("-")
            before = next(filter(None, reversed(words)), "")
            own = [scripted("".join(own), before, is_raised=is_raised)]
        words += own


def _inside(container: Element, *tags: str) -> Iterator[Element]:
    """The elements with these tags, but not those within each other."""
    for child in container:
        if child.tag in tags:
            yield child
        elif child.tag not in SKIPPED and not _is_hidden(child):
            yield from _inside(child, *tags)


def _is_layout(rows: list[list[Element]]) -> bool:
    """Whether a table is a frame, or a cell holds too much or a heading over something else."""
    if all(sum(_repeats(cell, "columns") for cell in cells) == 1 for cells in rows):
        return True
    for number, cell in ((number, cell) for number, cells in enumerate(rows) for cell in cells):
        parts = [p for p in cell.iter(TEXT + "p", TEXT + "h") if "".join(p.itertext()).strip()]
        if sum(len("".join(p.itertext()).split()) for p in parts) > LONGEST_CELL:
            return True
        has_heading = any(part.tag == TEXT + "h" for part in parts)
        if has_heading and (number or len(parts) > 1):  # else it is a table's header
            return True
    return False


def _is_hidden(section: Element) -> bool:
    """Whether a section is not shown, at all or as things were when it was saved."""
    was_hidden = section.get(TEXT + "is-hidden") == "true"
    display = section.get(TEXT + "display")
    return bool(display == "none" or (display == "condition" and was_hidden))


def _repeats(element: Element, what: str) -> int:
    times = element.get(f"{TABLE}number-{what}-repeated") or "1"
    return min(int(times), REPEATS) if times.isdecimal() else 1
