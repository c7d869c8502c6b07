"""A follow-up made standalone: "Why?" becomes "Why is it that Turkey blocked cooperation ...?".

What leans on the turns before (a bare question word, a pronoun, "and Israel?", "what else?",
"no, I meant the summit") is put together with what it leans on; any other question is left alone,
so that a change of topic is never bent to the old one. Rules over words, nothing is looked up.
"""

import re
from collections.abc import Iterator, Sequence

from index.words import STOPWORDS
from qa.claim import AUXILIARY, claim, reasked
from qa.mentions import Mention, mentions
from qa.question import Turn

DASH = " — "  # between a question and what it is about, where its words cannot be joined

# Question words and fillers that carry no topic of their own.
BARE = STOPWORDS | frozenset(
    "say says said saying tell told mean means so far exactly long many much often ago ok okay "
    "really source sources happen happened happens name named people else more please oh well "
    "since start started begin began date day year month time place reason part according come "
    "sure true know kind sort way".split()
)

# "No, I meant the summit": the old question on what was meant, or a question of its own.
CORRECTION = re.compile(
    r"^(?:(?:no|nope|sorry|actually|wait)\b\s*(?:[,.:;!–—]\s*|(?=i\s+mean)))+(?:i\s+meant?\s+)?"
    r"|^i\s+meant?\s+",
    re.IGNORECASE,
)
QUESTION_WORD = re.compile(r"\b(?:who|whom|whose|what|which|when|where|why|how)\b", re.IGNORECASE)
OPENING = re.compile(
    r"^(?:(?:and|or|but|so|also|ok|okay|then|oh|well|hmm?|right)\b[\s,.…]*)+", re.IGNORECASE
)
# "What else?", "any others?": more of what was asked for, without what was given.
MORE = re.compile(
    r"^(?:(?:what|who|where|when|which|why|how)(?: (?:are|is|were|was) (?:the )?)?\s*"
    r"(?:else|others?|more|the rest)"
    r"|(?:is|are|was|were) there (?:any(?:one|thing|body)? )?(?:else|more|others?)"
    r"|any(?:one|thing|body|where)? (?:else|more|others?)"
    r"|(?:the|and the) (?:rest|others)|others|more|else|any more(?: \w+)?|any other \w+)$",
    re.IGNORECASE,
)
BESIDES = ", besides "  # before what is not to be given again
SAYS_WHO = re.compile(
    r"^(?:says? who|who (?:says|said|claims|claimed|told)(?: (?:so|that|this|it))?"
    r"|according to wh(?:o|om)|(?:what(?:'s|’s| is) the )?source)$",
    re.IGNORECASE,
)
IS_IT_TRUE = re.compile(
    r"^(?:really|is (?:that|this|it) (?:true|so|right|correct)|are you sure|sure)$", re.IGNORECASE
)
HOW_KNOWN = re.compile(r"^how do (?:you|we|they) know(?: (?:that|this|it|so))?$", re.IGNORECASE)
NEXT = re.compile(
    r"^what (?:happened|came|followed) (?:then|next|after(?:wards?)?|after (?:that|this))$",
    re.IGNORECASE,
)
# "When was that", "why is that", "how did this happen": no more than "when", "why", "how".
POINTLESS = re.compile(
    r"^(?P<asking>.*?\b(?:who|whom|what|which|when|where|why|how|how (?:long|often|many|much))"
    r"(?: (?:exactly|year|month|day|date|place|time|country|city|reason))?)"
    r"(?: (?:is|was|are|were|did|does|do|has|have|had)(?:n['’]t)?"
    r"(?: (?:that|this|it|they|these|those|he|she))?"
    r"(?: (?:happen|happened|be|been|the case|so|start|started|begin|say (?:so|that|this|it)))?"
    r"| so| that| come| ago)*(?: exactly)?$",
    re.IGNORECASE,
)
ABOUT = re.compile(r"^(?:what|how) about\s+", re.IGNORECASE)
# "Who are they?": about who was named, not about the claim.
IDENTITY = re.compile(
    r"^(?:who|what) (?:is|are|was|were) (?:he|she|it|they|that|this|these|those)$", re.IGNORECASE
)
# "For which cities", "in what year": a question word and its noun, without a verb.
ASKING_PHRASE = re.compile(
    r"^(?:(?:in|on|at|for|to|from|by|with|of|since|until|after|before) )?"
    r"(?:which|what|whose|how many|how much) (?!is\b|are\b|was\b|were\b|did\b|do\b|does\b|has\b|have\b|had\b)\w+$",
    re.IGNORECASE,
)
WHY = re.compile(r"^(?:how come|what for|why)\b", re.IGNORECASE)
LISTS = re.compile(r"\b(?:who|whom|what|which|where|name|list)\b", re.IGNORECASE)
COUNTED = re.compile(r"^(?P<head>.*?\b(?:how many|how much) )(?P<noun>\w+)(?= )", re.IGNORECASE)
QUOTED = re.compile(r"[\"“'‘]\w+[\"”'’]")
MAX_ELLIPSIS = 5  # content words; a longer "and ..." stands alone
PREPOSITION = re.compile(
    r"^(?:in|on|at|by|for|from|with|to|of|since|until|before|after|during|under|among)\b",
    re.IGNORECASE,
)

