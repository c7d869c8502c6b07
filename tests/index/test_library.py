"""The library as its users see it: add, replace, remove, search, open, and what is refused."""

import os
import shutil
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index import (
    Library,
    LibraryBusy,
    LibraryDamaged,
    NotALibrary,
    OtherEncoder,
    Progress,
    Source,
    UnknownDocument,
    WriteFailed,
    default_encoder,
    default_path,
)
from index.document import Document, Passage, PassageKey, Span
from qa import ask
from tests.conftest import ARTICLE


class CountingEncoder:
    """The real encoder, counting the texts it is given."""

    def __init__(self, name: str = "") -> None:
        self._encoder = default_encoder()
        self.name = name or self._encoder.name
        self.sha256 = self._encoder.sha256
        self.dimension = self._encoder.dimension
        self.texts: list[str] = []

    def encode(self, texts: list[str]) -> NDArray[np.float32]:
        self.texts += texts
        return self._encoder.encode(texts)

    def count_tokens(self, texts: list[str]) -> list[int]:
        return self._encoder.count_tokens(texts)


def test_adding_the_same_bytes_again_changes_nothing(library: Library, tmp_path: Path) -> None:
    """The same bytes are one document, whatever they are called."""
    first = library.ingest(Source.from_path(ARTICLE))
    copy = tmp_path / "copy.txt"
    shutil.copy(ARTICLE, copy)
    generation = library.generation()
    for again in (
        library.ingest(Source.from_path(ARTICLE)),
        library.ingest(Source.from_path(copy)),
    ):
        assert (again.document, again.outcome) == (first.document, "unchanged")
    assert library.ingest(Source(ARTICLE.read_bytes(), "x.txt")).outcome == "unchanged"
    assert library.generation() == generation
    assert len(library.documents()) == 1


def test_a_changed_file_takes_its_place(tmp_path: Path) -> None:
    """A file that changed replaces its document; only passages with new text are embedded."""
    encoder = CountingEncoder()
    file = tmp_path / "notes.txt"
    text = ARTICLE.read_text(encoding="utf-8")
    file.write_text(text, encoding="utf-8")
    with Library.open(tmp_path / "library", encoder=encoder) as library:
        old = library.add(file)
        encoder.texts.clear()
        file.write_text(text + "\nA new line about penguins.", encoding="utf-8")
        new = library.ingest(Source.from_path(file))
        assert new.outcome == "replaced"
        assert new.document.id == old.id
        assert new.document.text_sha256 != old.text_sha256
        assert len(encoder.texts) == 1
        assert "penguins" in encoder.texts[0]
        assert library.documents() == (new.document,)
        assert "penguins" in library.search("penguins", k=1)[0].text


def test_a_file_of_the_same_name_is_added_beside(library: Library, tmp_path: Path) -> None:
    """Two files of one name in two folders are two documents."""
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "notes.txt").write_text(f"Notes of {folder}.")
        library.add(tmp_path / folder / "notes.txt")
    assert len(library.entries()) == 2


def test_remove(library: Library) -> None:
    """A removed document is in no listing, search or rebuilt index; the others stay."""
    gone = library.add(text="Penguins swim.", title="Birds")
    stays = library.add(text="Whales swim too.", title="Mammals")
    library.remove(gone.id)
    assert library.documents() == (stays,)
    assert {hit.document_id for hit in library.search("penguins swim", k=9)} == {stays.id}
    with pytest.raises(UnknownDocument, match=gone.id):
        library.remove(gone.id)
    with pytest.raises(UnknownDocument):
        library.document(gone.id)


def test_search(library: Library) -> None:
    """Hits are slices of their documents, best first; ``documents`` and ``k`` limit them."""
    birds = library.add(text="Penguins swim. Owls hunt at night.", title="Birds")
    cars = library.add(text="The engine of the car was repaired in the garage.", title="Cars")
    hits = library.search("vehicle motor", k=2)
    assert hits[0].document_id == cars.id
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    for hit in hits:
        assert library.document(hit.document_id).text[hit.start : hit.end] == hit.text
        assert 0 <= hit.score <= 1
    assert {h.document_id for h in library.search("vehicle", documents=[birds.id])} == {birds.id}
    assert len(library.search("swim", k=1)) == 1
    assert len(library.search("swim", k=2**40)) == 2
    assert library.search("  ") == ()
    assert library.search("swim", documents=[]) == ()
    with pytest.raises(UnknownDocument):
        library.search("swim", documents=["no such id"])
    with pytest.raises(ValueError, match="k is 0"):
        library.search("swim", k=0)


