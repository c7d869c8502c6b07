"""Two libraries read as one, of which one is written."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from index import Library, Source, Together, UnknownDocument, UserError
from qa import ask
from ui import versions
from ui.desk import SHARED, Desk

NORTH = "The north gate opens with a copper coin."
SOUTH = "The south gate opens with a brass key."


@pytest.fixture
def shared(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "shared") as library:
        library.add(text=SOUTH, title="South")
        yield library


@pytest.fixture
def together(shared: Library, tmp_path: Path) -> Iterator[Together]:
    with Together.beside(shared, tmp_path / "own") as library:
        library.add(text=NORTH, title="North")
        yield library


def test_both_are_read_and_one_is_written(together: Together, shared: Library) -> None:
    """What is added is one's own; the shared library knows nothing of it."""
    assert [entry.title for entry in together.entries()] == ["North", "South"]
    assert [document.text for document in together.documents()] == [NORTH, SOUTH]
    assert [entry.title for entry in together.own.entries()] == ["North"]
    assert [entry.title for entry in shared.entries()] == ["South"]


def test_a_question_is_asked_of_both(together: Together) -> None:
    """Each answer cites the document that says it; only what is asked is looked at."""
    north, south = (entry.id for entry in together.entries())
    for question, document, short in [
        ("What opens the north gate?", north, "a copper coin"),
        ("What opens the south gate?", south, "a brass key"),
    ]:
        answer = ask(question, together)
        (citation,) = answer.citations
        assert citation.document_id == document
        assert answer.short == short
        assert together.document(document).text[citation.start : citation.end] == citation.quote
        other = north if document == south else south
        assert short not in str(ask(question, together, documents=[other]).to_dict())
    assert ask("What is this about?", together).answered


def test_what_is_found_is_what_each_finds(together: Together, shared: Library) -> None:
    """Best first, at most k, with the scores that each has given."""
    hits = together.search("gate", k=5)
    each = (*together.own.search("gate", k=5), *shared.search("gate", k=5))
    assert sorted(hits, key=lambda hit: hit.title) == sorted(each, key=lambda hit: hit.title)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert len(together.search("gate", k=1)) == 1
    assert together.search("gate", documents=[]) == ()
    assert len(together.embedded().passages) == len(together.embedded().vectors) == 2
    assert together.embedded([]).passages == ()


def test_the_shared_document_cannot_be_removed(together: Together, shared: Library) -> None:
    """It is said why; one's own can, and nobody's is unknown."""
    north, south = (entry.id for entry in together.entries())
    with pytest.raises(UserError, match="shared by everybody"):
        together.remove(south)
    assert Desk(together).remove(south).notes.count("shared by everybody") == 1
    together.remove(north)
    with pytest.raises(UnknownDocument):
        together.remove(north)
    with pytest.raises(UnknownDocument):
        together.document("0a")
    assert [entry.title for entry in shared.entries()] == ["South"]


def test_the_same_document_in_both_counts_once(together: Together) -> None:
    """One's own copy is the one that is there, and goes by itself."""
    together.add(text=SOUTH, title="South")
    south = next(entry.id for entry in together.entries() if entry.title == "South")
    assert len(together.entries()) == 2
    assert len(together.search("south gate brass key", k=9)) == 2
    together.remove(south)
    assert together.document(south).text == SOUTH


def test_generation_moves_with_either(together: Together, shared: Library) -> None:
    """So that an answer from between two writes is asked again."""
    moments = [together.generation()]
    shared.add(text="More.", title="More")
    moments.append(together.generation())
    together.add(text="Mine.", title="Mine")
    moments.append(together.generation())
    assert moments == sorted(set(moments))


def test_settings_are_ones_own(together: Together, shared: Library) -> None:
    """What one reader says of an answer is nobody else's to read."""
    shared.set_setting("a", "shared")
    together.set_setting("b", "own")
    assert (together.setting("a"), together.setting("b")) == (None, "own")
    assert shared.setting("b") is None


def test_an_upload_replaces_no_shared_document(together: Together, shared: Library) -> None:
    """A file of the same name as a shared one is added beside it."""
    shared.ingest(Source(b"The old report.", "report.txt"))
    uploaded = shared.cut(Source(b"The older report.", "report.txt"))
    versions.put(shared, uploaded, "", lambda _: None)
    newer = Source(b"The new report.", "report.txt")
    assert versions.earlier(shared, newer) is not None
    assert versions.earlier(together.own, newer) is None


def test_the_picker_marks_what_is_shared(together: Together) -> None:
    """One's own documents come first."""
    labels = [label for label, _ in Desk(together).arrive().choices]
    assert labels == ["North", f"South{SHARED}"]


def test_closing_leaves_the_shared_one_open(shared: Library, tmp_path: Path) -> None:
    """Others still read it."""
    Together.beside(shared, tmp_path / "other").close()
    assert shared.search("gate")
