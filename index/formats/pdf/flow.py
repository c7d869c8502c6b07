"""A PDF's blocks, page by page → one text: what runs over a column's or page's edge is mended.

Footnotes, tables and captions at an edge stand between the two halves of a sentence on paper;
here they go before or after it. A page still begins where its first words stand.
"""

from collections.abc import Sequence
from itertools import pairwise

from index.formats.extraction import Builder
from index.formats.pdf.blocks import BULLET, COUNTED, ENDING, INDENT, LEADER, Draft, is_full
from index.formats.pdf.joins import HYPHENS, Spellings
from index.formats.pdf.lines import OTHER_TYPE, Line

FLOATING = ("caption", "row", "note")  # these may stand between the halves of a sentence
RUNNING = ("paragraph", "item")


def mended(
    found: Sequence[Draft], edges: dict[tuple[int, int], tuple[float, float]]
) -> list[Draft]:
    """The blocks in reading order, those that go on in the next column or page made one.

    Args:
        found: the blocks of all pages.
        edges: for each page and column, where its lines begin and end.
    """
    flow = list(found)
    number = 0
    while number < len(flow):
        draft = flow[number]
        after = _continuation(flow, number, edges)
        if after is None:
            number += 1
            continue
        rest = flow.pop(after)
        page = draft.lines[-1][0]
        between = flow[number + 1 : after]
        here = [other for other in between if other.lines[0][0] == page]
        later = [other for other in between if other.lines[0][0] != page]
        draft.lines += rest.lines
        flow[number:after] = [*here, draft, *later]
        number += len(here)
    return flow


def _continuation(
    flow: list[Draft], number: int, edges: dict[tuple[int, int], tuple[float, float]]
) -> int | None:
    """Where the rest of a block stands, if it ends at a column's edge."""
    draft = flow[number]
    if draft.kind not in RUNNING or draft.is_aside or draft.last.is_turned:
        return None
    place = _place(draft)
    boxes = 0
    is_long = draft.lines[0][0] != draft.lines[-1][0]
    for after in range(number + 1, len(flow)):
        other = flow[after]
        if other.is_aside or other.kind in FLOATING or other.last.is_turned:
            if is_long and other.lines[0][0] == draft.lines[-1][0]:
                return None  # it would have to go to another page
            continue
        if _is_box(draft, other):
            boxes += 1
            continue
        there = (other.lines[0][0], other.first.column)
        is_next = place != there and there[0] - place[0] <= 1
        is_low = other.first.text[:1].islower() and not ENDING.search(draft.last.text)
        if is_next and (is_low or not boxes) and _goes_on(draft, other, edges[place], edges[there]):
            return after
        return None
    return None


def _is_box(draft: Draft, other: Draft) -> bool:
    """Whether a block beside the text, in other type, may stand between a sentence's halves."""
    return (
        other.kind in RUNNING
        and other.lines[0][0] == draft.lines[-1][0]
        and other.first.column != draft.last.column
        and abs(other.first.size - draft.last.size) > OTHER_TYPE * draft.last.size
    )


def _place(draft: Draft) -> tuple[int, int]:
    return draft.lines[-1][0], draft.last.column


def _goes_on(
    draft: Draft, other: Draft, here: tuple[float, float], there: tuple[float, float]
) -> bool:
    above, line = draft.last, other.first
    if other.kind != "paragraph" or abs(above.size - line.size) > OTHER_TYPE * above.size:
        return False
    if BULLET.match(line.text) or COUNTED.match(line.text):
        return False
    starts_low = line.text[:1].islower()
    if above.text.endswith(HYPHENS) and starts_low:
        return True
    if not ENDING.search(above.text) and starts_low:
        return True
    is_indented = line.start > there[0] + INDENT * line.size and (
        len(other.lines) == 1 or line.start > other.lines[1][1].start + INDENT * line.size
    )
    is_item_text = draft.kind == "paragraph" or line.start > there[0] + INDENT * line.size
    return (
        above.is_bold == line.is_bold
        and is_full(above, line, here[1])
        and (draft.kind == "item" or not is_indented)
        and is_item_text
    )


def column_edges(
    pages: Sequence[Sequence[Line]],
) -> dict[tuple[int, int], tuple[float, float]]:
    """For each page and column, where its lines begin and end."""
    edges: dict[tuple[int, int], tuple[float, float]] = {}
    for page, lines in enumerate(pages):
        for line in lines:
            start, end = edges.get((page, line.column), (line.start, line.end))
            edges[page, line.column] = min(start, line.start), max(end, line.end)
    return edges


def put_together(flow: Sequence[Draft], page_count: int, spellings: Spellings) -> Builder:
    """The text, with its blocks and pages."""
    built = Builder()
    begun = 0
    for draft in flow:
        is_first = True
        for page, words, glue in _parts(draft, spellings):
            while begun <= page:
                built.begin_page()
                begun += 1
            if draft.kind == "row":
                built.add_row(draft.cells[0], is_header=bool(draft.level))
                break
            if is_first:
                built.add(LEADER.sub(" … ", words), draft.kind, draft.level)
            else:
                built.join(words, glue=glue)
            is_first = False
    for _ in range(begun, page_count):
        built.begin_page()
    return built


def _parts(draft: Draft, spellings: Spellings) -> list[tuple[int, str, str]]:
    """A block's words, page by page, each with what stands before them."""
    page, line = draft.lines[0]
    parts = [(page, line.text, "")]
    for (before, _), (page, line) in pairwise(draft.lines):
        on, words, glue = parts[-1]
        words, blank = spellings.join(words, line.text)
        if page == before:
            parts[-1] = on, words + blank + line.text, glue
        else:
            parts[-1] = on, words, glue
            parts.append((page, line.text, blank))
    return parts
