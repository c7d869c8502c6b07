import json
from collections.abc import Callable, Sequence
from dataclasses import asdict

import pytest

from eval import Report, check_bounds, check_minimums
from eval.figures import LATENCIES, SHARES, Figures, Outcome
from eval.gold import GoldItem, GoldRow
from eval.score import score
from index import UserError
from qa import Answer

MakeRow = Callable[..., GoldRow]
MakeItem = Callable[..., GoldItem]
MakeReply = Callable[..., Answer]


def make_report(pairs: Sequence[tuple[GoldRow, Answer]], document_id: str) -> Report:
    outcomes = [
        Outcome(row, answer, score(row, answer, document_id), seconds=0.1 * number)
        for number, (row, answer) in enumerate(pairs, start=1)
    ]
    return Report(
        outcomes=tuple(outcomes),
        split="all",
        title="The harbour of Port Ellis",
        document_id=document_id,
        text_sha256="",
        searched=(document_id,),
    )


@pytest.fixture
def report(row: MakeRow, item: MakeItem, reply: MakeReply, document_id: str) -> Report:
    """Two facts, one of them missed; two unanswerable ones, one answered; half an overview."""
    return make_report(
        [
            (row("f1", item("1932")), reply("1932")),
            (row("f2", item("14 months")), reply()),
            (row("u1", kind="unanswerable_close"), reply()),
            (row("u2", kind="unanswerable_close"), reply("1951")),
            (row("o1", item("Mara"), item("storm"), kind="overview"), reply("Mara")),
        ],
        document_id,
    )


def test_figures(report: Report) -> None:
    """Each figure is taken over the questions that it is defined on, overviews apart."""
    overall = asdict(report.figures["overall"])
    assert overall == {
        "questions": 5,
        "answer_f1": 0.5,  # of f1 and f2
        "answer_em": 0.5,
        "citation_precision": 1.0,  # of f1 alone: f2 was not answered
        "citation_recall": 0.5,  # of f1 and f2, not of the overview
        "abstention_precision": 0.5,  # u1, but f2 too
        "abstention_recall": 0.5,  # u1, but not u2
        "abstention_f1": 0.5,
        "latency_p50": pytest.approx(0.3),
        "latency_p95": pytest.approx(0.48),
    }
    assert list(report.figures) == ["fact", "unanswerable_close", "overview", "overall"]
    assert report.figures["overview"].citation_recall == 0.5
    assert report.figures["overview"].answer_f1 is None


def test_value(report: Report) -> None:
    """A figure is called by its name, with a kind of question before it or without."""
    assert report.value("answer_f1") == report.value("overall.answer_f1") == 0.5
    assert report.value("fact.abstention_precision") == 0.0
    assert report.value("latency_p50") == pytest.approx(0.3)
    assert report.find("overview.answer_f1") is None


@pytest.mark.parametrize("name", ["f1", "", "questions", "fact.", ".answer_f1", "poem.answer_f1"])
def test_unknown_name(report: Report, name: str) -> None:
    """An unknown name is refused with the names there are."""
    with pytest.raises(UserError, match=r"answer_f1.*latency_p95.*unanswerable_close"):
        report.value(name)


def test_undefined_figure(report: Report) -> None:
    """A figure that does not exist for these questions is no number."""
    with pytest.raises(UserError, match=r"unanswerable_close\.answer_f1 is undefined"):
        report.value("unanswerable_close.answer_f1")


def test_minimums(report: Report) -> None:
    """Only what is below its minimum falls short; equal is enough."""
    short = check_minimums(report, {"answer_f1": 0.5, "citation_recall": 0.8, "fact.answer_em": 0})
    assert [(s.name, s.value, s.minimum) for s in short] == [("citation_recall", 0.5, 0.8)]
    assert str(short[0]) == "citation_recall is 0.5000, below the minimum 0.8000."
    assert check_minimums(report, {}) == ()


def test_undefined_figures_miss_their_minimum(report: Report) -> None:
    """A build cannot pass on a figure that does not exist, even with a minimum of 0."""
    (short,) = check_minimums(report, {"overview.answer_f1": 0.0})
    assert short.value is None
    assert str(short) == "overview.answer_f1 is undefined, so it misses the minimum 0.0000."


@pytest.mark.parametrize(
    ("minimums", "message"),
    [
        ({"answer_f1": 80.0}, "share from 0 to 1"),
        ({"answer_f1": float("nan")}, "share from 0 to 1"),
        ({"latency_p50": 0.2}, "better when lower"),
        ({"anwser_f1": 0.2}, "no figure 'anwser_f1'"),
    ],
)
def test_minimums_that_make_no_sense(minimums: dict[str, float], message: str) -> None:
    """A minimum that makes no sense is refused before anything is asked."""
    with pytest.raises(UserError, match=message):
        check_bounds(minimums, ["fact"])


def test_table(report: Report) -> None:
    """A line for each kind and one for all, as wide as the header; what is undefined is a dash."""
    table = report.table()
    assert [line[0] for line in table.rows] == [*report.figures]
    assert all(len(line) == len(table.columns) for line in table.rows)
    assert table.rows[-1][:4] == ("overall", "5", "0.500", "0.500")
    assert table.rows[-1][-2:] == ("300 ms", "480 ms")
    assert table.rows[1][2] == "–"


def test_to_dict(report: Report) -> None:
    """The data survives JSON unchanged, and its keys are the names of the figures."""
    data = report.to_dict()
    assert json.loads(json.dumps(data, allow_nan=False)) == data
    assert list(data["figures"]["fact"]) == ["questions", *SHARES, *LATENCIES]
    assert list(data["figures"]["fact"]) == list(Figures.__dataclass_fields__)
    assert [question["id"] for question in data["questions"]] == ["f1", "f2", "u1", "u2", "o1"]
    assert data["questions"][0]["citations"][0]["start"] == 26


def test_no_questions() -> None:
    """A report on nothing has only undefined figures."""
    figures = make_report([], "").figures["overall"]
    assert set(asdict(figures).values()) == {0, None}


def test_always_silent(row: MakeRow, item: MakeItem, reply: MakeReply, document_id: str) -> None:
    """Always abstaining is half right about silence and has no answers and no precision."""
    figures = make_report([(row("1", item("1932")), reply()), (row("2"), reply())], document_id)
    assert figures.value("answer_f1") == figures.value("citation_recall") == 0.0
    assert figures.value("abstention_precision") == 0.5
    assert figures.value("abstention_recall") == 1.0
    assert figures.figures["overall"].citation_precision is None
