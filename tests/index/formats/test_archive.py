"""What is unpacked from a zip, and what is not."""

import io
import zipfile

import pytest

from index.formats.archive import MAX_UNPACKED, Archive, xml
from index.formats.extraction import Refusal
from tests.made_office import zipped


def test_members_are_read_up_to_a_limit_in_all() -> None:
    """The limit is on all members together, not on each."""
    size = MAX_UNPACKED * 2 // 5
    archive = Archive(zipped({"a": b"x" * size, "b": b"y" * size}))
    assert archive.read("a") == b"x" * size
    assert archive.read("b") == b"y" * size
    with pytest.raises(Refusal, match="unpacks to more than"):
        archive.read("a")


def test_a_size_that_is_a_lie_unpacks_no_more_than_it_says() -> None:
    """The directory says ten bytes where there are many: the file is damaged, and memory is not."""
    true, false = (size.to_bytes(4, "little") for size in (5_000_000, 10))
    data = zipped({"a": b"\0" * 5_000_000})
    assert len(data) < 10_000 < MAX_UNPACKED
    with pytest.raises(zipfile.BadZipFile):
        Archive(data.replace(true, false)).read("a")


def test_an_encrypted_member_says_so() -> None:
    """Bit 0 of its flags, in the zip's directory."""
    data = bytearray(zipped({"a": b"x"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(Refusal, match="is encrypted"):
        Archive(bytes(data)).read("a")


def test_no_entity_is_expanded_or_fetched() -> None:
    """Neither a thousand laughs nor another file."""
    root = xml(
        b'<!DOCTYPE a [<!ENTITY l "ha"><!ENTITY f SYSTEM "file:///etc/hostname">]><a>1&l;2&f;3</a>'
    )
    assert (root.text or "") + "".join(child.tail for child in root) == "123"


def test_damaged_xml_gives_what_comes_before() -> None:
    """As much as there is."""
    assert xml(b"<a>one<b>two</b><c").findtext("b") == "two"
    with pytest.raises(SyntaxError):
        xml(b"")


def test_nothing_but_zips() -> None:
    """Any other bytes are the zip library's own error."""
    with pytest.raises(zipfile.BadZipFile):
        Archive(io.BytesIO(b"no zip").getvalue())
