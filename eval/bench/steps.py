"""What a measured process is told to do, and what it tells: plain data that travels as JSON."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from eval.bench.places import CorpusSpan

HITS = 10  # chunks that a search gives
OURS = "footnote"
PLAIN = "llamaindex"
SMALL = "llamaindex-200"
FUSED = "llamaindex-200-bm25"
FLOOR = "sentence-transformers"
WORDS = "bm25"

LABELS = {
    OURS: "Footnote",
    PLAIN: "LlamaIndex, its defaults",
    SMALL: "LlamaIndex, 200-token chunks",
    FUSED: "LlamaIndex, 200, with BM25",
    FLOOR: "sentence-transformers alone",
    WORDS: "BM25 alone",
}
"""What the pipelines are called, in the order in which they are shown."""

Search = Callable[[str], Sequence[CorpusSpan]]
"""A question to the places of at most ``HITS`` chunks, best first."""


class Step(NamedTuple):
    """One thing to do: "ingest", "search", or "ask" (Footnote alone)."""

    what: str
    pipeline: str

    def __str__(self) -> str:
        return f"{self.what}:{self.pipeline}"

    @classmethod
    def named(cls, name: str) -> "Step":
        """The step that a name tells, as ``str`` writes it."""
        what, _, pipeline = name.partition(":")
        return cls(what, pipeline)


@dataclass(frozen=True, slots=True)
class Part:
    """One half of an index: its seconds to make, and its bytes on disk."""

    seconds: float
    disk: int


@dataclass(frozen=True, slots=True)
class Ingested:
    """What it took to make the text searchable, models loaded before the clock ran.

    Attributes:
        chunks: that the text was cut into.
        embedded: share of the text's wordpieces that the encoder read, in [0, 1].
        vectors: all of it but ``words``.
        words: the separate index of words, where there is one.
    """

    chunks: int
    embedded: float
    vectors: Part
    words: Part | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What it took to ask all questions, one after the other.

    Attributes:
        first: seconds from the start of the process to the end of its first question.
        seconds: of each question, after the first was asked once more.
        places: of the chunks that were found, best first; empty for "ask".
    """

    first: float
    seconds: tuple[float, ...]
    places: tuple[tuple[CorpusSpan, ...], ...]
