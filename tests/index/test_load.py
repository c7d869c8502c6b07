"""From bytes to a document."""

import os
from pathlib import Path

import pytest

from index import UnreadableFile
from index.load import MAX_BYTES, MAX_TEXT_BYTES, Source, load


@pytest.mark.parametrize(
    ("data", "name", "title"),
    [
        (b"A short title\n\nA sentence follows here.", "notes.txt", "A short title"),
        (b"It rained all day.\nWe stayed in.", "notes.txt", "notes"),
        (b"only one line", "notes.txt", "notes"),
        (b"intro\n\n## The `real` *title*\n\ntext", "notes.md", "The real title"),
        (b"no heading", "readme.markdown", "readme"),
        (b"<title>Untitled Document</title><h1>Rain</h1>", "a.html", "Rain"),
        (b"<title>Home | The Daily</title><p>It rained.", "may.html", "may"),
        (b"# " + b"x" * 200, "long.md", "x" * 119 + "\u2026"),
        (b"\\documentclass{article}\n\\title{On Rain}\nIt rains.\n", "rain.tex", "On Rain"),
        (b"\\documentclass{article}\n\nIt rains.\n", "rain.tex", "rain"),
        (b"#+TITLE: My notes\n* Projects\n", "notes.org", "My notes"),
        (b"#!/bin/sh\necho rain\n", "run.txt", "run"),
        (b"import os\n\nIt is a program.\n", "program.txt", "program"),
        (b"# Notes\n\nIt rained.\n", "notes.txt", "Notes"),
    ],
)
def test_title(data: bytes, name: str, title: str) -> None:
    """A document is called by its own title, else its first heading, else the file's name."""
    assert load(Source(data, name)).title == title


@pytest.mark.parametrize(
    ("data", "name", "hint"),
    [
        (b"", "empty.txt", "is empty"),
        (b" \n\t ", "blank.md", "is empty"),
        (b"%PDF-1.7 ...", "mislabelled.txt", "damaged"),
        (b"PK\x03\x04....", "report.docx", "damaged"),
        (b"\x89PNG\r\n\x1a\n....", "scan.pdf", "is a picture"),
        (b"\0" * 500 + b"abc", "core.txt", "does not hold text"),
        (b"x" * (MAX_TEXT_BYTES + 1), "long.txt", "more than 50 MB"),
        (b"x" * (MAX_BYTES + 1), "longer.txt", "larger than 200 MB"),
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
