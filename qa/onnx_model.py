"""The bundled models, of the reader and of follow-ups: int8 on onnxruntime, one window a run.

``training/`` made the weights beside this file, ``model_export.py`` makes an ONNX file of them
once on a machine; docs/model-card.md tells of both. The scales of dynamic int8 would make what a
passage gets depend on its neighbours in a batch, so windows are read one by one; side by side on
the cores that is no slower.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.exported import Export, session
from index.weights import Weights
from qa.pairs import Window, windows

# Goes up when model_export.py makes other files from the same weights.
EXPORT_VERSION = 3


@dataclass(frozen=True, slots=True)
class Bundled:
    """Weights that come with Footnote.

    Attributes:
        name: what they are, in one word.
        sha256: of ``file``.
        layers: of the encoder's six that the model has.
    """

    name: str
    sha256: str
    layers: int

    @property
    def file(self) -> Path:
        """The weights, beside this file."""
        return Path(__file__).with_name(f"{self.name}.safetensors")

    @property
    def weights(self) -> Weights:
        """The same, to be checked."""
        return Weights(f"the {self.name}'s weights", self.file, self.sha256)

    @property
    def export(self) -> Export:
        """How the ONNX file is made of them."""
        key = f"{self.sha256[:12]}-{EXPORT_VERSION}"
        return Export(self.name, "qa.model_export", key, (self.name,))


READER = Bundled(
    name="reader",
    sha256="3ca2b10288e0c2d08701fdd720d5ee8c32081332e0555a04d0df8d71a0dbbf21",
    layers=6,
)
FOLLOWUP = Bundled(
    name="followup",
    sha256="5876bea88963806fdb653448486c818e311d0baf0e9b1e3bbe54b0be9324179f",
    layers=3,
)


class OnnxModel:
    """A ``WindowModel`` over an ONNX file as ``model_export.py`` makes it."""

    def __init__(self, onnx_file: Path) -> None:
        self._session = session(onnx_file)

    def windows(self, question: str, passage: str) -> Iterator[Window]:
        """The windows of ``pairs.py``."""
        return windows(question, passage)

    def logits(self, window: Window) -> NDArray[np.float32]:
        """Start, end and inside of each wordpiece, (tokens, 3)."""
        (logits,) = self._session.run(
            None,
            {
                "input_ids": np.array([window.ids], dtype=np.int64),
                "token_type_ids": np.array([window.types], dtype=np.int64),
            },
        )
        found: NDArray[np.float32] = logits
        return found
