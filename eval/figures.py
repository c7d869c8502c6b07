"""The figures of a set of questions, and their names.

One question alone is scored in ``score.py``; which sets there are is decided in ``report.py``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import fsum

from eval.gold_row import OVERALL, OVERVIEW, GoldRow
from eval.metrics import abstention, latency
from eval.score import Score
from index import UserError
from qa import Answer

SHARES = (
    "answer_f1",
    "answer_em",
    "citation_precision",
    "citation_recall",
    "abstention_precision",
    "abstention_recall",
    "abstention_f1",
)
LATENCIES = ("latency_p50", "latency_p95")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question, what was answered, how right that was, and the seconds it took."""

    row: GoldRow
    answer: Answer
    score: Score
    seconds: float


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a set of questions, None where undefined.

    Shares are in [0, 1], higher is better; latencies are in seconds, lower is better.
    ``questions`` counts the questions. ``docs/gold.md`` defines every figure.
    """

    questions: int
    answer_f1: float | None
    answer_em: float | None
    citation_precision: float | None
    citation_recall: float | None
    abstention_precision: float | None
    abstention_recall: float | None
    abstention_f1: float | None
    latency_p50: float | None
    latency_p95: float | None


def figures_of(outcomes: Sequence[Outcome]) -> Figures:
    """The figures of a set of questions; every question weighs the same.

    Overviews count towards the citation figures only where there is nothing else: how many
    key sentences a text has is a matter of taste, so they have a line of their own.
    """
    cited = [outcome for outcome in outcomes if outcome.row.kind != OVERVIEW] or outcomes
    silence = abstention(
        [not outcome.row.answerable for outcome in outcomes],
        [not outcome.answer.answered for outcome in outcomes],
    )
    wait = latency([outcome.seconds for outcome in outcomes])
    return Figures(
        questions=len(outcomes),
        answer_f1=_mean(outcome.score.answer_f1 for outcome in outcomes),
        answer_em=_mean(outcome.score.answer_em for outcome in outcomes),
        citation_precision=_mean(outcome.score.citation_precision for outcome in cited),
        citation_recall=_mean(outcome.score.citation_recall for outcome in cited),
        abstention_precision=silence.precision,
        abstention_recall=silence.recall,
        abstention_f1=silence.f1,
        latency_p50=wait.p50,
        latency_p95=wait.p95,
    )


def check_names(names: Iterable[str], kinds: Iterable[str]) -> None:
    """Refuse names that are no figure of a report on these kinds of question."""
    kinds = sorted(set(kinds) - {OVERALL})
    for name in names:
        kind, dot, figure = name.rpartition(".")
        if figure not in (*SHARES, *LATENCIES) or (dot and kind not in (*kinds, OVERALL)):
            raise UserError(
                f"There is no figure {name!r}; the figures are "
                f"{', '.join((*SHARES, *LATENCIES))}, each also for one kind of question, such "
                f"as {(kinds or [OVERALL])[0]}.answer_f1; the kinds are {', '.join(kinds)}."
            )


def _mean(values: Iterable[float | None]) -> float | None:
    """The mean of what is defined, None if nothing is; every question weighs the same."""
    defined = [value for value in values if value is not None]
    return fsum(defined) / len(defined) if defined else None
