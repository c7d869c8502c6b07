import json
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from eval import Report, check_bounds, misses
from eval.figures import FIGURES, NAMES
from eval.gold import GoldItem, GoldRow
from eval.outcome import Outcome
from eval.report import measured
from index import Document, UserError
from qa import Answer

MakeRow = Callable[..., GoldRow]
MakeItem = Callable[..., GoldItem]
MakeReply = Callable[..., Answer]
MakeOutcome = Callable[..., Outcome]


def make_report(outcomes: Sequence[Outcome], documents: Sequence[Document] = ()) -> Report:
    return Report(
        outcomes=tuple(outcomes),
        split="all",
        documents={document.id: document for document in documents},
    )


@pytest.fixture
def report(row: MakeRow, item: MakeItem, reply: MakeReply, outcome: MakeOutcome) -> Report:
    """Two facts, one of them missed; two unanswerable ones, one answered; half an overview."""
    pairs = [
        (row("f1", item("1932")), reply("1932", confidence=0.9)),
        (row("f2", item("14 months")), reply(confidence=0.0)),
        (row("u1", kind="unanswerable_close"), reply(confidence=0.0)),
        (row("u2", kind="unanswerable_close"), reply("1951", confidence=0.4)),
        (row("o1", item("Mara"), item("storm"), kind="overview"), reply("Mara")),
    ]
    return make_report(
        [outcome(*pair, seconds=0.1 * number) for number, pair in enumerate(pairs, start=1)]
    )


def test_figures(report: Report) -> None:
    """Each figure is taken over the questions that it is defined on, overviews apart."""
    assert report.figures["overall"].questions == 5
    assert report.figures["overall"].values == {
        "answer_f1": 0.5,  # of f1 and f2
        "answer_em": 0.5,
        "span_precision": 1.0,  # of f1 alone: f2 was not answered
        "span_recall": 0.5,
        "citation_precision": 1.0,
        "citation_recall": 0.5,  # of f1 and f2, not of the overview
        "citation_needed": 1.0,
        "recall_at_1": 0.5,  # f1's sentence is ranked first, f2's second
        "recall_at_5": 1.0,
        "recall_at_10": 1.0,
        "mrr": 0.75,
        "ndcg_at_10": pytest.approx((1 + 0.63093) / 2, abs=1e-5),
        "followup_kept": None,  # there is no dialogue
        "alone_kept": None,
        "abstention_precision": 0.5,  # u1, but f2 too
        "abstention_recall": 0.5,  # u1, but not u2
        "abstention_f1": 0.5,
        "coverage": 0.6,  # f1, u2 and the overview
        "risk": 0.5,  # u2, of f1 and u2
        "aurc": pytest.approx((0 + 1 / 2 + 2 / 3 + 3 / 4) / 4),  # right, then wrong three times
        "ece": pytest.approx((0.1 + 0.4) / 4),  # .9 and right, .4 and wrong, 0 and wrong twice
        "bent": None,
        "latency_p50": pytest.approx(0.3),
        "latency_p95": pytest.approx(0.48),
        "latency_p99": pytest.approx(0.496),
        "cpu_seconds": pytest.approx(0.6),
        "followup_added": None,
    }
    assert list(report.figures) == ["fact", "unanswerable_close", "overview", "overall"]
    assert report.figures["overview"].values["citation_recall"] == 0.5
    assert report.figures["overview"].values["answer_f1"] is None


def test_what_a_dialogue_leaves(
    row: MakeRow, item: MakeItem, reply: MakeReply, outcome: MakeOutcome
) -> None:
    """Follow-ups and changes of topic apart, each by what the same is worth alone."""

    def turn(number: int, question: str, standalone: str | None, *words: str) -> GoldRow:
        items = [item(*words)] if words else []
        fields = {"question": question, "standalone": standalone, "dialogue": "d", "turn": number}
        return row(f"{number}", *items, kind="dialogue", **fields)

    right, silent = reply("1932"), reply()
    bent = replace(right, understood="Who was it in 1932?")
    asked = [
        outcome(turn(1, "Who?", "Who?", "1932"), right),
        outcome(turn(2, "When?", "When was it built?", "1932"), right, alone=right),
        outcome(turn(3, "And then?", "What came in 1933?", "1932"), silent, alone=right),
        outcome(turn(4, "Who?", "Who?", "1932"), silent, alone=right),
        outcome(turn(5, "Who?", "Who?", "1932"), bent, alone=right),
        outcome(turn(6, "Who?", "Who?"), right),  # not answerable: it may be bent, no more
        outcome(turn(7, "Who?", None, "1932"), bent),  # nobody said what it is alone
    ]
    figures = make_report(asked).figures["overall"].values
    assert figures["followup_kept"] == pytest.approx(1 / 2)
    assert figures["alone_kept"] == pytest.approx(1 / 2)
    assert figures["bent"] == pytest.approx(1 / 3)
    timed = [replace(one, alone_seconds=0.1 * n) for n, one in enumerate(asked[1:4], start=1)]
    slower = make_report(timed).figures["overall"].values["followup_added"]
    assert slower == pytest.approx(-0.1)  # the middle one took 0.1 s, alone 0.2 s
    first = make_report(asked[:1]).figures["overall"].values
    assert {first[name] for name in ("followup_kept", "alone_kept", "bent")} == {None}


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


