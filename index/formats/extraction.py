"""What every format's reader gives back, and how readers put a text together.

An ``Extraction`` is a text with its blocks. Readers of formats whose bytes are not the text
itself (PDF, Word, web pages) use a ``Builder``: it keeps the offsets while the text grows, so
that nothing is ever searched for afterwards. What a block is used for is told in ``chunk.py``.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from index.document import Block, BlockKind, Span
from index.formats.captions import captioned

CELL_EDGE = " | "  # between the cells of a table's row
LONGEST_CELL = 150  # words: with more in a cell, a table is no data but a page laid out in columns
LONGEST_HEADING = 300  # code points; a longer "heading" is a paragraph that was made to look big
CLOSE = ("item", "row")  # kinds whose neighbours stand on the next line, not a blank line apart

BLANKS = re.compile(r"\s+")
# What no reader can see and no citation needs: controls, soft hyphens, and half surrogate pairs.
UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1b\x7f\u00ad\ufeff]")
HALF_PAIR = re.compile(r"[\ud800-\udfff]")

SUPERSCRIPTS = str.maketrans("0123456789+-−=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾")
SUBSCRIPTS = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
# Exponents, charges, counts of atoms and numbers of notes; other raised words are read as words.
SCRIPT = re.compile(r"[-+−]?\d[\d,–-]{0,5}[+−]?|[-+−]")

# A line break inside a paragraph, until ``paragraphs`` judges it; no HTML or XML has it.
LINE_BREAK = "\x1e"
PARAGRAPH_END = re.compile(rf"{LINE_BREAK}\s*{LINE_BREAK}\s*")
SENTENCE_END = re.compile(r"[.!?…。！？][\W_]*$")
FIRST_SIGN = re.compile(r"[^\W_]")
SHORT_LINE = 60  # code points; prose that was broken by hand has longer lines
LISTED = 2 / 3  # share of the lines that begin with a capital or digit: less, and it is prose


class Refusal(Exception):  # no error of ours: load.py makes an UnreadableFile of it
    """Why bytes cannot become a document: what follows the file's name in a sentence.

    >>> raise Refusal("is a scan: run it through OCR first.")
    Traceback (most recent call last):
    index.formats.extraction.Refusal: is a scan: run it through OCR first.
    """


class Locked(Refusal):
    """Why an encrypted file that a password opens is still closed."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """A text as it will be cited, and its structure.

    Attributes:
        text: the canonical text.
        blocks: in order, not overlapping, trimmed; they hold every non-blank character.
        title: the document's own title, or "".
        pages: where each page begins and ends in ``text``, without gaps; empty where there are
            no pages.
        encoding: the name of the encoding that the bytes were decoded from, or "" where the
            format says itself how it is read.
    """

    text: str
    blocks: tuple[Block, ...]
    title: str = ""
    pages: tuple[Span, ...] = ()
    encoding: str = ""


class Builder:
    r"""Puts a text together from blocks, in reading order.

    >>> built = Builder()
    >>> built.add("Rain", "heading", 1)
    >>> built.add("It  rained\nall day.")
    >>> extraction = built.extraction()
    >>> extraction.text
    'Rain\n\nIt rained all day.'
    >>> [extraction.text[b.start : b.end] for b in extraction.blocks]
    ['Rain', 'It rained all day.']
    """

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._blocks: list[Block] = []
        self._pages: list[int] = []
        self._new_pages = 0

    def add(self, words: str, kind: BlockKind = "paragraph", level: int = 0) -> None:
        """Add a block; runs of blanks become one blank, and blank words are no block.

        Args:
            words: its text. In a block of code newlines and indentation stay.
            kind: see ``Block``.
            level: see ``Block``.
        """
        words = cleaned(words) if kind != "code" else HALF_PAIR.sub("\ufffd", words).strip("\r\n")
        if not words.strip():
            return
        if self._blocks:
            is_close = kind in CLOSE and self._blocks[-1].kind == kind
            self._append("\n" if is_close else "\n\n")
        self._begin_pages()
        indent = len(words) - len(words.lstrip())
        start = self._length + indent
        self._append(words)
        end = start + len(words.strip())
        label = words if kind in ("heading", "caption") else ""
        self._blocks.append(Block(start, end, kind, level, label))

    def add_row(self, cells: Iterable[str], *, is_header: bool = False) -> None:
        """Add a table's row; a newline inside a cell is a blank."""
        words = [cleaned(cell) for cell in cells]
        if any(words):
            self.add(CELL_EDGE.join(words), "row", int(is_header))

    def join(self, words: str, *, glue: str = " ") -> None:
        """Go on with the last block, such as a paragraph that runs over a page's edge.

        Args:
            words: what comes next; begins the text if there is no block yet.
            glue: what stands between: "" where a word was cut in two.
        """
        words = cleaned(words)
        if not self._blocks:
            self.add(words)
        elif words:
            self._append(glue)
            self._begin_pages()
            self._append(words)
            last = self._blocks[-1]
            label = last.label and last.label + glue + words
            self._blocks[-1] = last._replace(end=self._length, label=label)

    def begin_page(self) -> None:
        """Say that what is added next stands on a new page."""
        self._new_pages += 1

    def extraction(self, title: str = "") -> Extraction:
        """What has been put together."""
        self._begin_pages()
        edges = [*self._pages, self._length]
        if self._pages:
            edges[0] = 0
        pages = tuple(Span(*edge) for edge in pairwise(edges))
        text = "".join(self._pieces)
        return Extraction(text, captioned(text, self._blocks), cleaned(title), pages)

    def _append(self, piece: str) -> None:
        self._pieces.append(piece)
        self._length += len(piece)

    def _begin_pages(self) -> None:
        self._pages += [self._length] * self._new_pages
        self._new_pages = 0


