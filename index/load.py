"""From bytes to a ``Document``: the canonical text is made here, once.

The text of a .txt or .md file is its decoded bytes, unchanged. Decoding tries a byte order
mark, then UTF-8, then charset-normalizer's best guess; only what is left undecodable becomes
U+FFFD. This file does not look at the text's structure beyond its title (``blocks.py`` does),
and reads no other format yet.
"""

import codecs
import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path

from index.document import Document
from index.errors import UnreadableFile

MAX_BYTES = 50_000_000  # a 20,000-page book in plain text is about this large
TITLE_LENGTH = 120  # code points; a longer first line is a paragraph, not a title

TEXT_NAME = "Untitled.txt"  # of what comes as text, without a file

FORMATS = {".txt": "txt", ".text": "txt", ".md": "md", ".markdown": "md"}

# First bytes of files that people drop in under any name, and what to call them.
SIGNATURES = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a ZIP archive or an Office file",
    b"\xd0\xcf\x11\xe0": "an old Office file",
    b"{\\rtf": "an RTF file",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
    b"GIF8": "an image",
    b"\x7fELF": "a program",
    b"\x1f\x8b": "a compressed archive",
    b"SQLite format 3\x00": "a database",
}

# The longer mark first: UTF-32's begins with UTF-16's.
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes as they were handed in.

    Attributes:
        name: the file name, for its ending and as the last resort for a title.
        path: absolute path, or "" for text and uploads.
        title: the title that the caller chose, or "".
        encoding: of the bytes where it is known for sure, else "": then it is worked out, and
            bytes that are no text are refused.
        password: opens the file if it is encrypted.
    """

    data: bytes
    name: str
    path: str = ""
    title: str = ""
    encoding: str = ""
    password: str = ""

    @classmethod
    def from_path(cls, path: str | os.PathLike[str], *, password: str = "") -> "Source":
        """Read a file.

        Raises:
            UnreadableFile: missing, a folder, not a regular file, too large, not permitted.
        """
        # Unlike pathlib's, these keep symbolic links, and "~nobody" as it is.
        file = Path(os.path.abspath(os.path.expanduser(path)))  # noqa: PTH100, PTH111
        shown = _storable(str(file))
        try:
            if file.is_dir():
                raise UnreadableFile(f"{shown} is a folder: name the files in it one by one.")
            if not file.exists():
                raise UnreadableFile(f"There is no file at {shown}: check the path.")
            if not file.is_file():
                raise UnreadableFile(f"{shown} is not a regular file: copy its content into one.")
            with file.open("rb") as stream:
                data = stream.read(MAX_BYTES + 1)
        except OSError as error:
            raise UnreadableFile(f"{shown} cannot be read: {error.strerror}.") from error
        return cls(data, _storable(file.name), path=shown, password=password)

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
        return cls(data, TEXT_NAME, title=_storable(title), encoding="utf-8")


def load(source: Source) -> Document:
    r"""Make the document that everything else cites.

    Raises:
        UnreadableFile: too large, of a format that is not read, or without any text.

    >>> document = load(Source(b"A title\n\nIt rained. We stayed.", "notes.txt"))
    >>> document.title, document.text[9:19], document.encoding
    ('A title', 'It rained.', 'utf-8')
    """
    shown = "The text" if source.name == TEXT_NAME else _storable(source.name) or "A nameless file"
    if len(source.data) > MAX_BYTES:
        raise UnreadableFile(
            f"{shown} is larger than {MAX_BYTES // 1_000_000} MB: split it into parts."
        )
    if source.encoding:
        text, encoding = source.data.decode(source.encoding), source.encoding
    else:
        _refuse_signatures(source.data, shown)
        text, encoding = decode(source.data)
        if text.count("\ufffd") + text.count("\0") > len(text) / 3:
            raise UnreadableFile(f"{shown} does not hold text: save it as UTF-8 text first.")
    if not text.strip():
        raise UnreadableFile(f"{shown} has no text in it: add one that has some.")
    format_ = _format(source.name, shown)
    origin = b"path\0" + source.path.encode() if source.path else b"bytes\0" + source.data
    return Document(
        id=hashlib.sha256(origin).hexdigest()[:16],
        title=source.title or _title(text, format_) or _storable(Path(source.name).stem),
        text=text,
        text_sha256=hashlib.sha256(text.encode()).hexdigest(),
        pages=(),
        format=format_,
        encoding=encoding,
        source=source.path,
    )


def decode(data: bytes) -> tuple[str, str]:
    """The text of some bytes, and the name of the encoding that gave it.

    >>> decode("naïve".encode("utf-16"))
    ('naïve', 'utf-16')
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace"), encoding
    try:
        return data.decode(), "utf-8"
    except UnicodeDecodeError:
        # Slow to import, and nine files in ten never come here.
        from charset_normalizer import from_bytes

        best = from_bytes(data).best()
        encoding = codecs.lookup(best.encoding).name if best else "utf-8"
        return data.decode(encoding, errors="replace"), encoding


def _refuse_signatures(data: bytes, shown: str) -> None:
    for signature, kind in SIGNATURES.items():
        if data.startswith(signature):
            raise UnreadableFile(
                f"{shown} is {kind}, which is not read yet: save it as .txt or .md first."
            )


def _format(name: str, shown: str) -> str:
    suffix = Path(name).suffix.lower()
    if suffix not in FORMATS:
        ending = f"ends in {suffix}" if suffix else "has no ending"
        raise UnreadableFile(f"{shown} {ending}, which is not read: save it as .txt or .md first.")
    return FORMATS[suffix]


def _title(text: str, format_: str) -> str:
    """The document's own title: a Markdown heading, or a short first line that stands alone."""
    if format_ == "md":
        from index.blocks import first_heading

        return first_heading(text)[:TITLE_LENGTH]
    first, _, rest = text.strip().partition("\n")
    first = re.sub(r"[\x00-\x1f\x7f\s]+", " ", first).strip()
    ends_a_sentence = first.endswith((".", "!", "?", ":", ";", ",", "。"))
    if rest.strip() and len(first) <= TITLE_LENGTH and not ends_a_sentence:
        return first
    return ""


def _storable(name: str) -> str:
    """A name as text that can be stored: what no encoding holds is spelt out in ASCII."""
    return name.encode(errors="backslashreplace").decode()
