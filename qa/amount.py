"""How much of what is likely a question asks for: one thing, all there is of something, or either.

"When was it signed?" has one answer, "Which countries signed it?" as many as there are. Most
questions do not tell: "Who signed it?".
"""

from typing import Literal

from qa.claim import AUXILIARY, FILLER
from qa.talk import any_of

Amount = Literal["one", "likely", "all"]

# A plural noun after "which" or "what", at most one word between; "what does" is no plural.
PLURAL = rf"(?!(?:{AUXILIARY}|happens)\b)(?:\w{{2,}}[^\Wsu]s|people|men|women)"
BEFORE = rf"{FILLER}(?:(?:in|on|at|by|of|from|for|to|with|during) )?"
ALL = any_of(
    rf"{FILLER}(?:list|name|enumerate) (?!of\b|price\b)(?:\w+ )*\w+",
    rf"{FILLER}(?:which|what|who) (?:are|were) .+",
    rf"{BEFORE}(?:which|what) (?:two|three|four|five|six|several|other|kinds of|types of) .+",
    rf"{BEFORE}(?:which|what) (?:(?!{AUXILIARY}\b|happens\b)\w+ )?{PLURAL}\b.*",
)
UNIT = (
    r"(?:year|month|day|date|decade|century|age|number|percentage|percent|share|amount|rate|price"
    r"|nationality|name|title|city|town|country|state|position|rank|size|temperature)"
)
ONE = any_of(
    rf"{FILLER}(?:(?:since|until|by) )?when\b.*",
    rf"{FILLER}(?:(?:to|for|by|after|of|with) )?how (?:many|much|long|old|far|tall|big|large|high"
    r"|deep|wide|fast|often|soon|late|early|heavy|expensive)\b.*",
    rf"{FILLER}(?:(?:in|on|at|by|of|from|during|since|until) )?(?:which|what) (?:\w+ )?{UNIT}\b.*",
    rf"{FILLER}(?:what|whats|what['’]s) (?:is |was )?(?:the|his|her|its|their) (?:\w+ )?{UNIT}\b.*",
    rf"{FILLER}who (?:is|was) (?:the|his|her|its|their) (?:\w+[^\Ws] )*\w*[^\Ws]\b.*",
    rf"{FILLER}(?:what|whats|what['’]s) (?:is |was )?the (?:first|last|only|\w{{2,}}est) .*",
)


def amount(question: str) -> Amount:
    """How many of its likely answers the question wants.

    >>> [amount(q) for q in ("When was it signed?", "Which states signed it?", "Who signed it?")]
    ['one', 'all', 'likely']
    """
    asked = question.rstrip("?!.… ")
    if ALL.fullmatch(asked):
        return "all"
    return "one" if ONE.fullmatch(asked) else "likely"
