"""What a question wants: small talk ("help"), an overview, a list, or an answer.

Rules over the whole question, so that a real question is never taken for small talk; the
standing test is the gold set. Nothing is answered here.
"""

import re
from typing import Literal

Intent = Literal["help", "overview", "list", "answer"]

GREETING = r"(?:hi|hello|hey|hiya|howdy|good (?:morning|afternoon|evening|day)|greetings|yo)"
THANKS = (
    r"(?:thanks?(?: you)?(?: (?:so|very) much| a lot)?|cheers|thx|ty|great|cool|nice|ok(?:ay)?)"
)
BYE = r"(?:bye|goodbye|see you(?: later)?|good ?night)"
TAIL = r"(?:[ ,]+(?:there|footnote|all|everyone|again|then|bot|for (?:that|your help)))*"
KIND = r"(?:article|document|doc|text|story|report|file|page|paper|news|piece)s?"
DOCUMENT = rf"(?:this|it|that|(?:the|this|these|that|my)(?: \w+)? {KIND})"
SUMMARY = (
    r"(?:summary|overview|gist|main (?:points?|ideas?)|key (?:points?|takeaways?|facts)|takeaways?"
    r"|bottom line|tl;? ?dr|recap|story|topic|subject|short version|key message|main message)"
)
IS = r"(?:'s|’s|s| is| are| was)"

HELP = re.compile(
    rf"(?:{GREETING}|{THANKS}|{BYE}){TAIL}"
    rf"|(?:{GREETING}[ ,]+)?how are you(?: (?:doing|today))*"
    rf"|(?:who|what) are you|what{IS} your name|who (?:wrote|made|built|created) you"
    r"|are you (?:an? )?(?:ai|bot|robot|human|person|chatbot|chatgpt|real)"
    r"|what (?:can|do) you do|what can (?:i|you) (?:ask|help)(?: \w+){0,3}"
    r"|how (?:do|does|can) (?:i|this|it|you) (?:use (?:this|it|you)|work|help(?: me)?)"
    r"|(?:can you )?help(?: me)?(?: please)?"
    r"|(?:which|what) (?:documents?|files?) (?:do|can) you (?:have|know|read|see)(?: \w+)?"
    r"|(?:list|show)(?: me)?(?: (?:all|your|the|my))* (?:documents|files)"
    r"|test(?:ing)?",
    re.IGNORECASE,
)
OVERVIEW = re.compile(
    rf"(?:please |can you |could you )?(?:summari[sz]e|sum up|recap)(?: {DOCUMENT})?"
    r"(?: for me| briefly| please| in .{1,30})*"
    rf"|(?:so )?what{IS} {DOCUMENT} (?:all )?(?:about|saying)"
    rf"|what (?:does|do|did) {DOCUMENT} (?:say|cover|talk about|deal with|discuss)(?: in short)?"
    r"|(?:please |can (?:you|i) (?:give|have|get) |could you give |give )?(?:me )?"
    rf"(?:just )?(?:the |an? )?(?:short |brief |quick )?{SUMMARY}(?: of {DOCUMENT})?(?: please)?"
    rf"|(?:so )?what{IS} the (?:\w+ )?{SUMMARY}(?: of {DOCUMENT}| here| about)*"
    rf"|what happened(?: in (?:short|{DOCUMENT}))?|what{IS} (?:going on|happening)(?: here)?"
    r"|brief me|(?:so )?what (?:should|do) i (?:need to )?know|(?:all that |that )?in a nutshell"
    rf"|what{IS} {DOCUMENT} in (?:a nutshell|short|brief|a few words)"
    rf"|(?:in short|briefly),? what{IS} {DOCUMENT} about",
    re.IGNORECASE,
)
# A plural noun after "which" or "what", at most one word between; "what does" is no plural.
VERBS = r"(?:is|was|are|were|do|does|did|has|have|had|will|would|can|could|should|might|happens)"
PLURAL = r"(?:\w{2,}[^\Ws]s|people|men|women)"
LIST = re.compile(
    r"(?:list|name|enumerate) (?:\w+ )*\w+"
    r"|(?:which|what|who) (?:are|were) .+"
    r"|(?:which|what) (?:two|three|four|five|six|several|other|kinds of|types of) .+"
    rf"|(?:which|what) (?!{VERBS}\b)(?:\w+ )?{PLURAL}\b.*",
    re.IGNORECASE,
)


def intent(question: str) -> Intent:
    """What the question wants.

    >>> [intent(q) for q in ("Hi there!", "What is this about?", "Which countries took part?")]
    ['help', 'overview', 'list']
    >>> intent("Who blocked it?")
    'answer'
    """
    asked = re.sub(r"[\s?!.…]+$", "", question).strip()
    if not asked or HELP.fullmatch(asked):
        return "help"
    if OVERVIEW.fullmatch(asked):
        return "overview"
    if LIST.fullmatch(asked):
        return "list"
    return "answer"
