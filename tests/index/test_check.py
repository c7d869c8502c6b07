"""What `check` finds wrong with a library, and that `repair` makes it good."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from index import Library, LibraryDamaged
from index.mending import rebuild
from tests.conftest import ARTICLE

TEXTS = ("Penguins swim in cold water.", "Owls hunt at night.", "Whales sing.")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A closed library of three short documents and the article."""
    with Library.open(tmp_path / "library") as library:
        for text in TEXTS:
            library.add(text=text, title=text.split()[0])
        library.add(ARTICLE)
    return tmp_path / "library"


def sql(folder: Path, *statements: str) -> None:
    with closing(sqlite3.connect(folder / "catalogue.sqlite3", isolation_level=None)) as db:
        for statement in statements:
            db.execute(statement)


def parts(library: Library) -> set[str]:
    return {finding.part for finding in library.check()}


def finds_all(library: Library) -> bool:
    """Every document is found by its own words, and by nothing but true vectors."""
    embedded = library.embedded()
    again = library.encoder.encode([passage.in_context for passage in embedded.passages])
    np.testing.assert_allclose(embedded.vectors, again, atol=1e-6)
    return all(library.search(text, k=1)[0].text == text for text in TEXTS)


def test_a_sound_library_has_no_finding(folder: Path) -> None:
    """Neither a library in use nor a new one has anything wrong, and looking changes nothing."""
    with Library.open(folder) as library:
        before = library.generation()
        assert library.check() == ()
        assert library.generation() == before
        library.remove(library.entries()[0].id)
        assert library.check() == ()
    with Library.open(folder / "new" / "library") as library:
        assert library.check() == ()


@pytest.mark.parametrize(
    ("statement", "part"),
    [
        ("UPDATE passages SET start = start + 1 WHERE key = 2", "catalogue"),
        ("UPDATE passages SET text = 'Penguins fly.' WHERE key = 1", "catalogue"),
        ("UPDATE passages SET heading_path = 'x' WHERE key = 1", "catalogue"),
        ("UPDATE passages SET start = 'x' WHERE key = 2", "catalogue"),
        ("UPDATE passages SET sentences = '[1]' WHERE key = 1", "catalogue"),
        ("UPDATE passages SET heading_path = '[1]' WHERE key = 1", "catalogue"),
        ("DELETE FROM passages WHERE key = 3", "catalogue"),
        ("UPDATE passages SET revision = 'nobody' WHERE key = 2", "catalogue"),
        ("INSERT INTO words (rowid, text) VALUES (99, 'stray')", "words"),
        ("INSERT INTO words (words) VALUES ('delete-all')", "words"),
        ("DELETE FROM words_docsize WHERE id = 1", "words"),
        ("UPDATE words_data SET block = randomblob(length(block)) WHERE id > 10", "words"),
        ("DROP TABLE words_config", "words"),
        ("DROP TABLE words_data", "words"),
    ],
)
def test_what_follows_from_the_texts_is_made_anew(folder: Path, statement: str, part: str) -> None:
    """Passages and the full-text index are repaired, and no document is lost."""
    with Library.open(folder) as library:
        documents = library.documents()
    sql(folder, statement)
    with Library.open(folder) as library:
        assert part in parts(library)
        assert library.repair() == ()
        assert library.documents() == documents
        assert finds_all(library)
        assert library.check() == ()


def test_a_text_that_changed_is_told(folder: Path) -> None:
    """A document's text is the truth: when it is damaged, a person is told what to do."""
    sql(folder, "UPDATE documents SET text = text || '!' WHERE title = 'Owls'")
    with Library.open(folder) as library:
        (finding,) = library.repair()
        assert "'Owls' is not what was stored" in finding.problem
        assert not finding.mends
        (owls,) = [entry for entry in library.entries() if entry.title == "Owls"]
        library.remove(owls.id)
        library.add(text=TEXTS[1], title="Owls")
        assert library.repair() == ()
        assert finds_all(library)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE documents SET text = CAST(text AS BLOB) WHERE title = 'Owls'",
        "UPDATE documents SET blocks = '[5]' WHERE title = 'Owls'",
    ],
)
def test_a_document_that_cannot_be_read_stops_no_repair(folder: Path, statement: str) -> None:
    """The others are made good, and that one is named; removed, it is in nobody's way."""
    sql(folder, statement, "DELETE FROM passages")
    with Library.open(folder) as library:
        (finding,) = library.repair()
        assert "'Owls' is not what was stored" in finding.problem
        (owls,) = [entry for entry in library.entries() if entry.title == "Owls"]
        library.remove(owls.id)
        library.add(text=TEXTS[1], title="Owls")
        assert library.check() == ()
        assert finds_all(library)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM meta WHERE name = 'generation'",
        "UPDATE meta SET value = 'abc' WHERE name = 'generation'",
    ],
)
def test_a_lost_generation_is_told(folder: Path, statement: str) -> None:
    """It is damage, for the check as for a question."""
    sql(folder, statement)
    with Library.open(folder) as library:
        for (finding,) in (library.check(), library.repair()):
            assert "no number" in finding.problem
            assert not finding.mends
        with pytest.raises(LibraryDamaged, match="from a backup"):
            library.search("owls")