def cleaned(words: str) -> str:
    r"""The words on one line, without what cannot be seen.

    >>> cleaned("  so\u00adcial \n science ")
    'social science'
    """
    return HALF_PAIR.sub("\ufffd", BLANKS.sub(" ", UNSEEN.sub("", words))).strip()


def scripted(words: str, before: str, *, is_raised: bool) -> str:
    """Raised or lowered digits as such characters, so that "10" and "6" do not become "106".

    Args:
        words: what is raised or lowered.
        before: what stands right before it; digits that follow a blank or a fraction's stroke
            stay what they are.
        is_raised: or lowered.

    >>> scripted("6", "10", is_raised=True), scripted("2", "H", is_raised=False)
    ('⁶', '₂')
    """
    if not SCRIPT.fullmatch(words) or not before[-1:].strip(" /⁄" + LINE_BREAK):
        return words
    return words.translate(SUPERSCRIPTS if is_raised else SUBSCRIPTS)


def paragraphs(words: str) -> list[str]:
    r"""What is apart in a paragraph with line breaks: an address or list has a line for each thing.

    Args:
        words: with ``LINE_BREAK`` between lines. Two in a row end a paragraph.

    >>> paragraphs("Opening hours\x1eMonday 9 to 17\x1eTuesday 10 to 18")
    ['Opening hours', 'Monday 9 to 17', 'Tuesday 10 to 18']
    >>> len(paragraphs("It rained all\x1eday, and we\x1estayed in."))
    1
    """
    return [line for part in PARAGRAPH_END.split(words) for line in _listed(part)]


def _listed(words: str) -> list[str]:
    lines = [line for line in words.split(LINE_BREAK) if line.strip()]
    firsts = (FIRST_SIGN.search(line) for line in lines)
    begin = [first is not None and (first[0].isupper() or first[0].isdigit()) for first in firsts]
    if len(lines) <= 2 or sum(begin[1:]) < LISTED * len(begin[1:]):  # noqa: PLR2004 - one break
        return [words]
    apart = [lines[0]]
    for before, line, begins in zip(lines, lines[1:], begin[1:], strict=False):
        if begins and len(before) <= SHORT_LINE and not SENTENCE_END.search(before.rstrip()):
            apart.append(line)
        else:
            apart[-1] += LINE_BREAK + line
    return apart