def test_more_documents_than_one_query_takes(library: Library) -> None:
    """However many ids are named, and however often, the nearest of them all are found."""
    far = library.add(text="The engine was repaired.", title="Cars")
    near = library.add(text="Penguins swim.", title="Birds")
    library.add(text="Penguins swim and swim.", title="More birds")
    others = [f"{number:016x}" for number in range(40_000)]
    (vector,) = library.encoder.encode(["penguins"])
    look, named = library._store.vectors.search, [far.id, *others, near.id]
    assert list(look(vector, 1, named)) == list(look(vector, 1, [near.id]))
    assert look(vector, 9, named) == look(vector, 9, [far.id, near.id])
    hits = library.search("penguins", documents=[near.id] * 40_000)
    assert [hit.document_id for hit in hits] == [near.id]


@pytest.mark.parametrize(
    "query", ['"', "*", "NEAR(", "a AND b OR", "col:umn", "-", "\0", "🙂", "'"]
)
def test_search_takes_any_words(article_library: Library, query: str) -> None:
    """No query is a syntax error, whatever FTS5 makes of its signs."""
    assert isinstance(article_library.search(query), tuple)


def test_an_empty_library(library: Library) -> None:
    """Nothing is found where nothing is."""
    assert library.search("anything") == ()
    assert library.documents() == library.entries() == ()
    assert library.embedded().passages == ()
    assert library.embedded().vectors.shape == (0, 384)


def test_vectors_stand_beside_their_passages(article_library: Library) -> None:
    """Row i of the vectors is what the encoder makes of passage i."""
    embedded = article_library.embedded()
    expected = article_library.encoder.encode([passage.text for passage in embedded.passages])
    np.testing.assert_allclose(embedded.vectors, expected, atol=1e-6)


def test_the_default_library_gets_the_article_once() -> None:
    """The article is there when the default library is made; once removed, it stays removed."""
    assert not default_path().exists()
    with Library.open() as library:
        (article,) = library.documents()
        assert article.text.encode() == ARTICLE.read_bytes()
        library.remove(article.id)
    with Library.open() as library:
        assert library.documents() == ()
    shutil.rmtree(default_path())


def test_progress_is_told(tmp_path: Path) -> None:
    """Long work reports how far it is, up to the end."""
    told: list[Progress] = []
    with Library.open(tmp_path / "library") as library:
        library.add(text=ARTICLE.read_text(encoding="utf-8") * 60, progress=told.append)
    assert told[-1].done == told[-1].total > told[0].done == 0
    assert {progress.stage for progress in told} == {"Embedding passages"}


def test_a_folder_that_is_no_library(tmp_path: Path) -> None:
    """Bad input: other folders and files are refused and left as they are."""
    (tmp_path / "photo.jpg").write_bytes(b"...")
    for path, hint in [(tmp_path, "other files"), (tmp_path / "photo.jpg", "is a file")]:
        with pytest.raises(NotALibrary, match=hint):
            Library.open(path)
    assert [file.name for file in tmp_path.iterdir()] == ["photo.jpg"]
    with pytest.raises(NotALibrary, match="other files"):
        Library.open(tmp_path, create=False)
    with pytest.raises(NotALibrary, match="File name too long"):
        Library.open(tmp_path / ("x" * 300))
    with pytest.raises(NotALibrary, match="no library at"):
        Library.open(tmp_path / "typo", create=False)
    assert not (tmp_path / "typo").exists()


def test_a_library_that_may_not_be_written(tmp_path: Path) -> None:
    """Bad input: the sentence is about the permission, not about damage."""
    Library.open(tmp_path / "library").close()
    (tmp_path / "library").chmod(0o500)
    if os.access(tmp_path / "library", os.W_OK):
        pytest.skip("this user may write everywhere")
    with pytest.raises(NotALibrary, match="You may not read and write"):
        Library.open(tmp_path / "library")


