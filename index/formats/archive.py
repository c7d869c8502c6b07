"""Formats that are zip files: their members, unpacked within a limit, and their XML.

A few kilobytes can unpack to gigabytes, and a member's size in the zip's directory can be a lie:
both are checked. Nothing is ever written to disk, and no XML names a file or an address that is
then opened. What the members mean is told in each format's reader.
"""

import io
import zipfile
from typing import Any

from index.formats.extraction import Refusal

# Bytes of text and markup, all members that are read together. The largest Word files at hand
# hold some 20 MB of XML; ten times that still fits a small machine's memory once parsed.
MAX_UNPACKED = 200_000_000
CHUNK = 1 << 20  # bytes unpacked at a time

Element = Any  # lxml brings no types


class Archive:
    """A zip file whose members are read one by one, until the limit is reached."""

    def __init__(self, data: bytes) -> None:
        self._zip = zipfile.ZipFile(io.BytesIO(data))
        self._names = self._zip.namelist()
        self._left = MAX_UNPACKED

    def names(self) -> list[str]:
        """The members' names, in the zip's order."""
        return self._names

    def read(self, name: str) -> bytes:
        """A member's bytes.

        Raises:
            Refusal: it is encrypted, or all that was read is larger than ``MAX_UNPACKED``.
            KeyError: there is no such member.
        """
        member = self._zip.getinfo(name)
        if member.flag_bits & 1:  # bit 0 means encrypted (PKWARE's APPNOTE, 4.4.4)
            raise Refusal("is encrypted: save it without a password first.")
        if member.file_size > self._left:
            raise Refusal(
                f"unpacks to more than {MAX_UNPACKED // 1_000_000} MB: split it into parts."
            )
        # No more than file_size ever comes out, but one large read() would unpack everything
        # that is there, however much, before it is cut off.
        with self._zip.open(member) as stream:
            unpacked = b"".join(iter(lambda: stream.read(CHUNK), b""))
        self._left -= len(unpacked)
        return unpacked


def xml(data: bytes) -> Element:
    """The root of some XML; entities that it defines itself stay unresolved.

    Raises:
        lxml.etree.XMLSyntaxError: there is no element at all.

    >>> xml(b"<a>one<b/>two</a>")[0].tail
    'two'
    """
    from lxml import etree

    # A damaged part gives what comes before the damage.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    root = etree.fromstring(data, parser)
    if root is None:
        raise etree.XMLSyntaxError("no element", 1, 1, 1)
    return root
