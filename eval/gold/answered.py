"""A gold row from an answer that somebody has found right.

It asks what was understood, so that it stands alone. Only answers about one document become rows,
because a row is about one.
"""

from eval.gold.kind import UNANSWERABLE, kind_of
from eval.gold.row import OVERVIEW, GoldItem, GoldRow, GoldSpan
from qa import Answer, Citation


def from_answer(answer: Answer, id_: str) -> GoldRow | None:
    """The row, about the document that was cited or came nearest; None if there is not one.

    An abstention that is right becomes a question without an answer.
    """
    cited = answer.citations or ((answer.nearest,) if answer.nearest else ())
    documents = {citation.document_id for citation in cited}
    if len(documents) != 1:
        return None
    is_overview = answer.kind == OVERVIEW
    items = tuple(_item(citation, spans=not is_overview) for citation in answer.citations)
    kind = answer.kind if answer.kind in ("list", OVERVIEW) else kind_of(answer.understood)
    return GoldRow(
        id=id_,
        kind=kind if items else UNANSWERABLE,
        split="report",
        question=answer.understood,
        dialogue=None,
        turn=None,
        standalone=None,
        answerable=bool(items),
        items=items,
        document=documents.pop(),
    )


def _item(citation: Citation, *, spans: bool) -> GoldItem:
    answer = GoldSpan(citation.answer_start, citation.answer_end, citation.answer)
    quote = GoldSpan(citation.start, citation.end, citation.quote)
    return GoldItem(spans=(answer,) if spans else (), evidence=(quote,))
