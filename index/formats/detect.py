r"""Which format some bytes are: told by content, the name only decides where content cannot.

A PDF that is called notes.txt is read as a PDF, a text that is called report.pdf as a text. What
no reader takes is refused with what to do instead. Whether a PDF or Word file is whole, or
encrypted, its own reader finds out.
"""

import io
import re
import zipfile
import zlib
from pathlib import PurePath
from typing import Literal

from index.formats.decode import decode
from index.formats.delimited import delimiter
from index.formats.extraction import Refusal

Format = Literal["txt", "md", "csv", "pdf", "docx", "html", "epub", "odt", "mhtml"]

MARKDOWN = frozenset({".md", ".markdown", ".mkd", ".mdown"})
TABLES = frozenset({".csv", ".tsv"})
HTML = frozenset({".html", ".htm", ".xhtml", ".xht"})
# Of formats whose bytes are not the text: text under such a name is read as text, but other
# bytes are a damaged file rather than a binary one.
BINARY = {
    ".pdf": "PDF",
    ".docx": "Word file",
    ".epub": "EPUB",
    ".odt": "OpenDocument text",
}

# Endings that a folder is searched for: documents and tables of text, not programs or settings.
SUFFIXES = frozenset(
    {".txt", ".text", ".log", ".rst", ".adoc", ".asciidoc", ".org", ".tex"}
    | {".mhtml", ".mht"}
    | MARKDOWN
    | TABLES
    | HTML
    | set(BINARY)
)

HEAD_BYTES = 4_096  # looked at for a signature that need not come first
PDF_BYTES = 1_024  # how late a PDF may begin: PDF 1.7, appendix H, note 13
SAMPLE_BYTES = 1_000_000  # decoded to see whether bytes are text
MAX_UNREADABLE = 0.05  # of characters: of chance bytes 0.1 are controls, of broken texts 0.02
CONTENT_TYPES_BYTES = 1_000_000  # read of the list of a ZIP's parts, which may be a trap

# How files begin that are no text, what they are, and what to do with them.
PICTURE = "is a picture: run it through OCR first, for example with tesseract."
SOUND = "is a sound recording: write down what is said first."
FILM = "is a film: write down what is said first."
ARCHIVE = "is an archive: unpack it and add the files in it."
PROGRAM = "is a program, which has no text to read: leave it out."
DATABASE = "is a database: export its tables as CSV first."
FONT = "is a font, which has no text to read: leave it out."
EBOOK = "is a Kindle book: convert it to EPUB first, for example with Calibre."
POSTSCRIPT = "is a PostScript file: turn it into a PDF first, for example with ps2pdf."
SIGNATURES = (
    (rb"\x89PNG\r\n|\xff\xd8\xff|GIF8[79]a|II\*\x00|MM\x00\*|BM.{4}\x00{4}|8BPS", PICTURE),
    (rb"RIFF.{4}WEBP|.{4}ftyp(?:avif|avis|heic|heix|mif1)|\x00\x00\x01\x00[^\x00]\x00", PICTURE),
    (rb"\x00\x00\x00\x0cjP  |\xff\x0a|\xff\x4f\xff\x51", PICTURE),
    (rb"ID3|OggS|fLaC|RIFF.{4}WAVE|MThd|FORM.{4}AIF|\xff[\xfb\xf3\xf2\xf1\xf9]", SOUND),
    (rb".{4}ftypM4A|#!AMR|caff", SOUND),
    (rb".{4}(?:ftyp|moov|mdat)|\x1a\x45\xdf\xa3|RIFF.{4}AVI |\x00\x00\x01[\xba\xb3]|FLV\x01", FILM),
    (rb"0\x26\xb2\x75\x8e\x66\xcf\x11", FILM),
    (rb"\x1f\x8b|BZh[1-9]|\xfd7zXZ\x00|\x28\xb5\x2f\xfd|7z\xbc\xaf\x27\x1c|Rar!\x1a\x07", ARCHIVE),
    (rb".{257}ustar|MSCF\x00|!<arch>\n|\x04\x22\x4d\x18|LZIP\x01|xar!", ARCHIVE),
    (rb"\xc5\xd0\xd3\xc6", POSTSCRIPT),
    (rb"AT&TFORM", "is a DjVu file: turn it into a PDF first, for example with ddjvu."),
    (rb".{60}(?:BOOKMOBI|TEXtREAd)|TPZ", EBOOK),
    (rb"\x7fELF|MZ.{58}|\xcf\xfa\xed\xfe|\xce\xfa\xed\xfe|\xca\xfe\xba\xbe|\x00asm", PROGRAM),
    (rb"SQLite format 3\x00|\x00\x01\x00\x00Standard (?:ACE|Jet) DB|!BDN|PAR1", DATABASE),
    (rb"\x00\x01\x00\x00\x00|OTTO\x00|true\x00|ttcf\x00|wOF[F2]", FONT),
)
PATTERNS = tuple((re.compile(pattern, re.DOTALL), refusal) for pattern, refusal in SIGNATURES)
CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a]")  # a signature with one is that of no text

