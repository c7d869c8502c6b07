"""Questions changed on purpose: spoilt so that they have no answer, claims, and typing.

Each takes its randomness from the caller, so that a seed fixes what comes out.
"""

import re
from random import Random

from index.words import STOPWORDS

NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}\b")  # not at a sentence's beginning
NUMBER = re.compile(r"\b\d[\d,.]*\b")
OPENINGS = ("Is it true that", "Does it say that", "Did", "Was", "Is", "Has", "")
KEPT = 0.6  # of the words of a claim that carry no meaning of their own
CLAIM_WORDS = range(7, 24)  # of the sentence that a claim is made of
BARE_LOWER = 0.5  # of the questions without a question mark: in lower case, too
ASKING = frozenset("who when where why how which what whom whose many".split())
ASKING_KEPT = 0.8  # of the question words in a terse question


def spoilt(question: str, passage: str, article: str, random: Random) -> str | None:
    """The question with a name or number that the passage lacks; None if it has none to change.

    After Jia and Liang 2017, "Adversarial Examples for Evaluating Reading Comprehension Systems".
    """
    for pattern in random.sample((NAME, NUMBER), 2):
        own = pattern.findall(question)
        others = [found for found in pattern.findall(article) if found not in passage]
        if own and others:
            return question.replace(random.choice(own), random.choice(others))
    return None


def claim(sentence: str, random: Random) -> str | None:
    """A sentence as someone would ask whether it is so; None if it is too short or long."""
    words = re.findall(r"\w[\w’'-]*", sentence)
    if len(words) not in CLAIM_WORDS:
        return None
    kept = [w for w in words if w.lower() not in STOPWORDS or random.random() < KEPT]
    # Nobody repeats a sentence to its end.
    size = random.randint(min(5, len(kept)), len(kept))
    first = random.randint(0, len(kept) - size)
    return " ".join([random.choice(OPENINGS), *kept[first : first + size]]).strip() + "?"


def typed(question: str, random: Random) -> str:
    """The question as it may be typed in haste."""
    change = random.choice((_lower, _bare, _terse, _misspelt))
    return change(question, random)


def _lower(question: str, _random: Random) -> str:
    return question.lower()


def _bare(question: str, random: Random) -> str:
    bare = question.rstrip("?. ")
    return bare.lower() if random.random() < BARE_LOWER else bare


def _terse(question: str, random: Random) -> str:
    """The words that carry meaning, and the question word most of the time."""
    words = question.rstrip("?. ").split()
    kept = [
        word
        for word in words
        if word.lower() not in STOPWORDS
        or (word.lower() in ASKING and random.random() < ASKING_KEPT)
    ]
    return " ".join(kept or words).lower()


def _misspelt(question: str, random: Random) -> str:
    """One or two letters dropped, doubled, or swapped inside a word."""
    letters = list(question)
    for _ in range(random.randint(1, 2)):
        inner = [i for i in range(1, len(letters) - 1) if "".join(letters[i - 1 : i + 2]).isalpha()]
        if not inner:
            break
        at = random.choice(inner)
        kind = random.randrange(3)
        if kind == 0:
            del letters[at]
        elif kind == 1:
            letters[at], letters[at + 1] = letters[at + 1], letters[at]
        else:
            letters.insert(at, letters[at])
    return "".join(letters)
