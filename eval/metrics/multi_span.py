"""Scores of an answer that has to name several things.

Where the prediction is cut into spans is the caller's business; an answer of one thing is
scored by ``token_f1.py`` and ``exact_match.py``.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from eval.metrics.exact_match import exact_match
from eval.metrics.matching import matching
from eval.metrics.token_f1 import token_f1


@dataclass(frozen=True, slots=True)
class MultiSpan:
    """How well a list of spans names the things asked for, each in [0, 1]."""

    precision: float
    recall: float
    f1: float
    exact: float


def multi_span(predictions: Sequence[str], items: Sequence[Sequence[str]]) -> MultiSpan:
    """Precision, recall, F1 and exact match of a list of answers.

    Formula::

        S = max over one-to-one matchings M of  sum over (p, i) in M of token_f1(p, i)
        P = S / |predictions|    R = S / |items|    F1 = 2 S / (|predictions| + |items|)
        exact = 1 if as many spans as items, and a one-to-one matching of them all in which
                every span is an exact match of its item, else 0

    p is a predicted span, i an item: the alternatives that count as naming one thing. A span
    can earn points with one item only, so a thing said twice, or two things in one span, cost
    what they should. With one span and one item the scores are ``token_f1`` and
    ``exact_match``.

    Edge cases: both lists empty is right (all 1.0); one of them empty is wrong (all 0.0).

    Source: the matching by token F1 is that of DROP (Dua et al. 2019, DROP: A Reading
    Comprehension Benchmark Requiring Discrete Reasoning Over Paragraphs), precision and
    recall over spans with partial credit those of MultiSpanQA (Li et al. 2022, MultiSpanQA: A
    Dataset for Multi-Span Question Answering).

    >>> multi_span(["Libya", "Israel"], [["Libya"], ["Nagorno-Karabakh"]])
    MultiSpan(precision=0.5, recall=0.5, f1=0.5, exact=0.0)
    """
    if not predictions or not items:
        right = float(not predictions and not items)
        return MultiSpan(precision=right, recall=right, f1=right, exact=right)
    total = matching([[token_f1(span, item) for item in items] for span in predictions])
    exactly = matching([[exact_match(span, item) for item in items] for span in predictions])
    return MultiSpan(
        precision=total / len(predictions),
        recall=total / len(items),
        f1=2 * total / (len(predictions) + len(items)),
        exact=float(exactly == len(predictions) == len(items)),
    )
