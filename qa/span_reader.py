"""The reader: a small trained model that points at the answer's words, or at nothing.

all-MiniLM-L6-v2 with a trained adapter, as int8 on onnxruntime (``reader_export.py`` makes the
file, ``training/`` the adapter; docs/model-card.md tells of both). Each passage is read by itself,
side by side on the cores: the scales of dynamic int8 would make it depend on its neighbours in a
batch. It points inside one sentence at a time and weighs nothing but the words it reads.
"""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index import Hit, OnProgress, Span, silent
from index.blocks import trim
from index.exported import Export, exported
from qa.pairs import Window, windows
from qa.reader import AnswerSpan, Reading

ADAPTER = Path(__file__).with_name("reader.safetensors")
ADAPTER_SHA256 = "0"
# Goes up when reader_export.py makes another file from the same adapter.
EXPORT_VERSION = 1
EXPORT = Export("reader", "qa.reader_export", f"{ADAPTER_SHA256[:12]}-{EXPORT_VERSION}")

ANSWER_TOKENS = 30  # wordpieces of an answer; 99% of the answers in the training data are shorter
SPANS = 3  # of a passage, at most; each in a sentence of its own
# Log-odds that the answer stands in a sentence, by the model and as they turned out to be:
# printed by `python -m eval.fit_reader`.
SLOPE = 1.0
OFFSET = 0.0


@dataclass(frozen=True, slots=True)
class Scored:
    """The best answer in a sentence.

    Attributes:
        span: the answer's place in the document.
        score: log of how much likelier the answer stands in this sentence than nowhere in the
            passage.
    """

    span: Span
    score: float


class SpanReader:
    """A ``Reader`` over an ONNX file of start and end logits. Safe from many threads."""

    def __init__(self, onnx_file: Path) -> None:
        self._onnx_file = onnx_file

    def read(self, question: str, hits: Sequence[Hit]) -> tuple[Reading, ...]:
        """At most ``SPANS`` answers a passage, best first.

        All sentences of all passages and the case that none has the answer share one softmax
        (after Clark and Gardner 2018, "Simple and Effective Multi-Paragraph Reading
        Comprehension"), whose log-odds are calibrated by a logistic function.
        """
        found = self.scored(question, hits)
        odds = iter(log_odds([one.score for scored in found for one in scored]))
        readings = []
        for hit, scored in zip(hits, found, strict=True):
            spans = [AnswerSpan(*one.span, probability(next(odds))) for one in scored]
            spans.sort(key=lambda span: (-span.probability, span.start))
            readings.append(Reading(hit, tuple(spans[:SPANS])))
        return tuple(readings)

    def scored(self, question: str, hits: Sequence[Hit]) -> tuple[tuple[Scored, ...], ...]:
        """The best answer in each sentence of each passage, in the order of the text."""
        return tuple(self._pool.map(lambda hit: self._read_one(question, hit), hits))

    def _read_one(self, question: str, hit: Hit) -> tuple[Scored, ...]:
        best: dict[Span, Scored] = {}
        for window in windows(question, hit.text):
            (logits,) = self._session.run(
                None,
                {
                    "input_ids": np.array([window.ids], dtype=np.int64),
                    "token_type_ids": np.array([window.types], dtype=np.int64),
                },
            )
            for sentence in hit.sentences:
                one = _best_in(sentence, hit, window, logits.astype(np.float64))
                if one and (sentence not in best or one.score > best[sentence].score):
                    best[sentence] = one
        return tuple(best.values())

    @cached_property
    def _session(self):  # type: ignore[no-untyped-def]
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # passages are read side by side, each on one core
        options.inter_op_num_threads = 1
        return onnxruntime.InferenceSession(
            self._onnx_file, options, providers=["CPUExecutionProvider"]
        )

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="footnote-reader")


def default_reader(on_progress: OnProgress = silent) -> SpanReader:
    """The bundled reader, exported first if this machine has not done so yet (about 30 s).

    Raises:
        FootnoteError: the export failed; the sentence ends with its last line.
    """
    return _loaded(exported(EXPORT, on_progress))


@cache
def _loaded(onnx_file: Path) -> SpanReader:
    """One session for the whole process."""
    return SpanReader(onnx_file)


def log_odds(scores: Sequence[float]) -> NDArray[np.float64]:
    """Log-odds of each score in a softmax over all and a zero for "nowhere": (scores,).

    >>> log_odds([0.0, 0.0]).round(3).tolist()
    [-0.693, -0.693]
    """
    # Of a score, against all others and the zero.
    others = [[0.0, *scores[:i], *scores[i + 1 :]] for i in range(len(scores))]
    return np.array(
        [score - np.logaddexp.reduce(rest) for score, rest in zip(scores, others, strict=True)]
    )


def probability(odds: float) -> float:
    """Calibrated, in (0, 1), from the model's log-odds."""
    return float(1 / (1 + np.exp(-(SLOPE * odds + OFFSET))))


def _best_in(
    sentence: Span, hit: Hit, window: Window, logits: NDArray[np.float64]
) -> Scored | None:
    """The likeliest answer inside a sentence, from logits (tokens, 2); None if it is not read."""
    inside = list(_inside(Span(sentence.start - hit.start, sentence.end - hit.start), window))
    if not inside:
        return None
    places = slice(window.first + inside[0], window.first + inside[-1] + 1)
    # [i, j]: the answer begins at the sentence's i-th wordpiece and ends with its j-th.
    both = logits[places, 0][:, None] + logits[places, 1][None, :]
    allowed = np.triu(np.ones_like(both)) - np.triu(np.ones_like(both), ANSWER_TOKENS)
    both[allowed == 0] = -np.inf
    first, last = np.unravel_index(both.argmax(), both.shape)
    offsets = window.offsets[inside[0] + int(first)], window.offsets[inside[0] + int(last)]
    words = trim(hit.text, Span(offsets[0].start, offsets[1].end))
    nowhere = logits[0].sum()
    return Scored(
        Span(hit.start + words.start, hit.start + words.end),
        float(np.logaddexp.reduce(both, axis=None) - nowhere),
    )


def _inside(sentence: Span, window: Window) -> Iterator[int]:
    """Which of a window's wordpieces stand in a sentence: a run of neighbours."""
    for i, offset in enumerate(window.offsets):
        if sentence.start <= offset.start < offset.end <= sentence.end:
            yield i
