"""One of several things that an answer has named: "the second one" gets its name."""

import re
from collections.abc import Sequence

from qa.question import Turn
from qa.talk import any_of

ORDINALS = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": -1}
THE_NTH = rf"(?P<the>the) (?P<nth>{'|'.join(ORDINALS)})"
OF_THEM = any_of(rf"\b{THE_NTH} (?:one|of (?:them|those|these))\b")
NO_MORE = any_of(rf"^(?:(?:and|or|but|(?:what|how) about) )*{THE_NTH}$")
SEPARATOR = re.compile(r"; |, (?:and |or )?| and | or ")
IN_BRACKETS = re.compile(r"\s*\([^()]*\)")


def named(question: str, history: Sequence[Turn]) -> str:
    """The question with a name in the place of "the second one", if several were named before.

    >>> named("Who founded the last one?", [Turn("Which are old?", "Balliol (1263) and Merton")])
    'Who founded Merton?'
    """
    asked = question.rstrip("?!. ")
    found = OF_THEM.search(asked) or NO_MORE.search(asked)
    names = _names(history) if found else []
    if not found or not names or ORDINALS[found["nth"].lower()] >= len(names):
        return question
    name = names[ORDINALS[found["nth"].lower()]]
    return f"{question[: found.start('the')]}{name}{question[found.end() :]}"


def _names(history: Sequence[Turn]) -> list[str]:
    """What the last answer that names several things names, in its order."""
    for turn in reversed(history):
        spans = turn.answer.split("; ")
        names = spans if len(spans) > 1 else SEPARATOR.split(turn.answer)
        if len(names) > 1:
            return [IN_BRACKETS.sub("", name).strip() for name in names]
    return []
