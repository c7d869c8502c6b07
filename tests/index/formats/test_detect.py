"""Which format some bytes are."""

import hashlib
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.formats.detect import SUFFIXES, detect
from index.formats.extraction import Refusal
from tests.made_languages import TEXTS

WORD = (
    b'<Types><Override PartName="/w/main.xml" ContentType="application/vnd.openxmlformats-'
    b'officedocument.wordprocessingml.document.main+xml"/></Types>'
)
MHTML = (
    b"From: <Saved by Blink>\r\nSubject: A page\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="x"\r\n\r\n--x\r\n'
)
MAIL = b"Received: x\r\nFrom: Anna\r\nMIME-Version: 1.0\r\n%b\r\n\r\nSGVsbG8="
PAGE = "<!DOCTYPE html><html><body><p>Größe</p></body></html>"
CHANCE = b"".join(hashlib.sha256(bytes([n])).digest() for n in range(160))


def _zipped(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def _ole(stream: str) -> bytes:
    directory = stream.encode("utf-16-le").ljust(128, b"\0")
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + directory


DOCX = _zipped(**{"[Content_Types].xml": WORD, "w/main.xml": CHANCE})


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (b"%PDF-1.7\n...", "report.pdf", "pdf"),
        (b"%PDF-1.7\n...", "notes.txt", "pdf"),
        (b"\r\n junk %PDF-1.4\n1 0 obj\n", "x", "pdf"),
        (b"A file that begins with %PDF-1.7 is a PDF.", "about.txt", "txt"),
        (b"A text, whatever its name says.", "report.pdf", "txt"),
        (DOCX, "letter.docx", "docx"),
        (DOCX, "letter.zip", "docx"),
        (_zipped(**{"word/document.xml": b"<w/>"}), "old.docx", "docx"),
        (_zipped(mimetype=b"application/epub+zip"), "book.zip", "epub"),
        (_zipped(**{"META-INF/container.xml": b"<c/>"}), "book.epub", "epub"),
        (_zipped(mimetype=b"application/vnd.oasis.opendocument.text"), "x.odt", "odt"),
        (PAGE.encode(), "page.txt", "html"),
        (PAGE.encode("utf-16"), "page", "html"),
        (PAGE.encode("cp1252"), "page.md", "html"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- a -- b -->\n<html lang='en'>", "p.txt", "html"),
        (b"<p>Only a paragraph.</p>", "part.html", "html"),
        (b"<p>Only a paragraph.</p>", "part.txt", "txt"),
        (b"2 < 3 and no tag", "part.html", "txt"),
        (b"<!-- a badge -->\n<p align=center>\n\n# Title", "README.md", "md"),
        (MHTML, "page.mht", "mhtml"),
        (MHTML, "page.txt", "mhtml"),
        (b"From: Anna\nTo: Tom\n\nContent-Type: multipart/related is a header.", "m.eml", "txt"),
        (MAIL % b"Content-Transfer-Encoding: 8bit", "m.eml", "txt"),
        (MAIL % b"X: y\r\n\r\nContent-Transfer-Encoding: base64", "m.eml", "txt"),
        (b"# A title", "notes.Markdown", "md"),
        (b"# A title", "notes.MKD", "md"),
        (b"# A title", "notes", "txt"),
        (b"name,year\nBess,1851\n", "boats.csv", "csv"),
        (b"name\tyear\nBess\t1851\n", "boats.TSV", "csv"),
        (b"name,year\nBess,1851\n", "boats.txt", "txt"),
        (b"It rained, and we stayed.\nHe left.\nNo, he did, I saw it.\n", "prose.csv", "txt"),
        (b"{}", "settings.json", "txt"),
        (b"BMW, MZ and ID3 are names.", "names.txt", "txt"),
        ("ясно и ярко".encode("cp1251"), "note.txt", "txt"),
        (b"\x1b[31mred\x1b[0m and \x1b[32mgreen\x1b[0m", "colours.log", "txt"),
    ],
)
def test_formats(data: bytes, name: str, expected: str) -> None:
    """The content decides; the name does where text may be either."""
    assert detect(data, name) == expected


