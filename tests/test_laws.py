"""The eight laws of the public contract (docs/how-a-question-travels.md), on the real parts."""

import dataclasses
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Document, Library, Source
from index.document import PassageKey
from index.load import load
from qa import Answer, Citation, ask, remembered
from tests.conftest import ARTICLE

ROOT = ARTICLE.parent.parent

# What breaks offsets elsewhere: joined emoji, combining marks, right-to-left, CRLF, NUL,
# zero-width and astral characters, and words said twice.
FRAGMENTS = st.sampled_from(
    [
        "The bridge was closed in May. ",
        "The bridge was closed in May.\r\n",
        "Why? Because of the flood 👩‍👩‍👧‍👦, said Zoë.\n\n",
        "e\u0301te\u0301 was \u202eright-to-left\u202c. ",
        "שלום עולם. ",
        "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 — 40,000 people!\n",
        "zero\u200bwidth \ufeffmark; ",
        "- an item\n- \0 another\n",
        "İstanbul’da “hiç” kimse. ",
        "# A heading\n",
        "[1] Source: nobody. ",
        "これは文です。",
    ]
)
TEXTS = st.lists(FRAGMENTS, min_size=1, max_size=30).map("".join)
QUESTIONS = st.sampled_from(
    [
        "When was the bridge closed?",
        "why?",
        "What is this about?",
        "Which people were there?",
        "how many",
        "Who painted the Mona Lisa?",
        "hello",
        "Was Zoë there?",
        "\ud800 ?",
    ]
)


def all_citations(answer: Answer) -> tuple[Citation, ...]:
    return answer.citations + ((answer.nearest,) if answer.nearest else ())


def without_timings(answer: Answer) -> Answer:
    return dataclasses.replace(answer, timings={})


@settings(max_examples=40)
@given(text=TEXTS, question=QUESTIONS, name=st.sampled_from(["a.txt", "a.md"]))
def test_law_1_and_3_a_quote_is_its_slice(
    shared_library: Library, text: str, question: str, name: str
) -> None:
    """Laws 1 and 3: every quote is the slice it names, and no answer is without one."""
    document = shared_library.ingest(Source(text.encode(), name)).document
    answer = ask(question, shared_library, documents=[document.id])
    shared_library.remove(document.id)
    assert document.text == text
    for citation in all_citations(answer):
        assert text[citation.start : citation.end] == citation.quote
        assert citation.start <= citation.answer_start < citation.answer_end <= citation.end
        assert citation.answer == text[citation.answer_start : citation.answer_end]
        assert citation.text_sha256 == document.text_sha256
    assert [c.number for c in answer.citations] == list(range(1, len(answer.citations) + 1))
    assert answer.answered == bool(answer.citations)
    assert (answer.kind in ("abstained", "help")) == (not answer.answered)
    if answer.kind in ("answer", "list"):
        assert answer.short == "; ".join(citation.answer for citation in answer.citations)
    assert 0 <= answer.confidence <= 1
    assert json.loads(json.dumps(answer.to_dict())) == answer.to_dict()


