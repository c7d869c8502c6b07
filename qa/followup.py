"""A follow-up made standalone: "Why?" becomes "Why did Turkey block cooperation ...?".

Where the words say how a question leans on the turns before ("why?", "and Israel?", "what else?",
"no, I meant the summit"), rules join it with them: ``WAYS`` are tried in order, and what the first
says that knows the manner of asking is likeliest meant. Any other question gets the words of the
conversation that a trained model finds it to need (``needed.py``), behind a dash; a change of topic
needs none. What it may mean otherwise comes after that (``asking.py`` chooses).
"""

import re
from collections.abc import Callable, Iterator, Sequence

from index.words import STOPWORDS
from qa.claim import AUXILIARY, claim, reasked, spelt_out
from qa.mentions import mentions
from qa.needed import LESS_LIKELY, default_needed
from qa.ordinals import named
from qa.question import BESIDES, Turn
from qa.talk import any_of, words_of

DASH = " — "  # between a question and what it is about
CLAIM_LENGTH = 200  # code points of the earlier claim that are kept

# Question words and fillers that carry no topic of their own.
BARE = STOPWORDS | words_of(
    """
    says saying said tell told mean means so far exactly long many much often ago ok okay really
    source sources happen happened happens name named people else please oh well since start started
    begin began date day year month time place reason part according come sure true know kind sort
    way
    """
)
OPENING = any_of(r"^(?:(?:and|or|but|so|also|ok|okay|then|oh|well|hmm?|right)\b[\s,.…]*)+")
CORRECTION = any_of(
    r"^(?!no\. ?\d)(?:(?:no|nope|sorry|actually|wait)\b\s*(?:[,.:;!–—]\s*|(?=i\s+mean)))+"
    r"(?:i\s+meant?\s+)?",
    r"^i\s+meant?\s+",
)
QUESTION_WORD = any_of(r"\b(?:who|whom|whose|what|which|when|where|why|how)\b")
FINITE = any_of(rf"\b(?:who|whom|what|which|when|where|why|how|{AUXILIARY})\b")
PREPOSITION = any_of(
    r"^(?:in|on|at|by|for|from|with|to|of|about|since|until|before|after|during|under|among)\b"
)
ELSE = any_of(
    r"^(?:what|who|where|when|which|why|how)(?: (?:are|is|were|was) (?:the )?)?\s*"
    r"(?:else|others?|more|the rest)$",
    r"^(?:is|are|was|were) there (?:any(?:one|thing|body)? )?(?:else|more|others?)$",
    r"^any(?:one|thing|body|where)? (?:else|more|others?)$",
    r"^(?:and )?(?:the rest|the others)$|^others$|^more$|^else$|^any more(?: \w+)?$",
    r"^any other \w+$",
)
ASKS_FOR_SOME = any_of(r"\b(?:who|whom|what|which|where|name|list)\b")
SAYS_WHO = any_of(
    r"^says? who$|^who (?:says|said|claims|claimed|told)(?: (?:so|that|this|it))?$",
    r"^according to wh(?:o|om)$|^(?:what(?:'s|’s| is) the )?source$",
)
IS_IT_TRUE = any_of(r"^(?:really|is (?:that|this|it) (?:true|so|right|correct)|are you sure|sure)$")
NEXT = any_of(
    r"^what (?:happened|came|followed) (?:then|next|after(?:wards?)?|after (?:that|this))$"
)
WHY = any_of(r"^(?:how come|what for|why)\b")
# "When was that", "why is that", "how did this happen": no more than "when", "why", "how".
POINTLESS = any_of(
    r"^(?P<asking>.*?\b(?:who|whom|what|which|when|where|why|how|how (?:long|often|many|much))"
    r"(?: (?:exactly|year|month|day|date|place|time|country|city|reason))?)"
    r"(?: (?:is|was|are|were|did|does|do|has|have|had)(?:n['’]t)?"
    r"(?: (?:that|this|it|they|these|those|he|she))?"
    r"(?: (?:happen|happened|be|been|the case|so|start|started|begin|say (?:so|that|this|it)))?"
    r"| so| that| come| ago)*(?: exactly)?$"
)
# "What is the date", "what is it after, then": of few words that carry meaning, but more than a
# question word.
HOLDS_MORE = any_of(rf"\b(?:he|she|it|his|her|its|their|they|that|{AUXILIARY})\b|^(?:tell|right)\b")
# "Who are they?" is about whom was named, not about the claim.
IDENTITY = any_of(r"^(?:who|what) (?:is|are|was|were) (?:he|she|it|they|that|this|these|those)$")
# "For which cities", "in what year": a question word and its noun, without a verb.
ASKING_PHRASE = any_of(
    r"^(?:(?:in|on|at|for|to|from|by|with|of|since|until|after|before) )?"
    rf"(?:which|what|whose|how many|how much) (?!{AUXILIARY}\b)\w+$"
)
ABOUT = any_of(r"^(?:what|how) about\s+")
FOLLOW_UP_WORDS = 40  # a longer question stands alone
TYPED_BESIDES = any_of(r"(?P<asked>.*\w),? (?:besides|apart from) (?P<given>.+?)[?!. ]*$")
MAX_ELLIPSIS = 5  # content words; a longer "and ..." stands alone
QUOTED = re.compile(r"[\"“'‘]\w+[\"”'’]")
COUNTED = any_of(rf"^(?P<head>.*?\bhow (?:many|much) )(?!{AUXILIARY}\b)\w+(?= )")

