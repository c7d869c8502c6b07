"""``ask`` from end to end, on the article, with the bundled reader."""

import dataclasses
import subprocess
import sys
from collections.abc import Sequence

import pytest

from index import BadQuestion, Document, Hit, Library, UnknownDocument
from qa import Answer, ask
from qa.reader import AnswerSpan, Reading


def test_an_answer(article_library: Library, article: Document) -> None:
    """A plain question gets the document's own words and the sentence around them."""
    answer = ask("Who has blocked cooperation between NATO and Israel?", article_library)
    assert answer.kind == "answer"
    assert "Turkey" in answer.short
    assert answer.text == f"{answer.short} [1]"
    (citation,) = answer.citations
    assert citation.title == article.title
    assert citation.page is None
    assert citation.quote.endswith(".")
    assert answer.confidence > 0.4
    assert answer.nearest is None
    assert set(answer.timings) == {"retrieve", "read", "total"}
    assert answer.timings["total"] >= answer.timings["retrieve"] + answer.timings["read"]


@pytest.mark.parametrize(
    "question", ["Who painted the Mona Lisa?", "What is the capital of Australia?"]
)
def test_an_abstention(article_library: Library, question: str) -> None:
    """Where the article does not say, nothing is cited and the nearest passage is offered."""
    answer = ask(question, article_library)
    assert (answer.kind, answer.answered, answer.short, answer.citations) == (
        "abstained",
        False,
        "",
        (),
    )
    assert answer.nearest is not None
    assert answer.nearest.number == 1
    assert answer.nearest.answer in answer.text
    assert answer.text.startswith("The document does not say.")


def test_a_conversation(article_library: Library) -> None:
    """A follow-up is understood from the answers before it, as Answers or as pairs."""
    question = "Who has blocked cooperation between NATO and Israel?"
    first = ask(question, article_library)
    why = ask("Why?", article_library, history=[first])
    assert "cooperation between NATO and Israel" in why.understood
    assert "war in Gaza" in why.short
    pair = ask("Why?", article_library, history=[(question, first.short)])
    assert pair.understood == why.understood
    assert pair.short == why.short


def test_small_talk_cites_nothing(article_library: Library) -> None:
    """Small talk gets a reply that is not from the documents."""
    answer = ask("Hello!", article_library)
    assert (answer.kind, answer.answered, answer.citations, answer.nearest) == (
        "help",
        False,
        (),
        None,
    )
    listing = ask("Which documents do you have?", article_library)
    assert article_library.entries()[0].title in listing.text


def test_an_empty_library(library: Library) -> None:
    """Without documents there is nothing near either, and the answer says what to do."""
    for question in ("Who blocked it?", "What is this about?"):
        answer = ask(question, library)
        assert (answer.kind, answer.nearest) == ("abstained", None)
        assert "add a document" in answer.text


def test_only_the_documents_that_are_asked(library: Library) -> None:
    """``documents`` limits where the answer may stand."""
    may = library.add(text="The bridge was closed in May.", title="A")
    june = library.add(text="The bridge was closed in June.", title="B")
    for document, month in ((may, "May"), (june, "June")):
        answer = ask("When was the bridge closed?", library, documents=[document.id])
        assert month in answer.short
        assert {citation.document_id for citation in answer.citations} == {document.id}
    assert not ask("When was the bridge closed?", library, documents=[]).answered
    with pytest.raises(UnknownDocument):
        ask("When was the bridge closed?", library, documents=["nothing"])


def test_an_unanswerable_question_is_checked_first(library: Library) -> None:
    """Bad input: nothing is searched for an empty question."""
    with pytest.raises(BadQuestion):
        ask(" ", library)


class EverySentence:
    """A reader that takes every sentence for an answer: the smallest one that is a reader."""

    def read(self, question: str, hits: Sequence[Hit]) -> tuple[Reading, ...]:
        return tuple(
            Reading(
                hit, tuple(AnswerSpan(s.start, s.end, len(question) / 100) for s in hit.sentences)
            )
            for hit in hits
        )


def test_a_reader_of_ones_own(library: Library) -> None:
    """Any reader can be used, and the threshold decides about its probabilities."""
    library.add(text="One. Two. Three.")
    question = "Which things are there?"  # 23 characters
    answer = ask(question, library, reader=EverySentence(), threshold=0.2)
    assert answer.kind == "list"
    assert answer.short == "One.; Two.; Three."
    assert answer.text == "One. [1]; Two. [2]; Three. [3]"
    assert answer.confidence == pytest.approx(0.23)
    assert not ask(question, library, reader=EverySentence(), threshold=0.24).answered


def test_to_dict_has_the_attribute_names(article_library: Library) -> None:
    """The JSON's keys are the attributes', for answers, citations and the nearest passage."""
    for question in ("Who has blocked cooperation?", "Who painted the Mona Lisa?"):
        answer = ask(question, article_library)
        data = answer.to_dict()
        assert list(data) == [field.name for field in dataclasses.fields(Answer)]
        for citation in [*data["citations"], *([data["nearest"]] if data["nearest"] else [])]:
            assert set(citation) >= {"number", "start", "end", "quote", "answer_start", "page"}


ASK_TWICE = """
from qa import ask
first, second = ask("Who has blocked cooperation with Israel?"), ask("Hello")
print(first.citations[0].title)
"""


def test_the_default_library() -> None:
    """Without a library, the default one is asked, and it holds the article."""
    done = subprocess.run(
        [sys.executable, "-c", ASK_TWICE], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("Turkey blocks")
    assert done.stderr == ""
