"""An answer as words to paste elsewhere: plain text, or Markdown; with what it stands on.

Pure functions. As in the chat, each quote stands once, with the numbers of the answers in it and
where it comes from. In Markdown the documents' words stay words: their own stars, brackets and
signs are escaped.
"""

import re
from collections.abc import Callable, Iterator
from itertools import groupby

from index.document import HEADING_EDGE
from qa import Answer, Citation
from qa.compose import DOES_NOT_SAY
from ui.render import BULLET
from ui.said import Said, by_document

NEAREST = "The documents don’t say. The nearest passage:"

_BLANKS = re.compile(r"\s+")
_ACTIVE = re.compile(r"[\\`*_\[\]<>~$|&{}!#]")
_OPENING = re.compile(r"(?=[-+=])|(?<=\d)(?=[.)])")  # of a list or an underline, at a line's start
_START = re.compile(r"[-+=]|\d+[.)]")


def as_text(answer: Answer) -> str:
    """Question, answer and quotes as plain text."""
    return "\n\n".join([_line(answer.question), *_understood(answer, _line), *_text(answer)]) + "\n"


def as_markdown(answer: Answer) -> str:
    """Question, answer and quotes as Markdown, the question in bold."""
    return f"**{plain(answer.question)}**\n\n{body_markdown(answer)}"


def body_markdown(answer: Answer) -> str:
    """What was answered, without the question, as Markdown."""
    return "\n\n".join([*_understood(answer, plain), *_markdown(answer)]) + "\n"


def plain(words: str) -> str:
    r"""Words on one line that Markdown shows as they are.

    >>> print(plain("1. **Not** a [list]"))
    1\. \*\*Not\*\* a \[list\]
    """
    line = _ACTIVE.sub(r"\\\g<0>", _line(words))
    return _OPENING.sub(r"\\", line, count=1) if _START.match(line) else line


def origin(citation: Citation) -> str:
    """Document, headings and page of a quote.

    >>> origin(Citation(1, "0a", "Report", "ab", 0, 3, "May", 0, 3, 7, ("Results",)))
    'Report › Results, page 7'
    """
    named = HEADING_EDGE.join(filter(None, (citation.title, citation.section)))
    return named if citation.page is None else f"{named}, page {citation.page}"


def quotes(answer: Answer) -> Iterator[list[Citation]]:
    """The citations, those of one quote together; of an abstention the nearest passage."""
    cited = answer.citations or ((answer.nearest,) if answer.nearest else ())
    for _, group in groupby(cited, key=lambda c: (c.document_id, c.start, c.end)):
        yield list(group)


def _line(words: str) -> str:
    return _BLANKS.sub(" ", words).strip()


def _numbers(citations: list[Citation]) -> str:
    return " ".join(f"[{citation.number}]" for citation in citations)


def _understood(answer: Answer, write: Callable[[str], str]) -> list[str]:
    if answer.understood == answer.question:
        return []
    return [f"Understood as: {write(answer.understood)}"]


def _text(answer: Answer) -> Iterator[str]:
    if said := by_document(answer):
        yield "\n".join(f"{_line(one.title)}: {_given(one, _words)}" for one in said)
    elif answer.short:
        yield _line(answer.text)
    elif answer.nearest:
        yield NEAREST
    elif not answer.citations:
        yield answer.text
    for citations in quotes(answer):
        quote = f"“{_line(citations[0].quote)}” {_numbers(citations)}"
        yield f"{quote}\n{_line(origin(citations[0]))}"


def _markdown(answer: Answer) -> Iterator[str]:
    if said := by_document(answer):
        yield "\n".join(f"- {plain(one.title)}: {_given(one, _strong)}" for one in said)
    elif answer.kind == "list":
        yield "\n".join(f"- {_strong(citation)}" for citation in answer.citations)
    elif answer.short:
        yield _strong(answer.citations[0])
    elif answer.nearest:
        yield NEAREST
    elif not answer.citations:
        yield "\n".join(map(_own, answer.text.split("\n")))
    for citations in quotes(answer):
        quote = f"> {plain(citations[0].quote)} {_numbers(citations)}"
        yield f"{quote}\n>\n> {plain(origin(citations[0]))}"


def _own(line: str) -> str:
    """A line of our own words; one with a bullet is a list's."""
    if line.startswith(BULLET):
        return f"- {plain(line.removeprefix(BULLET))}"
    return plain(line)


def _given(said: Said, write: Callable[[Citation], str]) -> str:
    return "; ".join(map(write, said.citations)) or DOES_NOT_SAY


def _words(citation: Citation) -> str:
    return f"{_line(citation.answer)} [{citation.number}]"


def _strong(citation: Citation) -> str:
    return f"**{plain(citation.answer)}** [{citation.number}]"