def _gone(file: Path) -> None:
    file.unlink()


def _empty(file: Path) -> None:
    file.write_bytes(b"")


def _halved(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def _garbage(file: Path) -> None:
    file.write_bytes(bytes(255 - byte for byte in file.read_bytes()))


def _forbidden(file: Path) -> None:
    file.chmod(0)


DAMAGES = [_gone, _empty, _halved, _garbage]


@pytest.fixture(scope="module")
def folded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed library whose vectors are in the files of Chroma's graph."""
    folder = tmp_path_factory.mktemp("folded") / "library"
    with Library.open(folder) as library:
        for text in TEXTS:
            library.add(text=text, title=text.split()[0])
        library.add(ARTICLE)
        rebuild(library._store._halves)
    return folder


LOOK = """
import sys
from index import Library
with Library.open(sys.argv[1]) as library:
    print(len(library.documents()), library.search("penguins", k=1)[0].text)
"""


def looked(folder: Path, *before: str) -> subprocess.CompletedProcess[str]:
    """A question asked in a process of its own, which a damaged graph would end."""
    return subprocess.run(
        [*before, sys.executable, "-c", LOOK, str(folder)],
        env=os.environ | {"PYTHONPATH": str(ARTICLE.parent.parent)},
        capture_output=True,
        text=True,
        check=False,
    )


NAMES = ("chroma.sqlite3", "data_level0.bin", "header.bin", "index_metadata.pickle", "length.bin")


@pytest.mark.parametrize("name", NAMES)
def test_whatever_becomes_of_chromas_files_is_found(
    folded: Path, tmp_path: Path, name: str
) -> None:
    """A file that is gone, empty, halved or garbage is found, and ends no process."""
    for damage in DAMAGES:
        folder = tmp_path / damage.__name__
        shutil.copytree(folded, folder)
        (file,) = (folder / "vectors").rglob(name)
        damage(file)
        with Library.open(folder) as library:
            assert parts(library) == {"vectors"}, damage


@pytest.mark.parametrize("damage", [_garbage, _halved])
def test_a_damaged_graph_is_made_anew(
    folded: Path, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    """The next question is answered as before: no crash, no wrong vector, no document lost."""
    folder = tmp_path / "library"
    shutil.copytree(folded, folder)
    (file,) = (folder / "vectors").rglob("data_level0.bin")
    damage(file)
    outcome = looked(folder)
    assert (outcome.returncode, outcome.stdout) == (0, f"4 {TEXTS[0]}\n"), outcome.stderr
    with Library.open(folder) as library:
        assert library.check() == ()


@pytest.mark.skipif(shutil.which("setpriv") is None and os.geteuid() == 0, reason="root may read")
@pytest.mark.parametrize("what", ["folder", "file"])
def test_vectors_that_may_not_be_read_are_made_anew(folder: Path, what: str) -> None:
    """Wrong permissions below the library's folder cost no document."""
    (database,) = (folder / "vectors").rglob("chroma.sqlite3")
    _forbidden(database if what == "file" else folder / "vectors")
    unprivileged = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"]
    outcome = looked(folder, *(unprivileged if os.geteuid() == 0 else []))
    assert (outcome.returncode, outcome.stdout) == (0, f"4 {TEXTS[0]}\n"), outcome.stderr


def test_a_vector_of_another_text_is_found(folder: Path) -> None:
    """What stands under a passage's key is that passage's vector."""
    with Library.open(folder) as library:
        keys = library._store.catalogue.keys()
        assert library.search("penguins")
        library._store.vectors.upsert(keys[:1], library.encoder.encode(["else"]), ["nobody"])
        assert parts(library) == {"vectors"}
        assert library.repair() == ()
        assert finds_all(library)


def test_a_damaged_catalogue_is_told(folder: Path) -> None:
    """SQLite's file is the truth: when it cannot be read, the sentence says what can be done."""
    file = folder / "catalogue.sqlite3"
    data = file.read_bytes()
    file.write_bytes(data[:100] + bytes(255 - byte for byte in data[100:]))
    with pytest.raises(LibraryDamaged, match="from a backup, or add the files to a new library"):
        Library.open(folder)


def test_a_page_of_the_catalogue_that_is_garbage_is_told(folder: Path) -> None:
    """What is damaged within is found by the check, and told where it is read."""
    with closing(sqlite3.connect(folder / "catalogue.sqlite3")) as db:
        ((page,),) = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'documents'")
        ((size,),) = db.execute("PRAGMA page_size")
    with (folder / "catalogue.sqlite3").open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xee" * size)
    with Library.open(folder) as library:
        assert any(not finding.mends for finding in library.check())
        with pytest.raises(LibraryDamaged, match="from a backup"):
            library.documents()
        with pytest.raises(LibraryDamaged, match="from a backup"):
            library.set_setting("language", "en")


def test_damaged_words_are_told_as_such(folder: Path) -> None:
    """No backup is asked for where the texts are sound."""
    sql(folder, "DELETE FROM words_data WHERE id > 10")
    with Library.open(folder) as library:
        with pytest.raises(LibraryDamaged, match="--repair"):
            library.search("owls")
        assert library.repair() == ()
        assert finds_all(library)
