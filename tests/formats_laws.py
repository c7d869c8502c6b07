"""What holds for every reader of a format, checked on one extraction."""

from collections.abc import Callable, Iterable

from index.document import Block
from index.formats.extraction import Extraction


def check(read: Callable[[bytes], Extraction], data: bytes) -> Extraction:
    """Read some bytes and check the laws that hold for any bytes."""
    extraction = read(data)
    text = extraction.text
    text.encode()
    check_blocks(text, extraction.blocks)
    if extraction.pages:
        assert extraction.pages[0].start == 0
        assert extraction.pages[-1].end == len(text)
    assert read(data) == extraction
    return extraction


def check_blocks(text: str, blocks: Iterable[Block]) -> None:
    """Blocks are in order, trimmed, do not overlap and hold every character not blank."""
    end = 0
    for block in blocks:
        assert end <= block.start < block.end
        assert not text[end : block.start].strip()
        assert text[block.start : block.end] == text[block.start : block.end].strip()
        end = block.end
    assert not text[end:].strip()


def shown(extraction: Extraction) -> list[tuple[str, int, str]]:
    """Kind, level and words of each block."""
    return [(b.kind, b.level, extraction.text[b.start : b.end]) for b in extraction.blocks]
