"""A text's sentences, as exact spans.

``blocks.py`` says which lines belong together; inside a block, Wikimedia's sentencex finds the
sentences ("Dr. Smith", "U.S.", "Oct. 7", quotations, CJK full stops). It returns consecutive
slices, so offsets are carried while walking and never searched for. Nothing is dropped but
blanks between sentences.

https://github.com/wikimedia/sentencex
"""

from collections.abc import Iterator

from sentencex import segment

from index.blocks import MARKER, blocks, trim
from index.document import Span

# Longer blocks are cut at a blank before they are split; sentencex' time grows faster than the
# text beyond this length (code points), and no sentence is that long.
BLOCK_LENGTH = 10_000

# Newlines inside a block are wraps. One character for one, so that offsets stay.
BLANKED = dict.fromkeys([*range(32), 0x85, 0x2028, 0x2029], " ")


def sentences(text: str, format_: str) -> tuple[tuple[Span, ...], ...]:
    r"""The sentences of each block, in order; together they hold every non-blank character.

    >>> text = "A title\nDr. Smith left on Oct. 7. “Why?” he asked."
    >>> [[text[slice(*s)] for s in block] for block in sentences(text, "txt")]
    [['A title'], ['Dr. Smith left on Oct. 7.', '“Why?” he asked.']]
    """
    return tuple(tuple(_in_block(text, block)) for block in blocks(text, format_))


def _in_block(text: str, block: Span) -> Iterator[Span]:
    # "1." is not a sentence of its own: the first sentence begins with the item's marker.
    marker = MARKER.match(text, block.start, block.end)
    first, start = block.start, marker.end() if marker else block.start
    while start < block.end:
        end = _cut(text, start, block.end)
        for piece in segment("en", text[start:end].translate(BLANKED)):
            span = trim(text, Span(first, start + len(piece)))
            if span.start < span.end:
                yield span
            start += len(piece)
            first = start


def _cut(text: str, start: int, end: int) -> int:
    if end - start <= BLOCK_LENGTH:
        return end
    blank = text.rfind(" ", start + BLOCK_LENGTH // 2, start + BLOCK_LENGTH)
    return blank + 1 if blank >= 0 else start + BLOCK_LENGTH
