"""What a question and its answer say together, put so that a shorter question can be joined to it.

"Who blocked it?" and "Turkey" claim "Turkey blocked it"; asked "why?" after it, a person means
"Why did Turkey block it?". Words are moved, and a verb loses its ending where it has to.
"""

import re

AUXILIARY = (
    r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might|must)"
)
# simplemma takes these for nouns and adjectives.
VERBS = {
    "bit": "bite",
    "blew": "blow",
    "bore": "bear",
    "broke": "break",
    "felt": "feel",
    "left": "leave",
    "rose": "rise",
    "shook": "shake",
    "shot": "shoot",
    "swore": "swear",
    "thought": "think",
    "won": "win",
    "wound": "wind",
}
ADVERBS = frozenset("first also never always only ever just once last still".split())
IS_AUXILIARY = re.compile(AUXILIARY, re.IGNORECASE)
ASKING = r"(?:who|whom|whose|what|which|when|where|why|how)"
# "and", "so", "ok" and the like, that open a question as it is typed.
FILLER = r"(?:(?:and|but|so|or|then|also|ok|okay|well|oh|now)\b[\s,]*)*"
# "When did X happen": the question word with what belongs to it, and what follows.
INVERTED = re.compile(
    rf"^{FILLER}(?P<asking>(?:(?:in|on|at|since|for|to|from|by|with|of|until|after|before) )?"
    rf"{ASKING}\b[^?]*?) (?P<rest>(?P<verb>{AUXILIARY})\b.*)$",
    re.IGNORECASE,
)
YES_NO = re.compile(rf"^{FILLER}(?P<rest>{AUXILIARY}\b.*)$", re.IGNORECASE)
# "Who blocked it", "which country blocked it", "how many people died": its answer is what did it.
OF_SUBJECT = re.compile(
    rf"^{FILLER}(?:who|what|(?:which|what) (?!{AUXILIARY}\b)\w+"
    rf"|how (?:many|much) (?P<counted>(?!(?:{AUXILIARY}|of)\b)\w+)) "
    rf"(?P<rest>(?!{AUXILIARY}\b)\w+(?! {AUXILIARY}\b).*)$",
    re.IGNORECASE,
)
# "Who was against it", "who has signed": so is that of these, unless a noun follows the verb.
OF_WHO = re.compile(
    rf"^{FILLER}[Ww]ho (?P<rest>{AUXILIARY} (?!(?:the|a|an|this|that|these|those|his|her|its|"
    r"their|our|my|your|he|she|it|they|we|you|i)\b)[a-z].*)$"
)
# Of these the answer is missing in what the question asserts; of "when" it is only added.
OF_OBJECT = re.compile(r"\b(?:who|whom|what|which|how (?:many|much))\b", re.IGNORECASE)
IS = re.compile(
    rf"\b({ASKING})(?:['’]s|s(?= (?:the|a|an|his|her|its|their|this|that)\b))", re.IGNORECASE
)
MEASURED = re.compile(r"\bhow (?!many|much|come)(\w+)$", re.IGNORECASE)  # "how long"
# The answer tells it, unless it happened to someone.
HAPPENED = re.compile(rf"^{FILLER}what happened\b(?P<to> (?:to|with)\b)?", re.IGNORECASE)
OPEN = re.compile(r"\b(?:from|to|with|for|of|in|on|at|by|about)$")  # without its noun


def claim(question: str, answer: str) -> str:
    """The question and its answer in one: a sentence where the question's words allow it.

    >>> claim("Who blocked cooperation with Israel?", "Turkey")
    'Turkey blocked cooperation with Israel'
    >>> claim("How many people died?", "1,139")
    '1,139 people died'
    >>> claim("When did Kenya become independent?", "1963")
    'When did Kenya become independent: 1963'
    >>> claim("What happened next?", "Turkey blocked it")
    'Turkey blocked it'
    """
    asked = spelt_out(question)
    subject = _of_subject(asked)
    if not answer:
        return asked
    if happened := HAPPENED.match(asked):
        return f"{asked}: {answer}" if happened["to"] else answer
    if subject:
        return f"{_subject(subject, answer)} {subject['rest']}"
    return f"{asked}: {answer}"


def reasked(asking: str, question: str, answer: str) -> str | None:
    """The question again with another question word; None if its words do not allow it.

    >>> reasked("Why", "When did Kenya become independent?", "1963")
    'Why did Kenya become independent?'
    >>> reasked("Since when", "Is Turkey a member of NATO?", "")
    'Since when is Turkey a member of NATO?'
    >>> reasked("Why", "Who blocked cooperation with Israel?", "Turkey")
    'Why did Turkey block cooperation with Israel?'
    """
    asked = spelt_out(question)
    if answer and HAPPENED.match(asked):
        return None
    if subject := _of_subject(asked):
        done = _inverted(subject["rest"], _subject(subject, answer)) if answer else None
        return f"{asking} {done}?" if done else None
    if whole := YES_NO.match(asked):
        rest = whole["rest"]
        return f"{asking} {rest[0].lower()}{rest[1:]}?"
    if (inverted := INVERTED.match(asked)) is None:
        return None
    rest = inverted["rest"]
    measured = MEASURED.search(inverted["asking"])
    if answer and (measured or OF_OBJECT.search(inverted["asking"]) or OPEN.search(rest)):
        rest = f"{rest} {answer}"
    if measured and measured[1] not in answer:
        rest = f"{rest} {measured[1]}"
    return f"{asking} {rest}?"


def spelt_out(question: str) -> str:
    """The question without its mark, "what's" being "what is".

    >>> spelt_out("When's that?")
    'When is that'
    """
    return IS.sub(r"\1 is", question.rstrip("?!. "))


def _subject(found: re.Match[str], answer: str) -> str:
    """The answer as what did it, with the noun that was counted: "1,139 people"."""
    counted = found.groupdict().get("counted")
    return f"{answer} {counted}" if counted and counted.lower() not in answer.lower() else answer


def _inverted(rest: str, subject: str) -> str | None:
    """What somebody did as the end of a question: "blocked it" becomes "did Turkey block it".

    None if the words do not begin with their verb.
    """
    verb, blank, after = rest.partition(" ")
    if IS_AUXILIARY.fullmatch(verb):
        return f"{verb} {subject}{blank}{after}"
    if verb.lower() in ADVERBS:
        return None
    from simplemma import lemmatize  # takes a moment, and few questions need it

    plain = VERBS.get(verb.lower()) or lemmatize(verb.lower(), lang="en")
    present = verb.endswith("s") and plain != verb
    return f"{'does' if present else 'did'} {subject} {plain}{blank}{after}"


def _of_subject(asked: str) -> re.Match[str] | None:
    return OF_SUBJECT.match(asked) or OF_WHO.match(asked)