# What a question of one manner may mean, likeliest first; nothing for one of another manner.
Way = Callable[[str, str, Sequence[Turn]], Sequence[str]]


def meanings(question: str, history: Sequence[Turn]) -> Iterator[str]:
    """What a question may mean, likeliest first; one that stands alone means itself.

    Each is a question that can be asked without the history. Those after the first are for a
    reader that finds nothing sure with it.

    >>> def understood(question, *history):
    ...     return next(meanings(question, history))
    >>> before = Turn("Who blocked cooperation with Israel?", "Turkey")
    >>> understood("Why?", before)
    'Why did Turkey block cooperation with Israel?'
    >>> understood("and Greece?", before)
    'Who blocked cooperation with Greece?'
    >>> understood("When was the second one born?", Turn("Who signed it?", "Ida and Jo Voss"))
    'When was Jo Voss born?'
    >>> understood("who else?", before)
    'Who blocked cooperation with Israel, besides Turkey?'
    >>> understood("When was she born?", Turn("Who was the second mayor?", "Ida Voss"))
    'When was she born? — Ida Voss'
    >>> understood("Who is the president of Turkey?", before)
    'Who is the president of Turkey?'
    >>> _, otherwise, *_ = meanings("since when?", [before])
    >>> otherwise
    'Since when? — Turkey blocked cooperation with Israel'
    """
    is_known = DASH in question or question in (turn.question for turn in history)
    if not history or is_known or len(question.split()) > FOLLOW_UP_WORDS:
        yield question
        return
    corrected = CORRECTION.sub("", question) or question
    meant = named(corrected, history)
    bare = spelt_out(OPENING.sub("", meant).strip())
    for way in (_corrected, *WAYS) if corrected != question else WAYS:
        if ruled := way(meant, bare, history):
            yield from ruled
            if way in CERTAIN:
                return
            break
    needed = default_needed()
    words = needed(meant, history)
    yield _behind(meant, words)
    more = needed(meant, history, least=LESS_LIKELY)
    if more != words:
        yield _behind(meant, more)


def readings(standalone: str) -> tuple[str, ...]:
    """What the reader may be asked for a standalone question: all of it, or what it asks.

    Passages are found with all of it. Where it says more behind a dash, what is before that may
    be easier to read.

    >>> readings("When was she born? — Ida Voss")
    ('When was she born? — Ida Voss', 'When was she born?')
    >>> readings("Why? — Turkey blocked cooperation")
    ('Why? — Turkey blocked cooperation',)
    """
    asked, _, behind = standalone.partition(f"?{DASH}")
    says_enough = behind and FINITE.search(asked) and _content(asked)
    return (standalone, f"{asked}?") if says_enough else (standalone,)


def _behind(question: str, words: Sequence[str]) -> str:
    """The question with the words that it needs, if any."""
    return f"{question.rstrip('?!. ')}?{DASH}{'; '.join(words)}" if words else question


def without(question: str) -> tuple[str, tuple[str, ...]]:
    """A question without its ", besides X; Y", and what it leaves out.

    >>> without("Who took part, besides Turkey; Greece?")
    ('Who took part?', ('Turkey', 'Greece'))
    """
    found = TYPED_BESIDES.match(question)
    if not found:
        return question, ()
    return f"{found['asked']}?", tuple(re.split(r"; |, (?:and )?| and ", found["given"]))


def _corrected(meant: str, _bare: str, history: Sequence[Turn]) -> Sequence[str]:
    """A correction, "no, I meant the summit": the last question on what was meant."""
    if QUESTION_WORD.search(meant) or len(_content(meant)) > MAX_ELLIPSIS:
        return ()
    return _on(meant, history[-1])[:1]


