r"""What little grammar it takes to turn an English sentence into a question.

Words and patterns for sentences that begin with what they are about and go on with a verb, and
the turning round of such a clause: "the bridge opened early" → "did the bridge open early". No
parser: what these take for a verb or a name may be none.
"""

import re
from collections import Counter
from collections.abc import Callable


def _pairs(words: str) -> dict[str, str]:
    return dict(pair.split("/") for pair in words.split())


# A past tense without "-ed", or one that is often a noun's neighbour, and what it comes from.
PAST = _pairs(
    """
    became/become began/begin bought/buy brought/bring built/build came/come chose/choose
    fell/fall flew/fly found/find gave/give grew/grow held/hold kept/keep laid/lay led/lead
    left/leave lost/lose made/make met/meet opened/open paid/pay ran/run rose/rise said/say
    sang/sing sank/sink saw/see sent/send sold/sell spent/spend spoke/speak stood/stand
    stole/steal swam/swim taught/teach told/tell took/take went/go won/win wore/wear wrote/write
    """
)
PRESENT = _pairs(
    """
    begins/begin carries/carry closes/close contains/contain costs/cost covers/cover
    employs/employ ends/end holds/hold includes/include keeps/keep needs/need
    offers/offer opens/open operates/operate owns/own pays/pay produces/produce requires/require
    runs/run serves/serve starts/start uses/use
    """
)
HAVING = {"has": "does", "have": "do", "had": "did"}
ALONE = frozenset("appear arrive begin close die end fall land open retire start".split())

IS = "is|are|was|were"
AUXILIARY = rf"{IS}|has|have|had|will|would|can|could|must|may"
VERB = rf"{AUXILIARY}|{'|'.join((*PAST, *PRESENT))}|[a-z]{{3,}}ed"
ACTED = (  # what only people, and those made of people, do
    "accused|agreed|announced|approved|banned|blocked|demanded|discovered|found|invented|offered"
    "|ordered|promised|proposed|refused|rejected|signed|threatened|urged|vetoed|warned|won|wrote"
)
DULL = "became|came|finished|had|laid|led|made|remained|said|saw|took|went"  # say too little
DID = rf"(?!(?:{DULL})\b)(?:{'|'.join(PAST)}|[a-z]{{3,}}ed)"
WHERE = "born|buried|located|situated|held|signed|built|founded|stored|kept"
PERSON = (
    "actor|actress|artist|author|boy|composer|engineer|farmer|founder|girl|inventor|journalist"
    "|king|lawyer|leader|man|mathematician|minister|painter|philosopher|physicist|player|poet"
    "|politician|president|priest|professor|queen|reformer|ruler|scientist|singer|soldier|teacher"
    "|theologian|woman|writer"
)

MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
DATE = rf"(?:(?:\d{{1,2}} )?(?:{MONTH})(?: \d{{1,2}}\b(?!,\d))?(?:,? \d{{4}})?|1\d{{3}}|20\d\d)\b"
TIMES = r"(?:second|minute|hour|day|week|month|year|decade)s?"
NUMBER = (
    r"(?:\d[\d,.]*\d|\d|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty"
    r"|forty|fifty|sixty|seventy|eighty|ninety|a hundred|a thousand)(?: (?:hundred|thousand|million"
    r"|billion))?"
)
ABOUT = r"(?:(?:about|around|nearly|almost|over|some|only|more than|at least|up to|just over) )?"
WITHIN = rf"(?:within|every) (?:\w+ )?(?:{NUMBER} )?{TIMES}"
THINGS = (
    rf"(?P<things>(?!more |{TIMES}\b|times)(?:[a-z-]+ )?"
    r"(?:[a-z-]{2,}(?!ward)[a-z]{1,4}(?<!s)s|people|children|men|women)\b)"
)

NAME = r"(?:[A-Z][\w’'.-]+ ){1,3}[A-Z][\w’'-]+"
SUBJECT = r"(?P<subject>(?:[\w’'&-]+ ){0,5}?[\w’'&-]+)"
REST = r"(?P<rest>[^,;:–—?!“”\"()]*?)"
END = (  # of a clause; a comma inside a number is none
    rf"(?=[;:–—]|,(?!\d)|$| and (?:{VERB}|it|he|she|they|the)\b"
    r"| (?:but|when|while|as|because|although|where|which|who)\b)"
)
LEAD = r"^(?:(?:After|At|Before|By|During|From|In|Under) [^,;:“”()]{3,60}, )?"

