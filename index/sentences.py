"""A text's sentences, as exact spans.

The blocks of a document say what belongs together; inside a block, Wikimedia's sentencex finds
the sentences ("Dr. Smith", "U.S.", "Oct. 7", quotations, CJK full stops). A heading or a table's
row is one sentence, of code each line is. sentencex returns consecutive slices, so offsets are
carried while walking and never searched for. Nothing is dropped but blanks between sentences.

https://github.com/wikimedia/sentencex
"""

import re
from collections.abc import Iterator

from sentencex import segment

from index.document import Block, Span, trim
from index.formats.plain import MARKER

# Longer blocks are cut at a blank before they are split; sentencex' time grows faster than the
# text beyond this length (code points), and no sentence is that long.
BLOCK_LENGTH = 10_000

# Newlines inside a block are wraps. One character for one, so that offsets stay.
BLANKED = dict.fromkeys([*range(32), 0x85, 0x2028, 0x2029], " ")

QUOTE_MARKS = "> "
LINE = re.compile(r"[^\r\n]+")


def sentences(text: str, block: Block) -> tuple[Span, ...]:
    r"""The sentences of a block, in order; together they hold its every non-blank character.

    >>> text = "Dr. Smith left on Oct. 7. “Why?” he asked."
    >>> [text[slice(*s)] for s in sentences(text, Block(0, len(text), "paragraph"))]
    ['Dr. Smith left on Oct. 7.', '“Why?” he asked.']
    >>> sentences("Who? A study", Block(0, 12, "heading", 1, "Who? A study"))
    (Span(start=0, end=12),)
    """
    return tuple(walk(text, block))


def walk(text: str, block: Block) -> Iterator[Span]:
    """The same, one by one: a block may have millions."""
    whole = Span(block.start, block.end)
    if block.kind in ("heading", "row"):
        yield trim(text, whole)
        return
    spans = _lines(text, whole) if block.kind == "code" else _sentences(text, whole)
    trimmed = (trim(text, span) for span in spans)
    yield from (span for span in trimmed if span.start < span.end)


def _lines(text: str, block: Span) -> Iterator[Span]:
    for line in LINE.finditer(text, *block):
        yield Span(*line.span())


def _sentences(text: str, block: Span) -> Iterator[Span]:
    # "1." is not a sentence of its own: the first sentence begins with the item's marker.
    marker = MARKER.match(text, block.start, block.end)
    first, start = block.start, marker.end() if marker else block.start
    done = Span(first, first)
    while start < block.end:
        end = _cut(text, start, block.end)
        for piece in segment("en", text[start:end].translate(BLANKED)):
            start += len(piece)
            # Marks of quotation on a line of their own go with the words before them.
            if piece.strip(QUOTE_MARKS) and done.end > done.start:
                yield done
                first = done.end
            done = Span(first, start)
    yield done


def _cut(text: str, start: int, end: int) -> int:
    if end - start <= BLOCK_LENGTH:
        return end
    blank = text.rfind(" ", start + BLOCK_LENGTH // 2, start + BLOCK_LENGTH)
    return blank + 1 if blank >= 0 else start + BLOCK_LENGTH
