"""Whether a line sounds like small talk: for what the vocabularies of ``talk.py`` do not hold.

A support vector machine over the bundled encoder's vectors: a line is small talk if it is near
lines that are. ``training/train_tone.py`` makes the weights. Another encoder's vectors say nothing
to it.
"""

import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index import Encoder
from index.embed import WEIGHTS_SHA256
from index.weights import Weights

WEIGHTS_FILE = Path(__file__).with_name("tone.npz")
SHA256 = "47012e5cd811ebe783fc758f7ad213306ab47979990eab094b04beea651655da"  # of that file
GAMMA = 1.0  # of the Gaussian kernel: exp(-GAMMA * the squared distance of two vectors)
# The decision value from which a line is taken for small talk: 0 parts the two. A question that is
# mistaken goes without its answer, so it is high: from 0.3 to 0.7 all know as much of the `tune`
# lines.
LEAST = 0.5
# Where something was asked before, which a line like "today?" may go on from: none of the later
# turns of the written conversations is taken for small talk (cross-validated, train_tone.py).
LEAST_LATER = 1.0


@dataclass(frozen=True, slots=True)
class SupportVectors:
    """What lines are compared with.

    Attributes:
        vectors: unit vectors of training lines, (lines, dimension).
        weights: of each, (lines,): above 0 for small talk, below for questions.
        bias: is added.
    """

    vectors: NDArray[np.float32]
    weights: NDArray[np.float32]
    bias: float

    def decide(self, vector: NDArray[np.float32]) -> float:
        """The decision value of a line's unit vector, (dimension,)."""
        squared = 2 - 2 * (self.vectors @ vector)
        return float(self.weights @ np.exp(-GAMMA * squared)) + self.bias


def sounds_like_small_talk(line: str, encoder: Encoder, *, alone: bool = True) -> bool:
    """Whether a line is rather said to Footnote than asked of a document.

    Args:
        line: as it was typed.
        encoder: makes its vector; unless it is the bundled one, no line sounds like small talk.
        alone: whether nothing was asked before.

    >>> from index import default_encoder
    >>> encoder = default_encoder()
    >>> sounds_like_small_talk("it is way too early for this, morning everyone", encoder)
    True
    >>> sounds_like_small_talk("Who blocked the cooperation?", encoder)
    False
    """
    if encoder.sha256 != WEIGHTS_SHA256:
        return False
    (vector,) = encoder.encode([line])
    return _known().decide(vector) >= (LEAST if alone else LEAST_LATER)


def tone_weights() -> Weights:
    """The file, to be checked."""
    return Weights("the weights that know small talk", WEIGHTS_FILE, SHA256)


@cache
def _known() -> SupportVectors:
    with np.load(io.BytesIO(tone_weights().read()), allow_pickle=False) as arrays:
        return SupportVectors(
            arrays["vectors"].astype(np.float32), arrays["weights"], float(arrays["bias"])
        )