def test_bounds(report: Report) -> None:
    """Only what is on the wrong side of its bound is a miss; equal is enough."""
    missed = misses(
        report,
        minimums={"answer_f1": 0.5, "citation_recall": 0.8, "fact.answer_em": 0},
        maximums={"risk": 0.5, "latency_p50": 0.2},
    )
    assert [(m.name, m.value, m.bound) for m in missed] == [
        ("citation_recall", 0.5, 0.8),
        ("latency_p50", pytest.approx(0.3), 0.2),
    ]
    assert str(missed[0]) == "citation_recall is 0.5000, below the minimum 0.8000."
    assert str(missed[1]) == "latency_p50 is 0.3000, above the maximum 0.2000."
    assert misses(report, minimums={}, maximums={}) == ()


def test_undefined_figures_miss_their_bound(report: Report) -> None:
    """A build cannot pass on a figure that does not exist, even with a minimum of 0."""
    (missed,) = misses(report, minimums={"overview.answer_f1": 0.0}, maximums={})
    assert missed.value is None
    assert str(missed) == "overview.answer_f1 is undefined, so it misses the minimum 0.0000."


@pytest.mark.parametrize(
    ("minimums", "maximums", "message"),
    [
        ({"answer_f1": 80.0}, {}, "share from 0 to 1"),
        ({"answer_f1": float("nan")}, {}, "share from 0 to 1"),
        ({"latency_p50": 0.2}, {}, "better when lower, so it has no minimum; use --max"),
        ({}, {"answer_f1": 0.2}, "better when higher, so it has no maximum; use --min"),
        ({}, {"latency_p50": -1}, "seconds from 0 on"),
        ({"anwser_f1": 0.2}, {}, "no figure 'anwser_f1'"),
    ],
)
def test_bounds_that_make_no_sense(
    minimums: dict[str, float], maximums: dict[str, float], message: str
) -> None:
    """A bound that makes no sense is refused before anything is asked."""
    with pytest.raises(UserError, match=message):
        check_bounds(["fact"], minimums=minimums, maximums=maximums)


def test_to_dict(report: Report) -> None:
    """The data survives JSON unchanged, and its keys are the names of the figures."""
    data = report.to_dict()
    assert json.loads(json.dumps(data, allow_nan=False)) == data
    assert list(data["figures"]["fact"]) == ["questions", *NAMES]
    assert [question["id"] for question in data["questions"]] == ["f1", "f2", "u1", "u2", "o1"]
    assert data["questions"][0]["citations"][0]["start"] == 26


def test_what_figures_are_made_of_survives_json(report: Report) -> None:
    """The figures of a report can be made again from its JSON."""
    entries = json.loads(json.dumps(report.to_dict()))["questions"]
    assert [measured(entry) for entry in entries] == [o.measured for o in report.outcomes]


def test_every_figure_is_told() -> None:
    """Each figure has one name, one label and a meaning, and says which way is better."""
    assert len(set(NAMES)) == len({figure.label for figure in FIGURES}) == len(FIGURES)
    assert all(figure.meaning for figure in FIGURES)


def test_no_questions() -> None:
    """A report on nothing has only undefined figures."""
    figures = make_report([]).figures["overall"]
    assert figures.questions == 0
    assert set(figures.values.values()) == {None}


def test_always_silent(
    row: MakeRow, item: MakeItem, reply: MakeReply, outcome: MakeOutcome
) -> None:
    """Always abstaining is half right about silence and has no answers, precision or risk."""
    report = make_report([outcome(row("1", item("1932")), reply()), outcome(row("2"), reply())])
    assert report.value("answer_f1") == report.value("citation_recall") == 0.0
    assert report.value("coverage") == 0.0
    assert report.value("abstention_precision") == 0.5
    assert report.value("abstention_recall") == 1.0
    assert report.find("citation_precision") is report.find("risk") is None
