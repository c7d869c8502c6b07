"""From bytes to a ``Document``: the canonical text is made here, once.

What the bytes are is told by their content (``formats/detect.py``), what they say by one reader a
format. The text of plain text, Markdown and CSV files is their decoded bytes, unchanged; that of
every other format is its reader's extraction. This file knows no format itself.
"""

import hashlib
import os
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from index.document import DECODED, Document, shortened
from index.errors import LockedFile, UnreadableFile
from index.formats import blocks_of, title_of
from index.formats.decode import decode
from index.formats.detect import Format, detect
from index.formats.extraction import Extraction, Locked, Refusal, cleaned
from index.formats.titles import told
from index.progress import OnProgress, silent
from index.words import storable_name

MAX_BYTES = 200_000_000  # of a file: a book with many pictures in it
MAX_TEXT_BYTES = 50_000_000  # of a text: a 20,000-page book in plain text is about this large
XML_NO_MEMORY = 2  # lxml's code of a syntax error that is none (libxml2's XML_ERR_NO_MEMORY)

TEXT_NAME = "Untitled.txt"  # of what comes as text, without a file

# What people call a file of each format, inside a sentence.
NAMES: dict[str, str] = {
    "txt": "plain text",
    "md": "Markdown file",
    "csv": "table",
    "pdf": "PDF",
    "docx": "Word file",
    "html": "web page",
    "mhtml": "saved web page",
    "epub": "EPUB",
    "odt": "OpenDocument text",
}


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes as they were handed in.

    Attributes:
        name: the file name, a hint at the format and the last resort for a title.
        path: absolute path, or "" for text and uploads.
        title: the title that the caller chose, or "".
        encoding: of the bytes where they are known to be text; else "": then both is worked out.
        password: opens an encrypted PDF.
    """

    data: bytes
    name: str
    path: str = ""
    title: str = ""
    encoding: str = ""
    password: str = field(default="", repr=False)

    @classmethod
    def from_path(cls, path: str | os.PathLike[str], *, password: str = "") -> "Source":
        """Read a file.

        Raises:
            UnreadableFile: missing, a folder, not a regular file, too large, not permitted.
        """
        # Unlike pathlib's, these keep symbolic links, and "~nobody" as it is.
        file = Path(os.path.abspath(os.path.expanduser(path)))  # noqa: PTH100, PTH111
        shown = storable_name(str(file))
        try:
            if file.is_dir():
                raise UnreadableFile(
                    f"{shown} is a folder: name the files in it, or use footnote add."
                )
            if not file.exists():
                raise UnreadableFile(f"There is no file at {shown}: check the path.")
            if not file.is_file():
                raise UnreadableFile(f"{shown} is not a regular file: copy its content into one.")
            # Meanwhile it may have become a pipe, which would wait for somebody to write into it.
            with open(os.open(file, os.O_RDONLY | os.O_NONBLOCK), "rb") as stream:  # noqa: PTH123
                data = _read_regular(stream, shown)
        except OSError as error:
            raise UnreadableFile(f"{shown} cannot be read: {error.strerror}.") from error
        return cls(data, storable_name(file.name), path=shown, password=password)

    @classmethod
    def from_text(cls, text: str, title: str = "") -> "Source":
        """Take a text that is in no file.

        Raises:
            UnreadableFile: the text holds half of a surrogate pair.
        """
        try:
            data = text.encode()
        except UnicodeEncodeError as error:
            raise UnreadableFile(
                f"The text has half of a surrogate pair at offset {error.start}, which no file "
                "can hold: decode it properly first."
            ) from error
        return cls(data, TEXT_NAME, title=storable_name(title), encoding="utf-8")

    @property
    def shown(self) -> str:
        """What to call it in a sentence."""
        if self.name == TEXT_NAME:
            return "The text"
        return shortened(cleaned(storable_name(self.name))) or "A nameless file"

    @property
    def document_id(self) -> str:
        """The id of the document that it is or becomes: of its path, else of its bytes."""
        digest = hashlib.sha256(b"path\0" if self.path else b"bytes\0")
        digest.update(self.path.encode() if self.path else self.data)
        return digest.hexdigest()[:16]


def _read_regular(stream: IO[bytes], shown: str) -> bytes:
    """The bytes of a regular file, at most one more than ``MAX_BYTES``."""
    mode = os.fstat(stream.fileno()).st_mode
    if not stat.S_ISREG(mode):
        raise UnreadableFile(f"{shown} is not a regular file: copy its content into one.")
    return stream.read(MAX_BYTES + 1) or b""  # None: what the system makes up has nothing now


def check_size(source: Source) -> None:
    """Refuse what is too large to be looked at.

    Raises:
        UnreadableFile: larger than ``MAX_BYTES``.
    """
    if len(source.data) > MAX_BYTES:
        raise UnreadableFile(
            f"{source.shown} is larger than {MAX_BYTES // 1_000_000} MB: split it into parts."
        )


def format_of(source: Source) -> Format:
    """What the bytes are.

    Raises:
        UnreadableFile: too large, or nothing that is read.
    """
    check_size(source)
    if source.encoding:
        return "txt"
    try:
        return detect(source.data, source.name)
    except Refusal as refusal:
        raise UnreadableFile(f"{source.shown} {refusal}") from refusal


def load(source: Source, progress: OnProgress = silent) -> Document:
    r"""Make the document that everything else cites.

    Raises:
        LockedFile: encrypted, and its password is missing or wrong.
        UnreadableFile: too large, of a format that is not read, damaged, or without any text.
        MemoryError: reading it takes more than there is.

    >>> document = load(Source(b"A title\n\nIt rained. We stayed.", "notes.txt"))
    >>> document.title, document.text[9:19], document.encoding
    ('A title', 'It rained.', 'utf-8')
    """
    format_ = format_of(source)
    try:
        extraction = _read(format_, source, progress)
    except Locked as refusal:
        raise LockedFile(f"{source.shown} {refusal}") from refusal
    except Refusal as refusal:
        raise UnreadableFile(f"{source.shown} {refusal}") from refusal
    except MemoryError:
        raise
    except Exception as error:
        if getattr(error, "code", None) == XML_NO_MEMORY:
            raise MemoryError from error
        # Whatever a parser stumbles over, it is the file: the text formats have none.
        if format_ in DECODED:
            raise
        raise UnreadableFile(
            f"{source.shown} is damaged, or no {NAMES[format_]} ({type(error).__name__}): open it "
            "in the program that made it and save it again."
        ) from error
    if not extraction.text.strip():
        raise UnreadableFile(f"{source.shown} has no text in it: add one that has some.")
    headings = (block.label for block in extraction.blocks if block.kind == "heading")
    return Document(
        id=source.document_id,
        title=source.title
        or shortened(told(extraction.title) or next(headings, ""))
        or shortened(cleaned(storable_name(Path(source.name).stem)))
        or Path(TEXT_NAME).stem,
        text=extraction.text,
        text_sha256=hashlib.sha256(extraction.text.encode()).hexdigest(),
        blocks=extraction.blocks,
        pages=extraction.pages,
        format=format_,
        encoding=extraction.encoding,
        bytes_sha256=hashlib.sha256(source.data).hexdigest(),
        source=source.path,
    )


def _read(  # noqa: PLR0911  # one for each format
    format_: Format, source: Source, progress: OnProgress
) -> Extraction:
    """By the format's own reader; most are slow to import, and a question needs none."""
    match format_:
        case "txt" | "md" | "csv":
            return _decoded(format_, source)
        case "pdf":
            from index.formats import pdf

            return pdf.read(source.data, password=source.password, progress=progress)
        case "docx":
            from index.formats import docx

            return docx.read(source.data)
        case "html":
            from index.formats import html

            return html.read(source.data)
        case "mhtml":
            from index.formats import mhtml

            return mhtml.read(source.data)
        case "epub":
            from index.formats import epub

            return epub.read(source.data)
        case "odt":
            from index.formats import odt

            return odt.read(source.data)


def _decoded(format_: Format, source: Source) -> Extraction:
    """A text that is its decoded bytes, unchanged."""
    if len(source.data) > MAX_TEXT_BYTES:
        raise Refusal(
            f"is a text of more than {MAX_TEXT_BYTES // 1_000_000} MB: split it into parts."
        )
    if source.encoding:
        text, encoding = source.data.decode(source.encoding), source.encoding
    else:
        text, encoding = decode(source.data)
    return Extraction(text, blocks_of(text, format_), title_of(text, format_), encoding=encoding)
