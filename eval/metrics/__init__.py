"""The measures, one a file, each a pure function that states its definition and source."""

from eval.metrics.abstention import Abstention, abstention
from eval.metrics.answer_span import AnswerSpan, answer_span
from eval.metrics.calibration import Bin, Calibration, calibration
from eval.metrics.citation import citation_precision, citation_recall
from eval.metrics.citation_needed import citation_needed
from eval.metrics.correct import RIGHT, is_right
from eval.metrics.cost import cost
from eval.metrics.exact_match import exact_match
from eval.metrics.kept import kept
from eval.metrics.latency import Latency, latency
from eval.metrics.multi_span import MultiSpan, multi_span
from eval.metrics.multi_span_exact import SpansExact, spans_exact
from eval.metrics.retrieval import Retrieval, retrieval
from eval.metrics.risk_coverage import Point, RiskCoverage, risk_coverage
from eval.metrics.squad import squad_scores
from eval.metrics.stretch import Stretch
from eval.metrics.token_f1 import token_f1

__all__ = [
    "RIGHT",
    "Abstention",
    "AnswerSpan",
    "Bin",
    "Calibration",
    "Latency",
    "MultiSpan",
    "Point",
    "Retrieval",
    "RiskCoverage",
    "SpansExact",
    "Stretch",
    "abstention",
    "answer_span",
    "calibration",
    "citation_needed",
    "citation_precision",
    "citation_recall",
    "cost",
    "exact_match",
    "is_right",
    "kept",
    "latency",
    "multi_span",
    "retrieval",
    "risk_coverage",
    "spans_exact",
    "squad_scores",
    "token_f1",
]
