r"""Tables saved as text (CSV, TSV): every record is a row, quoted newlines and all.

The text is cited as it is, with its quotes and delimiters: a row is a range of it. Records are
told apart as in RFC 4180, with a comma, semicolon, tab or bar between cells; a quote that is
never closed is a mere character. What stands in which cell is not told.
"""

import re
from collections.abc import Iterator
from itertools import islice

from index.document import Block, Span, trim

DELIMITERS = ",;\t|"
MIN_RECORDS = 2
SAMPLE_RECORDS = 50  # from the begin, that tell the delimiter and whether there is a header
MIN_REGULAR = 0.8  # of these records that have as many cells as most; of four, all must
# A date, an amount or a share is a number as well.
NUMBER = re.compile(r"[-+(~<>]*[$€£¥]?\s?\d[\d.,:/\s-]*[%€$£)]?")


def delimiter(text: str) -> str:
    r"""What stands between the cells of a table, or "" if the text is none.

    >>> delimiter("name;born\nAnna, or Ann;1970\n"), delimiter("It rained,\nand we\nstayed.\n")
    (';', '')
    """
    best, most = "", 0.0
    for candidate in DELIMITERS:
        counts = [len(cells) for _, _, cells in islice(_records(text, candidate), SAMPLE_RECORDS)]
        commonest = max(set(counts), key=counts.count, default=0)
        regular = counts.count(commonest) / max(len(counts), 1)
        is_table = len(counts) >= MIN_RECORDS and commonest > 1 and regular >= MIN_REGULAR
        if is_table and regular * commonest > most:
            best, most = candidate, regular * commonest
    return best


def blocks(text: str) -> tuple[Block, ...]:
    r"""The rows of a table, in order; they hold every character that is not blank.

    >>> text = 'name,born\n"Anna\nBerg",1970\n'
    >>> [(block.kind, block.level, text[block.start : block.end]) for block in blocks(text)]
    [('row', 1, 'name,born'), ('row', 0, '"Anna\nBerg",1970')]
    """
    records = _records(text, delimiter(text) or ",")
    sample = list(islice(records, SAMPLE_RECORDS))
    has_header = _is_header([cells for _, _, cells in sample])
    result = []
    for number, (start, end, _) in enumerate([*sample, *records]):
        row = trim(text, Span(start, end))
        result.append(Block(*row, "row", int(has_header and not number)))
    return tuple(result)


def _records(text: str, delimiter: str) -> Iterator[tuple[int, int, list[str]]]:
    """Where each record that is not blank begins and ends, and its cells."""
    edge = re.escape(delimiter)
    quoted = rf' *"(?:[^"]++|"")*+" *(?={edge}|[\r\n]|\Z)'
    cell = re.compile(rf"({quoted}|[^{edge}\r\n]*+)({edge}|\r\n|[\r\n]|\Z)")
    start = position = 0
    cells = []
    while start < len(text) and (found := cell.match(text, position)):
        cells.append(found[1].strip(' "'))
        position = found.end()
        if found[2] != delimiter:
            if text[start : found.start(2)].strip():
                yield start, found.start(2), cells
            start, cells = position, []


def _is_header(sample: list[list[str]]) -> bool:
    """Whether the first record has no number, and others have."""
    if not sample or not all(sample[0]):
        return False
    first, *others = ([NUMBER.fullmatch(cell) is not None for cell in cells] for cells in sample)
    return not any(first) and any(any(record) for record in others)