# Words that point back. "that" and "this" do so only without a noun of their own, "it" and
# "there" not in "is it true that ...", "why is it that ..." and "is there ...".
PERSON = r"he|she|him|himself|herself|hers"
THINGS = r"they|them|themselves|theirs|these|those"
THING = r"it(?! (?:true|possible|clear|known|likely|that)\b)|itself"
OWNERS = r"his|her|its|their"
PLACE = r"(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )(?<!\bhas )(?<!\bhave )there"
LAST = (
    r"(?:this|that|these|those)(?=\s*(?:[?.!,]|$|(?:is|was|are|were|do|does|did|has|have|had|"
    r"happen\w*|mean\w*|start\w*|begin\w*|end\w*|true|right|correct|by|for|to|in|at)\b))"
)
POINTER = re.compile(
    rf"\b(?:(?P<person>{PERSON})|(?P<owner>{OWNERS})|(?P<place>{PLACE})|(?P<last>{LAST})"
    rf"|(?P<things>{THINGS})|(?P<thing>{THING})"
    r"|(?P<group>(?:which|who|one|some|any|all|both|most|many|how many) of (?:them|these|those))"
    r"|(?P<other>(?:that|this|the same|the last) one|afterwards?|the (?:same|latter|former))"
    r"|(?P<one>the (?:first|second|third|other) one))\b",
    re.IGNORECASE,
)
CLAIM_LENGTH = 200  # code points of the earlier claim that are kept
WHO = re.compile(r"^who(?:m|se)?\b", re.IGNORECASE)
IDENTIFIED = re.compile(
    r"^(?:who|what)(?:'s|’s| is| was| are| were) (?P<what>(?:the |a |an )?[\w’'. -]+)$",
    re.IGNORECASE,
)


