"""Questions: question → standalone question → passages → spans → a cited ``Answer``."""

from qa.answer import Answer, Citation, Evidence
from qa.evidence import highlight
from qa.pipeline import ask
from qa.readers import default_reader, open_reader

__all__ = ["Answer", "Citation", "Evidence", "ask", "default_reader", "highlight", "open_reader"]
