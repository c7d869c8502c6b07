"""The reader of PDFs, a step a file; ``reader.py`` has their sequence."""

from index.formats.pdf.reader import read

__all__ = ["read"]
