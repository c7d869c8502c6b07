"""A library that is only large: passages of one kind, with vectors from nowhere."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index import Library
from index.embed import OnnxEncoder

USUAL = "It carries oil to the harbour of the old town in every month of the year but one. "


class Scattered:
    """Vectors from nowhere, under the bundled encoder's name."""

    name, sha256, dimension = OnnxEncoder.name, OnnxEncoder.sha256, OnnxEncoder.dimension

    def __init__(self) -> None:
        self._random = np.random.default_rng(0)
        self._base = self._random.standard_normal((16, self.dimension))

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = self._random.standard_normal((len(texts), 16)) @ self._base
        return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]


def fill(folder: Path, least: int) -> None:
    """Add documents of 150 paragraphs to a library until it has so many passages."""
    with Library.open(folder, encoder=Scattered()) as library:
        passages = 0
        while passages < least:
            ships = (f"Ship {passages + number} sails. " + USUAL * 7 for number in range(150))
            added = library.add(text=f"Fleet {passages}.\n\n" + "\n\n".join(ships))
            passages += next(e.passages for e in library.entries() if e.id == added.id)
