"""Whether a line sounds like small talk: for what the vocabularies of ``talk.py`` do not hold.

A logistic regression over the bundled encoder's vectors. ``training/train_tone.py`` makes the
weights. Another encoder's vectors say nothing to it.
"""

import io
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index import Encoder
from index.embed import WEIGHTS_SHA256
from index.weights import Weights

WEIGHTS_FILE = Path(__file__).with_name("tone.npy")  # (dimension + 1,) float32, the bias last
SHA256 = "f08b1933b83dc18da958726275dbf2caee58ee8d24f2865def2f1a28a32e524d"  # of that file
# Probability from which a line is taken for small talk. A question that is mistaken goes without
# its answer, so it is high: from 0.7 to 0.95 all know as much of the `tune` lines.
LEAST = 0.9
# Where something was asked before, which a line like "today?" may go on from: none of 5,867 later
# turns would be taken for small talk (cross-validated, train_tone.py).
LEAST_LATER = 0.99


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
    *weights, bias = _weights()
    likely = 1 / (1 + np.exp(-(vector @ np.asarray(weights) + bias)))
    return bool(likely >= (LEAST if alone else LEAST_LATER))


def tone_weights() -> Weights:
    """The file, to be checked."""
    return Weights("the weights that know small talk", WEIGHTS_FILE, SHA256)


@cache
def _weights() -> NDArray[np.float32]:
    content = io.BytesIO(tone_weights().read())
    weights: NDArray[np.float32] = np.load(content, allow_pickle=False)
    return weights
