"""Which words of a conversation a question needs to be understood: the learned part of follow-ups.

Query resolution by term classification (Voskarides et al. 2020, "Query Resolution for
Conversational Search with Limited Supervision"): a small model reads the question together with
the turns before it, as the reader reads a question with a passage, and tells of each word whether
the question needs it. No rules of grammar here: ``followup.py`` puts the words to the question.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from index import Span
from index.exported import exported
from index.words import STOPWORDS
from qa.onnx_model import FOLLOWUP, OnnxModel
from qa.question import Turn
from qa.span_reader import WindowModel

TURNS = 3  # that are read, the last ones
ANSWER_LENGTH = 120  # code points of an answer that are read
SENTENCE_LENGTH = 260  # of the sentence that an answer stands in, around its words
# Probabilities from which a word is needed: the second where no sure answer is found with those
# that reach the first.
LIKELY = 0.5
LESS_LIKELY = 0.15
WORDS_KEPT = 16  # questions with their conversations whose words stay in memory
INSIDE = 2  # the model's third output: the wordpiece is needed

WORD = re.compile(r"[^\W_](?:[\w.&/’'-]*\w)?%?")
BETWEEN = re.compile(r"[^\S\n]+(?:\w+[^\S\n]+){0,2}")  # two parts of a name, at most
POSSESSIVE = re.compile(r"['’]s$")
# Never needed for themselves; between two needed words they are kept: "Bank of England".
LITTLE = STOPWORDS | frozenset("did do does was were is are many much long often ago".split())


@dataclass(frozen=True, slots=True)
class _Word:
    place: Span
    likely: float


class NeededWords:
    """What a question needs of the turns before it, as a model sees it. Safe from many threads."""

    def __init__(self, model: WindowModel) -> None:
        self._model = model
        self._words = lru_cache(maxsize=WORDS_KEPT)(self._read)

    def __call__(
        self, question: str, history: Sequence[Turn], least: float = LIKELY
    ) -> tuple[str, ...]:
        """The words, in the order of the conversation; none for a question that stands alone.

        Words that stand together stay together, and nothing is told twice. ``least`` is the
        probability, in [0, 1], from which a word is needed.
        """
        text = conversation(history)
        asked = {plain(word[0]) for word in WORD.finditer(question)}
        runs = [text[slice(*run)] for run in _runs(text, self._words(question, text), least)]
        told: set[str] = set()
        kept = set()
        for run in sorted(runs, key=lambda run: -len(content(run))):  # the fullest name first
            if content(run) - told - asked:
                kept.add(run)
                told |= content(run)
        return tuple(dict.fromkeys(run for run in runs if run in kept))

    def _read(self, question: str, text: str) -> tuple[_Word, ...]:
        likely = np.zeros(len(text))
        for window in self._model.windows(question, text):
            logits = self._model.logits(window)[window.first :, INSIDE]
            for place, share in zip(window.offsets, _sigmoid(logits), strict=False):
                likely[slice(*place)] = np.maximum(likely[slice(*place)], share)
        return tuple(
            _Word(Span(*word.span()), float(likely[slice(*word.span())].max()))
            for word in WORD.finditer(text)
        )


def conversation(history: Sequence[Turn]) -> str:
    """The last turns as the model reads them, a line each.

    >>> conversation([Turn("Who blocked it?", "Turkey", "Turkey has blocked it since May.")])
    'Who blocked it? Turkey. Turkey has blocked it since May.'
    >>> conversation([Turn("Why", "")])
    'Why? No answer.'
    """
    return "\n".join(_line(turn) for turn in history[-TURNS:])


def content(words: str) -> set[str]:
    """The words that carry meaning, in lower case, "Tesla's" being "tesla".

    >>> sorted(content("the father of Tesla's"))
    ['father', 'tesla']
    """
    return {plain(word[0]) for word in WORD.finditer(words)} - LITTLE


def plain(word: str) -> str:
    """A word as it is compared: in lower case and without its possessive."""
    return POSSESSIVE.sub("", word.lower())


@cache
def default_needed() -> NeededWords:
    """The bundled model, loaded once."""
    return NeededWords(OnnxModel(exported(FOLLOWUP.export)))


def _line(turn: Turn) -> str:
    asked = turn.question.rstrip("?!. ") + "?"
    if not turn.answer:
        return f"{asked} No answer."
    said = turn.answer[:ANSWER_LENGTH].strip()
    return f"{asked} {said}. {_around(turn.sentence, said)}".strip()


def _around(sentence: str, words: str) -> str:
    """The sentence, or of a long one what stands around some words."""
    if len(sentence) <= SENTENCE_LENGTH:
        return sentence
    at = max(0, sentence.find(words.partition("; ")[0]))
    start = max(0, min(at - SENTENCE_LENGTH // 2, len(sentence) - SENTENCE_LENGTH))
    return sentence[start : start + SENTENCE_LENGTH]


def _runs(text: str, words: Iterable[_Word], least: float) -> Iterator[Span]:
    """Where needed words stand, those as one that no more than little words part."""
    likely = (one.place for one in words if one.likely >= least)
    needed = [place for place in likely if content(text[slice(*place)])]
    run: Span | None = None
    for place in needed:
        if run and _joined(text[run.end : place.start]):
            run = Span(run.start, place.end)
        else:
            if run:
                yield run
            run = place
    if run:
        yield run


def _joined(between: str) -> bool:
    return between.isspace() or bool(BETWEEN.fullmatch(between) and not content(between))


def _sigmoid(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    shares: NDArray[np.float32] = np.reciprocal(1 + np.exp(-logits))
    return shares
