"""Which passages of a document seem to answer a question: by their words and by the encoder.

It stands for the search where examples are made; no index is built.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index import default_encoder
from index.words import content_words

STEM = 5  # code points at a word's beginning that are compared


class Ranking:
    """Passages by how near they are to questions, by their words and by the encoder."""

    def __init__(self, texts: Sequence[str], questions: Sequence[str]) -> None:
        self._texts = texts
        self._questions = tuple(dict.fromkeys(questions))

    def of(self, question: str) -> list[int]:
        """The numbers of the passages, nearest first to a question that was given."""
        words = np.zeros(len(self._texts))
        for word in dict.fromkeys(word[:STEM] for word in content_words(question)):
            for i in (places := self._places.get(word, set())):
                words[i] += 1 / len(places)
        near = self._near[question]
        order: list[int] = np.argsort(
            -(_stretched(near) + _stretched(words)), kind="stable"
        ).tolist()
        return order

    @cached_property
    def _places(self) -> Mapping[str, set[int]]:
        """Which texts have a word, cut to its beginning."""
        places: dict[str, set[int]] = defaultdict(set)
        for i, text in enumerate(self._texts):
            for word in content_words(text):
                places[word[:STEM]].add(i)
        return places

    @cached_property
    def _near(self) -> Mapping[str, NDArray[np.float32]]:
        """The cosines of each question with all the texts."""
        encode = default_encoder().encode
        near = encode(self._questions) @ encode(self._texts).T
        return dict(zip(self._questions, near, strict=True))


def _stretched(scores: NDArray[np.floating]) -> NDArray[np.floating]:
    spread = scores.max() - scores.min()
    return (scores - scores.min()) / spread if spread else np.zeros_like(scores)
