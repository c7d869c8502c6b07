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
    """A history may hold answers and pairs; markers, small talk and abstentions say nothing."""
    asked = Answer("Why?", "Why? — x", "abstained", False, "", "No.", 0.1, (), None, {})
    broken = Answer("Who?", "Who?", "answer", True, "the United\nKingdom", "", 0.9, (), None, {})
    thanks = Answer("Thanks", "Thanks", "help", False, "", "Welcome.", 0.0, (), None, {})
    pairs = [
        ("Who?", "Turkey [1]; Greece [2]"),
        ("When?", "The document does not say. The nearest passage is: “x” [1]"),
        ("Half \ud800?", None),
    ]
    assert turns([asked, broken, thanks, *pairs]) == (
        Turn("Why? — x", ""),
        Turn("Who?", "the United Kingdom"),
        Turn("Who?", "Turkey; Greece"),
        Turn("When?", ""),
        Turn("Half ??", ""),
    )


def test_small_talk_is_no_turn() -> None:
    """No question leans on small talk, which a history of pairs may hold as well."""
    pairs = [("Who won?", "Ann [1]"), ("thanks!", "You are welcome. Ask on whenever you like.")]
    assert turns(pairs) == (Turn("Who won?", "Ann"),)
