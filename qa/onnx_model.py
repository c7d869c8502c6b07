"""The bundled model of the reader: int8 on onnxruntime, one window a run.

``training/`` made the weights beside this file, ``reader_export.py`` makes the ONNX file of them
once on a machine; docs/model-card.md tells of both. The scales of dynamic int8 would make what a
passage gets depend on its neighbours in a batch, so windows are read one by one; side by side on
the cores that is no slower.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.exported import Export, session
from qa.pairs import Window, windows

WEIGHTS_FILE = Path(__file__).with_name("reader.safetensors")
WEIGHTS_SHA256 = "3ca2b10288e0c2d08701fdd720d5ee8c32081332e0555a04d0df8d71a0dbbf21"
# Goes up when reader_export.py makes another file from the same weights.
EXPORT_VERSION = 2
EXPORT = Export("reader", "qa.reader_export", f"{WEIGHTS_SHA256[:12]}-{EXPORT_VERSION}")


class OnnxModel:
    """A ``WindowModel`` over an ONNX file as ``reader_export.py`` makes it."""

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
