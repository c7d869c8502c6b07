"""Lines that sound like small talk, and questions that must not be taken for it."""

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from index import default_encoder
from qa.intent import intent
from qa.tone import sounds_like_small_talk


@pytest.mark.parametrize(
    "line",
    [
        "well that was painless, cheers",
        "my boss told me to try you out",
        "you are not very bright, are you",
        "i can never get these things to work",
        "i am so tired of reading today",
    ],
)
def test_what_no_vocabulary_holds(line: str) -> None:
    """It is known by its tone where the words alone do not tell."""
    assert intent(line) == "answer"
    assert intent(line, default_encoder()) == "help"


@pytest.mark.parametrize(
    "question",
    [
        "Who blocked the cooperation?",
        "what can the council do?",
        "thanks to whom was it built",
        "why?",
        "and Israel?",
        "what is your refund policy?",
        "how many people died",
    ],
)
def test_questions(question: str) -> None:
    """A question of a document is asked of it, at the beginning and later."""
    for alone in (True, False):
        assert intent(question, default_encoder(), alone=alone) == "answer"


def test_a_line_that_may_go_on_from_a_turn() -> None:
    """It has to sound more like small talk where something was asked before."""
    assert intent("seriously?", default_encoder()) == "help"
    assert intent("seriously?", default_encoder(), alone=False) == "answer"


class OtherEncoder:
    """Another encoder's vectors, of which the weights know nothing."""

    name, sha256, dimension = "other", "0" * 64, 384

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        raise AssertionError(texts)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]


def test_another_encoder() -> None:
    """Its vectors are not asked for."""
    assert not sounds_like_small_talk("good evening from rainy Bristol", OtherEncoder())
