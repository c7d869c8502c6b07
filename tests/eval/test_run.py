from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from eval import evaluate, gold_library, load_gold
from eval.gold import GoldItem, GoldRow, GoldSpan
from eval.score import answer_words
from index import Library, Progress, UserError
from qa import ask, default_reader
from qa.decide import THRESHOLD
from qa.threshold import OwnThreshold, keep_threshold

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
        (document_id,) = report.documents
        words = (outcome.row.question, harbour, history, [document_id])
        assert replace(outcome.answer, timings={}) == replace(ask(*words), timings={})
        forced = ask(*words, threshold=0.0)
        assert replace(outcome.forced, timings={}) == replace(forced, timings={})
        assert outcome.seconds > 0
        assert outcome.cpu_seconds > 0


def test_later_turns_are_asked_alone_too(harbour: Library, row: MakeRow, item: MakeItem) -> None:
    """A turn is compared with its standalone question, asked without what came before."""
    fields = {"kind": "dialogue", "dialogue": "d"}
    which = "Who built the harbour?"
    when = "When was the harbour built?"
    gold = [
        row("1", item("Mara Quill"), question=which, standalone=which, turn=1, **fields),
        row("2", item("1932"), question="when?", standalone=when, turn=2, **fields),
        row("3", item("Mara Quill"), question=which, standalone=which, turn=3, **fields),
        row("4", question="how tall was she?", standalone="How tall is Mara?", turn=4, **fields),
        row("5", item("1932"), question="when?", turn=5, **fields),
    ]
    report = evaluate(gold, harbour)
    scores = [outcome.score for outcome in report.outcomes]
    (about,) = report.documents
    alone = ask(when, harbour, documents=[about])
    assert scores[1].alone_f1 == answer_words(gold[1].items, alone)[0] > 0
    assert [score.alone_f1 is None for score in scores] == [True, False, False, True, True]
    assert [score.bent for score in scores] == [None, None, False, None, None]
    assert scores[2].alone_f1 == scores[2].answer_f1
    timed = [outcome.alone_seconds is not None for outcome in report.outcomes]
    assert timed == [False, True, False, False, False]
    only = report.outcomes[1]
    assert only.alone_seconds > 0
    assert report.value("followup_added") == pytest.approx(only.seconds - only.alone_seconds)


def test_it_tells_which_threshold_counted(
    tmp_path: Path, text: str, gold: tuple[GoldRow, ...]
) -> None:
    """The one that was given, else the library's own, else the default."""
    with Library.open(tmp_path / "own") as library:
        library.add(text=text, title="The harbour of Port Ellis")
        assert evaluate(gold, library).threshold == THRESHOLD
        keep_threshold(library, OwnThreshold(0.99, default_reader().identity, "a guess"))
        report = evaluate(gold, library)
        assert report.threshold == report.to_dict()["threshold"] == 0.99
        assert report.value("coverage") == 0
        assert evaluate(gold, library, threshold=0.5).threshold == 0.5


def test_it_finds_the_document_by_its_text(
    harbour: Library, gold: tuple[GoldRow, ...], text: str
) -> None:
    """Among several documents the one that agrees with the offsets is asked, and only it."""
    report = evaluate(gold, harbour)
    assert [document.text for document in report.documents.values()] == [text]
    cited = {c.document_id for outcome in report.outcomes for c in outcome.answer.citations}
    assert cited <= set(report.documents)


def test_the_figures_come_from_the_answers(harbour: Library, gold: tuple[GoldRow, ...]) -> None:
    """A small library is read well enough to cite the evidence of a plain question."""
    report = evaluate(gold[:1], harbour)
    assert report.value("citation_recall") == 1.0
    assert list(report.figures) == ["fact", "overall"]


def test_the_whole_library(harbour: Library, row: MakeRow, item: MakeItem) -> None:
    """A question is about one document, and asked of that alone or of all."""
    asked = [row("1", item("1932"), question="In which year was the red lighthouse painted?")]
    (alone,) = evaluate(asked, harbour).outcomes
    (among,) = evaluate(asked, harbour, whole_library=True).outcomes
    assert {c.title for c in alone.forced.citations} == {"The harbour of Port Ellis"}
    assert {c.title for c in among.answer.citations} == {"The lighthouse"}
    assert among.score.span_precision == 0.0


def test_rows_about_several_documents(harbour: Library, row: MakeRow, item: MakeItem) -> None:
    """A row may name its document, by title or id; its offsets count there."""
    lighthouse = next(d for d in harbour.documents() if d.title == "The lighthouse")
    start = OTHER.index("1960")
    year = GoldSpan(start, start + 4, "1960")
    sentence = GoldSpan(15, len(OTHER) - 1, OTHER[15:-1])
    painted = GoldItem(spans=(year,), evidence=(sentence,))
    question = "When was the lighthouse painted?"
    harbours = "The harbour of Port Ellis"
    rows = [
        row("1", item("1932"), question="When was the harbour built?", document=harbours),
        row("2", painted, question=question, document="The lighthouse"),
        row("3", painted, question=question, document=lighthouse.id),
    ]
    report = evaluate(rows, harbour)
    assert [o.document_id == lighthouse.id for o in report.outcomes] == [False, True, True]
    assert len(report.documents) == 2
    assert report.value("answer_em") == 1.0
    with pytest.raises(UserError, match=r"the document 'The pier' is not in .*'The lighthouse'"):
        evaluate([row("1", item("1932"), document="The pier")], harbour)
    with pytest.raises(UserError, match="The closest, 'The lighthouse'"):
        evaluate([row("1", item("1932"), document="The lighthouse")], harbour)


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
    """The bundled gold brings the article along, and its own library is gone afterwards."""
    gold = load_gold()
    rows = [row for row in gold.rows if row.kind == "who"]
    with gold_library(gold) as library:
        folder = library.path
        assert len(library.documents()) == 1
        report = evaluate(rows, library)
    assert not folder.exists()
    assert report.figures["overall"].questions == len(rows)
