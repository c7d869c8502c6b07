"""The reader: scores every sentence of the passages, then picks words in the good ones.

A sentence is judged by the encoder's similarity to the question, by the question's words in it
and around it, by its passage's rank, and by whether it has the kind of thing asked for; a
logistic regression fitted on other documents turns that into a probability. It reads one
sentence at a time, so an answer that needs two is beyond it.
"""

import math
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from index import Encoder, Hit, Span
from index.words import content_words
from qa.answer_words import answer_words, fits, stem
from qa.reader import AnswerSpan, Reading

# Intercept, and one weight a feature, in the order of ``features``: printed by
# `python -m eval.fit_reader`, fitted on the 13 SQuAD 2.0 articles of the training split.
INTERCEPT = -9.29
WEIGHTS = (7.30, 3.18, 1.17, -1.73, 1.35)

VECTORS_KEPT = 20_000  # sentences whose vectors stay in memory, about 1.5 kB each


class SentenceReader:
    """A ``Reader`` that needs nothing but the library's encoder. Safe from many threads."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._vector = lru_cache(maxsize=VECTORS_KEPT)(self._encode)

    def read(self, question: str, hits: Sequence[Hit]) -> tuple[Reading, ...]:
        """One span a sentence, best first; its probability is that of the whole sentence."""
        features = self.features(question, hits)
        scores = INTERCEPT + features @ np.asarray(WEIGHTS)
        probabilities = iter((1 / (1 + np.exp(-scores))).tolist())
        readings = []
        for hit in hits:
            spans = []
            for sentence in hit.sentences:
                words = answer_words(question, _text(hit, sentence))
                start = sentence.start + words.start
                spans.append(AnswerSpan(start, sentence.start + words.end, next(probabilities)))
            spans.sort(key=lambda span: (-span.probability, span.start))
            readings.append(Reading(hit, tuple(spans)))
        return tuple(readings)

    def features(self, question: str, hits: Sequence[Hit]) -> NDArray[np.float64]:
        """What is known of each sentence of each passage: (sentences, 5), each in about [0, 1].

        The columns: cosine with the question; the share of the question's content words in the
        sentence, rarer words counting more; the same share in the whole passage; the passage's
        cosine with the question; whether the sentence has the kind of thing that is asked for.
        """
        sentences = [(hit, _text(hit, span)) for hit in hits for span in hit.sentences]
        stems = [_stems(text) for _, text in sentences]
        rarity = _rarity(stems)
        asked = {stem(word) for word in content_words(question)}
        wanted = self._vector(question)
        around = {id(hit): _share(asked, _stems(hit.text), rarity) for hit in hits}
        rows = [
            (
                float(wanted @ self._vector(text)),
                _share(asked, words, rarity),
                around[id(hit)],
                float(wanted @ self._vector(hit.text)),
                float(fits(question, text)),
            )
            for (hit, text), words in zip(sentences, stems, strict=True)
        ]
        return np.array(rows, dtype=np.float64).reshape(len(rows), len(WEIGHTS))

    def _encode(self, text: str) -> NDArray[np.float32]:
        vector: NDArray[np.float32] = self._encoder.encode([text])[0]
        return vector


def _text(hit: Hit, sentence: Span) -> str:
    return hit.text[sentence.start - hit.start : sentence.end - hit.start]


def _stems(text: str) -> set[str]:
    return {stem(word) for word in content_words(text)}


def _rarity(sentences: Sequence[set[str]]) -> Counter[str]:
    return Counter(word for words in sentences for word in words)


def _share(asked: set[str], words: set[str], rarity: Counter[str]) -> float:
    """The share of the asked words that are there, each weighing 1 / (1 + log of its count)."""
    weights = {word: 1 / (1 + math.log(max(rarity[word], 1))) for word in asked}
    return sum(weights[word] for word in asked & words) / (sum(weights.values()) or 1.0)
