"""`footnote check`: what it prints, and with which exit code it ends."""

import json
import shutil
from pathlib import Path

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
    assert output.split()[:5] == ["sound", "1", "documents,", "1", "passages"]


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


def test_mistakes(foot: Foot, folder: Path) -> None:
    """A library that is not there is the user's mistake; a catalogue that is garbage is not."""
    code, output, errors = foot("check", "--library", folder / "typo")
    assert (code, output, one_sentence(errors)) == (2, "", True)
    (folder / "catalogue.sqlite3").write_bytes(b"garbage" * 1000)
    code, output, errors = foot("check", "--library", folder)
    assert (code, output, one_sentence(errors)) == (1, "", True)
    assert "backup" in errors