@pytest.mark.parametrize(
    ("data", "name", "hint"),
    [
        (b"", "empty.txt", "is empty"),
        (b" \n\t ", "blank.md", "is empty"),
        (b"\xef\xbb\xbf\r\n", "mark.txt", "is empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "photo.txt", "OCR"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0" + CHANCE, "photo.jpg", "is a picture"),
        (b"GIF89a\x01\0\x01\0" + CHANCE, "photo.gif", "is a picture"),
        (b"RIFF\0\0\0\0WEBPVP8 " + CHANCE, "photo.webp", "is a picture"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "photo.heic", "is a picture"),
        (b"II*\0\x08\0\0\0", "scan.tif", "is a picture"),
        (b"ID3\x04\0\0" + CHANCE, "talk.mp3", "sound"),
        (b"RIFF\x24\0\0\0WAVEfmt ", "talk.wav", "sound"),
        (b"\0\0\0\x20ftypisom\0\0\x02\0", "film.mp4", "film"),
        (b"\x1aE\xdf\xa3" + CHANCE, "film.mkv", "film"),
        (b"\x1f\x8b\x08\0" + CHANCE, "notes.txt.gz", "archive: unpack it"),
        (b"7z\xbc\xaf\x27\x1c" + CHANCE, "a.7z", "archive"),
        (b"Rar!\x1a\x07\x01\0", "a.rar", "archive"),
        (b"a.txt".ljust(257, b"\0") + b"ustar\0" + b"text " * 9_000, "a.tar", "archive"),
        (_zipped(**{"a.txt": b"hello"}), "a.zip", "unpack it and add the files"),
        (_zipped(mimetype=b"image/openraster"), "a.ora", "archive"),
        (DOCX[:-200], "cut.docx", "cut off or damaged"),
        (b"PK\x03\x04....", "report.md", "cut off or damaged"),
        (_zipped(**{"xl/workbook.xml": b"<w/>"}), "a.xlsx", "spreadsheet: save it as CSV"),
        (_zipped(**{"ppt/presentation.xml": b"<p/>"}), "a.pptx", "presentation"),
        (_zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "a.ods", "CSV"),
        (_ole("EncryptedPackage"), "a.docx", "encrypted Office file: save it without a pass"),
        (_ole("WordDocument"), "a.doc", "save it as .docx"),
        (_ole("Workbook"), "a.xls", "spreadsheet"),
        (_ole("__substg1.0_001A001E"), "a.msg", "Outlook"),
        (_ole("Contents"), "a.pub", "old Office file"),
        (b"{\\rtf1\\ansi Hello}", "a.rtf", "RTF"),
        (b"%!PS-Adobe-3.0\n", "a.ps", "ps2pdf"),
        (b"AT&TFORM\0\0\0\0DJVU", "a.djvu", "DjVu"),
        (b"\0" * 60 + b"BOOKMOBI" + CHANCE, "a.azw", "Kindle"),
        (b"\x7fELF\x02\x01\x01\0", "a.out", "program"),
        (b"MZ\x90\0\x03" + b"\0" * 60 + CHANCE, "a.exe", "program"),
        (b"SQLite format 3\0" + CHANCE, "a.db", "database"),
        (b"wOF2\0\x01\0\0" + CHANCE, "a.woff2", "font"),
        (MAIL % b"Content-Transfer-Encoding: base64", "mail.eml", "saved mail: save it as text"),
        (MAIL % b"Content-Type: Multipart/mixed;\r\n boundary=x", "mail.txt", "saved mail"),
        (b"From anna@x.org Mon May 6\n" + MAIL % b"Content-Type: multipart/mixed", "mbox", "mail"),
        (CHANCE, "report.pdf", "damaged, or no PDF"),
        (CHANCE, "letter.docx", "damaged, or no Word file"),
        (CHANCE, "noise", "does not hold text"),
        (b"\0" * 500 + b"abc", "core.txt", "does not hold text"),
    ],
)
def test_what_is_not_read(data: bytes, name: str, hint: str) -> None:
    """Bad input: what it is and what to do, in one sentence."""
    with pytest.raises(Refusal, match=hint) as caught:
        detect(data, name)
    assert str(caught.value).endswith(".")
    assert ":" in str(caught.value)


@pytest.mark.parametrize(("language", "encoding"), [(n, e) for n in TEXTS for e in TEXTS[n][0]])
def test_any_encoding_is_text(language: str, encoding: str) -> None:
    """Text in an old encoding is text, and in UTF-16 as well."""
    text = TEXTS[language][1]
    assert detect(text.encode(encoding), "old.txt") == "txt"
    assert detect(text.encode("utf-16"), "new.dat") == "txt"


@given(st.binary(max_size=200), st.sampled_from(["a.txt", "a.md", "a.pdf", "a.docx", "a.html", ""]))
def test_any_bytes_have_a_format_or_a_refusal(data: bytes, name: str) -> None:
    """Bad input: nothing but a refusal escapes, whatever the bytes."""
    for start in (b"", b"PK\x03\x04", b"<!--", b"A: b\n"):
        assert _outcome(start + data, name) == _outcome(start + data, name)


def _outcome(data: bytes, name: str) -> str:
    try:
        return detect(data, name)
    except Refusal as refusal:
        return str(refusal)


def test_suffixes() -> None:
    """A folder is searched for documents, by endings in small letters with their dot."""
    assert {".txt", ".md", ".pdf", ".docx", ".html", ".epub", ".odt", ".mht", ".csv"} <= SUFFIXES
    assert all(suffix == suffix.lower() and suffix[0] == "." for suffix in SUFFIXES)
    assert not {".zip", ".png", ".py", ".xlsx", ".json"} & SUFFIXES
