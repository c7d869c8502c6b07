"""The nouns of this room: ``Document``, ``Passage``, ``Span``, ``Hit`` and what goes with them.

Plain frozen data, no behaviour beyond what follows from the fields. Where a document comes
from is told in ``load.py``, how it is cut in ``chunk.py``.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:  # the process that reads a file has no use for numpy
    import numpy as np
    from numpy.typing import NDArray

LABEL_LENGTH = 120  # code points of a title or heading that is shown; longer ones end in "…"


class Span(NamedTuple):
    """A half-open range of code points, 0-based: ``text[start:end]``.

    >>> "no answer without a span"[slice(*Span(3, 9))]
    'answer'
    """

    start: int
    end: int


def trim(text: str, span: Span) -> Span:
    """The span without blank characters at either end (empty if it has no others)."""
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def shortened(label: str) -> str:
    """A title or heading as it is shown."""
    return label if len(label) <= LABEL_LENGTH else label[: LABEL_LENGTH - 1].rstrip() + "…"


DECODED = ("txt", "md", "csv")  # formats whose text is their decoded bytes, unchanged
HEADING_EDGE = " › "  # between the parts of a heading path
CONTEXT_LENGTH = 200  # code points of a heading path that are searched with a passage

BlockKind = Literal["heading", "paragraph", "item", "row", "caption", "code", "note"]


class Block(NamedTuple):
    """A range of a text that no sentence crosses.

    Attributes:
        start, end: offsets in the text; neither end is blank.
        kind: what it is; an ``item`` is of a list, a ``row`` of a table, a ``caption`` of a table
            or figure, a ``note`` a footnote.
        level: of a heading 1 (highest) to 6, of an item its depth from 1, of a row 1 if it is
            the table's header; else 0.
        label: the words of a heading or caption, without markup; else "".
    """

    start: int
    end: int
    kind: BlockKind
    level: int = 0
    label: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A text as it is cited, made once from the bytes that were added.

    Attributes:
        id: 16 hex digits, the same for the same source on every machine.
        title: the document's own title, else its first heading, else the file name.
        text: the canonical text; every offset in Footnote counts its code points.
        text_sha256: hex digest of ``text`` in UTF-8.
        blocks: headings, paragraphs, rows and so on, in order; together they hold every
            non-blank character.
        pages: where each page of a PDF begins and ends in ``text``; empty for other formats.
        format: "txt", "md", "csv", "pdf", "docx", "html", "mhtml", "epub" or "odt".
        encoding: the name of the encoding that the bytes were decoded from; "" where the format
            says itself how it is read.
        bytes_sha256: hex digest of the bytes that were added.
        source: absolute path of the file, or "" if the text came from elsewhere.
    """

    id: str
    title: str
    text: str
    text_sha256: str
    blocks: tuple[Block, ...]
    pages: tuple[Span, ...]
    format: str
    encoding: str
    bytes_sha256: str
    source: str

    def page(self, offset: int) -> int | None:
        """The page, from 1, on which a character stands; None if the format has no pages."""
        return bisect_right(self.pages, offset, key=lambda page: page.start) or None

    def byte_range(self, start: int, end: int) -> Span | None:
        """Where ``text[start:end]`` stands in the original file, in bytes, half-open.

        None unless the text is the file's decoded bytes (``DECODED``) and nothing was lost.
        """
        from index.formats.decode import byte_range

        if self.format not in DECODED:
            return None
        return byte_range(self.text, self.encoding, self.bytes_sha256, Span(start, end))


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences of one document, short enough for the encoder to read whole.

    ``document.text[start:end] == text`` always.

    Attributes:
        sentences: offsets in the document, not in the passage.
        heading_path: the headings and the caption that it stands under, outermost first,
            without the document's title: ("Results", "Table 2"). Never part of the text.
        page: of a PDF on which it begins, from 1, or None.
    """

    document_id: str
    start: int
    end: int
    text: str
    sentences: tuple[Span, ...]
    heading_path: tuple[str, ...] = ()
    page: int | None = None

    @property
    def in_context(self) -> str:
        """The text below its headings: what is searched, and never what is cited."""
        return in_context(self.text, self.heading_path)

    def hit(self, title: str, score: float) -> "Hit":
        """This passage as something that was found."""
        return Hit(
            self.document_id,
            title,
            self.text,
            self.start,
            self.end,
            score,
            self.sentences,
            self.heading_path,
            self.page,
        )


def in_context(text: str, heading_path: Iterable[str]) -> str:
    r"""A text below those of its headings that it does not hold itself; of a long path the end.

    >>> in_context("Rain: 12 mm", ("Results", "May"))
    'Results › May\nRain: 12 mm'
    """
    context = HEADING_EDGE.join(heading for heading in heading_path if heading not in text)
    return f"{context[-CONTEXT_LENGTH:]}\n{text}" if context else text


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found by a search.

    Attributes:
        score: of word and vector search together, in [0, 1], higher is better; comparable
            inside one search only.
        sentences: offsets of the passage's sentences in the document.
        heading_path: see ``Passage``.
        page: see ``Passage``.
    """

    document_id: str
    title: str
    text: str
    start: int
    end: int
    score: float
    sentences: tuple[Span, ...]
    heading_path: tuple[str, ...] = ()
    page: int | None = None

    @property
    def section(self) -> str:
        """The heading path as it is shown: "Results › Table 2"; "" without one."""
        return HEADING_EDGE.join(self.heading_path)


@dataclass(frozen=True, slots=True)
class Entry:
    """A document's line in a listing, without its text.

    ``characters`` and ``passages`` are counts.
    """

    id: str
    title: str
    format: str
    encoding: str
    source: str
    characters: int
    passages: int


class PassageKey(NamedTuple):
    """Names a passage in the catalogue and among the vectors alike."""

    revision: str
    ordinal: int


class VectorPlace(NamedTuple):
    """Where the vectors are, below the library's folder of vectors, and how they are sealed.

    Of a library made before there were seals both are "".
    """

    name: str
    seal: str


@dataclass(frozen=True, slots=True)
class Addition:
    """What became of something that was added."""

    document: Document
    outcome: Literal["added", "replaced", "unchanged"]


@dataclass(frozen=True, slots=True)
class Embedded:
    """Passages and their unit vectors (passages, dimension) float32, row by row."""

    passages: tuple[Passage, ...]
    vectors: "NDArray[np.float32]"
