"""Which words of a conversation a question needs, by the bundled model."""

import hashlib

import pytest

from qa.needed import ANSWER_LENGTH, SENTENCE_LENGTH, TURNS, conversation, default_needed
from qa.onnx_model import FOLLOWUP
from qa.question import Turn

SAXOPHONE = Turn(
    "When did Adolphe Sax leave Brussels?",
    "1842",
    "In 1842 Adolphe Sax left Brussels for Paris to establish his instrument business.",
)


@pytest.mark.parametrize(
    ("question", "needed"),
    [
        ("what instruments did he build", "Adolphe Sax"),
        ("how long did he live there?", "Adolphe Sax"),
    ],
)
def test_words_that_are_needed(question: str, needed: str) -> None:
    """They stand in the conversation, and none is told twice."""
    found = default_needed()(question, [SAXOPHONE])
    assert needed in " ".join(found)
    text = conversation([SAXOPHONE])
    assert all(words in text for words in found)
    assert len(set(found)) == len(found)


def test_a_question_that_needs_none() -> None:
    """A question of its own gets nothing, nor any question what it says itself."""
    needed = default_needed()
    assert needed("Why is the Baltic Sea so low in oxygen?", [SAXOPHONE]) == ()
    assert "Adolphe Sax" not in needed("Where was Adolphe Sax born?", [SAXOPHONE])


def test_turns_are_cut_to_what_is_read() -> None:
    """Of a long conversation the last turns count, and of a long sentence what is around."""
    long = Turn("Who?", "word " * 100, "before " * 100 + "word " * 100)
    assert len(conversation([long])) < ANSWER_LENGTH + SENTENCE_LENGTH + 20
    around = conversation([Turn("Who?", "Ann", "before " * 100 + "Ann " + "after " * 100)])
    assert "before Ann after" in around
    lines = conversation([SAXOPHONE] * 5).splitlines()
    assert len(lines) == TURNS


def test_the_weights() -> None:
    """The file is the one whose sha256 is written down."""
    assert hashlib.sha256(FOLLOWUP.file.read_bytes()).hexdigest() == FOLLOWUP.sha256
