"""From bytes to characters, and back to bytes."""

import hashlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.document import Span
from index.formats.decode import byte_range, decode
from tests.made_languages import TEXTS, samples

CHARACTERS = st.characters(exclude_categories=["Cs"])
# Whatever a text may hold, surrogates apart; a leading BOM is a mark, not text.
TEXT = st.text(CHARACTERS).filter(lambda text: not text.startswith("\ufeff"))
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32", "cp1252", "shift_jis", "koi8-u"]


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@given(TEXT.filter(lambda text: text.count("\0") < 6))
def test_utf8_text_is_unchanged(text: str) -> None:
    """Law 6: decoding gives back every character, newlines and single NULs included."""
    assert decode(text.encode()) == (text, "utf-8")


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
        (b"\xff\xfe\0\0", "utf-32-le"),
        (b"\0\0\xfe\xff", "utf-32-be"),
    ],
)
def test_marked_text_is_unchanged(mark: bytes, encoding: str) -> None:
    """Law 6: a byte order mark decides the encoding and is not part of the text."""
    text = "Zoë said:\r\n“naïve” 👩‍👩‍👧 \0 שלום"
    assert decode(mark + text.encode(encoding))[0] == text


@pytest.mark.parametrize(("language", "encoding"), [(n, e) for n in TEXTS for e in TEXTS[n][0]])
def test_old_encodings(language: str, encoding: str) -> None:
    """Of samples of 80 bytes or more every one is read right, of shorter ones two in three."""
    right = {True: [0, 0], False: [0, 0]}
    for text, data in samples(language, encoding):
        counts = right[len(text) >= 60]
        counts[0] += decode(data).text == text
        counts[1] += 1
    assert right[True][0] == right[True][1]
    assert right[False][0] >= right[False][1] * 2 / 3


def test_old_encodings_taken_together() -> None:
    """Of all samples, 20 to 2,000 bytes long, at least 98 % are read right."""
    results = [
        decode(data).text == text
        for language, (encodings, _) in TEXTS.items()
        for encoding in encodings
        for text, data in samples(language, encoding)
    ]
    assert sum(results) >= 0.98 * len(results)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"caf\xe9 na\xefve", "café naïve"),
        (b"It\x92s \x9325\x94 \x96 r\xe9sum\xe9 \xa3100", "It’s “25” – résumé £100"),
        (b"Plain English. " * 200 + b"It\x92s \x93it\x94.", "Plain English. " * 200 + "It’s “it”."),
        (b"25\xb0C \xb1 0.5 \xb5m, x\xb2", "25°C ± 0.5 µm, x²"),
        ("会議は来週".encode("iso2022_jp"), "会議は来週"),
    ],
)
def test_short_texts(data: bytes, text: str) -> None:
    """A few bytes beyond ASCII are what they would be on a Western page without a label."""
    assert decode(data).text == text


@pytest.mark.parametrize("language", ["English", "Polish", "Greek", "Russian", "Arabic"])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark(language: str, encoding: str) -> None:
    """NULs on one side of every blank give UTF-16 away."""
    text = TEXTS[language][1]
    assert decode(text.encode(encoding)) == (text, encoding)


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_broken_utf8_stays_utf8(language: str) -> None:
    """A bad byte, a cut end or a quote of windows-1252 costs that character and no other."""
    data = TEXTS[language][1].encode()
    cut = next(place for place in range(len(data) - 1, 0, -1) if data[place] >= 0x80)
    for broken in (data[:cut], data[:90] + b" \xff " + data[90:], data + b" It\x92s"):
        text, encoding = decode(broken)
        assert encoding == "utf-8"
        assert 1 <= text.count("\ufffd") <= 3
        assert text.replace("\ufffd", "")[:20] == TEXTS[language][1][:20]


def test_mixed_files() -> None:
    """Parts in two encodings: the greater part is read right, whichever it is."""
    old, new = "Größe und Maß, schön für alle.\n".encode("cp1252"), "Größe, schön.\n".encode()
    assert decode(new * 9 + old).text.startswith("Größe, schön.\n" * 9)
    assert decode(old * 9 + new).text.startswith("Größe und Maß, schön für alle.\n" * 9)


def test_undecodable_bytes_become_replacement_characters() -> None:
    """Law 6: what is left undecodable becomes U+FFFD, the rest stays."""
    assert decode(b"\xef\xbb\xbfgood \xff\xfe text").text == "good \ufffd\ufffd text"
    assert (
        decode(b"caf\xe9, s\xfcd, na\xefve \x81 d\xe9j\xe0").text == "café, süd, naïve \ufffd déjà"
    )


@given(st.binary())
def test_any_bytes_are_decoded(data: bytes) -> None:
    """Bad input: no bytes make decoding fail, and the text can be stored."""
    text, encoding = decode(data)
    assert decode(data) == (text, encoding)
    text.encode()


@given(TEXT, st.sampled_from(ENCODINGS), st.integers(0, 50), st.integers(0, 50))
def test_byte_range_of_a_lossless_text(text: str, encoding: str, start: int, length: int) -> None:
    """The bytes in the range decode to the slice, wherever the text can be written back."""
    data = text.encode(encoding, errors="ignore")
    decoded, name = decode(data)
    span = Span(start, start + length)
    found = byte_range(decoded, name, _sha256(data), span)
    if found:
        assert data[slice(*found)].decode(name) == decoded[slice(*span)]
    elif "\ufffd" not in decoded:
        assert name not in ("utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "utf-32-le")


def test_byte_range_counts_the_mark() -> None:
    """A byte order mark stands before the text's first byte."""
    data = "Zoë left.".encode("utf-8-sig")
    assert byte_range("Zoë left.", "utf-8-sig", _sha256(data), Span(0, 3)) == (3, 7)


@pytest.mark.parametrize("data", [b"caf\xe9 \x81 na\xefve", b"\xef\xbb\xbfa\xff", b"\xff\xfea"])
def test_no_byte_range_where_bytes_were_lost(data: bytes) -> None:
    """What cannot be written back has no byte range, rather than a wrong one."""
    text, encoding = decode(data)
    assert byte_range(text, encoding, _sha256(data), Span(0, 1)) is None


@pytest.mark.parametrize(
    ("language", "encoding"), [("English", "cp1252"), ("Japanese", "shift_jis")]
)
def test_large_files(language: str, encoding: str) -> None:
    """50 MB are decoded in a few seconds."""
    text = TEXTS[language][1] + "\n"
    data = text.encode(encoding)
    data *= 50_000_000 // len(data)
    begin = time.monotonic()
    assert decode(data).text.startswith(text)
    assert time.monotonic() - begin < 10
