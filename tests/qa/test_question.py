"""Checking a question, and reading a history."""

import pytest

from index import BadQuestion
from qa import Answer
from qa.question import MAX_LENGTH, Turn, checked, turns


@pytest.mark.parametrize("question", ["", "   ", "\n\t", "x" * (MAX_LENGTH + 1), "x" * 100_000])
def test_bad_questions(question: str) -> None:
    """Bad input: an empty or endless question gets a sentence that says what to do."""
    with pytest.raises(BadQuestion, match=r"type one|shorten it"):
        checked(question)


def test_a_question_is_one_line() -> None:
    """Blanks are evened out, broken characters replaced, the longest allowed is taken."""
    assert checked(" a\u00a0b\r\n\tc ") == "a b c"
    assert checked("a\ud800b") == "a?b"
    assert len(checked("x" * MAX_LENGTH)) == MAX_LENGTH


def test_histories_of_pairs_and_answers() -> None:
    """A history may hold answers, pairs, or both."""
    answer = Answer("Why?", "Why? — x", "abstained", False, "", "No.", 0.1, (), None, {})
    assert turns([("Who?", "Turkey"), answer]) == (
        Turn("Who?", "Turkey", answered=True, evidence=""),
        Turn("Why? — x", "No.", answered=False, evidence=""),
    )
