"""Spans become checked citations."""

import dataclasses

import pytest

from index import Library, LibraryDamaged, Span
from qa.cite import Citer
from qa.decide import Candidate
from qa.reader import AnswerSpan, sentence_of

TEXT = "One two. Three four five. Six.\n\nSeven eight."


def test_the_quote_is_the_whole_sentence(library: Library) -> None:
    """Each span gets its sentence, or the sentences it touches, and the next number."""
    document = library.add(text=TEXT)
    (hit,) = library.search("three", k=1)
    spans = [(9, 14), (15, 19), (20, 29)]
    citations = Citer(library).answers(Candidate(hit, AnswerSpan(*s, 0.9)) for s in spans)
    assert [c.quote for c in citations] == ["Three four five."] * 2 + ["Three four five. Six."]
    assert [c.answer for c in citations] == ["Three", "four", "five. Six"]
    assert [c.number for c in citations] == [1, 2, 3]
    assert {c.document_id for c in citations} == {document.id}


def test_a_passage_that_does_not_agree_is_never_cited(library: Library) -> None:
    """Law 1: a quote that is not what the document says there is an error, not a citation."""
    library.add(text=TEXT)
    (hit,) = library.search("three", k=1)
    wrong = dataclasses.replace(hit, text=hit.text.replace("Three", "Forty"))
    with pytest.raises(LibraryDamaged, match="not what the document says"):
        Citer(library).answers([Candidate(wrong, AnswerSpan(9, 14, 0.9))])


def test_sentence_of(library: Library) -> None:
    """The sentence of a span is the run of sentences that it touches."""
    library.add(text=TEXT)
    (hit,) = library.search("three", k=1)
    assert sentence_of(hit, 10, 11) == Span(9, 25)
    with pytest.raises(ValueError, match="No sentence"):
        sentence_of(hit, 500, 501)
