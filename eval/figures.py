"""The figures of a set of questions, and their names.

One question alone is scored in ``score.py``; which sets there are is decided in ``report.py``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import fsum
from typing import Literal

from eval.gold import OVERALL, OVERVIEW
from eval.metrics import abstention, calibration, cost, kept, latency, risk_coverage
from eval.outcome import Measured
from eval.score import Score
from index import UserError

Unit = Literal["share", "seconds"]
Better = Literal["higher", "lower"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure's name and how to read it.

    Attributes:
        name: as in ``--min``, JSON and Python.
        label: for people.
        unit: a share from 0 to 1, or seconds.
        better: which way is better.
        meaning: one line, without a full stop.
    """

    name: str
    label: str
    unit: Unit
    better: Better
    meaning: str


_TABLE: dict[tuple[Unit, Better], dict[str, tuple[str, str]]] = {
    ("share", "higher"): {
        "answer_f1": ("answer F1", "words shared with the best right answer"),
        "answer_em": ("exact match", "answers that are a right one exactly"),
        "span_precision": ("span precision", "answer's characters that stand in a right place"),
        "span_recall": ("span recall", "right characters that the answer points at"),
        "citation_precision": ("citation precision", "quotes that are evidence"),
        "citation_recall": ("citation recall", "things asked for whose evidence is quoted"),
        "citation_needed": ("citations needed", "quotes without which evidence would be missing"),
        "recall_at_1": ("recall@1", "passages with evidence that are found first"),
        "recall_at_5": ("recall@5", "passages with evidence among the first five found"),
        "recall_at_10": ("recall@10", "passages with evidence among the first ten found"),
        "mrr": ("MRR", "one over the rank of the first passage with evidence"),
        "ndcg_at_10": ("nDCG@10", "how high the passages with evidence stand"),
        "followup_kept": (
            "follow-ups kept",
            "F1 of follow-ups, as a share of that of the same asked alone",
        ),
        "alone_kept": ("changes of topic kept", "the same of later turns that lean on nothing"),
        "abstention_precision": ("abstention precision", "silences that were due"),
        "abstention_recall": ("abstention recall", "unanswerable questions met with silence"),
        "abstention_f1": ("abstention F1", "the harmonic mean of these two"),
        "coverage": ("coverage", "questions that got an answer"),
    },
    ("share", "lower"): {
        "risk": ("risk", "given answers that are wrong"),
        "aurc": ("AURC", "risk averaged over every coverage"),
        "ece": ("calibration error", "how far confidence is from the share that is right"),
        "bent": ("bent", "later turns that lean on nothing and were understood otherwise"),
    },
    ("seconds", "lower"): {
        "latency_p50": ("p50", "half of the questions took at most this"),
        "latency_p95": ("p95", "95% of the questions took at most this"),
        "latency_p99": ("p99", "99% of the questions took at most this"),
        "cpu_seconds": ("CPU", "computing time a question, all cores together"),
        "followup_added": (
            "follow-ups slower",
            "half of the follow-ups took at most this longer than the same asked alone",
        ),
    },
}
FIGURES = tuple(
    Figure(name, label, unit, better, meaning)
    for (unit, better), rows in _TABLE.items()
    for name, (label, meaning) in rows.items()
)
BY_NAME = {figure.name: figure for figure in FIGURES}
NAMES = tuple(BY_NAME)

# Means of what each question scores: of the answer's words, and of the places it points at.
WORDS = ("answer_f1", "answer_em", "span_precision", "span_recall")
PLACES = (
    "citation_precision", "citation_recall", "citation_needed",
    "recall_at_1", "recall_at_5", "recall_at_10", "mrr", "ndcg_at_10",
)  # fmt: skip


KEPT = ("followup_kept", "alone_kept")
"""What a dialogue leaves of answers: two means by one another, over turns after the first."""


@dataclass(frozen=True, slots=True)
class Figures:
    """How many questions there were, and their figures by name, None where undefined."""

    questions: int
    values: dict[str, float | None]


def figures_of(measured: Sequence[Measured]) -> Figures:
    """The figures of a set of questions; every question weighs the same.

    Overviews count towards the figures of places only where there is nothing else: how many
    key sentences a text has is a matter of taste, so they have a line of their own. For the
    same reason they are never right or wrong.
    """
    placed = [one for one in measured if one.kind != OVERVIEW] or measured
    judged = [one for one in measured if one.score.right is not None]
    silence = abstention(
        [not one.answerable for one in measured], [not one.answered for one in measured]
    )
    wait = latency([one.seconds for one in measured])
    confidences = [one.confidence for one in judged]
    right = [bool(one.score.right) for one in judged]
    values = {
        **{name: _mean(getattr(one.score, name) for one in measured) for name in WORDS},
        **{name: _mean(getattr(one.score, name) for one in placed) for name in PLACES},
        **{name: kept([f1_pair(name, one.score) for one in measured]) for name in KEPT},
        "abstention_precision": silence.precision,
        "abstention_recall": silence.recall,
        "abstention_f1": silence.f1,
        "coverage": _mean(float(one.answered) for one in measured),
        "risk": _mean(float(not one.score.right) for one in judged if one.answered),
        "aurc": risk_coverage(confidences, right).aurc,
        "ece": calibration(confidences, right).ece,
        "bent": _mean(one.score.bent for one in measured),
        "latency_p50": wait.p50,
        "latency_p95": wait.p95,
        "latency_p99": wait.p99,
        "cpu_seconds": cost([one.cpu_seconds for one in measured]),
        "followup_added": latency(
            [one.seconds - one.alone_seconds for one in measured if one.alone_seconds is not None]
        ).p50,
    }
    return Figures(len(measured), values)


def f1_pair(name: str, score: Score) -> tuple[float, float]:
    """The F1 of a turn as it was asked, and alone: what it adds to one of ``KEPT``.

    (0, 0) where it plays no part: first turns, and the turns of the other figure.
    """
    leans = score.bent is None
    if score.answer_f1 is None or score.alone_f1 is None or leans != (name == "followup_kept"):
        return 0.0, 0.0
    return score.answer_f1, score.alone_f1


def check_names(names: Iterable[str], kinds: Iterable[str]) -> None:
    """Refuse names that are no figure of a report on these kinds of question."""
    kinds = sorted(set(kinds) - {OVERALL})
    for name in names:
        kind, dot, figure = name.rpartition(".")
        if figure not in NAMES or (dot and kind not in (*kinds, OVERALL)):
            raise UserError(
                f"There is no figure {name!r}; the figures are {', '.join(NAMES)}, each also for "
                f"one kind of question, such as {(kinds or [OVERALL])[0]}.answer_f1; the kinds "
                f"are {', '.join(kinds)}."
            )


def _mean(values: Iterable[float | None]) -> float | None:
    """The mean of what is defined, None if nothing is; every question weighs the same."""
    defined = [value for value in values if value is not None]
    return fsum(defined) / len(defined) if defined else None
