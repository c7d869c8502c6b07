"""What is asked: checking a question, and the turns that came before it.

It decides nothing about meaning: ``followup.py`` and ``intent.py`` do.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from index import BadQuestion
from qa.answer import Answer

MAX_LENGTH = 2_000  # code points; longer ones are documents, not questions


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier question, as it was understood, and what was answered.

    ``answer`` is the short answer where there is one, else the text that was shown; ``evidence``
    is the first cited quote, or "".
    """

    question: str
    answer: str
    answered: bool
    evidence: str


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
    # Half a surrogate pair (a broken paste) can be neither searched nor stored.
    line = " ".join(question.encode(errors="replace").decode().split())
    if not line:
        raise BadQuestion("The question is empty: type one, such as “What is this about?”.")
    return line


def turns(history: History) -> tuple[Turn, ...]:
    """The turns of a history of Answers or of (question, answer text) pairs, oldest first."""
    return tuple(_turn(item) for item in history)


def _turn(item: Answer | tuple[str, str]) -> Turn:
    if isinstance(item, Answer):
        evidence = item.citations[0].quote if item.citations else ""
        return Turn(item.understood, item.short or item.text, item.answered, evidence)
    question, answer = item
    return Turn(question, answer, answered=bool(answer.strip()), evidence="")
