"""A library of an older layout becomes one of this layout, and loses nothing."""

import sqlite3
import tarfile
from pathlib import Path

import numpy as np
import pytest

from index import Library, Progress, Source
from index.schema import LAYOUT

# Made by Footnote when its layout was 1: a Markdown report and the minutes of a meeting.
LAYOUT_1 = Path(__file__).parent.parent / "data" / "layout-1.tar.gz"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """The folder of a library of layout 1."""
    with tarfile.open(LAYOUT_1) as archive:
        archive.extractall(tmp_path / "library", filter="data")
    return tmp_path / "library"


def layout(folder: Path) -> int:
    db = sqlite3.connect(folder / "catalogue.sqlite3")
    ((number,),) = db.execute("PRAGMA user_version")
    db.close()
    return int(number)


def test_an_old_library_is_what_a_new_one_would_be(old: Path, tmp_path: Path) -> None:
    """Every document is there as if it had been added today: texts, passages, vectors, words."""
    assert layout(old) == 1
    with Library.open(old) as library, Library.open(tmp_path / "new") as new:
        for document in library.documents():
            name = {"md": "report.md", "txt": "minutes.txt"}[document.format]
            again = new.ingest(Source(document.text.encode(), name)).document
            assert again == document
        ours, theirs = library.embedded(), new.embedded()
        assert ours.passages == theirs.passages
        np.testing.assert_array_equal(ours.vectors, theirs.vectors)
        for query in ("Tinos", "mayor", "dredging", "Costs"):
            assert library.search(query) == new.search(query)
        (hit,) = library.search("How much was the paint?", k=1)
        assert hit.heading_path == ("Costs",)
    assert layout(old) == LAYOUT


@pytest.mark.parametrize("done", [0, 1])
def test_a_failed_upgrade_leaves_the_old_library(old: Path, done: int) -> None:
    """Whatever stops it, the library is whole and of layout 1, and the next opening tries again."""

    def interrupt(step: Progress) -> None:
        if (step.stage, step.done) == ("Upgrading the library", done):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Library.open(old, progress=interrupt)
    assert layout(old) == 1
    with Library.open(old) as library:
        assert [document.title for document in library.documents()] == [
            "Harbour report",
            "Minutes of May",
        ]
        assert library.search("mayor")[0].text.endswith("Ana Brito.")
