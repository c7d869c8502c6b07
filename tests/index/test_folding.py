"""A library's folder stays as small as its documents, and older folders of vectors become new ones.

``FOOTNOTE_LONG=1`` (``make crash``) adds and removes 500 times, otherwise less often.
"""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from index import Library, mending, store

LONG = os.environ.get("FOOTNOTE_LONG") == "1"
CYCLES = 500 if LONG else 24
CHANGES = 1_000 if LONG else 30  # before vectors are folded
PARTS = 4  # passages of a document that comes and goes
SLACK = 1.15  # times as large as at first


def size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def coming_and_going(number: int) -> str:
    own = [f"Ferry {number * PARTS + part}. " for part in range(PARTS)]
    return "\n\n".join(sentence + "It sails. " * 70 for sentence in own)


def test_adding_and_removing_leaves_the_folder_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is removed takes no space, and what is replaced takes it once, while open and closed."""
    monkeypatch.setattr(mending, "CHANGES", CHANGES)
    folder, file = tmp_path / "library", tmp_path / "ferry.txt"
    closed, largest = [], []
    for half in range(2):
        sizes = []
        with Library.open(folder) as library:
            for number in range(CYCLES // 2):
                file.write_text(coming_and_going(half * CYCLES + number))
                document = library.add(file)
                if number % 3:
                    library.remove(document.id)
                sizes.append(size(folder / "vectors"))
            assert library.check() == ()
        largest.append(max(sizes))
        closed.append(size(folder))
    assert largest[1] < largest[0] * SLACK, largest
    assert closed[1] < closed[0] * SLACK, closed
    assert len(list((folder / "vectors").iterdir())) == 1


def test_folding_keeps_every_vector(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy with a folded log finds what the log found, also in a library that only grows."""
    monkeypatch.setattr(mending, "CHANGES", 10)
    with Library.open(tmp_path / "library") as library:
        for number in range(5):
            library.add(text=coming_and_going(number), title=str(number))
        assert int(library._store.catalogue.place().name) > 1
        for number in range(5):
            (hit,) = library.search(f"Ferry {number * PARTS}", k=1)
            assert hit.title == str(number)
        assert library.check() == ()


def test_who_has_written_leaves_a_short_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A log that would cost everybody who opens the library time is folded at the end, once."""
    folder = tmp_path / "library"

    def log_after(*texts: str) -> int:
        with Library.open(folder) as library:
            for text in texts:
                library.add(text=text)
            assert library.search("ferry", k=1)
        with Library.open(folder) as library:
            assert library.check() == ()
            return library._store.catalogue.changes()

    few = log_after(coming_and_going(0), coming_and_going(1))
    assert 2 < few < store.LEFT
    monkeypatch.setattr(store, "LEFT", few + 1)
    assert log_after() == few
    monkeypatch.setattr(store, "LEFT", few)
    assert log_after() == few  # who only reads writes nothing
    monkeypatch.setattr(store, "LEFT", few + 1)
    assert log_after("One more. It sails.") == 0
    assert log_after("And another. It sails.") == 1


def test_an_older_folder_of_vectors_is_read_and_replaced(tmp_path: Path) -> None:
    """Vectors of a library that has no numbered folder are used, and moved by the next write."""
    with Library.open(tmp_path) as library:
        library.add(text="Penguins swim.", title="Birds")
    (folder,) = (tmp_path / "vectors").iterdir()
    for entry in folder.iterdir():
        shutil.move(entry, tmp_path / "vectors" / entry.name)
    folder.rmdir()
    with closing(sqlite3.connect(tmp_path / "catalogue.sqlite3")) as db, db:
        db.execute("DELETE FROM meta WHERE name IN ('vectors', 'seal', 'changes')")
    with Library.open(tmp_path) as library:
        generation = library.generation()
        assert library.search("penguins")
        assert library.check() == ()
        assert library.generation() == generation
        library.add(text="Owls hunt.")
        assert [entry.name for entry in (tmp_path / "vectors").iterdir()] == ["1"]
        assert library.search("penguins", k=1)[0].text == "Penguins swim."
        assert library.check() == ()
