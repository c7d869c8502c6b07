"""Pronouns and what they mean in a conversation: "he", "it", "there", "that one", "of them".

A pronoun's meaning is looked for in the turns before, the latest first, in the order in which
people mostly mean it: of "he" the person who was asked about, then the one who was the answer.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from qa.mentions import Mention, mentions
from qa.question import BESIDES, Turn
from qa.talk import any_of, words_of

# "that" and "this" point back only without a noun of their own, "it" and "there" not in "is it
# true that ..." and "is there ...".
POINTER = any_of(
    r"\b(?:(?P<person>he|she|him|himself|herself|hers|her(?=\s*(?:[?.!,]|$)))|(?P<owner>his|her|its|their)"
    r"|(?P<place>(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )(?<!\bhas )(?<!\bhave )there)"
    r"|(?P<group>(?:which|who|one|some|any|all|both|most|many|how many) of (?:them|these|those))"
    r"|(?P<thing>(?:that|this|the same|the last) one|the (?:same|latter|former))"
    r"|(?P<after>afterwards?(?! the\b))"
    r"|(?P<listed>the (?:first|second|third|other) one)"
    r"|(?P<said>(?:this|that|these|those)(?=\s*(?:[?.!,]|$|(?:is|was|are|were|do|does|did|has|have"
    r"|had|happen\w*|mean\w*|start\w*|begin\w*|end\w*|true|right|correct|by|for|to|in|at)\b)))"
    r"|(?P<things>they|them|themselves|theirs)"
    r"|(?P<it>it(?! (?:that|true|possible|clear|known|likely|legal|raining|take"
    r"|\w+ (?:to|for|that))\b)"
    r"|itself))\b"
)
PERSONS = words_of("he she him his her hers himself herself")
SEVERAL = words_of("they them their theirs themselves")
# Looked for in the last turn only: they mean what was just said.
JUST_SAID = words_of("said group listed")
WHO = any_of(r"^who(?:m|se)?\b")
WHERE = any_of(r"^(?:where|(?:in )?which (?:city|country|place|town))\b")
ASKS_FOR_A_THING = any_of(r"\b(?:who|whom|what|which)\b")
IDENTIFIED = any_of(r"^(?:who|what)(?:'s|’s| is| was| are| were) (?P<what>[\w’'. -]+)$")
LEADS = {"place": "in ", "after": "after "}  # what stands before the meaning
PLURAL = any_of(r"\b(?:people|men|women|children|\w{3,}[^\Wsu]s)\b(?<!\bdoes)")
A_THING = any_of(r"^(?:what|which|where)\b")
# A role between two names: "Times reporter Ann Roe".
APPOSED = re.compile(
    r" (?:[a-z]+ )?(?:[a-z]{3,}(?:er|or|ist|ian|man)|king|queen|president|pope|coach|chief|head) "
)
SHORT = 8  # words of an answer that can stand in a question
PARTS = re.compile(r"; |, (?:and )?| and ")  # of an answer that is a list
PLACES = {"the first one": 0, "the second one": 1, "the third one": 2}


@dataclass(frozen=True, slots=True)
class Made:
    """A question with its pronouns replaced; not ``whole`` if the meaning of one is unknown."""

    question: str
    whole: bool


def pointed_out(question: str, history: Sequence[Turn]) -> Made | None:
    """The question with what its pronouns mean in their place; None if it has none.

    >>> before = Turn("Who wrote the report?", "Mara Quill")
    >>> pointed_out("When did she finish it?", [before]).question
    'When did Mara Quill finish the report?'
    """
    # After a noun of its own a pronoun means that: "Did Turkey keep its word?".
    nouns = (one.start for one in mentions(question) if one.shape != "number")
    noun = next(nouns, len(question))
    pointers = [
        found
        for found in POINTER.finditer(question)
        if found.start() <= noun
        and not (found.group().lower() in SEVERAL and PLURAL.search(question[: found.start()]))
    ]
    if not pointers:
        return None
    made, whole, at = "", True, 0
    used: list[str] = []
    for pointer in pointers:
        meaning = _meaning(pointer, history, used)
        whole = whole and meaning is not None
        made += question[at : pointer.start()] + (meaning or pointer.group())
        at = pointer.end()
    return Made(made + question[at:], whole)


def _meaning(pointer: re.Match[str], history: Sequence[Turn], used: list[str]) -> str | None:
    """What a pronoun means, as it stands in its place; None if the turns before do not tell.

    ``used`` are the meanings of pronouns before: in "When did he write to him?" there are two.
    """
    kind, word = pointer.lastgroup or "", pointer.group().lower()
    for turn in history[-1:] if kind in JUST_SAID else reversed(history):
        for found in _meant(kind, word, turn):
            if found in used and kind != "owner":
                continue
            used.append(found)
            if kind == "owner":
                return f"{found}’" if found.endswith("s") else f"{found}’s"
            if kind == "group":
                return f"{pointer.group().rsplit(' ', 1)[0]} {found}"
            return f"{LEADS.get(kind, '')}{found}"
    return None


def _meant(kind: str, word: str, turn: Turn) -> Iterator[str]:
    """What a pronoun may mean in a turn, likeliest first."""
    asked = turn.question.rstrip("?!. ").partition(BESIDES)[0]
    every = [one for one in mentions(asked) if one.shape != "number"]
    names = _names(asked, every)
    answer = turn.answer if word in SEVERAL else turn.answer.partition("; ")[0]
    short = [answer] if answer and len(answer.split()) <= SHORT else []
    match kind:
        case "group":
            yield from filter(None, [turn.answer])
        case "listed":
            yield from _listed(word, turn.answer)
        case "said":
            yield from short if ASKS_FOR_A_THING.search(asked) else ()
        case "place":
            here = short if WHERE.match(asked) else []
            yield from (re.sub(r"^(?:in|at|on) ", "", one) for one in here)
            yield from reversed(names)
        case _:
            yield from _thing(word, asked, [one.words for one in every], names, short)


def _names(asked: str, every: Sequence[Mention]) -> list[str]:
    """The names in a question, as whom they name: of "Times reporter Ann Roe" the last one."""
    names = [one for one in every if one.shape == "name"]
    return [
        one.words
        for one, after in zip_longest(names, names[1:])
        if after is None or not APPOSED.fullmatch(asked[one.end : after.start])
    ]


def _thing(
    word: str, asked: str, things: list[str], names: list[str], short: list[str]
) -> Iterator[str]:
    """Whom or what "he", "they", "it" and the like may mean."""
    identified = IDENTIFIED.match(asked)
    what = mentions(identified["what"]) if identified else ()
    if identified and what:
        own = [identified["what"]]
        named = what[0].start == 0 and what[0].shape == "name"
        yield from own + short if named else short + own
    elif WHO.match(asked) and (word in PERSONS or word in SEVERAL):
        yield from short + names
    elif A_THING.match(asked) and short and mentions(short[0])[:1] and word not in PERSONS:
        yield from short + things
    elif word in PERSONS:
        yield from names
        yield from (one.words for one in mentions(" ".join(short)) if one.shape == "name")
        yield from things
    else:
        yield from things + short


def _listed(word: str, answer: str) -> Iterator[str]:
    """Of an answer that is a list "the second one" and the like."""
    parts = [part for part in PARTS.split(answer) if part]
    at = PLACES.get(word, len(parts) - 1)
    if len(parts) > max(at, 1):
        yield parts[at]
