"""Characters of bytes, and back: which bytes of the file a range of its text came from.

Tried in this order: a byte order mark; UTF-16 without one, where NULs give it away; UTF-8, also
with a few broken bytes; ISO-2022-JP by its escapes; and a guess among the encodings of one or
several bytes a character (``guess.py``). Only what is left undecodable becomes U+FFFD. Whether
the bytes are a text at all is told in ``detect.py``, how newlines count in ``plain.py``.
"""

import codecs
import hashlib
import unicodedata
from contextlib import suppress
from typing import NamedTuple

from index.document import Span

# The longer mark first: UTF-32's begins with UTF-16's. Codecs that write no mark themselves, so
# that parts of a text can be encoded one by one.
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

UTF16_SAMPLE = 4_000  # bytes, an even number
MIN_NULS = 6  # fewer may be chance
MIN_NUL_SHARE = 0.02  # of UTF-16 units: a blank or newline has one, whatever the script

# Of the characters beyond ASCII, as UTF-8: in texts of other encodings at most an eighth happens
# to be valid (Korean in EUC-KR), in broken UTF-8 nearly all is.
MIN_VALID = 0.5

ASCII = bytes(range(128))
JAPANESE_ESCAPES = (b"\x1b$B", b"\x1b$@")


class Decoded(NamedTuple):
    """A text, and the name of the Python codec that gave it."""

    text: str
    encoding: str


def decode(data: bytes) -> Decoded:
    r"""The text of some bytes; a byte order mark is no part of it.

    >>> decode("naïve".encode("utf-16"))
    Decoded(text='naïve', encoding='utf-16-le')
    >>> decode(b"Stra\xdfe")
    Decoded(text='Straße', encoding='cp1252')
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return Decoded(data[len(mark) :].decode(encoding, "replace"), encoding)
    if encoding := _utf16(data):
        return Decoded(data.decode(encoding, "replace"), encoding)
    if any(escape in data for escape in JAPANESE_ESCAPES):
        with suppress(UnicodeDecodeError):  # they may be a terminal's escapes
            return Decoded(data.decode("iso2022_jp"), "iso2022_jp")
    try:
        return Decoded(data.decode(), "utf-8")
    except UnicodeDecodeError:
        text = data.decode(errors="replace")
    beyond = len(text) - (len(data) - len(data.translate(None, ASCII)))
    broken = text.count("\ufffd") - data.count("\ufffd".encode())
    if beyond - broken >= MIN_VALID * beyond:
        return Decoded(text, "utf-8")
    from index.formats.guess import guess

    encoding = guess(data)
    return Decoded(data.decode(encoding, "replace"), encoding)


def byte_range(text: str, encoding: str, bytes_sha256: str, span: Span) -> Span | None:
    """Which bytes of the original file hold a range of its text.

    Args:
        text: what ``decode`` gave.
        encoding: what ``decode`` gave.
        bytes_sha256: hex digest of the original bytes.
        span: the range, in code points.

    Returns:
        The range in bytes. None where the original cannot be had back from the text, so that
        nobody can tell: undecodable bytes, or an encoding that writes one text in several ways.

    >>> data = "A naïve café".encode("utf-16")
    >>> byte_range(*decode(data), hashlib.sha256(data).hexdigest(), Span(2, 7))
    Span(start=6, end=16)
    """
    pieces = text[: span.start], text[span.start : span.end], text[span.end :]
    codec = "utf-8" if encoding == "utf-8-sig" else encoding
    try:
        before, inside, after = (piece.encode(codec) for piece in pieces)
    except UnicodeEncodeError:
        return None
    for mark in (b"", *(mark for mark, name in BYTE_ORDER_MARKS if name == encoding)):
        digest = hashlib.sha256(mark)
        for piece in (before, inside, after):
            digest.update(piece)
        if digest.hexdigest() == bytes_sha256:
            start = len(mark) + len(before)
            return Span(start, start + len(inside))
    return None


def _utf16(data: bytes) -> str:
    """The kind of UTF-16 without a mark that the bytes can only be, or ""."""
    sample = data[:UTF16_SAMPLE]
    first, second = sample[0::2].count(0), sample[1::2].count(0)
    nuls, units = max(first, second), len(sample) // 2
    if min(first, second) or nuls < MIN_NULS or nuls < MIN_NUL_SHARE * units:
        return ""
    encoding = "utf-16-le" if second else "utf-16-be"
    text = sample[: units * 2].decode(encoding, "replace")[:-1]  # the last pair may be cut
    is_text = all(
        char.isspace() or unicodedata.category(char) not in ("Cc", "Cn", "Co") for char in text
    )
    return encoding if is_text and "\ufffd" not in text else ""
