"""The clause that decides a yes/no question."""

import pytest

from index import Library
from qa import ask
from qa.clause import clause, is_yes_no
from qa.followup import DASH


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Is Turkey in NATO?", True),
        ("didn't they agree?", True),
        ("And has it ended?", True),
        (f"Did they? {DASH} Who agreed", True),
        ("Who is it?", False),
        ("Isabel left when?", False),
        ("What was decided?", False),
    ],
)
def test_is_yes_no(question: str, expected: bool) -> None:
    """A question that begins with an auxiliary verb asks whether something is so."""
    assert is_yes_no(question) == expected


@pytest.mark.parametrize(
    ("sentence", "words", "expected"),
    [
        ("It has halted all trade.", "halted", "It has halted all trade"),
        ("Since then, it has fallen, and nobody knows why.", "fallen", "it has fallen"),
        ("He denied it and said the plan – which failed – was old.", "plan", "said the plan"),
        ("About 40,000 people came.", "people", "About 40,000 people came"),
        ("Nothing", "Nothing", "Nothing"),
    ],
)
def test_clause(sentence: str, words: str, expected: str) -> None:
    """The clause reaches from one edge to the next, and holds the words it was asked for."""
    start = sentence.index(words)
    assert sentence[slice(*clause(sentence, start, start + len(words)))] == expected


def test_a_yes_no_question_is_answered_by_a_clause(library: Library) -> None:
    """The answer is what the document says, not one word of it, and never "yes" or "no"."""
    library.add(text="The museum is not open on Mondays, and it closes early on Sundays.")
    answer = ask("Is the museum open on Mondays?", library)
    assert answer.short == "The museum is not open on Mondays"


def test_a_polite_question_is_no_yes_no_question(library: Library) -> None:
    """What comes after "could you tell me" is asked."""
    library.add(text="The agreement was signed in Juba in May 2012, and nobody came to see it.")
    plain = ask("Where was the agreement signed?", library)
    polite = ask("Could you tell me where the agreement was signed?", library)
    assert polite.short == plain.short == "Juba"