def standalone(question: str, history: Sequence[Turn]) -> str:
    """The question as it can be asked without the history.

    >>> before = Turn("Who blocked cooperation with Israel?", "Turkey")
    >>> standalone("Why?", [before])
    'Why is it that Turkey blocked cooperation with Israel?'
    >>> standalone("and Greece?", [before])
    'Who blocked cooperation with Greece?'
    >>> standalone("Who is the president of Turkey?", [before])
    'Who is the president of Turkey?'
    """
    if not history:
        return question
    last = history[-1]
    meant = CORRECTION.sub("", question)
    if meant and meant != question:
        if not QUESTION_WORD.search(meant) and len(_content(meant)) <= MAX_ELLIPSIS:
            return _on(meant, last)
        question = meant
    bare = OPENING.sub("", question).strip().rstrip("?!. ")
    if MORE.match(bare):
        return _more(history)
    if HOW_KNOWN.match(bare):
        return last.question
    said = claim(last.question, last.answer)
    if IS_IT_TRUE.match(bare):
        return (
            f"Is it true that {_shortened(said)}?"
            if last.answer and ": " not in said
            else last.question
        )
    if SAYS_WHO.match(bare):
        return reasked("According to whom", last.question, last.answer) or _joined(
            "Who said so?", said
        )
    if NEXT.match(bare):
        return f"What happened after {_shortened(said)}?"
    if IDENTITY.match(bare):
        return _resolved(question, history)
    if not _content(bare) or ASKING_PHRASE.match(bare):
        asking = POINTLESS.match(bare)
        asked = asking["asking"] if asking else bare
        asked = "Why" if WHY.match(bare) else asked[:1].upper() + asked[1:]
        return reasked(asked, last.question, last.answer) or _joined(f"{asked}?", said)
    opened = OPENING.match(question) or ABOUT.match(bare) or PREPOSITION.match(bare)
    if opened and _elliptic(bare):
        return _on(ABOUT.sub("", bare), last)
    return _resolved(question, history)


def without(question: str) -> tuple[str, tuple[str, ...]]:
    """A question without its ", besides X; Y", and what it leaves out.

    >>> without("Who took part, besides Turkey; Greece?")
    ('Who took part?', ('Turkey', 'Greece'))
    """
    asked, besides, given = question.partition(BESIDES)
    if not besides:
        return question, ()
    return f"{asked}?", tuple(part.strip() for part in given.rstrip("?!. ").split("; "))


def leans(question: str) -> bool:
    """Whether a question cannot be understood without the ones before."""
    before = Turn("Who did X?", "Y")
    return standalone(question, [before]) != question


def _content(question: str) -> list[str]:
    return [word for word in re.findall(r"\w+", question.lower()) if word not in BARE]


def _elliptic(bare: str) -> bool:
    """Whether it is a new thing for the old question, without a verb of its own."""
    named = ABOUT.sub("", bare)
    return len(_content(named)) <= MAX_ELLIPSIS and not re.search(
        r"\b(?:who|whom|what|which|when|where|why|how|is|are|was|were|do|does|did|has|have|had|can"
        r"|could|will|would|should)\b",
        named,
        re.IGNORECASE,
    )


def _on(new: str, last: Turn) -> str:
    """The last question on a new thing, in the place of the thing of its kind."""
    new = new.strip().rstrip("?!. ")
    asked = last.question.rstrip("?!. ")
    found = mentions(new)
    if " " not in new and (quoted := QUOTED.search(asked)):
        return f"{asked[: quoted.start()]}“{new}”{asked[quoted.end() :]}?"
    if found:
        fitting = [one for one in mentions(asked) if one.shape == found[0].shape]
        if fitting:
            old = fitting[-1]
            head = asked[: old.start]
            lead = PREPOSITION.match(new)
            if lead:
                before = re.search(r"\b\w+\s*$", head)
                if before and PREPOSITION.match(before[0].strip()):
                    head = head[: before.start()]
            return f"{head}{new}{asked[old.end :]}?"
    if PREPOSITION.match(new):
        return f"{asked} {new}?"
    if (
        not found
        and " " not in new
        and (counted := COUNTED.match(asked))
        and not re.match(rf"{AUXILIARY}$", counted["noun"], re.IGNORECASE)
    ):
        return f"{counted['head']}{new}{asked[counted.end() :]}?"
    return f"{asked}?{DASH}{new}"


def _more(history: Sequence[Turn]) -> str:
    """The last question again, without what was given already."""
    last = next((turn for turn in reversed(history) if LISTS.search(turn.question)), history[-1])
    asked, _, before = last.question.rstrip("?!. ").partition(BESIDES)
    given = "; ".join(filter(None, (before, last.answer)))
    return f"{asked}{BESIDES}{given}?" if given else last.question


