"""Questions that name documents."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from index import Library
from qa import ask
from qa.addressed import Addressed, addressed


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[Library, str, str]]:
    """A library of two reports, and their ids."""
    harbour = tmp_path / "harbour.txt"
    harbour.write_text(
        "The harbour of Vik was closed in May 2021 after a storm. Repairs cost 4 million crowns. "
        "The mayor, Ida Voss, was against it."
    )
    with Library.open(tmp_path / "library") as library:
        first = library.add(harbour)
        second = library.add(
            text="The harbour was closed for nine weeks. Tom Reed signed the budget.",
            title="Budget report 2021",
        )
        yield library, first.id, second.id


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("in harbour.txt, when was the harbour closed?", "When was the harbour closed?"),
        ("Who was against it, according to the harbour file?", "Who was against it?"),
        ("What does harbour.txt say?", "What is this about?"),
        ("tell me about harbour.txt please", "What is this about?"),
        ("According to the file harbour.txt, who was against it?", "Who was against it?"),
        ("What does harbour.txt say about the mayor?", "What is said about the mayor?"),
        ("What is harbour.txt about?", "What is this about?"),
        ("summarise harbour.txt", "What is this about?"),
    ],
)
def test_one_document(two: tuple[Library, str, str], question: str, asked: str) -> None:
    """A file's name, with its ending or without, and what is asked apart from it."""
    library, harbour, _ = two
    assert addressed(question, library.entries) == Addressed(asked, (harbour,))


def test_by_title(two: tuple[Library, str, str]) -> None:
    """A title, whole or two words of it."""
    library, _, budget = two
    for name in ("Budget report 2021", "the budget report", "“Budget report 2021”"):
        found = addressed(f"In {name}, who signed?", library.entries)
        assert found == Addressed("Who signed?", (budget,)), name


@pytest.mark.parametrize(
    "question",
    [
        "In May 2021, what happened?",
        "Who was born in harbour?",
        "What does the mayor say about it?",
    ],
)
def test_no_document(two: tuple[Library, str, str], question: str) -> None:
    """Other things that a question is "in" or "according to" are no documents."""
    assert addressed(question, two[0].entries) == Addressed(question)


def test_each_answers_for_itself(two: tuple[Library, str, str]) -> None:
    """Asked both reports, each gives its own answer, and it is told which has none."""
    library, harbour, budget = two
    answer = ask("In both reports, when was the harbour closed?", library)
    assert {citation.document_id for citation in answer.citations} == {harbour, budget}
    answer = ask("According to both documents, who signed the budget?", library)
    assert [citation.document_id for citation in answer.citations] == [budget]
    assert answer.text == "Budget report 2021: Tom Reed [1]\nharbour: does not say."


def test_only_the_named_one_is_asked(two: tuple[Library, str, str]) -> None:
    """The named document answers, or nobody does."""
    library, harbour, _ = two
    answer = ask("In harbour.txt, when was the harbour closed?", library)
    assert {citation.document_id for citation in answer.citations} == {harbour}
    assert not ask("In harbour.txt, who signed the budget?", library).answered


def test_of_several_documents_each_is_named(two: tuple[Library, str, str]) -> None:
    """Where documents of different names are cited, the text says which says what."""
    answer = ask("Which people are named?", two[0], threshold=0.0)
    assert len({citation.document_id for citation in answer.citations}) == 2
    for citation in answer.citations:
        assert f"{citation.title}: " in answer.text
