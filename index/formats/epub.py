"""EPUB books: the chapters in reading order, each a page of XHTML read whole.

The table of contents and page numbers are left out. A book has no pages of its own, so there are
none here. Books that are protected against copying are refused, not opened.
"""

import posixpath
from typing import NamedTuple
from urllib.parse import unquote

from index.formats import html
from index.formats.archive import Archive, Element, xml
from index.formats.extraction import Builder, Extraction, Refusal
from index.formats.markup import empty_hidden, write
from index.formats.signs import settle_signs

CONTAINER = "META-INF/container.xml"
ENCRYPTION = "META-INF/encryption.xml"
PAGES = ("application/xhtml+xml", "text/html", "text/x-oeb1-document")  # media types of chapters


def read(data: bytes) -> Extraction:
    """The text of a book.

    Args:
        data: the bytes of the file.

    Raises:
        Refusal: it is protected against copying, no book, or unpacks to too much.
    """
    archive = Archive(data)
    names = set(archive.names())
    book = _book(archive, names)
    if ENCRYPTION in names:
        encrypted = {
            unquote(reference.get("URI") or "")
            for reference in xml(archive.read(ENCRYPTION)).iter("{*}CipherReference")
        }
        # Fonts are often scrambled, as their licences demand; that protects no text.
        if not encrypted.isdisjoint(book.chapters):
            raise Refusal("is protected against copying (DRM): get a copy without that first.")
    built = Builder()
    for chapter in book.chapters:
        if chapter in names:
            page = html.parsed(html.decoded(archive.read(chapter))[0])
            if page is not None:
                empty_hidden(page)
                settle_signs(page)
                write(page, built)
    return built.extraction(book.title)


class _Book(NamedTuple):
    """A book's title, and the names of its chapters in the zip, in reading order."""

    title: str
    chapters: tuple[str, ...]


def _book(archive: Archive, names: set[str]) -> _Book:
    roots = xml(archive.read(CONTAINER)).iter("{*}rootfile") if CONTAINER in names else ()
    path = next((root.get("full-path") for root in roots), None)
    if path not in names:
        raise Refusal("has no book in it: save it as EPUB again from the program it is from.")
    package = xml(archive.read(path))
    items = {item.get("id"): item for item in package.iter("{*}item")}
    contents = {
        reference.get("href")
        for reference in package.iter("{*}reference")
        if reference.get("type") == "toc"
    }
    spine = [items.get(reference.get("idref")) for reference in package.iter("{*}itemref")]
    chapters = (
        posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(item.get("href") or "")))
        for item in spine
        if item is not None and _is_chapter(item) and item.get("href") not in contents
    )
    title = next(package.iter("{http://purl.org/dc/elements/1.1/}title"), None)
    return _Book("".join(title.itertext()) if title is not None else "", tuple(chapters))


def _is_chapter(item: Element) -> bool:
    is_contents = "nav" in (item.get("properties") or "").split()
    return item.get("media-type") in PAGES and not is_contents
