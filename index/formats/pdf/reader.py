"""PDF → text: pages, paragraphs, headings.

The steps, in order:

- ``opening.py`` decrypts and mends the file;
- ``words.py``: what a page draws → words with places (``content.py``, ``pen.py``, ``fonts.py``);
- ``lines.py``: words → lines in reading order (``rows.py``, ``columns.py``, ``blanks.py``), and
  which of them are rows of a table (``records.py``, ``tables.py``);
- ``edges.py``: running heads and page numbers;
- ``blocks.py``: lines → paragraphs and items (``notes.py``, ``headings.py``);
- ``flow.py``: what runs over a page's edge, words cut by a hyphen made whole (``joins.py``).

Annotations, form fields, attachments and words in pictures are not read, nor is hidden text told
from visible text.
"""

import logging
import re
from typing import TYPE_CHECKING, Any

from index.formats.extraction import Extraction, Refusal, cleaned
from index.formats.pdf.blocks import Style, drafts
from index.formats.pdf.edges import left_out
from index.formats.pdf.flow import column_edges, mended, put_together
from index.formats.pdf.fonts import UNKNOWN, Face
from index.formats.pdf.headings import LEVELS, OutlineEntry, mark_headings
from index.formats.pdf.joins import Spellings
from index.formats.pdf.lines import Line, Page, lay_out
from index.formats.pdf.notes import mark_notes, unmarked
from index.formats.pdf.opening import MAX_PAGES, opened_document
from index.formats.pdf.words import read_page
from index.formats.titles import told
from index.progress import OnProgress, Progress, silent

if TYPE_CHECKING:
    from pypdf import PdfReader

MAX_TREE_DEPTH = 64  # of page trees and outlines; files of a million pages have 6
MAX_ENTRIES = 50_000  # of the outline, and of named places

PICTURED = 0.5  # share of a page that images cover, at least, if it is a scan
SCANS = 0.8  # share of the pages that are scans, at least, if the document is one
SCAN_LETTERS = 23  # a page, at most: what stamps add, such as "Scanned with CamScanner"
UNREADABLE = 0.5  # share of the letters that say nothing, at least, to refuse a document

GARBAGE = re.compile(r"[\ufffd\ue000-\uf8ff]")

NO_TEXT = "has no text layer: it is a scan. Run it through OCR first, for example with ocrmypdf."


def read(data: bytes, *, password: str = "", progress: OnProgress = silent) -> Extraction:
    """Read a PDF.

    Args:
        data: the file's bytes.
        password: that opens it, if it is encrypted.
        progress: is told of each page.

    Raises:
        Refusal: encrypted, a scan, damaged beyond repair, without pages or characters.
    """
    from pypdf import apply_configuration

    # pypdf warns of every flaw that it mends. Without a handler of its own Python would print
    # that to the terminal; a program that wants to see it can still set up its own.
    logger = logging.getLogger("pypdf")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
    with apply_configuration(
        page_tree_maximum_entries=MAX_PAGES * 2,
        page_tree_maximum_depth=MAX_TREE_DEPTH,
        outline_maximum_entries=MAX_ENTRIES,
        outline_maximum_depth=MAX_TREE_DEPTH,
        named_destinations_maximum_entries=MAX_ENTRIES,
        named_destinations_maximum_depth=MAX_TREE_DEPTH,
    ):
        reader = opened_document(data, password)
        pages = _pages(reader, progress)
        return _put_together(pages, _title(reader), _outline(reader), _labels(reader))


def _pages(reader: "PdfReader", progress: OnProgress) -> list[Page]:
    """The lines of each page."""
    faces: dict[int, Face] = {}
    count = len(reader.pages)
    pages: list[Page] = []
    scans = letters = broken = too_long = 0
    different: set[str] = set()  # what scanners stamp on every page counts once
    for number, page in enumerate(reader.pages):
        progress(Progress("Reading pages", number, count))
        sheet = read_page(page, faces)
        laid = lay_out(sheet)
        pages.append(laid)
        scans += sheet.pictured >= PICTURED
        broken += not sheet.is_whole
        too_long += sheet.is_too_long
        different.update(line.text for line in laid.lines)
        letters += sum(len(line.text) for line in laid.lines)
    progress(Progress("Reading pages", count, count))
    if not letters and too_long:
        raise Refusal(
            "draws more on a page than can be read, and no words before that: print it to a new "
            "PDF, or run it through OCR, for example with ocrmypdf --force-ocr."
        )
    if not letters and broken:
        raise Refusal("is damaged or cut off: fetch or make it again (no page can be read).")
    if not letters or (scans >= SCANS * count and sum(map(len, different)) <= SCAN_LETTERS * count):
        raise Refusal(NO_TEXT)
    unknown = sum(len(GARBAGE.findall(line.text)) for page in pages for line in page.lines)
    if unknown >= UNREADABLE * letters:
        raise Refusal(
            "cannot be read: its letters cannot be told, as the PDF lacks the table from shapes to "
            "characters. Print it to a new PDF or run it through OCR, for example with "
            "ocrmypdf --force-ocr."
        )
    return pages


def _put_together(
    pages: list[Page], title: str, outline: list[OutlineEntry], labels: list[str]
) -> Extraction:
    left = left_out(pages, labels, title)
    texts: list[list[Line]] = [
        [line for line in page.lines if (number, line.row) not in left.out | left.aside]
        for number, page in enumerate(pages)
    ]
    style = Style.of(texts)
    found = []
    for number, (page, lines) in enumerate(zip(pages, texts, strict=True)):
        asides = [line for line in page.lines if (number, line.row) in left.aside]
        for draft in drafts(number, asides, style):
            draft.is_aside, draft.kind = True, "paragraph"
            found.append(draft)
        blocks = drafts(number, lines, style)
        mark_notes(blocks, style)
        found += blocks
    found = mark_headings(found, style, outline)
    unmarked(found)
    flow = mended(found, column_edges(texts))
    spellings = Spellings.of(line.text for lines in texts for line in lines)
    return put_together(flow, len(pages), spellings).extraction(title)


def _title(reader: "PdfReader") -> str:
    """The title that the file gives itself, or "" if a program made it up."""
    for source in (_info_title, _xmp_title):
        try:
            title = cleaned(source(reader))
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001, S112  # metadata is no text: broken, it is not there
            continue
        if told(title) and UNKNOWN not in title:
            return title
    return ""


def _info_title(reader: "PdfReader") -> str:
    return str((reader.metadata and reader.metadata.title) or "")


def _xmp_title(reader: "PdfReader") -> str:
    titles = (reader.xmp_metadata and reader.xmp_metadata.dc_title) or {}
    return str(titles.get("x-default") or next(iter(titles.values()), ""))


def _outline(reader: "PdfReader") -> list[OutlineEntry]:
    """The bookmarks that lead to a page, in their order."""
    entries: list[OutlineEntry] = []

    def walk(items: list[Any], level: int) -> None:
        for item in items:
            if isinstance(item, list):
                walk(item, level + 1)
                continue
            page = reader.get_destination_page_number(item)
            title = cleaned(str(item.title))
            if page is not None and title:
                entries.append(OutlineEntry(title, page, min(level, LEVELS)))

    try:
        walk(reader.outline, 1)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001  # a broken outline leaves headings to the type
        return []
    return entries


def _labels(reader: "PdfReader") -> list[str]:
    """What each page calls itself."""
    try:
        return reader.page_labels
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001  # broken labels are no labels
        return []
