"""The likeliest answer words inside a sentence, by what kind of thing the question asks for.

Patterns over the sentence: dates for "when", numbers for "how many", names for "who" and
"where", the clause after "because" for "why", else the stretch of words that the question does
not have. It always returns some words; whether the sentence answers at all is judged in
``sentence_reader.py``.
"""

import re
from collections.abc import Callable

from index import Span
from index.words import STOPWORDS

MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)(?:uary|ruary|ch|il|ust|ember|ober)?\b\.?"
DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
DATE = re.compile(
    rf"(?:(?:since|in|on|by|before|after|until|from|during|around|early|late|mid)[ -])*"
    rf"(?:(?:\d{{1,2}}(?:st|nd|rd|th)? )?{MONTH}(?: \d{{1,2}}(?:st|nd|rd|th)?\b)?(?:,? \d{{4}})?"
    rf"|{DAY}|\b(?:1[0-9]|20)\d\ds?\b"
    rf"|\b\d{{1,2}}[:.]\d\d(?: ?[ap]\.?m\.?)?|\b\d(?:st|nd|rd|th) century"
    rf"|\b(?:earlier |later )?(?:this|last|next) (?:week|month|year|day)|\byesterday|\btoday"
    rf"|\b(?:\w+ ){{1,2}}(?:days?|weeks?|months?|years?|decades?|centuries) (?:ago|later|earlier))",
    re.IGNORECASE,
)
NUMBER_WORD = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|"
    r"sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|dozens?|half|both|"
    r"third|quarter|several)"
)
NUMBER = re.compile(
    r"(?:(?:nearly|about|around|over|almost|roughly|approximately|more than|less than|at least|"
    r"up to|some|only) )?"
    rf"[$€£]?(?:\d[\d,.]*\d|\d|\b{NUMBER_WORD}\b)(?:[ -]{NUMBER_WORD}\b)*%?"
    r"(?: (?:percent|per cent|million|billion|thousand|people|km|miles?|years?|days?|feet|m)\b)*",
    re.IGNORECASE,
)
NAME = re.compile(
    r"(?:\b[A-Z][\w’'.-]*|\b[A-Z]\b\.)(?:(?: (?:of|the|de|von|van|bin|al|and the))*[ -][A-Z][\w’'-]*)*"
)
REASON = re.compile(
    r"\b(?:because of|because|due to|owing to|thanks to|in order to|so that|as a result of|"
    r"prompted by|caused by|in response to|aims to|in protest at|over|since|as|for|after|to)\s+",
    re.IGNORECASE,
)
CLAUSE_END = re.compile(r"[,;:.!?)”\"–—]|\s(?:and said|but|which|who|while)\b")
WORD = re.compile(r"\w+(?:[’'-]\w+)*")
MAX_WORDS = 18  # of a free-form answer


def stem(word: str) -> str:
    """A word's beginning, by which forms of it are taken for one.

    >>> stem("Blocked") == stem("blocks")
    True
    """
    return word.lower().removesuffix("’s").removesuffix("'s")[:5]


def answer_words(question: str, sentence: str) -> Span:
    """The likeliest answer words, as offsets in the sentence.

    >>> sentence = "Turkey has blocked cooperation since October because of the war in Gaza."
    >>> for question in ("Who blocked it?", "Since when?", "Why was it blocked?"):
    ...     sentence[slice(*answer_words(question, sentence))]
    'Turkey'
    'since October'
    'the war in Gaza'
    """
    asked = {stem(word) for word in WORD.findall(question) if word.lower() not in STOPWORDS}
    for pattern, find in _FINDERS:
        if pattern.search(question):
            found = find(sentence, asked)
            if found and found.start < found.end:
                return found
    return _unasked(sentence, asked) or Span(0, len(sentence))


def fits(question: str, sentence: str) -> bool:
    """Whether the sentence has the kind of thing that the question asks for.

    >>> fits("How many came?", "Nobody came."), fits("How many came?", "Nearly 40 came.")
    (False, True)
    """
    asked = {stem(word) for word in WORD.findall(question) if word.lower() not in STOPWORDS}
    for pattern, find in _FINDERS:
        if pattern.search(question):
            return find(sentence, asked) is not None
    return True


