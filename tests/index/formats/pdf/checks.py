"""What tests of the PDF reader ask of an extraction."""

from index.formats.extraction import Extraction
from tests.formats_laws import check_blocks


def said(extraction: Extraction, *kinds: str) -> list[str]:
    """The words of the blocks of some kinds, or of all."""
    return [
        extraction.text[b.start : b.end] for b in extraction.blocks if not kinds or b.kind in kinds
    ]


def headings(extraction: Extraction) -> list[tuple[int, str]]:
    return [(b.level, b.label) for b in extraction.blocks if b.kind == "heading"]


def page_of(extraction: Extraction, words: str) -> int:
    """The page, from 1, on which some words stand; they must stand there once."""
    assert extraction.text.count(words) == 1
    at = extraction.text.index(words)
    (page,) = [n for n, p in enumerate(extraction.pages, 1) if p.start <= at < p.end]
    return page


def check(extraction: Extraction, page_count: int) -> None:
    """What holds for every extraction."""
    text = extraction.text
    text.encode()
    check_blocks(text, extraction.blocks)
    assert len(extraction.pages) == page_count
    edges = [0, *(edge for page in extraction.pages for edge in page), len(text)]
    assert all(edges[i] == edges[i + 1] for i in range(0, len(edges), 2))
