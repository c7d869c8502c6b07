"""Exact match of one answer; lists of answers are scored in ``multi_span.py``."""

from collections.abc import Iterable

from eval.metrics.normalise import accepted, normalise


def exact_match(prediction: str, golds: Iterable[str]) -> float:
    """1.0 if the prediction equals one of the accepted answers, else 0.0.

    Formula::

        EM = max over g in golds of [ n(prediction) = n(g) ]

    n is SQuAD's normalisation (``normalise.py``), golds the alternatives that count as right.

    Edge cases: no golds means the question has no answer, and only an empty prediction is
    right. A gold answer that normalises to nothing ("the") is left out.

    Source: Rajpurkar et al. 2016, SQuAD: 100,000+ Questions for Machine Comprehension of
    Text; ``compute_exact`` of evaluate-v2.0.py (Rajpurkar et al. 2018).

    >>> exact_match("The Turks.", ["turks", "Ankara"])
    1.0
    >>> exact_match("", [])
    1.0
    """
    return float(normalise(prediction) in accepted(tuple(golds)))
