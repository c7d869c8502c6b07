"""The reader: a small trained model that points at the answer's words, or at nothing.

Whatever model gives the logits (``onnx_model.py`` is the bundled one), every sentence of every
passage competes with "nowhere" in one softmax. How near a sentence is to the question as a whole,
by the encoder, counts beside the model, which alone is too easily led by a word of the right kind.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from index import Encoder, Hit, Span
from qa.pairs import Window
from qa.reader import AnswerSpan, Reading
from qa.retrieve import PASSAGES
from qa.spans import SentenceWords, in_sentences

# How much each of ``Scored.features`` counts, and what is added; then what makes a share of the
# softmax the probability of a right answer: printed by `python -m eval.fit_reader`.
WEIGHTS = (0.27, 3.56, -4.88)
BIAS = -1.69
SCALE, SHIFT = 0.71, -0.49
# What its probabilities depend on beside the model: a threshold chosen for others says nothing.
CONSTANTS = f"{WEIGHTS} {BIAS} {SCALE} {SHIFT}"

# Of the log odds. Of the right sentences in the valid articles and our own held-out documents one
# or two in a hundred are further behind; of all sentences six in seven are.
FAR_BEHIND = 8.0
VECTORS_KEPT = 20_000  # sentences whose vectors stay in memory, about 1.5 kB each


class WindowModel(Protocol):
    """What gives the reader its logits. Safe from many threads."""

    def windows(self, question: str, passage: str) -> Iterable[Window]:
        """The passage as the model reads it: one window, or several that overlap."""
        ...

    def logits(self, window: Window) -> NDArray[np.float32]:
        """Of each wordpiece, (tokens, 2 or 3): an answer starts, ends, goes through here.

        The first wordpiece's start and end stand for "not in this passage".
        """
        ...


@dataclass(frozen=True, slots=True)
class Scored:
    """A sentence, and what speaks for it.

    Attributes:
        sentence: its place in the document.
        words: its spans, likeliest first.
        features: the log of the odds that the answer stands in it rather than nowhere in its
            passage; the cosine of its vector with the question's; and how far the search put its
            passage behind the first, in [0, 1], where there were more passages than were read.
    """

    sentence: Span
    words: tuple[Span, ...]
    features: tuple[float, float, float]


class SpanReader:
    """A ``Reader`` over a ``WindowModel``. Safe from many threads.

    Attributes:
        identity: names what its probabilities depend on; "" where that is not known.
    """

    def __init__(self, model: WindowModel, encoder: Encoder, identity: str = "") -> None:
        self.identity = identity
        self._model = model
        self._encoder = encoder
        self._vector = lru_cache(maxsize=VECTORS_KEPT)(self._encode)
        self._pool = ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="footnote-reader")

    def read(self, question: str, hits: Sequence[Hit]) -> tuple[Reading, ...]:
        """The best spans of each sentence of each passage, best first.

        The spans of one sentence have its probability.
        """
        found = self.scored(question, hits)
        shares = probabilities([one.features for scored in found for one in scored])
        likely = iter(sure(shares).tolist())
        readings = []
        for hit, scored in zip(hits, found, strict=True):
            spans = [
                AnswerSpan(*words, probability)
                for one in scored
                for probability in (next(likely),)
                for words in one.words
            ]
            # Of a sentence the likeliest words stay in front: sorting is stable.
            spans.sort(key=lambda span: -span.probability)
            readings.append(Reading(hit, tuple(spans)))
        return tuple(readings)

    def scored(self, question: str, hits: Sequence[Hit]) -> tuple[tuple[Scored, ...], ...]:
        """What each sentence of each passage offers, in the order of the text.

        Sentences that are far behind the likeliest are left out: they cannot win, and to encode
        them is half of the work.
        """
        found = self._read_all(question, hits)
        least = max((one.odds for words in found for one in words), default=0.0) - FAR_BEHIND
        near = [[one for one in words if one.odds >= least] for words in found]
        texts = [_text(hit, one.sentence) for hit, one in _pairs(hits, near)]
        asked, *vectors = self._pool.map(self._vector, [question, *texts])
        cosine = iter([float(asked @ vector) for vector in vectors])
        # Of few passages all were found, and their scores say little.
        first = max(hit.score for hit in hits) if len(hits) >= PASSAGES else None
        return tuple(
            tuple(
                Scored(
                    one.sentence,
                    one.words,
                    (one.odds, next(cosine), 0.0 if first is None else first - hit.score),
                )
                for one in words
            )
            for hit, words in zip(hits, near, strict=True)
        )

    def _read_all(self, question: str, hits: Sequence[Hit]) -> list[tuple[SentenceWords, ...]]:
        """What each passage offers; the longest is read first, lest all wait for it at the end."""
        longest = sorted(hits, key=lambda hit: -len(hit.text))
        read = {id(hit): self._pool.submit(self._read_one, question, hit) for hit in longest}
        return [read[id(hit)].result() for hit in hits]

    def _read_one(self, question: str, hit: Hit) -> tuple[SentenceWords, ...]:
        windows = self._model.windows(question, hit.text)
        return in_sentences(hit, ((window, self._model.logits(window)) for window in windows))

    def _encode(self, text: str) -> NDArray[np.float32]:
        vector: NDArray[np.float32] = self._encoder.encode([text])[0]
        return vector


def probabilities(
    features: ArrayLike, weights: ArrayLike = WEIGHTS, bias: float = BIAS
) -> NDArray[np.float64]:
    """How likely the answer stands in each of some sentences: (sentences,), from 0 to 1.

    One softmax over all sentences of all passages and a zero for "nowhere", after Clark and
    Gardner 2018, "Simple and Effective Multi-Paragraph Reading Comprehension".

    >>> probabilities([(1.0, 0.0), (1.0, 0.0)], weights=(1.0, 1.0), bias=-1.0).round(3).tolist()
    [0.333, 0.333]
    """
    counting = np.asarray(weights, dtype=np.float64)
    rows = np.asarray(features, dtype=np.float64).reshape(-1, len(counting))
    scores = np.append(rows @ counting + bias, 0.0)
    likely = np.exp(scores - scores.max())
    shares: NDArray[np.float64] = likely[:-1] / likely.sum()
    return shares


def sure(shares: ArrayLike, scale: float = SCALE, shift: float = SHIFT) -> NDArray[np.float64]:
    """How likely the words of some sentences are right, in (0, 1), from their ``probabilities``.

    ``sigmoid(scale * logit(share) + shift)``.

    >>> sure([0.5, 0.9], scale=1.0, shift=0.0).round(3).tolist()
    [0.5, 0.9]
    """
    share = np.clip(np.asarray(shares, dtype=np.float64), 1e-12, 1 - 1e-12)
    likely: NDArray[np.float64] = 1 / (1 + np.exp(-shift) * ((1 - share) / share) ** scale)
    return likely


def _pairs(
    hits: Sequence[Hit], found: Sequence[Sequence[SentenceWords]]
) -> Iterator[tuple[Hit, SentenceWords]]:
    for hit, words in zip(hits, found, strict=True):
        for one in words:
            yield hit, one


def _text(hit: Hit, sentence: Span) -> str:
    return hit.text[sentence.start - hit.start : sentence.end - hit.start]
