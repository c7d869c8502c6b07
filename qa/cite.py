"""Spans become numbered ``Citation``s, each checked against its document's text (laws 1 and 3).

It never searches for a quote: a citation is cut out of the text by offsets, and compared.
"""

from collections.abc import Iterable

from index import Document, Hit, Library, LibraryDamaged, Span
from qa.answer import Citation
from qa.decide import Candidate
from qa.reader import sentence_of


class Citer:
    """Makes the citations of one answer, numbered as they come."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._documents: dict[str, Document] = {}
        self._number = 0

    def answers(self, candidates: Iterable[Candidate]) -> tuple[Citation, ...]:
        """One citation a span: its sentence as the quote, the span as the answer words."""
        return tuple(
            self._cite(
                candidate.hit,
                sentence_of(candidate.hit, candidate.span.start, candidate.span.end),
                Span(candidate.span.start, candidate.span.end),
            )
            for candidate in candidates
        )

    def sentences(self, picked: Iterable[tuple[Hit, Span]]) -> tuple[Citation, ...]:
        """One citation a sentence, the whole of it being the answer words."""
        return tuple(self._cite(hit, sentence, sentence) for hit, sentence in picked)

    def nearest(self, candidate: Candidate | None) -> Citation | None:
        """The passage as the quote, and in it the sentence that came closest."""
        if candidate is None:
            return None
        sentence = sentence_of(candidate.hit, candidate.span.start, candidate.span.end)
        return self._cite(candidate.hit, Span(candidate.hit.start, candidate.hit.end), sentence)

    def _cite(self, hit: Hit, quote: Span, words: Span) -> Citation:
        document = self._document(hit.document_id)
        cut = document.text[quote.start : quote.end]
        found = hit.text[quote.start - hit.start : quote.end - hit.start]
        if cut != found or not quote.start <= words.start < words.end <= quote.end:
            raise LibraryDamaged(
                f"The passage at {hit.start} of {document.title!r} is not what the document says "
                "there: remove the document and add it again."
            )
        self._number += 1
        return Citation(
            number=self._number,
            document_id=document.id,
            title=document.title,
            text_sha256=document.text_sha256,
            start=quote.start,
            end=quote.end,
            quote=cut,
            answer_start=words.start,
            answer_end=words.end,
            page=document.page(words.start),
            heading_path=hit.heading_path,
        )

    def _document(self, document_id: str) -> Document:
        if document_id not in self._documents:
            self._documents[document_id] = self._library.document(document_id, blocks=False)
        return self._documents[document_id]