def _more(_question: str, bare: str, history: Sequence[Turn]) -> Sequence[str]:
    """More, "what else?": the last question that asks for things, without what was given."""
    if not ELSE.match(bare):
        return ()
    asking = (turn for turn in reversed(history) if ASKS_FOR_SOME.search(turn.question))
    last = next(asking, history[-1])
    asked, _, before = last.question.rstrip("?!. ").partition(BESIDES)
    given = "; ".join(filter(None, (before, last.answer)))
    return (f"{asked}{BESIDES}{given}?" if given else last.question,)


def _doubted(_question: str, bare: str, history: Sequence[Turn]) -> Sequence[str]:
    """A doubt, "is that true?", "says who?": the last claim, or question, once more."""
    last = history[-1]
    said = _said(last)
    if IS_IT_TRUE.match(bare):
        return (f"Is it true that {said}?" if last.answer and ": " not in said else last.question,)
    if SAYS_WHO.match(bare):
        again = reasked("According to whom", last.question, last.answer)
        return (again or f"Who said so?{DASH}{said}",)
    return ()


def _next(_question: str, bare: str, history: Sequence[Turn]) -> Sequence[str]:
    """What came after, "what happened then?": the last claim to go on from."""
    return (f"What happened after {_said(history[-1])}?",) if NEXT.match(bare) else ()


def _phrased(_question: str, bare: str, history: Sequence[Turn]) -> Sequence[str]:
    """A phrase, "in which cities?": the last question with it for its question word."""
    return _again(bare, history[-1])[:1] if ASKING_PHRASE.match(bare) else ()


def _bare(_question: str, bare: str, history: Sequence[Turn]) -> Sequence[str]:
    """Bare words, "why?", "since when?": the last question, or claim, with them."""
    if IDENTITY.match(bare) or _content(bare):
        return ()
    if not POINTLESS.match(bare) and HOLDS_MORE.search(bare):
        return ()
    return _again(bare, history[-1])


def _again(bare: str, last: Turn) -> Sequence[str]:
    """The last question with other words for its question word, or these before its claim."""
    found = POINTLESS.match(bare)
    asking = "Why" if WHY.match(bare) else found["asking"] if found else bare
    asking = asking[:1].upper() + asking[1:]
    again = reasked(asking, without(last.question)[0], last.answer)
    claimed = f"{asking}?{DASH}{_said(last)}"
    return (again, claimed) if again else (claimed,)


def _elliptic(question: str, bare: str, history: Sequence[Turn]) -> Sequence[str]:
    """An ellipsis, "and Israel?", "what about trade?": the last question on something new."""
    if not (OPENING.match(question) or ABOUT.match(bare) or PREPOSITION.match(bare)):
        return ()
    new = ABOUT.sub("", bare)
    if len(_content(new)) > MAX_ELLIPSIS or FINITE.search(new):
        return ()
    return _on(new, history[-1])


WAYS: tuple[Way, ...] = (_more, _doubted, _next, _phrased, _bare, _elliptic)
# These mean one thing: a person says what was meant, that more is wanted, or what of a thing.
CERTAIN = (_corrected, _more, _phrased)


def _content(question: str) -> list[str]:
    return [word for word in re.findall(r"\w+", question.lower()) if word not in BARE]


def _on(new: str, last: Turn) -> Sequence[str]:
    """The last question on something new: in the place of what is of its kind, or before it."""
    new = new.strip().rstrip("?!. ")
    asked = without(last.question)[0].rstrip("?!. ")
    replaced = _replaced(new, asked)
    before = f"{new}?{DASH}{asked}"
    return (replaced, before) if replaced else (before,)


def _replaced(new: str, asked: str) -> str | None:
    """The question with something new in the place of what is of its kind; None without any."""
    found = mentions(new)
    if " " not in new and (quoted := QUOTED.search(asked)):
        return f"{asked[: quoted.start()]}“{new}”{asked[quoted.end() :]}?"
    alike = [one for one in mentions(asked) if found and one.shape == found[0].shape]
    if alike:
        head = asked[: alike[-1].start]
        if PREPOSITION.match(new):
            head = re.sub(rf"{PREPOSITION.pattern[1:]}\s*$", "", head, flags=re.IGNORECASE)
        return f"{head}{new}{asked[alike[-1].end :]}?"
    if PREPOSITION.match(new):
        return f"{asked} {new}?"
    if not found and " " not in new and (counted := COUNTED.match(asked)):
        return f"{counted['head']}{new}{asked[counted.end() :]}?"
    return None


def _said(turn: Turn) -> str:
    """What a turn claims, at most ``CLAIM_LENGTH`` of it."""
    asked = without(turn.question)[0]
    bare, _, words = asked.partition(DASH)
    said = claim(words if words and not _content(bare) else asked, turn.answer)
    return said if len(said) <= CLAIM_LENGTH else said[:CLAIM_LENGTH].rsplit(" ", 1)[0]
