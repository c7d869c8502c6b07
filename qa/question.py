"""What is asked: checking a question, and the turns that came before it.

It decides nothing about meaning: ``followup.py`` and ``intent.py`` do.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from index import BadQuestion
from index.words import storable
from qa.answer import Answer
from qa.talk import is_small_talk

MAX_LENGTH = 2_000  # code points; longer ones are documents, not questions


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier question.

    Attributes:
        question: as it was understood.
        answer: the answer's words, "" if there are none.
        sentence: what they are cited from, "" if that is not known.
    """

    question: str
    answer: str
    sentence: str = ""


# What an abstention's text begins with; ``compose.py`` words it so.
NOT_SAID = "The document does not say."
IN_LANGUAGE = "The question seems to be in"
NOTHING_HERE = "There is no text to look in: add a document first."

UNANSWERED = (NOT_SAID, IN_LANGUAGE, NOTHING_HERE)

# "Could you tell me where it was signed?" asks where, not whether.
POLITE = re.compile(
    r"^(?:please,? )?(?:(?:can|could|would|will) you (?:please )?)?(?:tell me|explain) "
    r"(?=(?:who|whom|whose|what|which|when|where|why|how)\b)"
    r"|^(?:can|could|would|will) you (?:please )?(?=(?:list|name)\b)|^please,? ",
    re.IGNORECASE,
)
BESIDES = ", besides "  # in a question, before what is not to be given again

MARKER = re.compile(r"\s*\[\d+\]")  # of a citation, in the text of an answer

History = Iterable[Answer | tuple[str, str]]


def checked(question: str) -> str:
    r"""The question on one line, without blanks around it.

    Raises:
        BadQuestion: it is empty, or longer than ``MAX_LENGTH``.

    >>> checked("  Who\n blocked it? ")
    'Who blocked it?'
    """
    if len(question) > MAX_LENGTH:
        raise BadQuestion(
            f"The question has {len(question):,} characters, at most {MAX_LENGTH:,} are read: "
            "shorten it."
        )
    line = " ".join(storable(question).split())
    if not line:
        raise BadQuestion("The question is empty: type one, such as “What is this about?”.")
    return line


def turns(history: History) -> tuple[Turn, ...]:
    """The turns of a history of Answers or of (question, answer text) pairs, oldest first.

    Small talk is left out: no question leans on it.
    """
    return tuple(_turn(item) for item in history if not _is_small_talk(item))


def _is_small_talk(item: Answer | tuple[str, str]) -> bool:
    if isinstance(item, Answer):
        return item.kind == "help"
    return is_small_talk(item[0].strip(" ?!.…"))


def _turn(item: Answer | tuple[str, str]) -> Turn:
    if isinstance(item, Answer):
        cited = item.citations[0].quote if item.citations else ""
        return Turn(item.understood, " ".join(item.short.split()), " ".join(cited.split()))
    question, text = item
    said = " ".join(MARKER.sub("", storable(text or "")).split())
    return Turn(storable(question), "" if said.startswith(UNANSWERED) else said)
