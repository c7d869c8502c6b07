"""What came of one question, and what of it the figures of a set are made of."""

from dataclasses import dataclass

from eval.gold import GoldRow
from eval.score import Score
from qa import Answer


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question, and what came of it.

    Attributes:
        row: what was asked.
        document_id: the document that the row's offsets count in.
        answer: what Footnote said.
        forced: what it would have said had it not been free to keep silent; ``answer`` itself
            where that is an answer.
        score: how right that was.
        seconds: the wall clock around ``ask``.
        cpu_seconds: what the process computed meanwhile, on all cores together.
        alone_seconds: the wall clock around the standalone question of a turn that leans on
            those before; None where it is not asked.
    """

    row: GoldRow
    document_id: str
    answer: Answer
    forced: Answer
    score: Score
    seconds: float
    cpu_seconds: float
    alone_seconds: float | None = None

    @property
    def measured(self) -> "Measured":
        """What the figures are made of."""
        return Measured(
            kind=self.row.kind,
            answerable=self.row.answerable,
            answered=self.answer.answered,
            confidence=self.forced.confidence,
            score=self.score,
            seconds=self.seconds,
            cpu_seconds=self.cpu_seconds,
            alone_seconds=self.alone_seconds,
        )


@dataclass(frozen=True, slots=True)
class Measured:
    """What of an outcome the figures of a set are made of.

    Attributes:
        kind, answerable: of the question.
        answered: whether Footnote gave an answer.
        confidence: of the answer, forced if it was withheld.
        score, seconds, cpu_seconds, alone_seconds: see ``Outcome``.
    """

    kind: str
    answerable: bool
    answered: bool
    confidence: float
    score: Score
    seconds: float
    cpu_seconds: float
    alone_seconds: float | None