@pytest.mark.parametrize(
    ("statement", "hint"),
    [
        ("PRAGMA user_version = 99", "newer version"),
        ("PRAGMA application_id = 7", "another program"),
    ],
)
def test_a_catalogue_of_somebody_else(tmp_path: Path, statement: str, hint: str) -> None:
    """Bad input: a newer layout or another program's database is refused, and nothing lost."""
    with Library.open(tmp_path) as library:
        library.add(text="Kept.")
    with sqlite3.connect(tmp_path / "catalogue.sqlite3") as db:
        db.execute(statement)
    db.close()
    with pytest.raises(NotALibrary, match=hint):
        Library.open(tmp_path)


def test_a_catalogue_that_is_no_database(tmp_path: Path) -> None:
    """Bad input: a damaged file gives one sentence, not a traceback of SQLite's."""
    (tmp_path / "catalogue.sqlite3").write_bytes(b"not a database at all" * 100)
    with pytest.raises(LibraryDamaged, match="cannot be opened"):
        Library.open(tmp_path)


def test_another_encoder_is_refused(tmp_path: Path) -> None:
    """Law 7: vectors of two encoders are never mixed."""
    Library.open(tmp_path).close()
    with pytest.raises(OtherEncoder, match="all-MiniLM-L6-v2"):
        Library.open(tmp_path, encoder=CountingEncoder(name="another"))


def test_lost_vectors_are_made_again(tmp_path: Path) -> None:
    """Law 7: Chroma is an index that is rebuilt from the catalogue."""
    with Library.open(tmp_path) as library:
        library.add(ARTICLE)
        before = library.embedded().vectors
    shutil.rmtree(tmp_path / "vectors")
    with Library.open(tmp_path) as library:
        assert library.search("peace")
        np.testing.assert_allclose(library.embedded().vectors, before, atol=1e-6)


def test_a_closed_library_says_so(tmp_path: Path) -> None:
    """Closing twice is fine, using it afterwards is not."""
    library = Library.open(tmp_path)
    library.close()
    library.close()
    for use in (library.documents, lambda: library.search("x"), lambda: library.add(text="x")):
        with pytest.raises(ValueError, match="closed"):
            use()


def test_the_listing_counts_every_character(library: Library) -> None:
    """``entries`` has what ``documents`` has, without the text; a NUL is a character as well."""
    document = library.add(text="One \0 two.\n\nThree.", title="Counted")
    (entry,) = library.entries()
    assert entry.characters == len(document.text)
    assert entry.passages == len(library.embedded().passages)
    assert (entry.id, entry.title, entry.encoding) == (document.id, "Counted", "utf-8")


def test_two_libraries_on_one_folder(tmp_path: Path) -> None:
    """In one process, what one adds the other finds, and closing one leaves the other open."""
    first, second = Library.open(tmp_path), Library.open(tmp_path)
    first.add(text="Penguins swim.")
    assert second.search("penguins")
    second.add(text="Owls hunt.")
    second.close()
    assert "Owls" in first.search("owls", k=1)[0].text
    first.close()


WRITER = """
import sys
from index import Library
with Library.open(sys.argv[1]) as library, library._store.writing():
    print("holding", flush=True)
    sys.stdin.readline()
"""


def test_a_second_writing_process_is_told(tmp_path: Path) -> None:
    """Law 8: one process writes at a time; another gets a sentence, and can still read."""
    with Library.open(tmp_path) as library:
        library.add(text="Penguins swim.")
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": str(ARTICLE.parent.parent)},
            text=True,
        ) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == "holding\n"
            with pytest.raises(LibraryBusy, match="Another process is writing"):
                library.add(text="Owls hunt.")
            assert library.search("penguins")
            writer.communicate("done\n")
        library.add(text="Owls hunt.")


def test_an_interrupted_write_leaves_nothing_behind(library: Library) -> None:
    """Law 7: Ctrl-C in the middle of a write costs no hit, and the next write clears it away."""
    library.add(text=ARTICLE.read_text(encoding="utf-8"))
    whole = library.search("cooperation", k=5)
    store = library._store
    orphans = [PassageKey("unfinished", ordinal) for ordinal in range(300)]
    (vector,) = library.encoder.encode(["cooperation"])
    with pytest.raises(KeyboardInterrupt), store.writing():  # noqa: PT012 - a write and its end
        store.vectors.upsert(orphans, np.stack([vector] * 300), ["nothing"] * 300)
        raise KeyboardInterrupt
    assert library.search("cooperation", k=5) == whole
    library.add(text="Penguins swim.")
    assert set(store.catalogue.keys()) == store.vectors.keys()


