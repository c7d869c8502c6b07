"""One answer against its gold row: the figures that exist for a single question.

Figures of a set of questions (abstention, latency, means) are made in ``figures.py``; the
definitions are in ``metrics/``.
"""

from dataclasses import dataclass

from eval.gold_row import OVERVIEW, GoldItem, GoldRow
from eval.metrics import (
    Stretch,
    citation_precision,
    citation_recall,
    exact_match,
    multi_span,
    token_f1,
)
from qa import Answer


@dataclass(frozen=True, slots=True)
class Score:
    """Figures in [0, 1] for one question, None where a figure does not apply to it.

    ``answer_f1`` and ``answer_em`` exist for answerable questions other than overviews,
    ``citation_recall`` for answerable questions, ``citation_precision`` for answerable
    questions that were answered.
    """

    answer_f1: float | None
    answer_em: float | None
    citation_precision: float | None
    citation_recall: float | None


def score(row: GoldRow, answer: Answer, document_id: str) -> Score:
    """Compare an answer with what is right.

    Args:
        row: the question.
        answer: what Footnote said to it.
        document_id: the document that the row's offsets count in.
    """
    if not row.answerable:
        return Score(None, None, None, None)
    quotes = [Stretch(c.document_id, c.start, c.quote) for c in answer.citations]
    items = [
        [Stretch(document_id, sentence.start, sentence.text) for sentence in item.evidence]
        for item in row.items
    ]
    f1, em = (None, None) if row.kind == OVERVIEW else _words(row.items, answer)
    return Score(
        answer_f1=f1,
        answer_em=em,
        citation_precision=citation_precision(quotes, items),
        citation_recall=citation_recall(quotes, items),
    )


def _words(items: tuple[GoldItem, ...], answer: Answer) -> tuple[float, float]:
    """Token F1 and exact match of the answer's words."""
    golds = [tuple(span.text for span in item.spans) for item in items]
    if len(golds) == 1:
        return token_f1(answer.short, golds[0]), exact_match(answer.short, golds[0])
    listed = multi_span([citation.answer for citation in answer.citations], golds)
    # "joint meetings and exercises" may stand as an alternative under each of the two: words
    # that every item accepts name them all, so the answer as one piece may equal them too.
    whole = [text for text in golds[0] if all(text in item for item in golds)]
    if not whole:
        return listed.f1, listed.exact
    return (
        max(listed.f1, token_f1(answer.short, whole)),
        max(listed.exact, exact_match(answer.short, whole)),
    )
