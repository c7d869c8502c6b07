"""A follow-up made standalone: "Why?" becomes "Why? — Turkey has blocked cooperation …".

A question that leans on the one before (a bare question word, a pronoun, "and Israel?") gets the
claim it leans on behind a dash; any other is left alone, so that a change of topic is never bent
to the old one. Rules only; it does not work out *which* earlier noun a pronoun means.
"""

import re
from collections.abc import Sequence

from index.words import STOPWORDS
from qa.question import Turn

DASH = " — "

# Question words and fillers that carry no topic of their own.
BARE = STOPWORDS | frozenset(
    "say says said saying tell told mean means so far exactly long many much often ago ok okay "
    "really source sources happen happened happens name named people else more please oh well "
    "since start started begin began date day year month time place reason part".split()
)

# Words that point back. "that" and "this" do so only without a noun of their own, "it" and
# "there" not in "is it true that ..." and "is there ...".
POINTERS = re.compile(
    r"\b(he|she|him|his|her|hers|they|them|their|theirs|"
    r"it(?! (?:true|possible|clear|known)\b)|its|himself|herself|itself|themselves|"
    r"(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )there|"
    r"(?:this|that|these|those)(?=\s*(?:[?.!,]|$|(?:is|was|are|were|do|does|did|has|have|had|"
    r"happen\w*|mean\w*|start\w*|begin\w*|end\w*|true|right|correct|by|for|to)\b))|"
    r"afterwards?|the (?:same|latter|former)|(?:who|what|where) else)\b",
    re.IGNORECASE,
)

# "and Israel?", "what about trade?", "how about the UN": the old question on a new thing.
ELLIPSIS = re.compile(
    r"^(?:(?:and|or|but)\s+)?(?:what|how)\s+about\b|^(?:and|or|but|also)\b", re.IGNORECASE
)
# "No, I meant the summit": the old question on what was meant, or a question of its own.
CORRECTION = re.compile(
    r"^(?:(?:no|nope|sorry|actually|wait)\b\s*(?:[,.:;!–—]\s*|(?=i\s+mean)))+(?:i\s+meant?\s+)?"
    r"|^i\s+meant?\s+",
    re.IGNORECASE,
)
QUESTION_WORD = re.compile(r"\b(?:who|whom|whose|what|which|when|where|why|how)\b", re.IGNORECASE)

MAX_ELLIPSIS = 5  # content words; a longer "and ..." question stands alone
CLAIM_LENGTH = 200  # code points of the earlier claim that are kept


def standalone(question: str, history: Sequence[Turn]) -> str:
    """The question as it can be asked without the history.

    >>> before = Turn("Who blocked cooperation with Israel?", "Turkey")
    >>> standalone("Why?", [before])
    'Why? — Turkey blocked cooperation with Israel'
    >>> standalone("No, I meant Greece", [before])
    'Who blocked cooperation with Israel? — Greece'
    >>> standalone("Who is the president of Turkey?", [before])
    'Who is the president of Turkey?'
    """
    if not history:
        return question
    meant = CORRECTION.sub("", question)
    if meant != question and meant:
        asks_anew = QUESTION_WORD.search(meant)
        return meant if asks_anew else f"{history[-1].question.partition(DASH)[0]}{DASH}{meant}"
    if leans(question):
        return f"{question}{DASH}{_claim(history[-1])}"
    return question


def leans(question: str) -> bool:
    """Whether a question cannot be understood without the one before it."""
    content = [word for word in re.findall(r"\w+", question.lower()) if word not in BARE]
    pointer = POINTERS.search(question)
    if not content or (pointer and not _names_something(question[: pointer.start()])):
        return True
    return len(content) <= MAX_ELLIPSIS and bool(ELLIPSIS.match(question))


def _names_something(words: str) -> bool:
    """Whether a pronoun after these words has its noun in them: "Did Turkey keep its word?"."""
    names = re.findall(r"\b[A-Z]\w+", words)
    return any(name.lower() not in BARE for name in names) or bool(
        re.search(r"\b(?:the|these|those)\s+\w+", words)
    )


def _claim(turn: Turn) -> str:
    """What the turn said: its answer put in the place of the question word, or its question."""
    focus, _, context = turn.question.partition(DASH)
    asked = focus.rstrip("?!. ")
    if context and leans(focus):
        asked = context  # of a chain, the topic that it began with and the answers since then
    if not turn.answer:
        return _shortened(asked)
    subject = re.match(
        r"(?:who|what|which \w+)\s+(?!is\b|are\b|was\b|were\b|do|did)", asked, re.IGNORECASE
    )
    if subject and not context:
        return _shortened(f"{turn.answer} {asked[subject.end() :]}")
    return _shortened(f"{asked}: {turn.answer}")


def _shortened(claim: str) -> str:
    if len(claim) <= CLAIM_LENGTH:
        return claim
    return claim[:CLAIM_LENGTH].rsplit(" ", 1)[0]
