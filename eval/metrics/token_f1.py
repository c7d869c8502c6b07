"""Token F1 of one answer; lists of answers are scored in ``multi_span.py``."""

from collections import Counter
from collections.abc import Iterable

from eval.metrics.normalise import accepted, normalise


def token_f1(prediction: str, golds: Iterable[str]) -> float:
    """How many of its words an answer shares with the best of the accepted answers, in [0, 1].

    Formula, the maximum over g in golds of::

        P = same / |p|    R = same / |g|    F1 = 2 P R / (P + R)

    p and g are the bags of tokens of prediction and gold answer: SQuAD's normalisation
    (``normalise.py``), split at white space. ``same`` is the size of the bags' intersection,
    where a token counts as often as it stands in both.

    Edge cases: if either bag is empty the score is 1.0 when both are and 0.0 otherwise. No
    golds means the question has no answer, and only an empty prediction is right. A gold
    answer that normalises to nothing ("the") is left out.

    Source: Rajpurkar et al. 2016, SQuAD: 100,000+ Questions for Machine Comprehension of
    Text; ``compute_f1`` of evaluate-v2.0.py (Rajpurkar et al. 2018).

    >>> token_f1("nearly 40,000 people", ["40,000", "40,000 people"])
    0.8
    >>> token_f1("in June", [])
    0.0
    """
    words = normalise(prediction).split()
    return max(_overlap(words, gold.split()) for gold in accepted(tuple(golds)))


def _overlap(predicted: list[str], gold: list[str]) -> float:
    if not predicted or not gold:
        return float(predicted == gold)
    same = (Counter(predicted) & Counter(gold)).total()
    # 2PR / (P + R) with the fractions cleared: one division, so nothing is rounded twice.
    return 2 * same / (len(predicted) + len(gold))
