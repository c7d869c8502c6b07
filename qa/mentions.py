"""What a text mentions: names, numbers, and phrases such as "the summit".

By shape alone, without grammar or a dictionary: what a later "it" or "and Greece?" may be about.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from index.words import STOPWORDS

Shape = Literal["name", "number", "phrase"]

WORD = re.compile(r"[^\W_](?:[\w.&/-]*\w)?(?:['’](?!s\b)\w+)?%?")
DETERMINERS = frozenset("the a an this that these those his her its their our my your".split())
# What a name may hold between its capitals: "Bank of England", "Ludwig van Beethoven".
JOINTS = frozenset("of the de la del di da van von der den du bin al el".split())
# No part of a phrase, and no name though it begins a question in capitals.
FUNCTION_WORDS = STOPWORDS | frozenset(
    "may might must shall us according since besides apart except list name describe explain give "
    "tell also yet ever every often across along among around within without".split()
)
MONTHS = frozenset(
    "january february march april may june july august september october november december".split()
)
NAME_WORDS = 12  # looked at for a name; longer runs of capitals are several
PHRASE_WORDS = 4  # of a phrase, at most, without its determiner
WITH_NOUN = 2  # words: a determiner and a noun
VERB = re.compile(r"[a-z]{2}ed$")


@dataclass(frozen=True, slots=True)
class Mention:
    """Some words of a text: ``text[start:end] == words``."""

    words: str
    start: int
    end: int
    shape: Shape


def mentions(text: str) -> tuple[Mention, ...]:
    """What a text mentions, in its order; none overlaps another.

    >>> [m.words for m in mentions("Did the Turkish president and Mark Rutte talk in July 2024?")]
    ['the Turkish president', 'Mark Rutte', 'July 2024']
    """
    return tuple(_mentions(text))


def _mentions(text: str) -> Iterator[Mention]:
    words = list(WORD.finditer(text))
    at = 0
    while at < len(words):
        together = list(_together(text, words[at : at + NAME_WORDS]))
        shape, size = _first(together, opens=at == 0)
        # "Did the sources give": what follows the subject is its verb.
        asks = at > 0 and words[at - 1].group().lower() in ("do", "does", "did")
        goes_on = {"of", "and"} & set(together[size : size + 1])
        if shape == "phrase" and asks and size > WITH_NOUN and not goes_on:
            size -= 1
        if shape:
            start, end = words[at].start(), words[at + size - 1].end()
            yield Mention(text[start:end], start, end, shape)
        at += max(size, 1)


def _together(text: str, words: Sequence[re.Match[str]]) -> Iterator[str]:
    """The words up to the first that something else than a blank follows."""
    for word, after in zip(words, [*words[1:], None], strict=True):
        yield word.group()
        if after is None or text[word.end() : after.start()].strip():
            return


def _first(words: Sequence[str], *, opens: bool) -> tuple[Shape | None, int]:
    """What some words begin with, and how many of them it takes."""
    first = words[0]
    demonstrative = first.lower() in ("this", "that", "these", "those")
    if demonstrative and len(words) > 1 and words[1][0].isupper():
        return None, 1  # "that Erdogan" is no phrase
    if first.lower() in DETERMINERS and (size := _phrase(words[1:])):
        return "phrase", 1 + size
    if first.lower() in FUNCTION_WORDS - MONTHS or (opens and first.lower() in FUNCTION_WORDS):
        return None, 1
    if first[0].isdigit() or first.lower() in MONTHS:
        return "number", 1 + (len(words) > 1 and first[0].isupper() and words[1][0].isdigit())
    if first[0].isupper():
        return "name", _name(words)
    return None, 1


def _name(words: Sequence[str]) -> int:
    """How many words a name takes that begins with the first."""
    size = 1
    while size < len(words):
        after = size
        while after < len(words) and words[after] in JOINTS:
            after += 1
        if after == len(words) or not words[after][0].isupper():
            break
        size = after + 1
    return size


def _phrase(words: Sequence[str]) -> int:
    """How many of some words belong to the determiner before them."""
    size = 0
    for word in words[:PHRASE_WORDS]:
        if word.lower() in FUNCTION_WORDS:
            break
        size += 1
    # Of "the treaty signed" the last is rather a verb.
    while size > 1 and VERB.search(words[size - 1]):
        size -= 1
    return size
