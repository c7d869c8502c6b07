"""What an evaluation found: figures by kind of question and over all of them.

Plain data. It asks nothing (``run.py`` does) and draws nothing (``ui`` does).
"""

from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from eval.figures import LATENCIES, SHARES, Figures, Outcome, check_names, figures_of
from eval.gold_row import OVERALL
from index import UserError

UNDEFINED = "–"
"""What a table shows where a figure does not exist."""

_COLUMNS = (
    "kind", "questions", "answer F1", "exact match", "citation precision", "citation recall",
    "abstention precision", "abstention recall", "abstention F1", "p50", "p95",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Table:
    """Column names, and rows of as many cells, ready to be drawn."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Report:
    """Everything that an evaluation found.

    Attributes:
        outcomes: one for each question, in the order asked.
        split: the split that was asked, "all" for every question.
        title, document_id, text_sha256: the document that the gold is about.
        searched: ids of the documents that were searched, this one among them.
    """

    outcomes: tuple[Outcome, ...]
    split: str
    title: str
    document_id: str
    text_sha256: str
    searched: tuple[str, ...]

    @cached_property
    def figures(self) -> dict[str, Figures]:
        """The figures of each kind, in the order of the gold, and "overall" last."""
        kinds = dict.fromkeys(outcome.row.kind for outcome in self.outcomes)
        by_kind = {
            kind: figures_of([outcome for outcome in self.outcomes if outcome.row.kind == kind])
            for kind in kinds
        }
        return by_kind | {OVERALL: figures_of(self.outcomes)}

    def find(self, name: str) -> float | None:
        """One figure, such as "answer_f1" (of all questions) or "fact.answer_f1".

        Returns:
            The figure, None where it is undefined for these questions.

        Raises:
            UserError: there is no such figure; the sentence lists the names there are.
        """
        check_names([name], self.figures)
        kind, _, figure = name.rpartition(".")
        value: float | None = getattr(self.figures[kind or OVERALL], figure)
        return value

    def value(self, name: str) -> float:
        """One figure that has to be there, such as "answer_f1" or "fact.answer_f1".

        Raises:
            UserError: there is no such figure, or it is undefined for these questions.
        """
        value = self.find(name)
        if value is None:
            raise UserError(
                f"{name} is undefined: the gold has no question that it is measured on, or "
                "nothing was abstained from; leave it out."
            )
        return value

    def table(self) -> Table:
        """A line for each kind and a last one for all, as text."""
        return Table(
            columns=_COLUMNS,
            rows=tuple(_cells(kind, figures) for kind, figures in self.figures.items()),
        )

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON-ready data with stable keys.

        ``figures`` maps a kind, or "overall", to its figures; ``questions`` has one entry for
        each question with its scores, so that two reports can be compared pair by pair.
        """
        return {
            "document": {
                "id": self.document_id,
                "title": self.title,
                "text_sha256": self.text_sha256,
            },
            "searched": list(self.searched),
            "split": self.split,
            "figures": {kind: asdict(figures) for kind, figures in self.figures.items()},
            "questions": [_question(outcome) for outcome in self.outcomes],
        }


def _cells(kind: str, figures: Figures) -> tuple[str, ...]:
    shares = [getattr(figures, name) for name in SHARES]
    waits = [getattr(figures, name) for name in LATENCIES]
    return (
        kind,
        str(figures.questions),
        *(UNDEFINED if share is None else f"{share:.3f}" for share in shares),
        *(UNDEFINED if wait is None else f"{wait * 1000:.0f} ms" for wait in waits),
    )


def _question(outcome: Outcome) -> dict[str, Any]:
    row, answer = outcome.row, outcome.answer
    return {
        "id": row.id,
        "kind": row.kind,
        "split": row.split,
        "question": row.question,
        "understood": answer.understood,
        "answerable": row.answerable,
        "answered": answer.answered,
        "short": answer.short,
        "confidence": answer.confidence,
        "citations": [
            {
                "document_id": citation.document_id,
                "start": citation.start,
                "end": citation.end,
                "answer_start": citation.answer_start,
                "answer_end": citation.answer_end,
            }
            for citation in answer.citations
        ],
        **asdict(outcome.score),
        "seconds": outcome.seconds,
    }