ADVERB = r"\b\w{4,}(?<![cm]i)(?<!mb)ly"  # not "Italy", "family", "assembly"
DETERMINER = re.compile(r"(?:The|A|An|Most|Some|Many|All|Every|Several)", re.IGNORECASE)
OPENING = re.compile(  # of a sentence that does not begin with what it is about
    r"(?:In|On|At|By|For|With|From|To|Of|As|After|Before|During|Since|Until|Despite|While"
    r"|And|But|Or|So|Then|Thus|Because|Under|Over|Between|Among|Like|Unlike|According|Today|Once"
    r"|Although|Though|Through|About|Around|Nearly|More|Even|Only|Instead|Later|Now|Nobody|Nothing"
    r"|Early|Its|Their|One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|\d.*)|" + ADVERB,
    re.IGNORECASE,
)
LEANING = re.compile(  # on other sentences
    r"\b(?:it|he|she|they|them|him|i|we|us|you|this|that|these|those|which|who|whom|what|here"
    r"|there|such|same|other|former|latter|however|also|not|no|never|nor|his|her|my|our|your|if"
    r"|although|when|while|another|both|each|few)\b",
    re.IGNORECASE,
)
AGAIN = re.compile(  # a second verb
    rf"\b(?:{AUXILIARY}|said|says|did|because)\b| and (?:[\w’'-]+ ){{0,3}}(?:{VERB})\b"
)
UNFINISHED = re.compile(
    r"\b(?:of|to|for|and|or|the|a|an|with|from|by|at|in|on|into|as|than|early|late|mid|since|until"
    r"|about|before|after|during|between|only|just|over|under|around|its|their|last|first|then"
    r"|still|had)$|" + ADVERB + "$"
)
PARTICIPLE = re.compile(rf"(?:{'|'.join(PAST)}|been|\w+e[dn])\b")
PASSIVE = re.compile(r"(?:based|called|named|known|located|\w+ (?:by|in a|in the)\b)")

IsPlain = Callable[[str], bool]


def plain_words(text: str) -> IsPlain:
    """Tells of a word that begins a sentence whether a small letter is its own.

    >>> is_plain = plain_words("Lamps are lit in Rome. Nobody in Rome lights lamps.")
    >>> is_plain("Lamps"), is_plain("Rome")
    (True, False)
    """
    small = Counter(re.findall(r"\b[a-z][\w’'-]*", text))
    names = Counter(re.findall(r"(?<=[a-z,] )[A-Z][\w’'-]*", text))

    def is_plain(word: str) -> bool:
        bare = re.sub(r"['’]s?$", "", word)
        return names[bare] <= small[bare.lower()]

    return is_plain


def subject(words: str, is_plain: IsPlain) -> str:
    """What a sentence is about, as it stands inside one; "" if the words are unfit for that.

    >>> subject("The bridge", plain_words("")), subject("In May the bridge", plain_words(""))
    ('the bridge', '')
    """
    first, _, others = words.partition(" ")
    is_determined = DETERMINER.fullmatch(first) is not None
    is_vague = words.lower().startswith(("a ", "an ")) and not re.search("[A-Z]", others)
    if not first or is_vague or (is_determined and not others) or OPENING.fullmatch(first):
        return ""
    if any(unfit.search(words) for unfit in (LEANING, AGAIN, UNFINISHED)):
        return ""
    is_small = is_determined or (is_plain(first) and not others[:1].isupper())
    return f"{first[0].lower()}{words[1:]}" if is_small else words


def turned(about: str, verb: str, rest: str, *, alone: bool = False) -> str:
    """The end of a question; "" if the verb may be none, or lacks what it is done to.

    Args:
        about: the subject.
        verb: what follows it.
        rest: what follows that, "" where nothing does.
        alone: whether the verb stands without what it is done to because that is asked for.

    >>> turned("the bridge", "opened", "early"), turned("the bridge", "was", "closed")
    ('did the bridge open early', 'was the bridge closed')
    """
    if re.fullmatch(AUXILIARY, verb) and (verb not in HAVING or PARTICIPLE.match(rest)):
        return f"{verb} {about} {rest}".strip()
    if verb in HAVING:
        return f"{HAVING[verb]} {about} have {rest}".strip()
    if verb in PRESENT:
        return f"does {about} {PRESENT[verb]} {rest}".strip()
    from simplemma import lemmatize  # takes a moment

    bare = PAST.get(verb) or lemmatize(verb, lang="en")
    if bare == verb or PASSIVE.match(f"{verb} {rest}"):
        return ""
    return f"did {about} {bare} {rest}".strip() if rest or alone or bare in ALONE else ""
