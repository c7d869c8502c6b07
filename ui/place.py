"""Where a citation points, small enough to live in a link: ``#cite=DOC.START.END.ASTART.AEND.SHA``.

A chip in the chat carries its whole target in its ``href``, so that chips of older turns keep
working without anything being remembered for them. What comes back from the browser is not
trusted: ``Place.parse`` checks its form, ``Place.check`` checks it against the document as it is
now. This file draws nothing (``render.py`` does).
"""

import re
from dataclasses import dataclass

from index import Document, UserError
from qa import Answer, Citation

DIGEST_LENGTH = 8  # hex digits of the text's sha256: enough to notice that a text has changed

_NUMBER = r"(\d{1,12})"  # int() of a longer one would take its time
_CITE = re.compile(
    rf"#cite=([0-9a-f]{{1,64}})\.{_NUMBER}\.{_NUMBER}\.{_NUMBER}\.{_NUMBER}"
    rf"\.([0-9a-f]{{{DIGEST_LENGTH}}})",
    re.ASCII,
)
_PART = re.compile(rf"#part=([0-9a-f]{{1,64}})\.{_NUMBER}", re.ASCII)


class StalePlace(UserError):
    """A chip whose document is not any more what it was when the answer was given."""


@dataclass(frozen=True, slots=True)
class Place:
    """A quote in a document and the exact words inside it, in code points, half-open.

    Where no words stand out (an overview, the nearest passage) ``answer_start`` equals
    ``answer_end``.
    """

    document_id: str
    start: int
    end: int
    answer_start: int
    answer_end: int
    digest: str

    @classmethod
    def from_citation(cls, citation: Citation, *, exact: bool = True) -> "Place":
        """The place that a citation names; without its exact words if ``exact`` is False."""
        return cls(
            citation.document_id,
            citation.start,
            citation.end,
            citation.answer_start if exact else citation.start,
            citation.answer_end if exact else citation.start,
            citation.text_sha256[:DIGEST_LENGTH],
        )

    @classmethod
    def of(cls, answer: Answer) -> "Place | None":
        """What an answer stands on first, or the passage that came nearest; None without either."""
        citation = answer.citations[0] if answer.citations else answer.nearest
        if citation is None:
            return None
        return cls.from_citation(citation, exact=answer.kind in {"answer", "list"})

    @classmethod
    def parse(cls, href: str) -> "Place":
        """The place in a chip's link.

        Raises:
            StalePlace: the link is none of ours.

        >>> Place.parse("#cite=0a.10.40.12.20.01234567").answer_start
        12
        """
        match = _CITE.fullmatch(href)
        if match is None:
            raise StalePlace("this link does not name a place in a document: ask again")
        start, end, answer_start, answer_end = map(int, match.group(2, 3, 4, 5))
        return cls(match[1], start, end, answer_start, answer_end, match[6])

    @property
    def href(self) -> str:
        """The link of a chip; ``Place.parse`` reads it back."""
        numbers = (self.start, self.end, self.answer_start, self.answer_end)
        return f"#cite={self.document_id}.{'.'.join(map(str, numbers))}.{self.digest}"

    def check(self, document: Document) -> None:
        """Make sure that the place still means what it meant.

        Raises:
            StalePlace: the document's text is another one now, or the range is not in it.
        """
        in_order = self.start <= self.answer_start <= self.answer_end <= self.end
        if (
            not document.text_sha256.startswith(self.digest)
            or not in_order
            or not self.start < self.end <= len(document.text)
        ):
            raise StalePlace(
                f"“{document.title}” has changed since that answer: ask again to see where it "
                "stands now"
            )


@dataclass(frozen=True, slots=True)
class Part:
    """One screenful-of-many of a long document, numbered from 0."""

    document_id: str
    number: int

    @classmethod
    def parse(cls, href: str) -> "Part":
        """The part in a link of the pane.

        Raises:
            StalePlace: the link is none of ours.
        """
        match = _PART.fullmatch(href)
        if match is None:
            raise StalePlace("this link does not name a part of a document: choose it again")
        return cls(match[1], int(match[2]))

    @property
    def href(self) -> str:
        """The link to this part; ``Part.parse`` reads it back."""
        return f"#part={self.document_id}.{self.number}"
