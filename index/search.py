"""Hybrid search: what words and what vectors find, fused by reciprocal rank.

Ranks are fused, not scores, because BM25 and cosine have no common scale (Cormack, Clarke and
Büttcher 2009, "Reciprocal rank fusion outperforms Condorcet and individual rank learning
methods"). It reads the catalogue and the vectors and changes neither.
"""

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from index.catalogue import Catalogue
from index.document import Hit, PassageKey
from index.vectors import Vectors

RRF_K = 60  # the paper's constant
CANDIDATES = 50  # at least so many from each ranking; more when more hits are wanted


def fuse(rankings: Sequence[Sequence[PassageKey]]) -> dict[PassageKey, float]:
    """Reciprocal rank fusion, scaled so that first in every ranking is 1.0.

    >>> a, b = PassageKey("r", 0), PassageKey("r", 1)
    >>> {key.ordinal: round(score, 3) for key, score in fuse([[a, b], [a]]).items()}
    {0: 1.0, 1: 0.492}
    """
    best = len(rankings) / (RRF_K + 1)
    scores: dict[PassageKey, float] = {}
    for ranking in rankings:
        for rank, key in enumerate(ranking, start=1):
            scores[key] = scores.get(key, 0.0) + 1 / (RRF_K + rank) / best
    return scores


def search(
    catalogue: Catalogue,
    vectors: Vectors,
    query: str,
    vector: NDArray[np.float32],
    *,
    k: int,
    documents: Collection[str] | None,
) -> tuple[Hit, ...]:
    """The k best passages for a query and its vector (dimension,), best first."""
    wanted = max(CANDIDATES, 2 * k)
    worded = catalogue.search(query, wanted, documents)
    found = catalogue.passages(worded)
    near: list[PassageKey] = []
    nearest = wanted
    while True:
        # The vectors of a document under way are not ready: they must take nobody's place.
        keys = vectors.search(vector, nearest, documents)
        found |= catalogue.passages(keys)
        near = [key for key in keys if key in found][:wanted]
        if len(near) == wanted or len(keys) < nearest:
            break
        nearest *= 4
    scores = fuse([near, [key for key in worded if key in found]])
    hits = [
        passage.hit(title, scores[key]) for key, (title, passage) in found.items() if key in scores
    ]
    # Equal scores in an order that no index decides.
    hits.sort(key=lambda hit: (-hit.score, hit.document_id, hit.start))
    return tuple(hits[:k])