# Formats that are made of characters, but not of sentences.
MARKUP = {b"{\\rtf": "is an RTF file: save it as .docx first.", b"%!PS": POSTSCRIPT}

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # an old Office file, or an encrypted new one
# A kind of OLE file by the first of these streams that is in it.
OLE_STREAMS = {
    "EncryptedPackage": "is an encrypted Office file: save it without a password first.",
    "__substg1.0_": "is an Outlook message: save it as text or PDF first.",
    "WordDocument": "is an old Word file: save it as .docx first.",
    "PowerPoint Document": "is an old PowerPoint file: save it as a PDF first.",
    "Workbook": "is an old spreadsheet: save it as CSV or PDF first.",
}
ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
EMPTY = "is empty: add a file that has some text in it."
CUT_OFF = "is cut off or damaged: get it again from where it came from."

ZIP_FORMATS: dict[str, Format] = {"docx": "docx", "epub": "epub", "odt": "odt"}
# A ZIP's kind by the first of these files that is in it.
ZIP_MEMBERS = (
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "is a spreadsheet: save it as CSV or PDF first."),
    ("xl/workbook.bin", "is a spreadsheet: save it as CSV or PDF first."),
    ("ppt/presentation.xml", "is a presentation: save it as a PDF first."),
    ("visio/document.xml", "is a drawing: save it as a PDF first."),
    ("Index/Document.iwa", "is an Apple iWork file: export it as .docx or PDF first."),
    ("META-INF/container.xml", "epub"),
)
MIME_TYPES = {
    "application/epub+zip": "epub",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.text-template": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": ZIP_MEMBERS[1][1],
    "application/vnd.oasis.opendocument.presentation": ZIP_MEMBERS[3][1],
    "application/vnd.oasis.opendocument.graphics": ZIP_MEMBERS[4][1],
}
WORD_TYPE = re.compile(
    rb"application/vnd\.(?:openxmlformats-officedocument\.wordprocessingml|ms-word)"
    rb"\.(?:document|template)(?:\.macroEnabled)?(?:\.main|MacroEnabled\.main)\+xml",
    re.IGNORECASE,
)

# What may stand before a page's first tag: a byte order mark, the XML declaration, comments.
BEFORE_HTML = re.compile(r"\ufeff?(?:\s+|<\?xml[^>]{0,200}\?>|<!--(?:[^-]|-(?!->)){0,2000}-->)*")
HTML_BEGIN = re.compile(r"<!doctype\s+html|<(?:html|head|body)[\s>]", re.IGNORECASE)
TAG = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>", re.IGNORECASE)
HEADER_LINES = re.compile(r"(?:From [^\n]*\n)?(?:[\w-]+:[^\n]*\n|[ \t][^\n]*\n)*")
MULTIPART = re.compile(r"^content-type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)
# Of a mail that has attachments, or is not written in its own characters. All of these headers.
MAIL_HEADERS = tuple(
    re.compile(rf"^(?:{header})", re.IGNORECASE | re.MULTILINE)
    for header in (
        "from:|received:|message-id:",
        "mime-version:",
        r"content-type:\s*multipart/|content-transfer-encoding:\s*(?:base64|quoted-printable)",
    )
)
MAIL = "is a saved mail: save it as text, HTML or PDF first."
UNREADABLE = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd]")


