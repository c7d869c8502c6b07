"""Questions changed on purpose: made unanswerable, claims, and typing.

Each takes its randomness from the caller, so that a seed fixes what comes out.
"""

import re
from random import Random

from index.words import STOPWORDS

NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}(?: [A-Z][a-z]+)*\b")  # not at a sentence's beginning
YEAR = re.compile(r"\b(?:1[0-9]|20)\d\d\b")
NUMBER = re.compile(r"\b\d[\d,.]*\b")
# Either word of a pair turns a question around.
OPPOSITES = tuple(
    tuple(pair.split("/"))
    for pair in (
        "before/after first/last largest/smallest most/least more/less highest/lowest "
        "increase/decrease increased/decreased increasing/decreasing rise/fall rose/fell "
        "win/lose won/lost begin/end began/ended start/stop started/stopped earliest/latest "
        "oldest/youngest older/younger north/south northern/southern east/west eastern/western "
        "major/minor maximum/minimum above/below inside/outside within/without support/oppose "
        "supported/opposed allow/forbid allowed/forbidden accept/reject accepted/rejected "
        "buy/sell bought/sold male/female men/women public/private early/late earlier/later "
        "open/close opened/closed positive/negative best/worst better/worse same/different "
        "longest/shortest longer/shorter larger/smaller greater/lesser strong/weak "
        "stronger/weaker always/never many/few majority/minority rich/poor arrive/leave "
        "arrived/left join/leave joined/left gain/lose gained/lost import/export "
        "imports/exports success/failure successful/unsuccessful possible/impossible "
        "legal/illegal common/rare approve/reject approved/rejected create/destroy "
        "created/destroyed agree/disagree agreed/disagreed appear/disappear hot/cold "
        "upper/lower internal/external domestic/foreign married/divorced born/buried"
    ).split()
)
OPPOSITE = {a: b for pair in OPPOSITES for a, b in (pair, pair[::-1])}
# After these "not" may stand.
AUXILIARY = re.compile(r"\b(did|does|do|is|are|was|were|can|could|has|have|had|will|would)\b")
OPENINGS = ("Is it true that", "Does it say that", "Did", "Was", "Is", "Has", "")
KEPT = 0.6  # of the words of a claim that carry no meaning of their own
NEAR = 0.5  # of the names and numbers exchanged: for one of the passage, not of the article
LEFT = 0.7  # of the questions that might be negated: who asks with "not" mostly wants an answer
CLAIM_WORDS = range(7, 24)  # of the sentence that a claim is made of
BARE_LOWER = 0.5  # of the questions without a question mark: in lower case, too
ASKING = frozenset("who when where why how which what whom whose many".split())
ASKING_KEPT = 0.8  # of the question words in a terse question


def unanswerable(question: str, passage: str, around: str, random: Random) -> str | None:
    """The question with a name, year, number or word changed; None if it has none to change.

    A name or number gives way to one of its kind from the passage or from around it, a word to its
    opposite; a few questions are negated. After Jia and Liang 2017, "Adversarial Examples for
    Evaluating Reading Comprehension Systems", and the kinds of Rajpurkar et al. 2018, table 1.
    """
    for change in random.sample((_exchanged, _exchanged, _opposite, _negated), 4):
        changed: str | None = change(question, passage, around, random)
        if changed:
            return changed
    return None


def _exchanged(question: str, passage: str, around: str, random: Random) -> str | None:
    for pattern in random.sample((NAME, YEAR, NUMBER), 3):
        own = pattern.findall(question)
        near = passage if random.random() < NEAR else around
        others = [found for found in pattern.findall(near) if found not in question]
        if own and others:
            return question.replace(random.choice(own), random.choice(others))
    return None


def _opposite(question: str, _passage: str, _around: str, random: Random) -> str | None:
    words = re.findall(r"\w+", question)
    turned = [word for word in words if word.lower() in OPPOSITE]
    if not turned:
        return None
    word = random.choice(turned)
    return re.sub(rf"\b{word}\b", OPPOSITE[word.lower()], question, count=1)


def _negated(question: str, _passage: str, _around: str, random: Random) -> str | None:
    found = list(AUXILIARY.finditer(question))
    if not found or random.random() < LEFT:
        return None
    end = found[0].end()
    if found[0].group() in ("did", "does", "do"):
        return f"{question[:end]}n't{question[end:]}"
    return f"{question[:end]} not{question[end:]}"


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
