"""Interim."""

from typing import Literal
from pathlib import Path
from index.formats.extraction import Refusal

Format = Literal["txt", "md", "pdf", "docx", "html", "mhtml", "epub", "odt"]


def detect(data, name):
    if data[:5] == b"%PDF-":
        return "pdf"
    if not data:
        raise Refusal("has no text in it: x.")
    return "md" if Path(name).suffix in (".md", ".markdown") else "txt"