def detect(data: bytes, name: str) -> Format:
    r"""The format of some bytes.

    Args:
        data: the whole file.
        name: what the file is called, for its ending.

    Raises:
        Refusal: the bytes are nothing that is read.

    >>> detect(b"%PDF-1.7 ...", "notes.txt"), detect(b"# Notes", "a.md"), detect(b"Notes", "a.pdf")
    ('pdf', 'md', 'txt')
    """
    if not data.strip(b"\0 \t\r\n"):
        raise Refusal(EMPTY)
    if _is_pdf(data):
        return "pdf"
    if data.startswith(ZIP):
        return _zip_format(data)
    if data.startswith(OLE):
        kinds = (kind for name, kind in OLE_STREAMS.items() if name.encode("utf-16-le") in data)
        raise Refusal(next(kinds, "is an old Office file: save it as .docx or PDF first."))
    suffix = PurePath(name).suffix.lower()
    text = decode(data[:SAMPLE_BYTES]).text
    _refuse_what_is_no_text(data, text, suffix)
    return _text_format(text, suffix)


def _is_pdf(data: bytes) -> bool:
    # Within a text that is about PDFs nothing ends a PDF.
    place = data.find(b"%PDF-", 0, PDF_BYTES)
    return place == 0 or (place > 0 and (b"startxref" in data or b" obj" in data))


def _zip_format(data: bytes) -> Format:
    kind = ARCHIVE
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            by_name = (kind for member, kind in ZIP_MEMBERS if member in names)
            if "mimetype" in names:
                with archive.open("mimetype") as member:
                    mime = member.read(HEAD_BYTES).decode("ascii", "replace").strip()
                kind = MIME_TYPES.get(mime, ARCHIVE)
            elif "[Content_Types].xml" in names:
                with archive.open("[Content_Types].xml") as member:
                    is_word = WORD_TYPE.search(member.read(CONTENT_TYPES_BYTES))
                kind = "docx" if is_word else next(by_name, ARCHIVE)
            else:
                kind = next(by_name, ARCHIVE)
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise Refusal(CUT_OFF) from error
    except (RuntimeError, NotImplementedError):
        kind = ARCHIVE  # a password, or an odd way of packing: none of ours
    if kind in ZIP_FORMATS:
        return ZIP_FORMATS[kind]
    raise Refusal(kind)


def _refuse_what_is_no_text(data: bytes, text: str, suffix: str) -> None:
    if not text.strip():
        raise Refusal(EMPTY)
    for signature, refusal in MARKUP.items():
        if data.startswith(signature):
            raise Refusal(refusal)
    is_text = len(UNREADABLE.findall(text)) <= MAX_UNREADABLE * len(text)
    for pattern, refusal in PATTERNS:
        found = pattern.match(data)
        if found and (CONTROL.search(found[0]) or not is_text):
            raise Refusal(refusal)
    if not is_text and suffix in BINARY:
        raise Refusal(f"is damaged, or no {BINARY[suffix]}: get it again from where it came from.")
    if not is_text:
        raise Refusal("does not hold text: save it as a PDF or as UTF-8 text first.")


def _text_format(text: str, suffix: str) -> Format:
    before = BEFORE_HTML.match(text)
    if HTML_BEGIN.match(text, before.end() if before else 0):
        return "html"
    if suffix in HTML and TAG.search(text):
        return "html"
    headers = HEADER_LINES.match(text.replace("\r\n", "\n"))
    if headers and MULTIPART.search(headers[0]):
        return "mhtml"
    if headers and all(header.search(headers[0]) for header in MAIL_HEADERS):
        raise Refusal(MAIL)
    if suffix in TABLES and delimiter(text):
        return "csv"
    return "md" if suffix in MARKDOWN else "txt"
