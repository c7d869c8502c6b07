"""Overviews: key sentences, cited, in order."""

import time

from index import Document, Library
from qa import ask
from qa.overview import KEY_SENTENCES, MOST, key_sentences


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


def test_every_document_leads(library: Library) -> None:
    """Of a few documents each has its lead, and nothing is said twice."""
    lead = "The council of {} decided on Monday to repair the old bridge over the river."
    for town in ("Vik", "Moss", "Hamar"):
        more = "Work begins in May and will take two years, as the mayor told reporters there."
        library.add(text=f"News\n\n{lead.format(town)} {more}", title=town)
    quotes = [citation.quote for citation in ask("main points?", library).citations]
    assert {lead.format(town) for town in ("Vik", "Moss", "Hamar")} <= set(quotes)
    assert len(quotes) == len(set(quotes))
    assert 3 <= len(quotes) <= MOST


def test_headings_and_cells_are_no_key_sentences(library: Library) -> None:
    """A table's header and a heading say little; where nothing else is there they are given."""
    library.add(
        text="# Results\n\n| town | cost |\n|---|---|\n| Vik | 4 million |\n\n"
        "The repair of the bridge cost four million crowns, twice of what was planned.",
        title="a.md",
    )
    (citation,) = ask("What is this about?", library).citations
    assert citation.quote.startswith("The repair of the bridge")


def test_a_long_document_is_quick(library: Library) -> None:
    """Hundreds of pages: only the sentences of a few passages are encoded anew."""
    towns = ("Vik", "Moss", "Hamar", "Bodø")
    library.add(
        text="\n\n".join(
            f"In year {i} the town of {towns[i % 4]} spent {i * 7} crowns on its {i}th bridge. "
            f"The {i}th bridge was opened by the mayor on day {i % 300} and closed soon after."
            for i in range(3_000)
        )
    )
    ask("summarise", library)  # opens the files
    started = time.perf_counter()
    answer = ask("summarise", library)
    assert time.perf_counter() - started < 2
    assert len(answer.citations) == KEY_SENTENCES
