"""Whether two answers name the same thing by their letters alone: "U.S." and "the United States".

Used to say a thing once in a list, and not again after "what else?".
"""

import re

ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
WORD = re.compile(r"\w+")
SMALL_WORDS = frozenset("of the and for in on".split())  # without a letter in an acronym
# "South Sudan" is not Sudan.
PARTS_OF_THE_WORLD = frozenset(
    "north south east west northern southern eastern western central new upper lower great greater "
    "little saint san santa los las el la".split()
)
ACRONYM = range(2, 7)  # letters


def same(one: str, other: str) -> bool:
    """Whether two answers are the same words, an acronym of them, or a name and its last part.

    >>> same("U.S.", "the United States"), same("Erdogan", "Recep Tayyip Erdogan")
    (True, True)
    >>> same("Israel", "Israel and Hamas")
    False
    """
    first, second = _plain(one), _plain(other)
    if not first or not second:
        return one == other
    return (
        first.casefold() == second.casefold()
        or _acronym(first, second)
        or _acronym(second, first)
        or _last_name(first, second)
        or _last_name(second, first)
    )


def _plain(words: str) -> str:
    """Without an article, marks and a possessive ending."""
    bare = re.sub(r"['’]s?$", "", ARTICLE.sub("", words.strip(" \t\n.,;:!?“”\"'’()")))
    return " ".join(bare.split())


def _acronym(short: str, long: str) -> bool:
    letters = short.replace(".", "")
    words = [word for word in WORD.findall(long) if word not in SMALL_WORDS]
    return (
        letters.isalpha()
        and letters.isupper()
        and len(letters) in ACRONYM
        and letters == "".join(word[0] for word in words).upper()
        and all(word[0].isupper() for word in words)
    )


def _last_name(short: str, long: str) -> bool:
    words = long.split()
    return (
        words[:1] != []
        and words[0].casefold() not in PARTS_OF_THE_WORLD
        and len(words) in (2, 3)
        and " " not in short
        and short[:1].isupper()
        and short == words[-1]
        and all(word[0].isupper() for word in words)
    )
