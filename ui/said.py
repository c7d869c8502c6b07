"""What each of several documents says, told apart as in an answer's text.

The text has a line for each: "Report A: May [1]", "Report B: does not say.". Words of a document
may hold line breaks of their own, so the lines are not cut apart: what is said comes from the
citations, and only the documents that are silent from the text's end.
"""

from dataclasses import dataclass

from qa import Answer, Citation
from qa.compose import DOES_NOT_SAY

_SILENT = f": {DOES_NOT_SAY}"


@dataclass(frozen=True, slots=True)
class Said:
    """A document's title and the citations of its answers, none if it does not say."""

    title: str
    citations: tuple[Citation, ...]


def by_document(answer: Answer) -> tuple[Said, ...]:
    """What each document says, in the order of the answer's text; () where only one has a say."""
    if answer.kind not in ("answer", "list"):
        return ()
    cited: dict[str, list[Citation]] = {}
    for citation in answer.citations:
        cited.setdefault(citation.document_id, []).append(citation)
    silent: list[Said] = []
    for line in reversed(answer.text.split("\n")):
        if not line.endswith(_SILENT):  # a line with an answer ends with its marker
            break
        silent.append(Said(line.removesuffix(_SILENT), ()))
    if len(cited) + len(silent) < 2:  # noqa: PLR2004  (documents)
        return ()
    said = [Said(own[0].title, tuple(own)) for own in cited.values()]
    return (*said, *reversed(silent))
