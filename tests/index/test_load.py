"""From bytes to a document."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import UnreadableFile
from index.load import MAX_BYTES, Source, decode, load

# Whatever a text may hold, surrogates apart; a leading BOM is a mark, not text.
TEXTS = st.text(st.characters(exclude_categories=["Cs"])).filter(
    lambda text: not text.startswith("\ufeff")
)


@given(TEXTS)
def test_utf8_text_is_unchanged(text: str) -> None:
    """Law 6: decoding gives back every character, newlines and NUL included."""
    assert decode(text.encode())[0] == text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be"])
def test_marked_text_is_unchanged(encoding: str) -> None:
    """Law 6: a byte order mark decides the encoding and is not part of the text."""
    text = "Zoë said:\r\n“naïve” 👩‍👩‍👧 \0 שלום"
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    assert decode(mark + text.encode(encoding))[0] == text


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        (
            "cp1252",
            "The company said that it wouldn’t raise prices – at least not yet. “We’re watching,” "
            + "its chairman, José Muñoz, told reporters at a café in Zürich. Sales rose by £5.",
        ),
        ("shift_jis", "これは日本語の文章です。文字コードの判定を確かめます。" * 4),
        ("cp1251", "Это предложение написано по-русски и сохранено в старой кодировке. " * 4),
    ],
)
def test_old_encodings_are_recognised(encoding: str, text: str) -> None:
    """Law 6: text that is no UTF-8 is decoded by charset-normalizer's best guess."""
    assert decode(text.encode(encoding))[0] == text


def test_undecodable_bytes_become_replacement_characters() -> None:
    """Law 6: what is left undecodable becomes U+FFFD, the rest stays."""
    text, _ = decode(b"\xef\xbb\xbfgood \xff\xfe text")
    assert text == "good \ufffd\ufffd text"


@pytest.mark.parametrize(
    ("data", "name", "title"),
    [
        (b"A short title\n\nA sentence follows here.", "notes.txt", "A short title"),
        (b"It rained all day.\nWe stayed in.", "notes.txt", "notes"),
        (b"only one line", "notes.txt", "notes"),
        (b"intro\n\n## The `real` *title*\n\ntext", "notes.md", "The real title"),
        (b"no heading", "readme.markdown", "readme"),
    ],
)
def test_title(data: bytes, name: str, title: str) -> None:
    """A document is called by its own title, else its first heading, else the file's name."""
    assert load(Source(data, name)).title == title


@pytest.mark.parametrize(
    ("data", "name", "hint"),
    [
        (b"", "empty.txt", "has no text in it"),
        (b" \n\t ", "blank.md", "has no text in it"),
        (b"%PDF-1.7 ...", "mislabelled.txt", "is a PDF"),
        (b"PK\x03\x04....", "report.md", "ZIP archive or an Office file"),
        (b"hello", "table.xlsx", "ends in .xlsx"),
        (b"hello", "README", "has no ending"),
        (b"\0" * 500 + b"abc", "core.txt", "does not hold text"),
        (b"x" * (MAX_BYTES + 1), "long.txt", "larger than 50 MB"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, name: str, hint: str) -> None:
    """Bad input: one sentence that says what is wrong and what to do."""
    with pytest.raises(UnreadableFile, match=hint) as caught:
        load(Source(data, name))
    assert str(caught.value).endswith(".")


def test_paths_that_are_no_files(tmp_path: Path) -> None:
    """Bad input: a missing file, a folder and a pipe are refused without being opened."""
    os.mkfifo(tmp_path / "pipe.txt")
    for name, hint in [
        ("none.txt", "no file"),
        ("", "folder"),
        ("pipe.txt", "regular file"),
        ("x" * 300, "File name too long"),
    ]:
        with pytest.raises(UnreadableFile, match=hint):
            Source.from_path(tmp_path / name)


def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    """Bad input: the system's reason is passed on."""
    file = tmp_path / "secret.txt"
    file.write_text("text")
    file.chmod(0)
    if os.access(file, os.R_OK):
        pytest.skip("this user may read everything")
    with pytest.raises(UnreadableFile, match="Permission denied"):
        Source.from_path(file)


def test_half_a_surrogate_pair_is_refused() -> None:
    """Bad input: a text that no file could hold is refused, with its place."""
    with pytest.raises(UnreadableFile, match="offset 3"):
        Source.from_text("abc\ud800")


@pytest.mark.parametrize("text", ["%PDF-1.7 is a magic number", "\ufeffmarked", "\0\0\0"])
def test_a_text_is_taken_as_it_is(text: str) -> None:
    """Law 6: what comes as text is not guessed at, whatever it looks like."""
    assert load(Source.from_text(text)).text == text


def test_an_undecodable_file_name(tmp_path: Path) -> None:
    """A file name that is no UTF-8 does no harm."""
    file = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    try:
        Path(os.fsdecode(file)).write_text("Some text.")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    assert load(Source.from_path(os.fsdecode(file))).title == "caf\\udce9"
