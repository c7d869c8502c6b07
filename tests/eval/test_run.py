from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from eval import article_library, evaluate, load_gold
from eval.gold import GoldItem, GoldRow
from eval.score import score
from index import Library, Progress, UserError
from qa import ask

MakeRow = Callable[..., GoldRow]
MakeItem = Callable[..., GoldItem]

OTHER = "The lighthouse\nThe lighthouse of Cape Noor was painted red in 1960 by Ada Finn.\n"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A library of its own, empty at first."""
    with Library.open(tmp_path_factory.mktemp("eval") / "library") as library:
        yield library


@pytest.fixture
def harbour(library: Library, text: str) -> Library:
    """The library with the document that the gold is about, and another."""
    library.add(text=OTHER, title="The lighthouse")
    library.add(text=text, title="The harbour of Port Ellis")
    return library


@pytest.fixture
def gold(row: MakeRow, item: MakeItem) -> tuple[GoldRow, ...]:
    """Two questions alone, and a dialogue between them."""
    return (
        row("1", item("1932"), question="When was the harbour built?", split="tune"),
        row(
            "2",
            item("Mara Quill"),
            kind="dialogue",
            question="Who built the harbour?",
            dialogue="d",
            turn=1,
        ),
        row("3", kind="unanswerable_far", question="What does a litre of milk cost?"),
        row(
            "4",
            item("14 months"),
            kind="dialogue",
            question="How long did it take her?",
            dialogue="d",
            turn=2,
        ),
    )


def test_it_asks_what_users_ask(harbour: Library, gold: tuple[GoldRow, ...]) -> None:
    """Every outcome is what ``ask`` says, with the dialogue's own answers as its history."""
    report = evaluate(gold, harbour)
    assert [outcome.row for outcome in report.outcomes] == list(gold)
    first_turn = report.outcomes[1].answer
    for outcome in report.outcomes:
        history = (first_turn,) if outcome.row.id == "4" else ()
        again = ask(outcome.row.question, harbour, history=history, documents=[report.document_id])
        assert replace(outcome.answer, timings={}) == replace(again, timings={})
        assert outcome.score == score(outcome.row, again, report.document_id)
        assert outcome.seconds > 0


def test_it_finds_the_document_by_its_text(
    harbour: Library, gold: tuple[GoldRow, ...], text: str
) -> None:
    """Among several documents the one that agrees with the offsets is asked, and only it."""
    report = evaluate(gold, harbour)
    assert harbour.document(report.document_id).text == text
    assert report.searched == (report.document_id,)
    cited = {c.document_id for outcome in report.outcomes for c in outcome.answer.citations}
    assert cited <= {report.document_id}


def test_the_figures_come_from_the_answers(harbour: Library, gold: tuple[GoldRow, ...]) -> None:
    """A small library is read well enough to cite the evidence of a plain question."""
    report = evaluate(gold[:1], harbour)
    assert report.value("citation_recall") == 1.0
    assert list(report.figures) == ["fact", "overall"]


def test_other_documents_beside_it(harbour: Library, gold: tuple[GoldRow, ...]) -> None:
    """Named documents are all searched; the gold's must be one of them."""
    ids = [document.id for document in harbour.documents()]
    assert evaluate(gold, harbour, documents=ids).searched == tuple(ids)
    other = next(d.id for d in harbour.documents() if d.title == "The lighthouse")
    with pytest.raises(UserError, match="The closest, 'The lighthouse'"):
        evaluate(gold, harbour, documents=[other])
    with pytest.raises(UserError):
        evaluate(gold, harbour, documents=["no such id"])


@pytest.mark.parametrize(
    ("split", "ids"), [("tune", "1"), ("report", "234"), ("all", "1234"), (None, "1234")]
)
def test_splits(harbour: Library, gold: tuple[GoldRow, ...], split: str | None, ids: str) -> None:
    """A split asks its own questions only."""
    report = evaluate(gold, harbour, split=split)
    assert "".join(outcome.row.id for outcome in report.outcomes) == ids
    assert report.split == (split or "all")


def test_progress(harbour: Library, gold: tuple[GoldRow, ...]) -> None:
    """Progress counts every question once, from 0 to all."""
    seen: list[Progress] = []
    evaluate(gold, harbour, progress=seen.append)
    assert [(p.done, p.total) for p in seen] == [(n, 4) for n in range(5)]


def test_offsets_that_do_not_agree(
    harbour: Library, gold: tuple[GoldRow, ...], row: MakeRow, item: MakeItem
) -> None:
    """Gold that agrees with no document is refused with the first place that differs."""
    right = item("1932")
    moved = replace(
        right, spans=tuple(replace(s, start=s.start + 1, end=s.end + 1) for s in right.spans)
    )
    with pytest.raises(UserError, match=r"agrees with 7 of 8 spans; row '5' expects '1932' at 59"):
        evaluate([*gold, row("5", moved)], harbour)


def test_nothing_to_ask(harbour: Library, gold: tuple[GoldRow, ...], tmp_path: Path) -> None:
    """No rows, an unknown split, half a dialogue, no document: each gets a clear sentence."""
    with pytest.raises(UserError, match="no gold question"):
        evaluate([], harbour)
    with pytest.raises(UserError, match="no split 'test'"):
        evaluate(gold, harbour, split="test")
    with pytest.raises(UserError, match="no question of the split 'tune'"):
        evaluate(gold[1:], harbour, split="tune")
    with pytest.raises(UserError, match="every turn from 1"):
        evaluate(gold[2:], harbour)
    with pytest.raises(UserError, match="so nothing tells which document"):
        evaluate(gold[2:3], harbour)
    with (
        Library.open(tmp_path / "empty") as empty,
        pytest.raises(UserError, match="no document to ask"),
    ):
        evaluate(gold, empty)


def test_a_question_that_cannot_be_asked(harbour: Library, row: MakeRow, item: MakeItem) -> None:
    """A question that ``ask`` refuses is named."""
    with pytest.raises(UserError, match="Gold question 'long' cannot be asked: "):
        evaluate([row("long", item("1932"), question="why " * 1000)], harbour)


def test_the_bundled_gold_and_its_library() -> None:
    """The bundled gold agrees with the article, and its own library is gone afterwards."""
    rows = [row for row in load_gold() if row.kind == "who"]
    with article_library() as library:
        folder = library.path
        assert len(library.documents()) == 1
        report = evaluate(rows, library)
    assert not folder.exists()
    assert report.figures["overall"].questions == len(rows)
