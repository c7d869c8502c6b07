"""Interim."""

import codecs

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


def byte_range(text, encoding, bytes_sha256, span):
    return None
