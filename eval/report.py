"""What an evaluation found: figures by kind of question and over all of them.

Plain data. It asks nothing (``run.py`` does) and draws nothing (``page/`` and ``ui`` do).
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from functools import cached_property
from typing import Any

from eval.figures import Figures, check_names, figures_of
from eval.gold import OVERALL, GoldRow
from eval.outcome import Measured, Outcome
from eval.score import Score
from index import Document, UserError
from qa.decide import THRESHOLD

FORMAT = 4
"""The layout of the report's JSON; another number cannot be compared."""

_MEASURED = (
    "kind", "answerable", "answered", "confidence", "seconds", "cpu_seconds", "alone_seconds",
)  # fmt: skip


@dataclass(frozen=True)
class Report:
    """Everything that an evaluation found.

    Attributes:
        outcomes: one for each question, in the order asked.
        split: the split that was asked, "all" for every question.
        documents: the documents that the questions are about, by id.
        whole_library: whether every document of the library was searched.
        threshold: the confidence, in [0, 1], from which on there was an answer: the library's
            own, or ``qa.decide.THRESHOLD``.
    """

    outcomes: tuple[Outcome, ...]
    split: str
    documents: dict[str, Document]
    whole_library: bool = False
    threshold: float = THRESHOLD

    @cached_property
    def figures(self) -> dict[str, Figures]:
        """The figures of each kind, in the order of the gold, and "overall" last."""
        kinds = dict.fromkeys(outcome.row.kind for outcome in self.outcomes)
        by_kind = {
            kind: figures_of([o.measured for o in self.outcomes if o.row.kind == kind])
            for kind in kinds
        }
        return by_kind | {OVERALL: figures_of([outcome.measured for outcome in self.outcomes])}

    def find(self, name: str) -> float | None:
        """One figure, such as "answer_f1" (of all questions) or "fact.answer_f1".

        Returns:
            The figure, None where it is undefined for these questions.

        Raises:
            UserError: there is no such figure; the sentence lists the names there are.
        """
        check_names([name], self.figures)
        kind, _, figure = name.rpartition(".")
        return self.figures[kind or OVERALL].values[figure]

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

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON-ready data with stable keys.

        ``figures`` maps a kind, or "overall", to its figures; ``questions`` has one entry for
        each question with its scores, so that two reports can be compared pair by pair.
        """
        return {
            "footnote_eval": FORMAT,
            "documents": [
                {"id": document.id, "title": document.title, "text_sha256": document.text_sha256}
                for document in self.documents.values()
            ],
            "whole_library": self.whole_library,
            "threshold": self.threshold,
            "split": self.split,
            "figures": {
                kind: {"questions": figures.questions, **figures.values}
                for kind, figures in self.figures.items()
            },
            "questions": [_question(outcome) for outcome in self.outcomes],
        }


def measured(entry: Mapping[str, Any]) -> Measured:
    """One of the ``questions`` of ``Report.to_dict``, as the figures take it."""
    return Measured(
        score=Score(**{field.name: entry[field.name] for field in fields(Score)}),
        **{name: entry[name] for name in _MEASURED},
    )


def gold_digest(row: GoldRow) -> str:
    """Tells whether a question is what it was, to the last offset of its gold: 16 hex digits."""
    gold = json.dumps(asdict(row), sort_keys=True).encode()
    return hashlib.sha256(gold).hexdigest()[:16]


def _question(outcome: Outcome) -> dict[str, Any]:
    row, answer = outcome.row, outcome.answer
    return {
        "id": row.id,
        "kind": row.kind,
        "split": row.split,
        "document_id": outcome.document_id,
        "gold_sha256": gold_digest(row),
        "dialogue": row.dialogue,
        "question": row.question,
        "understood": answer.understood,
        "answerable": row.answerable,
        "answered": answer.answered,
        "short": answer.short,
        "confidence": outcome.forced.confidence,
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
        "cpu_seconds": outcome.cpu_seconds,
        "alone_seconds": outcome.alone_seconds,
    }
