"""What a book's text is."""

import pytest

from index.formats import epub
from index.formats.extraction import Refusal
from tests.formats_laws import check, shown
from tests.made_office import epub_members, zipped

CHAPTERS = {
    "b": '<h1>One&#160;rain</h1><p>It <span epub:type="pagebreak">7</span>rained.<br/></p>'
    '<nav epub:type="toc"><ol><li>One rain</li></ol></nav>',
    "a b": '<h1>Two</h1><p>Again<a href="#n">1</a>.</p><ul><li>wet</li></ul>'
    '<aside epub:type="footnote" id="n"><p>All day.</p></aside><nav><p>kept: no contents</p></nav>',
}


def encryption(algorithm: str, uri: str) -> str:
    return (
        '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" '
        'xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData>'
        f'<enc:EncryptionMethod Algorithm="{algorithm}"/><enc:CipherData>'
        f'<enc:CipherReference URI="{uri}"/></enc:CipherData></enc:EncryptedData></encryption>'
    )


def test_chapters_come_in_reading_order() -> None:
    """The spine's order, not the zip's; no contents, no page numbers; a lost chapter is passed."""
    members = epub_members(CHAPTERS, "Rain &amp; more")
    package = members["OEBPS/book.opf"]
    assert isinstance(package, str)
    members["OEBPS/book.opf"] = package.replace("text/a b", "text/a%20b")
    extraction = check(epub.read, zipped(dict(reversed(members.items()))))
    assert extraction.title == "Rain & more"
    assert shown(extraction) == [
        ("heading", 1, "One rain"),
        ("paragraph", 0, "It rained."),
        ("heading", 1, "Two"),
        ("paragraph", 0, "Again1."),
        ("item", 1, "wet"),
        ("note", 0, "All day."),
        ("paragraph", 0, "kept: no contents"),
    ]


def test_protected_books_are_refused_and_scrambled_fonts_are_not() -> None:
    """It is the chapters that must be readable."""
    members = epub_members(CHAPTERS)
    font = {
        "META-INF/encryption.xml": encryption("http://www.idpf.org/2008/embedding", "OEBPS/a.ttf")
    }
    assert epub.read(zipped(members | font)).blocks
    text = {"META-INF/encryption.xml": encryption("aes128-cbc", "OEBPS/text/b.xhtml")}
    with pytest.raises(Refusal, match="protected against copying"):
        epub.read(zipped(members | text))


def test_what_is_no_book_says_so() -> None:
    """A zip without a container, and one whose container leads nowhere."""
    members = epub_members(CHAPTERS)
    for lost in ("META-INF/container.xml", "OEBPS/book.opf"):
        with pytest.raises(Refusal, match="has no book in it"):
            epub.read(zipped({name: part for name, part in members.items() if name != lost}))
