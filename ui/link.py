"""The address of one answer: ``#ask=QUESTION``, ``&everywhere``, and the place of its citation.

Like a chip, the link carries all it needs, so that it works in another browser on the same server:
the question is asked anew, and the place is lit if the text is still the same. What comes back
from a browser is not trusted: ``Link.parse`` checks its form, the ``Desk`` checks the rest.
"""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from index import UserError
from ui.place import Place

if TYPE_CHECKING:
    from qa import Answer

_LINK = re.compile(r"#ask=([^&#]*)(&everywhere)?(?:&(cite=[^&#]*))?", re.ASCII)


class NoLink(UserError):
    """An address whose part after ``#`` is none of ours."""


@dataclass(frozen=True, slots=True)
class Link:
    """A question as it stands for itself, where it is asked, and the place to light.

    Attributes:
        question: as it was understood, so that it needs no conversation before it.
        everywhere: whether all documents are asked, or that of the place alone.
        place: what the answer stood on; None for small talk and in an empty library.
    """

    question: str
    everywhere: bool
    place: Place | None

    @classmethod
    def to(cls, answer: "Answer", *, everywhere: bool) -> "Link":
        """The link that reopens an answer."""
        return cls(answer.understood, everywhere, Place.of(answer))

    @classmethod
    def parse(cls, href: str) -> "Link":
        """The link in the part of an address from ``#`` on.

        Raises:
            NoLink, StalePlace: it is none of ours.

        >>> Link.parse("#ask=Who%3F&everywhere")
        Link(question='Who?', everywhere=True, place=None)
        """
        match = _LINK.fullmatch(href)
        if match is None:
            raise NoLink("this address does not name an answer: ask your question")
        place = Place.parse(f"#{match[3]}") if match[3] else None
        return cls(unquote(match[1]), match[2] is not None, place)

    @property
    def href(self) -> str:
        """The part of the address from ``#`` on; ``Link.parse`` reads it back."""
        everywhere = "&everywhere" if self.everywhere else ""
        place = f"&{self.place.href[1:]}" if self.place else ""
        return f"#ask={quote(self.question, safe='', errors='replace')}{everywhere}{place}"