def _nearest(sentence: str, spans: list[Span], asked: set[str]) -> Span | None:
    """The span that stands closest to the question's words, the first of equals."""
    places = [m.start() for m in WORD.finditer(sentence) if stem(m[0]) in asked]
    if not spans:
        return None
    if not places:
        return spans[0]
    return min(spans, key=lambda span: min(abs(place - span.start) for place in places))


def _date(sentence: str, asked: set[str]) -> Span | None:
    return _nearest(sentence, [Span(*m.span()) for m in DATE.finditer(sentence)], asked)


def _number(sentence: str, asked: set[str]) -> Span | None:
    return _nearest(sentence, [Span(*m.span()) for m in NUMBER.finditer(sentence)], asked)


def _name(sentence: str, asked: set[str]) -> Span | None:
    names = []
    for match in NAME.finditer(sentence):
        words = WORD.findall(match[0])
        if words[0].lower() in STOPWORDS and len(words) == 1:
            continue
        if not all(stem(word) in asked for word in words):
            names.append(Span(match.start(), match.start() + len(match[0].rstrip(".-’'"))))
    return _nearest(sentence, names, asked)


def _reason(sentence: str, _asked: set[str]) -> Span | None:
    matches = list(REASON.finditer(sentence))
    if not matches:
        return None
    strong = [m for m in matches if len(m[0]) > 7]  # "because of", not "as" or "for"
    start = (strong or matches)[0].end()
    end = CLAUSE_END.search(sentence, start)
    return Span(start, end.start() if end else len(sentence.rstrip(".!? ")))


def _whole(sentence: str, _asked: set[str]) -> Span | None:
    return Span(0, len(sentence.rstrip(".!? ")))


def _unasked(sentence: str, asked: set[str]) -> Span | None:
    """The longest stretch of words between the question's words, without stopwords around it."""
    best: Span | None = None
    run: list[re.Match[str]] = []
    size = 0
    for match in [*WORD.finditer(sentence), None]:
        breaks = (
            match is None
            or stem(match[0]) in asked
            or (
                bool(run)
                and re.search(r"[,;:–—]", sentence[run[-1].end() : match.start()]) is not None
            )
        )
        if breaks:
            while run and run[0][0].lower() in STOPWORDS - {"not", "no"}:
                run.pop(0)
            while run and run[-1][0].lower() in STOPWORDS:
                run.pop()
            run = run[:MAX_WORDS]
            weight = sum(word[0].lower() not in STOPWORDS for word in run)
            if run and weight > size:
                best, size = Span(run[0].start(), run[-1].end()), weight
            run = []
        if match is not None and stem(match[0]) not in asked:
            run.append(match)
    return best


# What a question asks for, and what finds it; the first that fits is taken.
_FINDERS: tuple[tuple[re.Pattern[str], Callable[[str, set[str]], Span | None]], ...] = (
    (
        re.compile(
            r"^(?:\w+ ){0,2}(?:when|what (?:date|day|month|year|time)|which (?:day|month|year))\b"
            r"|\bsince when\b|\bwhat (?:year|date)\b",
            re.IGNORECASE,
        ),
        _date,
    ),
    (
        re.compile(
            r"\bhow (?:many|much|old|long|far|big|large|high)\b|\bnumber of\b|\btoll\b"
            r"|\bpercent",
            re.IGNORECASE,
        ),
        _number,
    ),
    (
        re.compile(
            r"^(?:\w+ ){0,2}(?:why|how come)\b|\bwhat (?:reasons?|caused?|prompt\w*|for)\b"
            r"|\breasons?\b",
            re.IGNORECASE,
        ),
        _reason,
    ),
    (
        re.compile(
            r"^(?:\w+ ){0,2}(?:who|whom|whose|says who)\b|\bwhich (?:country|person|group|man|"
            r"woman|president|leader|organi[sz]ation|side)\b",
            re.IGNORECASE,
        ),
        _name,
    ),
    (
        re.compile(
            r"^(?:\w+ ){0,2}(?:where)\b|\b(?:what|which) (?:city|place|town|region)\b",
            re.IGNORECASE,
        ),
        _name,
    ),
    (
        re.compile(
            r"^(?:(?:and|but|so|then) )?(?:is|are|was|were|do|does|did|has|have|had|can|could|"
            r"will|would|should|may|might)\b",
            re.IGNORECASE,
        ),
        _whole,
    ),
)
