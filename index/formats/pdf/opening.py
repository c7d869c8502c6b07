"""The bytes of a PDF → an open document: decrypted, and mended where it was cut off."""

import re
from io import BytesIO
from typing import TYPE_CHECKING

from index.formats.extraction import Locked, Refusal, cleaned

if TYPE_CHECKING:
    from pypdf import PdfReader

MAX_PAGES = 20_000  # the longest books and laws have about 5,000
OBJECT = re.compile(rb"(?<![^\r\n])(\d{1,7}) 0 obj\b")
TREE_OBJECT = re.compile(
    rb"(?<![^\r\n])(\d{1,7}) 0 obj\s*<<(?:(?!endobj|stream).){0,2000}?"
    rb"/Type\s*/(Catalog|Pages|Page)\b",
    re.DOTALL,
)


def opened_document(data: bytes, password: str) -> "PdfReader":
    """The document, decrypted."""
    from pypdf import PasswordType

    try:
        reader = _parsed(data)
        # Files that only their owner may change open with an empty password.
        is_open = not reader.is_encrypted or any(
            reader.decrypt(key) != PasswordType.NOT_DECRYPTED for key in (password, "")
        )
        count = len(reader.pages) if is_open else 0
    except MemoryError:
        raise
    except Exception as error:  # a broken file leads pypdf into any error
        raise Refusal(f"is damaged or cut off: fetch or make it again ({_said(error)}).") from error
    if not is_open:
        raise Locked(
            "is encrypted, and the password does not open it: check the password."
            if password
            else "is encrypted: give its password (footnote add FILE --password -)."
        )
    if not count:
        raise Refusal("has no pages in it: it is empty, or damaged.")
    if count > MAX_PAGES:
        raise Refusal(f"has more than {MAX_PAGES:,} pages: split it into parts.")
    return reader


def _parsed(data: bytes) -> "PdfReader":
    """The document, its table of objects made anew where that is lost."""
    from pypdf import PdfReader

    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted or len(reader.pages):
            return reader
    except MemoryError:
        raise
    except Exception:  # a broken file leads pypdf into any error
        mended = _mended(data)
        if not mended:
            raise
        return PdfReader(BytesIO(mended))
    return reader


def _mended(data: bytes) -> bytes:
    """A file that was cut off, with a table of the objects that are in it.

    If its list of pages is lost, all its pages are taken, in the order in which they were written.
    What was compressed into streams of objects stays lost; b"" if that is all.
    """
    places = {int(match[1]): match.start(1) for match in OBJECT.finditer(data)}
    kinds: dict[bytes, list[int]] = {b"Catalog": [], b"Pages": [], b"Page": []}
    for match in TREE_OBJECT.finditer(data):
        kinds[match[2]].append(int(match[1]))
    if not kinds[b"Page"]:
        return b""
    added = b""
    if kinds[b"Catalog"] and kinds[b"Pages"]:
        root = kinds[b"Catalog"][-1]
    else:
        pages = max(places, default=0) + 1
        root = pages + 1
        kids = b" ".join(b"%d 0 R" % number for number in dict.fromkeys(kinds[b"Page"]))
        for number, body in (
            (pages, b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kinds[b"Page"]), kids)),
            (root, b"<</Type/Catalog/Pages %d 0 R>>" % pages),
        ):
            places[number] = len(data) + len(added) + 1
            added += b"\n%d 0 obj\n%s\nendobj" % (number, body)
    table = b"".join(
        b"%d 1\n%010d 00000 n \n" % (number, place) for number, place in places.items()
    )
    start = len(data) + len(added) + 1
    trailer = b"trailer\n<</Root %d 0 R/Size %d>>\n" % (root, max(places) + 1)
    return data + added + b"\nxref\n" + table + trailer + b"startxref\n%d\n%%%%EOF\n" % start


def _said(error: Exception) -> str:
    return cleaned(str(error)).rstrip(".")[:200] or type(error).__name__