def _resolved(question: str, history: Sequence[Turn]) -> str:
    """The question with what its pointers mean in their place; itself if it has none."""
    asked = question.partition(BESIDES)[0]  # what is not to be given again are words of answers
    pointers = [p for p in POINTER.finditer(asked) if not _names_something(asked[: p.start()])]
    if not pointers:
        return question
    made, unknown, at = "", False, 0
    used: list[str] = []
    for pointer in pointers:
        meaning = _meaning(pointer, history, used)
        made += question[at : pointer.start()]
        at = pointer.end()
        if meaning is None:
            unknown = True
            made += pointer.group()
        else:
            made += meaning
    made += question[at:]
    if unknown:
        return _joined(made, claim(history[-1].question, history[-1].answer))
    return made


def _meaning(pointer: re.Match[str], history: Sequence[Turn], used: list[str]) -> str | None:
    """What a pronoun means, None if the turns before do not tell."""
    kind, word = pointer.lastgroup or "", pointer.group().lower()
    for turn in reversed(history):
        for found in _antecedents(kind, word, turn):
            # "When did he write to him?": two people, but "his" may be the same one's.
            if found in used and kind != "owner":
                continue
            used.append(found)
            if kind == "owner":
                return f"{found}’" if found.endswith("s") else f"{found}’s"
            if kind == "group":
                return f"{pointer.group().rsplit(' ', 1)[0]} {found}"
            if kind == "place":
                return f"in {found}"
            return found
        if kind in ("last", "group", "one"):
            return None
    return None


def _antecedents(kind: str, word: str, turn: Turn) -> Iterator[str]:
    """What a pronoun may mean in a turn, likeliest first."""
    asked = turn.question.rstrip("?!. ").partition(BESIDES)[0]
    in_question = list(mentions(asked))
    things = [m.words for m in in_question if m.shape != "number"]
    names = [m.words for m in in_question if m.shape == "name"]
    several = word in ("they", "them", "their", "theirs", "these", "those", "themselves")
    answers = turn.answer.split("; ")
    answer = "; ".join(answers) if several else answers[0]
    short = [answer] if answer and len(answer.split()) <= 8 else []
    identified = IDENTIFIED.match(asked)
    person = word in ("he", "she", "him", "his", "her", "hers", "himself", "herself")
    if kind == "group":
        yield from [turn.answer] if turn.answer else []
    elif kind == "one":
        listed = [part for part in re.split(r"; |, (?:and )?| and ", turn.answer) if part]
        number = {"the first one": 0, "the second one": 1, "the third one": 2}.get(word, -1)
        yield from listed[number : number + 1 or None] if len(listed) > max(number, 1) else []
    elif kind == "last":
        if re.search(r"\b(?:who|whom|what|which)\b", asked, re.IGNORECASE):
            yield from short
    elif kind == "place":
        if re.match(
            r"^(?:where|(?:in )?which (?:city|country|place|town))\b", asked, re.IGNORECASE
        ):
            yield from (re.sub(r"^(?:in|at|on) ", "", one) for one in short)
        yield from reversed(names)
    elif identified and (what := mentions(identified["what"])):
        own = [identified["what"]]
        yield from own + short if what[0].start == 0 and what[0].shape == "name" else short + own
    elif WHO.match(asked) and (person or several):
        yield from short
        yield from names
    elif person:
        yield from names
        yield from (m.words for m in mentions(answer) if m.shape == "name")
        yield from things
    else:
        yield from things
        yield from short


def _names_something(words: str) -> bool:
    """Whether a pronoun after these words has its noun in them: "Did Turkey keep its word?"."""
    return any(one.shape != "number" for one in mentions(words))


def _joined(question: str, said: str) -> str:
    return f"{question}{DASH}{_shortened(said)}"


def _shortened(said: str) -> str:
    if len(said) <= CLAIM_LENGTH:
        return said
    return said[:CLAIM_LENGTH].rsplit(" ", 1)[0]