def test_vectors_under_way_crowd_nobody_out(library: Library) -> None:
    """Vectors of a document that is not ready take no place in a search."""
    library.add(text=ARTICLE.read_text(encoding="utf-8"))
    whole = library.search("cooperation", k=5)
    store = library._store
    (vector,) = library.encoder.encode(["cooperation"])
    keys = [PassageKey("pending", ordinal) for ordinal in range(300)]
    store.vectors.upsert(keys, np.stack([vector] * 300), ["nothing"] * 300)
    assert library.search("cooperation", k=5) == whole


def test_many_equal_passages_hide_nothing_that_has_the_words(library: Library) -> None:
    """HNSW loses most of what is beside 1,000 equal vectors; by its words it keeps its rank."""
    animals = "Penguins Owls Bees Cats Wolves Whales Foxes Cranes".split()
    for animal in animals:
        library.add(text=f"{animal} are told of here.")
    rain, store = "It rained.", library._store
    same = Document("0" * 16, "", rain * 1_000, "Rain", (), (), "txt", "", "", "")
    starts = range(0, len(same.text), len(rain))
    passages = [Passage(same.id, at, at + len(rain), rain, (Span(at, at + 10),)) for at in starts]
    with store.writing():
        store.put(same, "rain", passages, library.encoder.encode([rain]).repeat(1_000, axis=0))
    for animal in animals:
        (hit,) = library.search(animal, k=1)
        assert (hit.text.split()[0], hit.score) == (animal, 1.0)


def test_vectors_deleted_under_an_open_library(library: Library) -> None:
    """Bad input: deleting the vectors' folder costs one sentence, no document."""
    document = library.add(text="Penguins swim.")
    shutil.rmtree(library.path / "vectors")
    with pytest.raises(WriteFailed, match="try again"):
        library.add(text="Owls hunt.")
    library.add(text="Owls hunt.")
    assert document in library.documents()
    assert library.search("penguins", k=1)[0].document_id == document.id
    assert set(library._store.catalogue.keys()) == library._store.vectors.keys()


@pytest.mark.parametrize("damage", [b"", b"damaged" * 1000])
def test_damaged_vectors_are_made_again(tmp_path: Path, damage: bytes) -> None:
    """Law 7: whatever became of Chroma's files, the next question is answered."""
    with Library.open(tmp_path) as library:
        library.add(text="Penguins swim.")
        (database,) = (tmp_path / "vectors").glob("*/chroma.sqlite3")
    database.write_bytes(damage)
    with Library.open(tmp_path) as library:
        assert library.search("penguins")


OPENING = """
import sys
from index import Library
sys.stdin.readline()
with Library.open() as library:
    print(len(library.documents()))
"""


def test_many_processes_make_the_default_library_at_once(tmp_path: Path) -> None:
    """Law 8: whoever comes first makes it, the others find it whole; the article is there once."""
    environment = os.environ | {
        "PYTHONPATH": str(ARTICLE.parent.parent),
        "XDG_DATA_HOME": str(tmp_path),
    }
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", OPENING],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
            text=True,
        )
        for _ in range(5)
    ]
    outcomes = [process.communicate("now\n") for process in processes]
    assert [error for _, error in outcomes if error] == []
    assert {number for number, _ in outcomes} == {"1\n"}


def test_answers_while_a_document_is_replaced(library: Library, tmp_path: Path) -> None:
    """Law 8 among threads: a question is answered while its document changes under it."""
    file = tmp_path / "notes.txt"
    file.write_text("The ferry sails in May.")
    library.add(file)
    with ThreadPoolExecutor(1) as pool:
        for number in range(15):
            file.write_text(f"The ferry sails in May. Edition {number} of the timetable.")
            replacing = pool.submit(library.add, file)
            answer = ask("When does the ferry sail?", library)
            assert "May" in answer.short
            replacing.result()
    embedded = library.embedded()
    expected = library.encoder.encode([passage.text for passage in embedded.passages])
    np.testing.assert_allclose(embedded.vectors, expected, atol=1e-6)
