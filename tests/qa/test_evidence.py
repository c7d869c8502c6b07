"""``highlight`` on texts that are in no library."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import BadQuestion, Document, UnreadableFile
from qa import highlight
from tests.index.test_sentences import HOSTILE


def test_the_sentence_that_answers(article: Document) -> None:
    """The sentence with the answer comes first; scores fall and lie in [0, 1]."""
    found = highlight("How many people has the operation in Gaza killed?", article.text)
    assert "nearly 40,000" in found[0].text
    scores = [evidence.score for evidence in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


def test_nothing_relevant(article: Document) -> None:
    """A text that does not bear on the question has no evidence."""
    assert highlight("Who painted the Mona Lisa?", article.text) == ()
    assert highlight("Who?", "") == highlight("Who?", " \n") == ()


@settings(max_examples=30)
@given(HOSTILE, st.sampled_from(["When was it?", "Who says so?", "what"]))
def test_evidence_is_a_slice(text: str, question: str) -> None:
    """Law 1 for any text: evidence is the slice it names."""
    for evidence in highlight(question, text, threshold=0.0):
        assert text[evidence.start : evidence.end] == evidence.text != ""


def test_bad_input() -> None:
    """Bad input is refused with a sentence."""
    with pytest.raises(BadQuestion):
        highlight("", "Some text.")
    with pytest.raises(UnreadableFile, match="surrogate"):
        highlight("Who?", "half \ud800 a pair")
