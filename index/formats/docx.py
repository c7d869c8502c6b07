"""Word's .docx (and .docm, .dotx): the body in order, with headings, lists, tables and notes.

python-docx opens the package and knows its styles and properties; the body's XML is walked here,
because python-docx's own texts leave out insertions, content controls, text boxes and notes.
Left out are headers and footers, comments, tracked deletions, hidden text and tables of
contents. Numbers that Word makes stand before the words (``docx_numbering.py``), bullets do not.
Formulas give their symbols in order, and embedded files (``w:altChunk``) nothing.
"""

import io
import re
from collections.abc import Iterator
from itertools import chain, repeat

from index.document import BlockKind
from index.formats.archive import Element, xml
from index.formats.docx_numbering import Numbering
from index.formats.docx_package import plain_package
from index.formats.docx_runs import M, follow_field, shown
from index.formats.docx_styles import Style, W, heading, is_on, item, styles, value
from index.formats.extraction import (
    LONGEST_CELL,
    LONGEST_HEADING,
    Builder,
    Extraction,
    paragraphs,
    scripted,
)

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

CONTENTS = re.compile(r"toc \d|table of (?:figures|authorities)", re.IGNORECASE)
MOST_COLUMNS = 63  # of a table in Word

# Deleted or moved away, the code of a field, phonetic signs, properties.
SKIPPED = {
    W + name for name in ("del", "moveFrom", "delText", "instrText", "rt", "pPr", "rPr", "sdtPr")
}
# What stands around paragraphs, rows or cells and changes nothing about them.
WRAPPERS = {W + name for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo")}
WRAPPERS |= {MC + "AlternateContent"}
TABLES = {W + name for name in ("tbl", "tr", "tc")}


def read(data: bytes) -> Extraction:
    r"""The text of a Word file.

    Args:
        data: the bytes of the file.

    Raises:
        Refusal: there is no document in it, it is encrypted, or it unpacks to too much.

    >>> from docx import Document
    >>> document, stream = Document(), io.BytesIO()
    >>> _ = document.add_heading("Rain", 1), document.add_paragraph("It rained all day.")
    >>> document.save(stream)
    >>> extraction = read(stream.getvalue())
    >>> extraction.text, extraction.blocks[0].kind
    ('Rain\n\nIt rained all day.', 'heading')
    """
    from docx import Document

    document = Document(io.BytesIO(plain_package(data)))
    notes = {
        (part.reltype.rpartition("/")[2], note.get(W + "id")): note
        for part in document.part.rels.values()
        if part.reltype.endswith(("/footnotes", "/endnotes"))
        for note in xml(part.target_part.blob)
    }
    lists = (
        xml(part.target_part.blob)
        for part in document.part.rels.values()
        if part.reltype.endswith("/numbering")
    )
    numbering = Numbering(next(lists, None), document.styles.element)
    built = Builder()
    walk = _Walk(built, styles(document.styles.element), notes, numbering)
    walk.blocks(document.element.body)
    return built.extraction(document.core_properties.title)


class _Walk:
    """Goes through a body once and tells a ``Builder`` what is there."""

    def __init__(
        self,
        built: Builder,
        styles: dict[str, Style],
        notes: dict[tuple[str, str], Element],
        numbering: Numbering,
    ) -> None:
        self._built = built
        self._styles = styles
        self._notes = notes
        self._numbering = numbering
        # Met inside a paragraph or table, and told after it:
        self._referred: list[tuple[str, str]] = []  # notes
        self._boxes: list[Element] = []

    def blocks(self, container: Element) -> None:
        """Tell everything in a body, text box or table cell, in order."""
        carried = ""  # of a paragraph that goes on in the next one
        for element in _inside(container, {W + "p", W + "tbl"}):
            if element.tag == W + "tbl":
                self._built.add(carried)
                carried = ""
                self._table(element)
            elif not CONTENTS.match(self._style_of(element).names[0]):
                words = carried + self._words(element)
                carried = words if _goes_on(element) else ""
                if not carried:
                    words = self._numbering.in_front(element, words)
                    kind, level = self._kind(element, words)
                    for part in paragraphs(words) if kind in ("paragraph", "item") else [words]:
                        self._built.add(part, kind, level)
            self._after()
        self._built.add(carried)

    def _after(self) -> None:
        referred, self._referred = self._referred, []
        for key in referred:
            for words in self._flat(self._notes.get(key, ())):
                self._built.add(words, "note")
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self.blocks(box)

    def _style_of(self, element: Element) -> Style:
        return self._styles.get(value(element, "pPr/pStyle"), Style())

    def _kind(self, paragraph: Element, words: str) -> tuple[BlockKind, int]:
        style = self._style_of(paragraph)
        level = heading(paragraph, "")
        if (level if level is not None else style.heading) and len(words) <= LONGEST_HEADING:
            return "heading", level or style.heading
        if "caption" in style.names:
            return "caption", 0
        depth = item(paragraph, "")
        if depth := depth if depth is not None else style.item:
            return "item", depth
        return "paragraph", 0

    def _table(self, table: Element) -> None:
        rows = [
            cells
            for row in _inside(table, {W + "tr"})
            if row.find(f"{W}trPr/{W}del") is None and (cells := list(_inside(row, {W + "tc"})))
        ]
        if all(len(cells) == 1 for cells in rows) or self._is_layout(rows):
            for cell in chain.from_iterable(rows):
                if not _is_merged(cell):
                    self.blocks(cell)
            return
        is_header = len(rows) > 1 and self._has_header(table, rows[0])
        for cells in rows:
            is_header = is_header or is_on(cells[0].getparent(), "trPr/tblHeader") is True
            self._built.add_row(self._columns(cells), is_header=is_header)
            is_header = False

    def _is_layout(self, rows: list[list[Element]]) -> bool:
        """Whether a cell holds too much for a row of data, or a heading over something else."""
        for number, cell in ((number, cell) for number, cells in enumerate(rows) for cell in cells):
            texts = [
                (p, "".join(t.text or "" for t in p.iter(W + "t"))) for p in cell.iter(W + "p")
            ]
            told = [(p, words) for p, words in texts if words.strip()]
            if sum(len(words.split()) for _, words in told) > LONGEST_CELL:
                return True
            has_heading = any(self._kind(p, words)[0] == "heading" for p, words in told)
            if has_heading and (number or len(told) > 1):  # else it is a table's header
                return True
        return False

    def _has_header(self, table: Element, cells: list[Element]) -> bool:
        """Whether the first row looks different from the others."""
        look = table.find(f"{W}tblPr/{W}tblLook")
        style = self._styles.get(value(table, "tblPr/tblStyle"), Style())
        if look is not None and style.has_first_row:
            bits = look.get(W + "val") or "0"
            if look.get(W + "firstRow") in ("1", "true") or int(bits, 16) & 0x20:
                return True
        runs = [
            run
            for cell in cells
            for run in cell.iter(W + "r")
            if (run.findtext(W + "t") or "").strip()
        ]
        return bool(runs) and all(is_on(run, "rPr/b") for run in runs)

    def _columns(self, cells: list[Element]) -> Iterator[str]:
        """The words of a row's cells, and nothing for each further column that one reaches over."""
        for cell in cells:
            yield self._cell(cell)
            width = value(cell, "tcPr/gridSpan")
            if width.isdecimal() and len(cells) > 1:
                yield from repeat("", min(int(width), MOST_COLUMNS) - 1)

    def _cell(self, cell: Element) -> str:
        return "" if _is_merged(cell) else " ".join(self._flat(cell))

    def _flat(self, container: Element) -> Iterator[str]:
        """The words of each paragraph in a cell or note, nested tables and boxes included."""
        for element in _inside(container, {W + "p"}, WRAPPERS | TABLES):
            yield self._numbering.in_front(element, self._words(element))
            boxes, self._boxes = self._boxes, []
            for box in boxes:
                yield from self._flat(box)

    def _words(self, paragraph: Element) -> str:
        words: list[str] = []
        self._inline(paragraph, words, [], is_hidden=self._style_of(paragraph).is_hidden)
        return "".join(words)

    def _inline(
        self, parent: Element, words: list[str], codes: list[bool], *, is_hidden: bool
    ) -> None:
        """Append what is shown; ``codes`` says of each open field whether its code goes on."""
        for child in _alternatives(parent):
            tag = child.tag
            is_seen = not is_hidden or tag in (W + "r", W + "fldChar")  # which may say otherwise
            if tag in SKIPPED or _is_placeholder(child) or not is_seen:
                continue
            if tag == W + "r":
                self._run(child, words, codes, is_hidden=is_hidden)
            elif tag == W + "fldChar":
                follow_field(child.get(W + "fldCharType"), codes)
            elif tag == W + "txbxContent":
                self._boxes.append(child)
            elif tag in (W + "footnoteReference", W + "endnoteReference"):
                kind = tag.removeprefix(W).replace("Reference", "s")
                self._referred.append((kind, child.get(W + "id")))
                if child.get(W + "customMarkFollows") in ("1", "true", "on"):
                    return  # the rest of the run is the note's mark
            elif len(child) and tag != W + "t":
                self._inline(child, words, codes, is_hidden=is_hidden)
            elif not any(codes):
                words.append(shown(child))

    def _run(self, run: Element, words: list[str], codes: list[bool], *, is_hidden: bool) -> None:
        own: list[str] = []
        self._inline(run, own, codes, is_hidden=self._is_hidden(run, is_hidden))
        place = value(run, "rPr/vertAlign")
        if place in ("superscript", "subscript"):
            before = next(filter(None, reversed(words)), "")
            own = [scripted("".join(own), before, is_raised=place == "superscript")]
        words += own

    def _is_hidden(self, run: Element, is_hidden: bool) -> bool:  # noqa: FBT001 - what is inherited
        own = is_on(run, "rPr/vanish")
        style = self._styles.get(value(run, "rPr/rStyle"))
        return own if own is not None else is_hidden or (style is not None and style.is_hidden)


def _is_merged(cell: Element) -> bool:
    """Whether a cell goes on from the row above."""
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return merge is not None and merge.get(W + "val") != "restart"


def _goes_on(paragraph: Element) -> bool:
    """Whether a paragraph's end was deleted, or it is the large first letter of the next one."""
    frame = paragraph.find(f"{W}pPr/{W}framePr")
    is_letter = frame is not None and frame.get(W + "dropCap") in ("drop", "margin")
    return is_letter or paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None


def _inside(container: Element, tags: set[str], wrappers: set[str] = WRAPPERS) -> Iterator[Element]:
    """The elements with these tags, but not those within each other."""
    for child in _alternatives(container):
        if child.tag in tags:
            yield child
        elif child.tag in wrappers and not _is_placeholder(child):
            yield from _inside(child, tags, wrappers)


def _alternatives(parent: Element) -> Iterator[Element]:
    """The children; of something told in two ways (a drawing and its picture) the one to read."""
    if getattr(parent, "tag", "") != MC + "AlternateContent":
        yield from parent
        return
    texts = (W + "t", M + "t")
    with_text = (child for child in parent if next(child.iter(*texts), None) is not None)
    yield from next(with_text, ())


def _is_placeholder(element: Element) -> bool:
    """Whether this is a form's field that nobody has filled in, or a table of contents."""
    if element.tag != W + "sdt":
        return False
    gallery = value(element, "sdtPr/docPartObj/docPartGallery")
    return gallery == "Table of Contents" or is_on(element, "sdtPr/showingPlcHdr") is True
