"""Where in a passage the answer's words stand: from a model's logits to spans in sentences.

A span lies inside one sentence, never cuts a number, and is no number of a clause or an item.
How likely it is beside the sentences of other passages is ``span_reader.py``'s business.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index import Hit, Span
from index.document import trim
from qa.pairs import Window

ANSWER_TOKENS = 30  # wordpieces of an answer; 99% of the answers in the training data are shorter
SEVERAL = 8  # spans of a sentence, at most
# Another span of a sentence belongs to the answer as well if it is so likely, relative to the
# likeliest, and if so much of it is inside an answer: chosen on MultiSpanQA's valid questions and
# the lists about the documents of our own that are not trained on.
LEAST_SHARE = 0.05
LEAST_INSIDE = 0.1

# A number may be several wordpieces; "310,2024" is two of them.
NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+,\d{1,2}(?!\d)|\d+(?:\.\d+)*")
# What numbers a clause or an item is no answer: "4.2 The tenant ...", "(a) ...", "3. ...".
LABEL = re.compile(
    r"(?:\d{1,3}(?:\.\d{1,3})*[.)]|\([A-Za-z\d]{1,5}\))\s+(?=\S)"
    r"|\d{1,3}(?:\.\d{1,3})+\s+(?=[^\W\d_a-z])"
)


@dataclass(frozen=True, slots=True)
class SentenceWords:
    """What a sentence offers as the answer.

    Attributes:
        sentence: its place in the document.
        odds: the log of the odds that the answer stands in it rather than nowhere in the
            passage: all its spans together against the model's "not here".
        words: places in the document that do not overlap, likeliest first; those after the
            first belong to the answer as well.
    """

    sentence: Span
    odds: float
    words: tuple[Span, ...]


def in_sentences(
    hit: Hit, read: Iterable[tuple[Window, NDArray[np.float32]]]
) -> tuple[SentenceWords, ...]:
    """The best words of each sentence of a passage, in the order of the text.

    Args:
        hit: the passage, with its sentences.
        read: its windows, each with logits (tokens, 2 or 3): an answer starts here, ends here,
            and goes through here.
    """
    best: dict[Span, SentenceWords] = {}
    for window, logits in read:
        above = logits.astype(np.float64)
        above[:, :2] -= above[0, :2]  # what [CLS] gets stands for "not here"
        for sentence in hit.sentences:
            one = _in_sentence(sentence, hit, window, above)
            if one and (sentence not in best or one.odds > best[sentence].odds):
                best[sentence] = one
    return tuple(best[sentence] for sentence in hit.sentences if sentence in best)


def _in_sentence(
    sentence: Span, hit: Hit, window: Window, above: NDArray[np.float64]
) -> SentenceWords | None:
    """None if the window holds nothing of the sentence."""
    here = Span(sentence.start - hit.start, sentence.end - hit.start)
    label = LABEL.match(hit.text, *here)
    pieces = list(_inside(Span(label.end() if label else here.start, here.end), window))
    if not pieces:
        return None
    logits = above[window.first + pieces[0] : window.first + pieces[-1] + 1]
    # [i, j]: the answer begins at the sentence's i-th wordpiece and ends with its j-th.
    both = logits[:, 0][:, None] + logits[:, 1][None, :]
    both[np.triu(np.ones_like(both)) - np.triu(np.ones_like(both), ANSWER_TOKENS) == 0] = -np.inf
    odds = float(np.logaddexp.reduce(both, axis=None))
    found: list[Span] = []
    least = both.max() + np.log(LEAST_SHARE)
    while len(found) < SEVERAL and (best := both.max()) >= least and np.isfinite(best):
        first, last = (int(i) for i in np.unravel_index(both.argmax(), both.shape))
        both[: last + 1, first:] = -np.inf  # whatever overlaps it
        span = Span(window.offsets[pieces[0] + first].start, window.offsets[pieces[0] + last].end)
        span = whole_numbers(hit.text, here, trim(hit.text, span))
        place = Span(hit.start + span.start, hit.start + span.end)
        if place.start < place.end and not any(_overlap(place, other) for other in found):
            through = logits[first : last + 1, 2:]  # no column of a model without the output
            inside = float((1 / (1 + np.exp(-through))).mean()) if through.size else 1.0
            if not found or inside >= LEAST_INSIDE:
                found.append(place)
    return SentenceWords(sentence, odds, tuple(found)) if found else None


def whole_numbers(text: str, sentence: Span, words: Span) -> Span:
    """The words with all of a number that they begin or end in: never "115" of "80,115"."""
    start, end = words
    for number in NUMBER.finditer(text, *sentence):
        if number.start() < start < number.end():
            start = number.start()
        if number.start() < end < number.end():
            end = number.end()
    return Span(start, end)


def _inside(sentence: Span, window: Window) -> Iterator[int]:
    """Which of a window's wordpieces stand in a sentence: a run of neighbours."""
    for i, offset in enumerate(window.offsets):
        if sentence.start <= offset.start < offset.end <= sentence.end:
            yield i


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
