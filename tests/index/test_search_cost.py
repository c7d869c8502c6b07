"""What a search looks up: as much in a large library as in a small one, and with the same result.

Statements are counted, not seconds.
"""

import subprocess
import sys
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Library
from index.catalogue import Catalogue
from index.document import Document, Passage, PassageKey, Span
from index.words import match_query
from tests.conftest import ARTICLE

# The same by its definition: each passage that shares a word, with the document it is of.
PLAIN = """
SELECT p.revision, p.ordinal, -bm25(words) FROM words
JOIN passages AS p ON p.key = words.rowid JOIN documents AS d USING (revision)
WHERE words MATCH ? AND d.status = 'ready' {among}
ORDER BY bm25(words), d.id, p.ordinal LIMIT ?
"""
TEXTS = st.lists(
    st.lists(st.sampled_from("bridge river closed the a May".split()), min_size=1, max_size=4).map(
        " ".join
    ),
    max_size=5,
)


def statements(library: Library, look: Callable[[], object]) -> list[str]:
    """What SQLite is asked meanwhile, without what its full-text index asks for itself."""
    asked: list[str] = []
    db = library._store.catalogue._db
    db.set_trace_callback(asked.append)
    look()
    db.set_trace_callback(None)
    return [statement for statement in asked if not statement.startswith("--")]


def named(number: int) -> str:
    """The id of a document; in another order than they are added."""
    return f"{9 - number:016x}"


def begun(catalogue: Catalogue, number: int, texts: Sequence[str]) -> str:
    """A document of some passages whose vectors are not stored yet; its revision."""
    document = Document(named(number), "", " ".join(texts), "", (), (), "txt", "", "", "")
    passages = [Passage(document.id, 0, len(t), t, (Span(0, len(t)),)) for t in texts]
    catalogue.begin(document, f"revision{number}", passages)
    return f"revision{number}"


@settings(max_examples=60)
@given(
    documents=st.lists(st.tuples(TEXTS, st.booleans()), max_size=8),
    k=st.integers(1, 12),
    question=st.sampled_from(["bridge", "the", "closed in May?", "river bridge a", "nothing"]),
    asked=st.none() | st.sets(st.integers(0, 8)),
)
def test_words_are_found_as_by_definition(
    tmp_path_factory: pytest.TempPathFactory,
    documents: list[tuple[list[str], bool]],
    k: int,
    question: str,
    asked: set[int] | None,
) -> None:
    """Order, scores and ties alike; documents under way are passed over, however good they are."""
    with Library.open(tmp_path_factory.mktemp("words") / "library") as library:
        catalogue = library._store.catalogue
        for number, (texts, ready) in enumerate(documents):
            revision = begun(catalogue, number, texts)
            if ready:
                catalogue.finish(revision)
        ids = None if asked is None else [named(number) for number in asked]
        among = "" if ids is None else f"AND d.id IN ({', '.join(map(repr, ids)) or 'NULL'})"
        expected = catalogue._db.execute(
            PLAIN.format(among=among), (match_query(question), k)
        ).fetchall()
        found = catalogue.search(question, k, ids)
        assert list(found.items()) == [(PassageKey(r, o), score) for r, o, score in expected]


def test_what_is_under_way_takes_no_place(library: Library) -> None:
    """However many of its passages are better than those of the documents that are ready."""
    catalogue = library._store.catalogue
    catalogue.finish(begun(catalogue, 0, ["a long way from here there is a bridge"] * 5))
    begun(catalogue, 1, ["bridge"] * 90)
    begun(catalogue, 2, ["river"] * 200)
    assert list(catalogue.search("bridge", 3)) == [PassageKey("revision0", n) for n in range(3)]
    assert len(catalogue.search("bridge", 50)) == 5


def test_a_search_asks_as_little_of_many_documents(library: Library) -> None:
    """The number of statements does not grow, neither with the library nor with what is named."""

    def counted() -> tuple[int, int]:
        ids = [entry.id for entry in library.entries()][1:]
        return (
            len(statements(library, lambda: library.search("bridge"))),
            len(statements(library, lambda: library.search("bridge", documents=ids))),
        )

    for number in range(3):
        library.add(text=f"The bridge {number} was closed.")
    library.search("bridge")
    few = counted()
    for number in range(3, 13):
        library.add(text=f"The bridge {number} was closed.")
    library.search("bridge")
    assert counted() == few


def test_only_hits_are_read_whole(library: Library) -> None:
    """Of the many that words and vectors find, the texts of those alone that are given."""
    for number in range(12):
        library.add(text=f"The bridge {number} was closed.")
    asked = statements(library, lambda: library.search("bridge", k=2))
    (whole,) = (statement for statement in asked if "p.text" in statement)
    assert whole.count("[") == 3  # a list of two keys, as it stands in the statement


ADDING = """
import sys
from index import Library
with Library.open(sys.argv[1]) as library:
    library.add(text="Bees hum.", title="Insects")
"""


def test_the_listing_is_read_once(library: Library) -> None:
    """Until something is written, by whatever process: then it is read again."""
    library.add(text="Cats purr.", title="Pets")
    first = library.entries()
    asked = statements(library, lambda: [library.entries() for _ in range(5)])
    assert not any("FROM documents" in statement for statement in asked)
    library.set_setting("a", "b")
    assert library.entries() == first
    subprocess.run(
        [sys.executable, "-c", ADDING, str(library.path)], cwd=ARTICLE.parent.parent, check=True
    )
    assert [entry.title for entry in library.entries()] == ["Insects", "Pets"]
    library.remove(first[0].id)
    assert [entry.title for entry in library.entries()] == ["Insects"]