@pytest.fixture(scope="module")
def shared_library(tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    with Library.open(tmp_path_factory.mktemp("laws") / "library") as opened:
        yield opened


def test_law_1_a_text_said_twice_is_cited_where_it_was_read(library: Library) -> None:
    """Law 1: offsets are carried, not found again, so a repeated sentence keeps its place."""
    repeated = "The bridge was closed in May."
    library.add(text="\n\n".join([repeated, "Boats went under it. " * 60, repeated]))
    (first, second) = [h for h in library.search(repeated, k=9) if repeated in h.text]
    assert first.start != second.start


ASKED_ELSEWHERE = """
import json, sys
from index import Library
from qa import ask
with Library.open(sys.argv[1]) as library:
    answer = ask(sys.argv[2], library).to_dict()
del answer["timings"]
print(json.dumps(answer))
"""


@pytest.mark.parametrize(
    "question", ["Who blocked cooperation?", "What is this about?", "Which crimes?", "How tall?"]
)
def test_law_4_the_same_question_gives_the_same_answer(
    article_library: Library, question: str
) -> None:
    """Law 4: bit for bit the same again, and in another process with another hash seed."""
    answer = ask(question, article_library)
    remembered.forget(article_library)
    again = ask(question, article_library)
    assert without_timings(answer) == without_timings(again)
    elsewhere = subprocess.run(
        [sys.executable, "-c", ASKED_ELSEWHERE, str(article_library.path), question],
        env=os.environ | {"PYTHONHASHSEED": "7", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=True,
        text=True,
    )
    expected = answer.to_dict()
    del expected["timings"]
    assert json.loads(elsewhere.stdout) == json.loads(json.dumps(expected))


def rows_and_vectors(library: Library) -> tuple[list[object], dict[PassageKey, list[float]]]:
    """Everything a library holds, but for SQLite's row numbers and the generation."""
    db = sqlite3.connect(library.path / "catalogue.sqlite3")
    documents = db.execute("SELECT * FROM documents ORDER BY revision").fetchall()
    passages = db.execute(
        "SELECT revision, ordinal, start, end, text, sentences, heading_path FROM passages "
        "ORDER BY revision, ordinal"
    ).fetchall()
    words = db.execute("SELECT count(*) FROM words").fetchall()
    db.close()
    vectors = library._store.vectors
    stored = vectors.get(sorted(vectors.keys()))
    return [documents, passages, words], {key: row.tolist() for key, row in stored.items()}


@settings(max_examples=10)
@given(texts=st.lists(TEXTS, min_size=2, max_size=4, unique=True), data=st.data())
def test_law_5_adding_again_leaves_no_trace(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], data: st.DataObject
) -> None:
    """Law 5: add, remove, add again leaves what adding once leaves; search agrees with exact."""
    with Library.open(tmp_path_factory.mktemp("law5") / "library") as library:
        documents = [library.add(text=text) for text in texts]
        once = rows_and_vectors(library)
        victim = data.draw(st.sampled_from(documents))
        library.remove(victim.id)
        library.add(text=victim.text)
        assert rows_and_vectors(library) == once

        (vector,) = library.encoder.encode(["bridge closed"])
        exact = np.sort(library.embedded().vectors @ vector)[::-1][:5]
        vectors = library._store.vectors
        stored = vectors.get(list(vectors.search(vector, 5)))
        found = np.sort([row @ vector for row in stored.values()])[::-1]
        np.testing.assert_allclose(found, exact, atol=1e-5)


@given(
    st.text(st.characters(exclude_categories=["Cs"])).filter(lambda text: "\0\0" not in text),
    st.sampled_from([".txt", ".md"]),
)
def test_law_6_text_is_the_decoded_bytes(text: str, ending: str) -> None:
    """Law 6: the text of .txt and .md files is what the bytes say, character for character."""
    # A document needs some text, no byte order mark in front, and not to look like a program.
    text = "A word. " + "It rained. " * 2 * len(text) + text
    document = load(Source(text.encode(), f"a{ending}"))
    assert document.text.encode() == text.encode()
    assert document.encoding == "utf-8"


ADDING = """
import sys
from index import Library
with Library.open(sys.argv[1]) as library:
    for number in range(int(sys.argv[2]), 10_000):
        text = f"Report {number} tells of the mountain {number * 7}. " + "It is high. " * 40
        document = library.add(text=text)
        print(number, document.id, flush=True)
        if number % 3 == 0:
            library.remove(document.id)
            print(number, "", flush=True)
"""


def test_law_7_what_was_acknowledged_survives_a_kill(tmp_path: Path) -> None:
    """Law 7: after SIGKILL at any moment, acknowledged documents are whole and found, removed
    ones are gone, catalogue and vectors agree.
    """
    acknowledged: dict[int, str] = {}
    removed: set[int] = set()
    moments = random.Random(7)  # noqa: S311 - not for secrets
    for kills in range(1, 5):
        with subprocess.Popen(
            [sys.executable, "-c", ADDING, str(tmp_path), str(max(acknowledged, default=0) + 1)],
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            text=True,
        ) as process:
            assert process.stdout is not None
            first = process.stdout.readline()
            time.sleep(moments.uniform(0.0, 0.4))  # a random moment is what is tested
            process.send_signal(signal.SIGKILL)
            for line in [first, *process.stdout]:
                number, _, document_id = line.strip("\n").partition(" ")
                if document_id:
                    acknowledged[int(number)] = document_id
                else:
                    removed.add(int(number))
        with Library.open(tmp_path) as library:
            there = {document.id: document for document in library.documents()}
            # Every third document is removed again: it may be gone before that is acknowledged.
            kept = {number: id_ for number, id_ in acknowledged.items() if number % 3}
            assert there.keys() >= set(kept.values())
            assert not there.keys() & {acknowledged[number] for number in removed}
            # Each kill may leave one document that was stored but not yet acknowledged.
            assert len(there) - len(kept) <= kills
            for number, id_ in kept.items():
                assert f"Report {number} tells" in there[id_].text
            last = max(kept)
            hits = library.search(f"Report {last} mountain", documents=[kept[last]])
            assert f"Report {last} tells" in hits[0].text
            assert not library._store.disagrees()
            assert set(library._store.catalogue.keys()) == library._store.vectors.keys()


READING = """
import sys
from index import Library
with Library.open(sys.argv[1]) as library:
    print("open", flush=True)
    for line in sys.stdin:
        print(len(library.search(line.strip(), k=50)), flush=True)
"""


def test_law_8_a_reader_sees_each_finished_write(tmp_path: Path) -> None:
    """Law 8: a process that has the library open finds what another one has just added."""
    with Library.open(tmp_path) as library:
        library.add(text="Penguins swim.")
        with subprocess.Popen(
            [sys.executable, "-c", READING, str(tmp_path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            text=True,
        ) as reader:
            assert reader.stdin is not None
            assert reader.stdout is not None
            assert reader.stdout.readline() == "open\n"
            for count in range(1, 6):
                reader.stdin.write("penguins\n")
                reader.stdin.flush()
                assert int(reader.stdout.readline()) == count
                library.add(text=f"Penguins swim {count} miles.")
            reader.stdin.close()


def test_law_2_passages_of_the_article(article_library: Library, article: Document) -> None:
    """Law 2 on the stored passages of a real text; generated texts are in tests/index."""
    for passage in article_library.embedded().passages:
        assert article.text[passage.start : passage.end] == passage.text
