"""What a question wants."""

import pytest

from eval import load_gold
from qa.intent import intent


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("Hi", "help"),
        ("hello there!", "help"),
        ("Thanks a lot.", "help"),
        ("what can you do?", "help"),
        ("Which documents do you have?", "help"),
        ("?", "help"),
        ("What is this about?", "overview"),
        ("whats the story here", "overview"),
        ("tl;dr", "overview"),
        ("Summarise the article in three sentences.", "overview"),
        ("main points?", "overview"),
        ("Can you give me a short summary?", "overview"),
        ("Which countries are mentioned?", "answer"),
        ("are you a real person?", "help"),
        ("do you speak German", "help"),
        ("Do you need a permit to build?", "answer"),
        ("What were the main points of criticism?", "answer"),
        ("how long is the document?", "help"),
        ("Who developed the app?", "answer"),
        ("When do you need to pay?", "answer"),
        ("Is the contract brief?", "answer"),
        ("What is he talking about?", "answer"),
        ("What does Israel say?", "answer"),
        ("What happens next?", "answer"),
        ("Which country blocked it?", "answer"),
        ("Who said hello to the president?", "answer"),
        ("Thanks to whom did they win?", "answer"),
        ("What is the story of the bridge?", "answer"),
        ("What is this treaty about?", "answer"),
    ],
)
def test_intent(question: str, wanted: str) -> None:
    """Small talk, and overviews are told from plain questions by all their words."""
    assert intent(question) == wanted


def test_no_gold_question_is_small_talk() -> None:
    """A real question is never taken for small talk, and only overviews for overviews."""
    for row in load_gold().rows:
        wanted = intent(row.question, alone=row.turn in (None, 1))
        assert wanted != "help", row.question
        if row.kind != "overview":
            assert wanted != "overview", row.question


def test_small_talk_of_a_conversation() -> None:
    """What asks about the answer before is no small talk once there is one."""
    for question in ("how long is it?", "are you sure?", "how do you know?"):
        assert intent(question) == "help"
        assert intent(question, alone=False) == "answer"
