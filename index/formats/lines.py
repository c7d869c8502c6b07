r"""A plain text's lines, and which newlines are wraps: mere line ends inside a sentence.

A hard-wrapped text has a right margin: the first word of a line would not have fitted on the
line before. The margin is the width that explains most line ends, so that a long address or a
wide table does not hide it; quotations and long paragraphs may have their own. Verse and lists
have no margin that explains half of their line ends, or begin nearly every line with a capital.
Where a text is too short to have a margin, a small letter goes on what no stop has ended.
Text in lines of fewer than 40 code points, such as Chinese, is not unwrapped.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import accumulate, islice, pairwise
from typing import Literal, NamedTuple

# Margins in code points: narrower texts are verse or lists, wider ones have one paragraph a line.
MIN_MARGIN, MAX_MARGIN = 40, 120

MIN_EXPLAINED = 0.45  # of a text's line ends; wrapped prose has 0.75 to 1, verse about 0.3
MIN_EXPLAINED_OF_FEW = 0.75  # where chance may explain more: fewer than 12, or one paragraph's
MANY = 12
MAX_CAPITALS = 0.8  # of lines that begin with one: prose has 0.2, German 0.4, verse nearly 1
MAX_STOPS = 0.5  # of lines that end in a comma or a stop: prose has 0.15, verse 0.6
FEW = 3  # line ends; fewer say little, and are wraps only if small letters follow
MANY_LOCALLY = 4  # line ends in one paragraph that may have a margin of its own

# By hand no margin is kept exactly. Shares of the margin: how late a line may end, and how early
# if the next one begins with a small letter, or if at least no stop ends the line.
LATE_END = 1.1
EARLY_END = 0.7
EARLY_END_BEFORE_CAPITAL = 0.8
MAX_PAIRS = 50_000  # lines from a text's begin that tell its margin

RULE = re.compile(r"[-=+|:_─━═┼│╪*~\s]{3,}")
# How a log's entry or a chat's message begins; some chats write an unseen mark first.
STAMP = re.compile(
    r"\u200e?\[?(?:\d{4}-\d\d-\d\d(?:[T ]|, )|\d\d:\d\d:\d\d|\d\d?:\d\d, \d"
    r"|\d\d?([./-])\d\d?\1(?:\d{4}|\d\d),? \d\d?[:.]\d\d)"
    r"|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d"
)
LEADER = re.compile(r"(?:[.…·] ?){4,} *(?:\d{1,4}|[ivxlc]{1,6})$")  # of a table of contents
WIDE_GAP = re.compile(
    r"[^\s.!?][ ]{3,}\S|\S(?:[ ]{5,}|\t)\S"
)  # what was laid out so is no running text
LOOKED_AT = 200  # code points at a line's end, or of a whole line that may be a rule

QUOTE = re.compile(r"(?:> ?)+")
# "A." begins an item if an item near it has the next letter or number; else it is a name's.
CAPITAL = re.compile(r"([A-Z]|[IVX]{2,5})\.\s")
LETTERS = [chr(code) for code in range(ord("A"), ord("Z") + 1)]
ROMANS = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]
NEIGHBOURS = {*pairwise(LETTERS), *pairwise(ROMANS)}
NEAR = 20  # lines between the begins of two items

FULL_STOPS = (".", "!", "?", ":", "。", "…")
SENTENCE_ENDS = (*FULL_STOPS, ";", ",")


class Line(NamedTuple):
    """A line that is not blank.

    Attributes:
        start, end: offsets of what is not blank.
        column: where ``body`` begins, a tab reaching to the next multiple of 8.
        depth: of quotation, the number of ">" before it.
        body: the text without what is blank at its ends and without marks of quotation.
        is_apart: whether a blank line or a page's end stands before it.
        look: "rule" if it is drawn, of dashes or stars; "alone" if it is no running text for
            another reason: a log's entry, a line of a table of contents, or laid out by blanks.
        has_initial: whether it begins with a name's initial, which looks like an item's letter.
    """

    start: int
    end: int
    column: int
    depth: int
    body: str
    is_apart: bool
    look: Literal["text", "rule", "alone"] = "text"
    has_initial: bool = False

    @property
    def edge(self) -> int:
        """The column after the last character."""
        return self.column + len(self.body)


def lines(text: str) -> list[Line]:
    r"""The lines of a text that are not blank.

    >>> [(line.body, line.depth, line.is_apart) for line in lines("> a\n>\n> b\r\n\r\nc")]
    [('a', 1, True), ('', 1, False), ('b', 1, True), ('c', 0, True)]
    """
    found = []
    offset, is_apart, has_words = 0, True, False
    for piece in text.splitlines(keepends=True):
        body = piece.strip()
        if body:
            indent = len(piece) - len(piece.lstrip())
            start = offset + indent
            quote = QUOTE.match(body) if body[0] == ">" else None
            depth, column = 0, indent
            end = start + len(body)
            if quote:
                depth, column = quote[0].count(">"), indent + quote.end()
                body = body[quote.end() :].lstrip()
            if "\t" in piece[: column + 1]:
                column = len(piece[:column].expandtabs())
            found.append(Line(start, end, column, depth, body, is_apart, _look(body)))
            has_words = bool(body) or (has_words and not is_apart)
            # Marks of quotation without words part paragraphs, but belong to what they begin.
            is_apart = (has_words and not body) or piece[-1] in "\f\v"
        else:
            is_apart = True
        offset += len(piece)
    for number in _initials(found):
        found[number] = found[number]._replace(has_initial=True)
    return found


def _initials(found: Sequence[Line]) -> list[int]:
    """Which lines begin with a capital and a full stop, but are no item."""
    capitals = [
        (number, match[1])
        for number, line in enumerate(found)
        if line.body[1:2] in tuple(".IVX") and (match := CAPITAL.match(line.body))
    ]
    items = set()
    for (number, letter), (following, other) in pairwise(capitals):
        if (letter, other) in NEIGHBOURS and following - number <= NEAR:
            items |= {number, following}
    return [number for number, letter in capitals if len(letter) == 1 and number not in items]


def margin(pairs: Iterable[tuple[Line, Line]]) -> int:
    """The width, in code points, at which lines were wrapped; 0 if they were not.

    Args:
        pairs: lines that stand one below the other.
    """
    changes = [0] * (MAX_MARGIN + 2)
    total = capitals = stops = 0
    for line, below in islice(pairs, MAX_PAIRS):
        last = min(_edge_with(line, below), MAX_MARGIN + 1)
        if last <= MIN_MARGIN or " " not in line.body:
            continue  # shorter than any margin, or one long word: that says nothing
        total += 1
        capitals += below.body[:1].isupper()
        stops += line.body.endswith(SENTENCE_ENDS)
        first = max(line.edge, MIN_MARGIN)
        if first < last:
            changes[first] += 1
            changes[last] -= 1
    explained = list(accumulate(changes))
    best = max(explained)
    least = MIN_EXPLAINED if total >= MANY else MIN_EXPLAINED_OF_FEW
    is_verse = max(capitals / MAX_CAPITALS, stops / MAX_STOPS) >= total
    if total < FEW:
        is_verse = capitals > 0
    return explained.index(best) if best >= least * total and not is_verse else 0


def local_margin(group: Sequence[Line], otherwise: int) -> int:
    """The margin of a paragraph that is long enough to have its own, else the other."""
    if MANY_LOCALLY < len(group) <= MANY:
        return margin(pairwise(group)) or otherwise
    return otherwise


def is_wrap(line: Line, below: Line, width: int) -> bool:
    """Whether the text goes on from one line to the next, by their lengths and letters."""
    goes_on = below.body[:1].islower()
    if goes_on and line.body[-1:] == "-" and line.body[-2:-1].isalpha():
        return True
    if not width:  # a short text, whose margin nothing tells
        return goes_on and line.edge >= MIN_MARGIN and not line.body.endswith(SENTENCE_ENDS)
    if _edge_with(line, below) > width:
        # An address may be longer than the margin; whatever else is, was not wrapped.
        return line.edge <= LATE_END * width or line.column + line.body.rfind(" ") <= width
    if goes_on:
        return line.edge >= EARLY_END * width and not line.body.endswith(FULL_STOPS)
    return line.edge >= EARLY_END_BEFORE_CAPITAL * width and line.body[-1:].isalpha()


def groups(found: Iterable[Line]) -> list[list[Line]]:
    """Lines without a blank line between them, of one depth of quotation."""
    result: list[list[Line]] = []
    for line in found:
        is_same = result and (line.depth == result[-1][-1].depth or not line.body)
        if line.is_apart or not is_same:
            result.append([])
        result[-1].append(line)
    return result


def _look(body: str) -> Literal["text", "rule", "alone"]:
    if len(body) <= LOOKED_AT and RULE.fullmatch(body):
        return "rule"
    is_led = (". ." in body or ".." in body) and LEADER.search(body[-LOOKED_AT:])
    is_laid_out = ("   " in body or "\t" in body) and WIDE_GAP.search(body)
    return "alone" if is_led or is_laid_out or STAMP.match(body) else "text"


def _edge_with(line: Line, below: Line) -> int:
    """Where the line would end if the first word below stood on it."""
    return line.edge + 1 + len(below.body.partition(" ")[0])
