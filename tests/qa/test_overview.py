"""Overviews: key sentences, cited, in order."""

from index import Document, Library
from qa import ask
from qa.overview import KEY_SENTENCES, key_sentences


def test_the_article(article_library: Library, article: Document) -> None:
    """Three sentences or more, the lead among them, none twice, in the article's order."""
    answer = ask("What is this about?", article_library)
    assert (answer.kind, answer.short) == ("overview", "")
    assert 3 <= len(answer.citations) <= KEY_SENTENCES
    assert answer.citations[0].quote.startswith("Turkey has blocked cooperation")
    places = [(citation.start, citation.end) for citation in answer.citations]
    assert places == sorted(set(places))
    for citation in answer.citations:
        assert article.text[citation.start : citation.end] == citation.quote
        assert (citation.answer_start, citation.answer_end) == (citation.start, citation.end)
        assert f"[{citation.number}]" in answer.text


def test_a_short_text(library: Library) -> None:
    """A text of one line is its own overview."""
    library.add(text="Cats purr.")
    ((hit, sentence),) = key_sentences(library)
    assert hit.text[sentence.start : sentence.end] == "Cats purr."


def test_of_several_documents(library: Library) -> None:
    """An overview keeps to the documents that are asked."""
    cats = library.add(text="Cats purr when they are content, and often when they are not.")
    library.add(text="Ships sail when there is wind, and often when there is none.")
    answer = ask("Summarise", library, documents=[cats.id])
    assert {citation.document_id for citation in answer.citations} == {cats.id}
    assert len(ask("Summarise", library).citations) == 2
