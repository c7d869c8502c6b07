"""Hybrid search: what words and what vectors find, their scores brought together.

BM25 and cosine have no common scale, so each ranking's scores are stretched to run from 0 to 1
before they are added: a convex combination after min-max scaling (Bruch, Gai and Ingber 2023,
"An Analysis of Fusion Functions for Hybrid Retrieval"). Unlike the sum of reciprocal ranks it
keeps how far ahead a passage is. It reads the catalogue and the vectors and changes neither.
"""

from collections.abc import Collection, Mapping

import numpy as np
from numpy.typing import NDArray

from index.catalogue import Catalogue
from index.document import Hit, PassageKey
from index.vectors import DIGITS, Vectors

WORDS = 0.5  # both count alike; `python -m eval.fusion` prints what other shares find
CANDIDATES = 50  # at least so many from each ranking; more when more hits are wanted


def fuse(
    words: Mapping[PassageKey, float], near: Mapping[PassageKey, float], share: float
) -> dict[PassageKey, float]:
    """Scores in [0, 1] from two rankings' own: 1.0 is first in both.

    Args:
        words: the passages found by words, with any scores of which higher is better.
        near: the same for those found by their vectors.
        share: how much the words count, in [0, 1].

    >>> a, b, c = (PassageKey("r", ordinal) for ordinal in range(3))
    >>> fused = fuse({a: 9.0, b: 5.0, c: 1.0}, {a: 0.8, c: 0.2}, share=0.5)
    >>> [fused[key] for key in (a, b, c)]
    [1.0, 0.25, 0.0]
    """
    words, near = _stretched(words), _stretched(near)
    return {
        key: share * words.get(key, 0.0) + (1 - share) * near.get(key, 0.0)
        for key in {**words, **near}
    }


def _stretched(scores: Mapping[PassageKey, float]) -> dict[PassageKey, float]:
    """From 0 for the lowest to 1 for the highest; all 1 where they are equal."""
    if not scores:
        return {}
    low, high = min(scores.values()), max(scores.values())
    return {
        key: (score - low) / (high - low) if high > low else 1.0 for key, score in scores.items()
    }


def _missed(
    vectors: Vectors,
    vector: NDArray[np.float32],
    words: Collection[PassageKey],
    near: Mapping[PassageKey, float],
) -> dict[PassageKey, float]:
    """The cosines of those found by words that are near as well, and that the graph lost.

    Where hundreds of passages are the very same, HNSW links them to each other and to little else.
    """
    least = min(near.values(), default=-1.0)
    found = vectors.get([key for key in words if key not in near])
    cosines = {key: round(float(vector @ row), DIGITS) for key, row in found.items()}
    return {key: cosine for key, cosine in cosines.items() if cosine > least}


def search(
    catalogue: Catalogue,
    vectors: Vectors,
    query: str,
    vector: NDArray[np.float32],
    *,
    k: int,
    documents: Collection[str] | None,
    share: float,
) -> tuple[Hit, ...]:
    """The k best passages for a query and its vector (dimension,), best first."""
    if documents is not None and catalogue.are_all(documents):
        documents = None  # to name them all costs more than to name none
    wanted = max(CANDIDATES, 2 * k)
    words = catalogue.search(query, wanted, documents)
    nearest = wanted
    while True:
        # The vectors of a document under way are not ready: they must take nobody's place.
        cosines = vectors.search(vector, nearest, documents)
        places = catalogue.places([*words, *cosines])
        near = [key for key in cosines if key in places][:wanted]
        if len(near) == wanted or len(cosines) < nearest:
            break
        nearest *= 4
    words = {key: score for key, score in words.items() if key in places}
    nearby = {key: cosines[key] for key in near}
    scores = fuse(words, nearby | _missed(vectors, vector, words, nearby), share)
    # Equal scores in an order that no index decides.
    best = sorted(scores, key=lambda key: (-scores[key], *places[key]))[:k]
    found = catalogue.passages(best)
    return tuple(found[key][1].hit(found[key][0], scores[key]) for key in best)
