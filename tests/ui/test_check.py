"""`footnote check`: what it prints, and with which exit code it ends."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import platformdirs
import pytest

from index import Library
from tests.command import Foot, one_sentence


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A closed library of one document."""
    with Library.open(tmp_path / "library") as library:
        library.add(text="Penguins swim.", title="Birds")
    return tmp_path / "library"


def test_a_sound_library(foot: Foot, folder: Path) -> None:
    """One line, and exit code 0."""
    code, output, errors = foot("check", "--library", folder)
    assert (code, errors) == (0, "")
    assert output.split()[:5] == ["sound", "1", "document,", "1", "passage"]


def test_a_damaged_library(foot: Foot, folder: Path) -> None:
    """What is wrong is told with exit code 1, until it has been repaired."""
    shutil.rmtree(folder / "vectors")
    code, output, errors = foot("check", "--library", folder)
    assert (code, output.startswith("wrong     vectors: ")) == (1, True)
    assert "--repair" in errors
    code, output, errors = foot("check", "--library", folder, "--json")
    told = json.loads(output)
    assert (code, told["sound"], told["documents"], errors) == (1, False, 1, "")
    assert [(one["part"], one["mends"]) for one in told["findings"]] == [("vectors", True)]
    code, output, errors = foot("check", "--library", folder, "--repair")
    assert (code, output.startswith("repaired  vectors: ")) == (0, True)
    assert foot("check", "--library", folder)[0] == 0
    assert "Penguins" in foot("search", "penguins", "--library", folder)[1]


def test_what_no_repair_mends(foot: Foot, folder: Path) -> None:
    """Nobody is told to run again what has just not helped."""
    with closing(sqlite3.connect(folder / "catalogue.sqlite3", isolation_level=None)) as db:
        db.execute("PRAGMA writable_schema = ON")
        db.execute("UPDATE documents SET text = text || '!'")
        ((schema,),) = db.execute("SELECT sql FROM sqlite_schema WHERE name = 'meta'")
        wider = schema.replace("value TEXT", "value TEXT CHECK (value <> '0')")
        db.execute("UPDATE sqlite_schema SET sql = ? WHERE name = 'meta'", (wider,))
    for words in ((), ("--repair",)):
        code, output, errors = foot("check", "--library", folder, *words)
        assert (code, "repaired" in output, errors) == (1, False, "")
        assert "CHECK constraint failed in meta" in output


def test_a_repair_that_did_not_help_is_not_advised_again(foot: Foot, folder: Path) -> None:
    """A text whose structure is damaged cannot be cut."""
    with closing(sqlite3.connect(folder / "catalogue.sqlite3", isolation_level=None)) as db:
        db.execute("""UPDATE documents SET blocks = '[["a", 2, "heading", 1, ""]]'""")
        db.execute("DELETE FROM passages")
    code, _, errors = foot("check", "--library", folder)
    assert (code, "--repair" in errors) == (1, True)
    code, output, errors = foot("check", "--library", folder, "--repair")
    assert (code, "All passages of 'Birds'" in output, errors) == (1, True, "")


def test_nothing_is_made_by_looking(
    foot: Foot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not the default library either."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(platformdirs.user_cache_path()))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    code, output, errors = foot("check")
    assert (code, output, one_sentence(errors)) == (2, "", True)
    assert list(tmp_path.iterdir()) == []


def test_mistakes(foot: Foot, folder: Path) -> None:
    """A library that is not there is the user's mistake; a catalogue that is garbage is not."""
    code, output, errors = foot("check", "--library", folder / "typo")
    assert (code, output, one_sentence(errors)) == (2, "", True)
    (folder / "catalogue.sqlite3").write_bytes(b"garbage" * 1000)
    code, output, errors = foot("check", "--library", folder)
    assert (code, output, one_sentence(errors)) == (1, "", True)
    assert "backup" in errors
