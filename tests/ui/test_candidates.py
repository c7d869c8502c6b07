"""Questions made of sentences: what they ask for, and which sentences are left alone."""

from dataclasses import replace

import pytest

from index import Library, Span
from qa import ask
from ui.candidates import Candidate, candidates
from ui.starters import MOST, answers, chosen

TEXT = """The mill

The mill was built of oak by the monks of Ely. In 1731, the mill was sold to a baker.
The wheel was repaired in 1902 because the river had risen. Ely has three mills on the river today.
Anna Holt found the old plans in a barn. Anna Holt is a poet from the town of Ely.
The plans were stored in the town hall until the end of the war.
It was closed in 1950. Why it was closed in 1950 nobody knows."""


@pytest.fixture
def library(tmp_path) -> Library:
    with Library.open(tmp_path / "library") as library:
        yield library


def test_each_sentence_is_asked_for_its_parts(library: Library) -> None:
    """Who, when, why, how many, where, until when: in a clause that is turned round."""
    document = library.add(text=TEXT, title="The mill")
    made = {each.question: each for each in candidates(document)}
    assert {
        "What was the mill built of?": "oak by the monks of Ely",
        "When was the mill sold to a baker?": "1731",
        "Why was the wheel repaired in 1902?": "the river had risen",
        "How many mills does Ely have?": "three",
        "Who found the old plans in a barn?": "Anna Holt",
        "Who is Anna Holt?": "a poet from the town of Ely",
        "Until when were the plans stored in the town hall?": "until the end of the war",
    }.items() <= {question: each.expected for question, each in made.items()}.items()
    for each in made.values():
        assert each.expected in " ".join(document.text[slice(*each.sentence)].split())


def test_what_leans_on_another_sentence_is_left_alone(library: Library) -> None:
    """Nobody knows who "it" is before anything was asked."""
    document = library.add(text=TEXT, title="The mill")
    assert not [each for each in candidates(document) if "1950" in each.expected]


def test_only_what_the_sentence_answers_is_kept(library: Library) -> None:
    """Another answer than the words in question, or one from elsewhere, is none."""
    document = library.add(text=TEXT, title="The mill")
    when = next(each for each in candidates(document) if each.expected == "1731")
    answer = ask(when.question, library, documents=[document.id])
    assert answers(answer, when)
    assert not answers(answer, replace(when, expected="1902"))
    assert not answers(answer, replace(when, sentence=Span(0, 8)))
    assert not answers(replace(answer, confidence=0.49), when)
    assert not answers(ask("What is it about?", library, documents=[document.id]), when)


def test_a_few_of_several_kinds_are_chosen() -> None:
    """One of each kind before a second, none of a sentence that has one, the rest never asked."""
    first, second, third = Span(0, 9), Span(10, 19), Span(20, 29)
    offered = [
        Candidate("Why?", "why", first, ""),
        Candidate("Who?", "who", first, ""),
        Candidate("When?", "when", second, ""),
        Candidate("When then?", "when", third, ""),
    ]
    kept = chosen(iter(offered), lambda each: each.kind != "why")
    assert [each.question for each in kept] == ["Who?", "When?", "When then?"]
    asked: list[str] = []
    many = (Candidate(f"{n}?", str(n), Span(n, n + 1), "") for n in range(50))
    assert len(chosen(many, lambda each: not asked.append(each.question))) == MOST == len(asked)
