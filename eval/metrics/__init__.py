"""The measures, one a file, each a pure function that states its definition and source."""

from eval.metrics.abstention import Abstention, abstention
from eval.metrics.citation import Stretch, citation_precision, citation_recall
from eval.metrics.exact_match import exact_match
from eval.metrics.latency import Latency, latency
from eval.metrics.multi_span import MultiSpan, multi_span
from eval.metrics.token_f1 import token_f1

__all__ = [
    "Abstention",
    "Latency",
    "MultiSpan",
    "Stretch",
    "abstention",
    "citation_precision",
    "citation_recall",
    "exact_match",
    "latency",
    "multi_span",
    "token_f1",
]
