"""One answer against its gold row: the figures that exist for a single question.

Figures of a set of questions (abstention, latency, means) are made in ``figures.py``; the
definitions are in ``metrics/``.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from eval.gold import OVERVIEW, GoldItem, GoldRow, GoldSpan
from eval.metrics import (
    Stretch,
    answer_span,
    citation_needed,
    citation_precision,
    citation_recall,
    exact_match,
    is_right,
    multi_span,
    retrieval,
    token_f1,
)
from eval.metrics.citation import covers
from index import Hit, Passage
from qa import Answer


@dataclass(frozen=True, slots=True)
class Score:
    """Figures in [0, 1] for one question, None where a figure does not apply to it.

    Those of the answer's words exist for answerable questions other than overviews, those of
    its places and of the retriever for answerable questions, all precisions only where there
    was an answer.

    Attributes:
        alone_f1: ``answer_f1`` of the standalone question, asked without history; of later turns
            of a dialogue.
        bent: whether a later turn that stands alone was understood otherwise.
        right: whether the answer, forced if it was withheld, is right; None for an overview,
            where that is a matter of taste.
    """

    answer_f1: float | None = None
    answer_em: float | None = None
    span_precision: float | None = None
    span_recall: float | None = None
    citation_precision: float | None = None
    citation_recall: float | None = None
    citation_needed: float | None = None
    recall_at_1: float | None = None
    recall_at_5: float | None = None
    recall_at_10: float | None = None
    mrr: float | None = None
    ndcg_at_10: float | None = None
    alone_f1: float | None = None
    bent: bool | None = None
    right: bool | None = None


def score(
    row: GoldRow,
    answer: Answer,
    *,
    document_id: str,
    forced: Answer,
    hits: Sequence[Hit],
    passages: Sequence[Passage],
    alone: Answer | None = None,
) -> Score:
    """Compare an answer with what is right.

    Args:
        row: the question.
        answer: what Footnote said to it.
        document_id: the document that the row's offsets count in.
        forced: what it would have said had it not been free to keep silent.
        hits: what the retriever found, best first.
        passages: every passage of the document.
        alone: what Footnote says to the standalone question of a later turn, without history.
    """
    bent = answer.understood != row.question if row.stands_alone else None
    if not row.answerable:
        return Score(bent=bent, right=False)
    evidence = [_stretches(item.evidence, document_id) for item in row.items]
    quotes = [Stretch(c.document_id, c.start, c.quote) for c in answer.citations]
    found = retrieval([_key(hit) for hit in hits], _relevant(passages, evidence))
    cited = Score(
        citation_precision=citation_precision(quotes, evidence),
        citation_recall=citation_recall(quotes, evidence),
        citation_needed=citation_needed(quotes, evidence),
        bent=bent,
        **asdict(found),
    )
    if row.kind == OVERVIEW:
        return cited
    words = [Stretch(c.document_id, c.answer_start, c.answer) for c in answer.citations]
    places = answer_span(words, [_stretches(item.spans, document_id) for item in row.items])
    f1, em = answer_words(row.items, answer)
    return replace(
        cited,
        answer_f1=f1,
        answer_em=em,
        span_precision=places.precision,
        span_recall=places.recall,
        alone_f1=None if alone is None else answer_words(row.items, alone)[0],
        right=is_right(answer_words(row.items, forced)[0]),
    )


def _stretches(spans: Sequence[GoldSpan], document_id: str) -> list[Stretch]:
    return [Stretch(document_id, span.start, span.text) for span in spans]


def _relevant(passages: Sequence[Passage], evidence: Sequence[Sequence[Stretch]]) -> set[str]:
    """The passages that hold a whole sentence of evidence."""
    return {
        _key(passage)
        for passage in passages
        for item in evidence
        for sentence in item
        if covers(Stretch(passage.document_id, passage.start, passage.text), sentence)
    }


def _key(passage: Hit | Passage) -> str:
    return f"{passage.document_id}:{passage.start}"


def answer_words(items: tuple[GoldItem, ...], answer: Answer) -> tuple[float, float]:
    """Token F1 and exact match of an answer's words with the things that were asked for."""
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
