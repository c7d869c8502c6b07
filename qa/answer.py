"""The nouns of this room: ``Answer``, ``Citation`` and ``Evidence``.

Plain frozen data. An ``Answer`` that is answered always carries at least one ``Citation``
(law 3), and a ``Citation`` is only ever made by ``cite.py``, which checks it against the text.
"""

import json
from dataclasses import asdict, dataclass
from typing import Any, Literal

from index.document import HEADING_EDGE

Kind = Literal["answer", "list", "overview", "help", "abstained"]


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in a document on which an answer stands.

    ``document.text[start:end] == quote`` as long as the document's text still has the digest
    ``text_sha256``. All offsets are code points of the document's text, 0-based, half-open.

    Attributes:
        number: the marker in the answer's text, from 1.
        document_id, title, text_sha256: which document, and which text of it.
        start, end, quote: the supporting sentence, or neighbouring sentences.
        answer_start, answer_end: the exact answer words inside the quote; in an overview the
            whole quote, in ``Answer.nearest`` the sentence that came closest.
        page: page of a PDF on which the answer words begin, from 1, or None.
        heading_path: the headings and the caption that the quote stands under, outermost first,
            without the document's title; never part of the quote.
    """

    number: int
    document_id: str
    title: str
    text_sha256: str
    start: int
    end: int
    quote: str
    answer_start: int
    answer_end: int
    page: int | None
    heading_path: tuple[str, ...] = ()

    @property
    def section(self) -> str:
        """The heading path as it is shown: "Results › Table 2"; "" without one."""
        return HEADING_EDGE.join(self.heading_path)

    @property
    def answer(self) -> str:
        """The exact answer words inside the quote."""
        return self.quote[self.answer_start - self.start : self.answer_end - self.start]


@dataclass(frozen=True, slots=True)
class Answer:
    """What Footnote says to a question, and where the documents say it.

    Attributes:
        question: as it was asked.
        understood: the standalone question that was answered.
        kind: "answer", "list", "overview", "help" (small talk, not from the documents) or
            "abstained".
        answered: False when the documents do not say, and for help.
        short: the exact answer words, spans joined with "; "; "" when not answered and in an
            overview.
        text: what the chat shows, with [1] markers; plain text.
        confidence: probability in [0, 1] that the answer is right; when abstained, the
            probability that the best candidate would have been; 0.0 for help.
        citations: numbered from 1 in order of appearance.
        nearest: when abstained, the passage that came closest (number 1), or None when the
            library holds no text.
        timings: seconds spent: "retrieve", "read", "total".
    """

    question: str
    understood: str
    kind: Kind
    answered: bool
    short: str
    text: str
    confidence: float
    citations: tuple[Citation, ...]
    nearest: Citation | None
    timings: dict[str, float]

    def to_dict(self) -> dict[str, Any]:
        """The answer as JSON-ready data; the keys are the attribute names."""
        # As JSON gives it back: lists, where the attributes are tuples.
        data: dict[str, Any] = json.loads(json.dumps(asdict(self)))
        return data


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence of a text that bears on a question.

    ``text`` is the slice ``[start:end]`` of the text that was given, in code points; ``score``
    is in [0, 1], higher is better.
    """

    start: int
    end: int
    text: str
    score: float
