"""Weights of the reader as training wrote them, read by torch in full precision.

What a stage of training gave, and what int8 costs, is measured with it; nobody else needs it.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from index.quiet import quiet
from qa.pairs import Window, windows
from qa.training.model import SpanModel, load_weights


class TorchModel:
    """A ``WindowModel`` over weights that ``training/`` saved.

    Raises:
        BadWeights: the file is not of this model.
    """

    def __init__(self, weights: Path) -> None:
        with quiet():
            self._model = SpanModel().eval()
        load_weights(self._model, weights)

    def windows(self, question: str, passage: str) -> Iterator[Window]:
        """The windows of ``pairs.py``."""
        return windows(question, passage)

    def logits(self, window: Window) -> NDArray[np.float32]:
        """Start, end and inside of each wordpiece, (tokens, 3)."""
        ids = torch.tensor([window.ids])
        with torch.inference_mode():
            logits = self._model(ids, torch.tensor([window.types]), torch.ones_like(ids))[0]
        found: NDArray[np.float32] = logits.numpy()
        return found
