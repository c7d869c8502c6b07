"""Under which headings each block stands: its heading path, such as ("Results", "Table 2").

Headings nest by their levels, and a table's rows stand under its caption, whether that comes
before or after them. A heading over everything, such as the title, is no part of a path.
Which blocks are headings is decided by each format's reader.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from index.document import Block, shortened

FIGURE = re.compile(r"(?:fig(?:ure|\.)?|abb(?:ildung|\.)|photo|map)\s*\d", re.IGNORECASE)
# Of three signs that a heading is over everything: it opens the text, says the document's title,
# outranks all other headings.
TWO_SIGNS = 2


def heading_paths(blocks: Sequence[Block], title: str = "") -> tuple[tuple[str, ...], ...]:
    """One path a block; a heading and a caption belong to what they head.

    Args:
        blocks: of a document, in order.
        title: its title.

    >>> kinds = [("paragraph", 0, ""), ("heading", 1, "A"), ("heading", 2, "B"), ("item", 1, "")]
    >>> heading_paths([Block(0, 1, *kind) for kind in kinds])
    ((), ('A',), ('A', 'B'), ('A', 'B'))
    """
    paths: list[tuple[str, ...]] = []
    above: list[Block] = []
    over_all = _over_all(blocks, title)
    for block in blocks:
        if block.kind == "heading":
            while above and above[-1].level >= block.level:
                above.pop()
            above.append(block)
        paths.append(
            tuple(shortened(heading.label) for heading in above if heading is not over_all)
        )
    for first, end, caption in _captioned(blocks):
        path = (*paths[first], shortened(blocks[caption].label))
        for number in (caption, *range(first, end)):
            paths[number] = path
    return tuple(paths)


def _over_all(blocks: Sequence[Block], title: str) -> Block | None:
    """The heading that everything stands under, if there is one."""
    first = next((block for block in blocks if block.kind == "heading"), None)
    if first is None:
        return None
    others = (block for block in blocks if block.kind == "heading" and block is not first)
    opens, names = first is blocks[0], shortened(first.label).split() == title.split()
    outranks = all(other.level > first.level for other in others)
    return first if opens + names + outranks >= TWO_SIGNS else None


def _captioned(blocks: Sequence[Block]) -> Iterator[tuple[int, int, int]]:
    """Tables with a caption: the number of the first row, that after the last, the caption's.

    Where tables and captions take turns, a table first and a caption last, captions stand below.
    """
    runs: list[tuple[bool, int, int]] = []  # whether rows, the first block's number, the end
    number = 0
    for kind, run in groupby(blocks, key=_part):
        length = len(list(run))
        if kind in ("row", "caption"):
            runs.append((kind == "row", number, number + length))
        number += length
        if kind == "other" or number == len(blocks):
            are_below = bool(runs) and runs[0][0] and not runs[-1][0]
            for one, two in pairwise(runs):
                (_, first, end), caption = (one, two[1]) if are_below else (two, one[2] - 1)
                if blocks[first].kind == "row" and blocks[caption].kind == "caption":
                    yield first, end, caption
            runs.clear()


def _part(block: Block) -> str:
    """What a block is in a run of tables and their captions."""
    is_of_figure = block.kind == "caption" and FIGURE.match(block.label)
    return block.kind if block.kind in ("row", "caption") and not is_of_figure else "other"
