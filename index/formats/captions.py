"""Captions that are told by their words alone: "Table 2: Costs" beside a table.

Markdown and plain text have no sign for a caption, and in Word and web pages people often type one
as a mere paragraph. Only tables are looked at: what stands above or below a picture heads nothing.
"""

import re
from collections.abc import Sequence

from index.document import Block

CAPTION = re.compile(
    r"(?:table|tab\.|tabelle|tableau|tabla|tabella|tabel)\s+\w{1,8}\b", re.IGNORECASE
)
LONGEST = 200  # code points; a longer paragraph tells more than what a table shows
MARKS = " *_:"  # around a caption in Markdown


def captioned(text: str, blocks: Sequence[Block]) -> tuple[Block, ...]:
    r"""The blocks, with paragraphs that are captions by their words called so.

    >>> text = "Table 2: Costs\n\nPaint | 900"
    >>> found = [Block(0, 14, "paragraph"), Block(16, 27, "row")]
    >>> [(block.kind, block.label) for block in captioned(text, found)]
    [('caption', 'Table 2: Costs'), ('row', '')]
    """
    kinds = ["", *(block.kind for block in blocks), ""]
    return tuple(
        _caption(text, block) if "row" in (before, after) else block
        for before, block, after in zip(kinds, blocks, kinds[2:], strict=False)
    )


def _caption(text: str, block: Block) -> Block:
    words = " ".join(text[block.start : block.end].split()).strip(MARKS)
    if block.kind != "paragraph" or len(words) > LONGEST or not CAPTION.match(words):
        return block
    return block._replace(kind="caption", label=words)
