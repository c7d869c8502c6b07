"""Under which headings each block stands: its heading path, such as ("Results", "Table 2").

Headings nest by their levels, and a table's rows stand under its caption, whether that comes
before or after them. The document's title is no part of a path: everything stands under it. Nor
is a heading that opens the text and outranks all others, whatever the document is called.
Which blocks are headings is decided by each format's reader.
"""

from collections.abc import Sequence
from itertools import groupby

from index.document import Block

LABEL_LENGTH = 120  # code points of a heading in a path; longer ones end in "…"


def heading_paths(blocks: Sequence[Block], title: str = "") -> tuple[tuple[str, ...], ...]:
    """One path a block; a heading and a caption belong to what they head.

    Args:
        blocks: of a document, in order.
        title: its title; the first heading that says the same is left out.

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
        paths.append(tuple(_short(heading.label) for heading in above if heading is not over_all))
    for first, last in _tables(blocks):
        for caption in (first - 1, last):
            if 0 <= caption < len(blocks) and blocks[caption].kind == "caption":
                path = (*paths[first], _short(blocks[caption].label))
                held = range(min(first, caption), max(last, caption + 1))
                paths[held.start : held.stop] = [path] * len(held)
                break
    return tuple(paths)


def _over_all(blocks: Sequence[Block], title: str) -> Block | None:
    """The heading that everything stands under, if there is one."""
    headings = [block for block in blocks if block.kind == "heading"]
    if headings and headings[0] is blocks[0]:
        first, *others = headings
        if all(other.level > first.level for other in others):
            return first
    return next((heading for heading in headings if heading.label.split() == title.split()), None)


def _tables(blocks: Sequence[Block]) -> list[tuple[int, int]]:
    """Runs of neighbouring rows: the first one's number, and that after the last."""
    runs, number = [], 0
    for is_table, run in groupby(blocks, key=lambda block: block.kind == "row"):
        length = len(list(run))
        if is_table:
            runs.append((number, number + length))
        number += length
    return runs


def _short(label: str) -> str:
    return label if len(label) <= LABEL_LENGTH else label[: LABEL_LENGTH - 1].rstrip() + "…"
