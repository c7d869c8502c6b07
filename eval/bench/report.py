"""What a bench found, as plain data; how it looks is told in ``table.py`` and ``page.py``."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from eval.bench.machine import WIDTH, Machine, operations_per_token
from eval.bench.quality import Quality


@dataclass(frozen=True, slots=True)
class Waits:
    """Percentiles of durations, in seconds; see ``eval.metrics.latency`` for the formula.

    >>> Waits.of([0.1, 0.2, 0.3]).p50
    0.2
    """

    p50: float
    p95: float
    p99: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> "Waits":
        """The percentiles of at least one duration."""
        p50, p95, p99 = (float(value) for value in np.quantile(seconds, [0.5, 0.95, 0.99]))
        return cls(p50, p95, p99)


@dataclass(frozen=True, slots=True)
class Text:
    """The text of one size.

    Attributes:
        passages: that Footnote cuts it into: the size.
        documents: how many; ``made`` of them are made of drawn sentences.
        tokens: wordpieces.
        length: in bytes of UTF-8.
    """

    passages: int
    documents: int
    made: int
    tokens: int
    length: int

    @property
    def least_disk(self) -> int:
        """Bytes of the text and of a float32 vector for each passage."""
        return self.length + 4 * WIDTH * self.passages


@dataclass(frozen=True, slots=True)
class Start:
    """How Footnote begins with a library. Seconds and bytes.

    Attributes:
        cold: seconds of ``footnote ask`` in a new process, each time.
        memory: the most memory of those.
        opening: seconds to open the library and search it once, everything else loaded (median).
    """

    cold: tuple[float, ...]
    memory: int
    opening: float


@dataclass(frozen=True, slots=True)
class Measured:
    """One pipeline on one text. Seconds and bytes.

    Attributes:
        chunks: that the pipeline cut the text into.
        embedded: share of the text's wordpieces that the encoder read, in [0, 1].
        ingest: seconds to make the text searchable, models loaded before.
        ingest_memory: the most memory of the process that did.
        disk: bytes of the index.
        search: the wait for the best ten chunks, warm.
        ask: the wait for an answer, warm; None for a pipeline without a reader.
        memory: the most memory of a process that opens the index and asks.
        first: seconds from the start of such a process to its first result.
        start: None for a pipeline other than Footnote.
    """

    pipeline: str
    chunks: int
    embedded: float
    ingest: float
    ingest_memory: int
    disk: int
    search: Waits
    ask: Waits | None
    memory: int
    first: float
    start: Start | None = None


@dataclass(frozen=True, slots=True)
class Size:
    """Every pipeline on the text of one size, Footnote first."""

    text: Text
    measured: tuple[Measured, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """The bundled article: seconds to add it (median) and to ask the gold questions, warm."""

    index: float
    ask_p50: float
    ask_p95: float
    questions: int
    start: Start


@dataclass(frozen=True, slots=True)
class BenchReport:
    """Everything that one run found.

    Attributes:
        versions: of the packages that were measured, by name.
        data: whether the text came from a data folder (docs/data.md).
        peers_to: passages up to which others were measured; 0 if they were not.
        missing: modules that the others would have needed.
        quality: None without a data folder.
    """

    machine: Machine
    versions: dict[str, str]
    data: bool
    peers_to: int
    missing: tuple[str, ...]
    article: Article
    sizes: tuple[Size, ...]
    quality: Quality | None

    def limit(self, text: Text, *, int8: bool) -> float:
        """Tokens a second that the encoder could reach here, in this text's average passage."""
        return self.machine.tokens_per_second(text.tokens / text.passages, int8=int8)

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready: every field, and beside each size the limits of the machine for it."""
        whole = asdict(self)
        for size, kept in zip(self.sizes, whole["sizes"], strict=True):
            tokens = size.text.tokens / size.text.passages
            kept["limits"] = {
                "operations_per_token": operations_per_token(tokens),
                "float32_tokens_per_second": self.limit(size.text, int8=False),
                "int8_tokens_per_second": self.limit(size.text, int8=True),
            }
        return whole
