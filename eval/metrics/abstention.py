"""Does it know when to be silent: precision, recall and F1 of abstaining.

Whether the answers that were given are right is measured elsewhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Abstention:
    """Scores in [0, 1], None where undefined."""

    precision: float | None
    recall: float | None
    f1: float | None


def abstention(unanswerable: Sequence[bool], abstained: Sequence[bool]) -> Abstention:
    """How well silence meets the questions that have no answer; abstaining is the positive class.

    Formula::

        P = TP / (TP + FP)    R = TP / (TP + FN)    F1 = 2 TP / (2 TP + FP + FN)

    TP counts questions without an answer that were met with silence, FP questions with an
    answer that were met with silence all the same, FN questions without an answer that got
    one. The two sequences are parallel, one entry for each question.

    Edge cases: a figure whose denominator is 0 is None: precision when nothing was abstained
    from, recall when every question has an answer, F1 when both. A system that never abstains
    has no precision, recall 0.0 and F1 0.0.

    Source: van Rijsbergen 1979, Information Retrieval, chapter 7; the task of telling
    unanswerable questions is that of SQuAD 2.0 (Rajpurkar et al. 2018, Know What You Don't
    Know).

    >>> abstention([True, True, False, False], [True, False, True, False])
    Abstention(precision=0.5, recall=0.5, f1=0.5)
    """
    pairs = list(zip(unanswerable, abstained, strict=True))
    right = sum(none and silent for none, silent in pairs)
    too_shy = sum(silent and not none for none, silent in pairs)
    too_bold = sum(none and not silent for none, silent in pairs)
    return Abstention(
        precision=_share(right, right + too_shy),
        recall=_share(right, right + too_bold),
        f1=_share(2 * right, 2 * right + too_shy + too_bold),
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
