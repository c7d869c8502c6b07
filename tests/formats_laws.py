"""What holds for every reader of a format, checked on one extraction."""

from collections.abc import Callable

from index.formats.extraction import Extraction


def check(read: Callable[[bytes], Extraction], data: bytes) -> Extraction:
    """Read some bytes and check the laws that hold for any bytes."""
    extraction = read(data)
    text, end = extraction.text, 0
    text.encode()
    for block in extraction.blocks:
        assert not text[end : block.start].strip()
        assert block.start < block.end
        assert text[block.start : block.end] == text[block.start : block.end].strip()
        end = block.end
    assert not text[end:].strip()
    if extraction.pages:
        assert extraction.pages[0].start == 0
        assert extraction.pages[-1].end == len(text)
    assert read(data) == extraction
    return extraction


def shown(extraction: Extraction) -> list[tuple[str, int, str]]:
    """Kind, level and words of each block."""
    return [(b.kind, b.level, extraction.text[b.start : b.end]) for b in extraction.blocks]
