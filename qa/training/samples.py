"""Examples as the model reads them, in batches of about one length.

What is read is what ``pairs.py`` cuts, as in answering. No tensors here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from qa.pairs import Window, windows
from qa.training.stages import Example

BATCH = 32  # windows, about
POOL = 50  # batches whose samples are sorted by length together, so that little is padded


@dataclass(frozen=True, slots=True)
class Read:
    """A window of one of a question's passages, and the answers in it.

    ``answers`` are the first and last wordpiece of each, positions in ``window.ids``.
    """

    window: Window
    answers: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """A question as the model reads it: windows that share a softmax."""

    reads: tuple[Read, ...]
    every: bool


def sample(example: Example) -> Sample | None:
    """An example as the model reads it; None if an answer is cut or there is nothing to read.

    >>> from index import Span
    >>> from qa.training.stages import PassageSpan
    >>> made = sample(Example("Who?", ("Ann sat.",), (PassageSpan(0, Span(0, 3)),)))
    >>> made.reads[0].answers
    ((4, 4),)
    """
    reads = []
    for number, passage in enumerate(example.passages):
        spans = [place.span for place in example.answers if place.passage == number]
        for window in windows(example.question, passage):
            answers = []
            for span in spans:
                inside = [
                    i
                    for i, offset in enumerate(window.offsets)
                    if offset.start < span.end and span.start < offset.end
                ]
                if not inside:
                    continue
                first, last = inside[0], inside[-1]
                whole = window.offsets[first].start <= span.start
                if whole and span.end <= window.offsets[last].end:
                    answers.append((window.first + first, window.first + last))
            reads.append(Read(window, tuple(dict.fromkeys(answers))))
    if not reads or (example.answers and not any(read.answers for read in reads)):
        return None
    return Sample(tuple(reads), example.every)


def batches(samples: Sequence[Sample], random: Random) -> Iterator[list[Sample]]:
    """All samples once, pool after pool, each batch of about one length."""
    for first in range(0, len(samples), POOL * BATCH):
        pool = sorted(samples[first : first + POOL * BATCH], key=_length)
        cuts: list[list[Sample]] = [[]]
        for one in pool:
            if sum(len(other.reads) for other in cuts[-1]) >= BATCH:
                cuts.append([])
            cuts[-1].append(one)
        random.shuffle(cuts)
        yield from cuts


def _length(one: Sample) -> int:
    return max(len(read.window.ids) for read in one.reads)
