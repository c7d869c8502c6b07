r"""Questions that a text may answer, made of its own sentences: of "The lamp was lit in 1902."
"When was the lamp lit?".

By rules for English, without a language model: each shape of a sentence asks for one part of it.
What comes of it is a candidate only, because rules know no grammar: ``starters.py`` asks each one
and keeps what is answered with that part.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, zip_longest

from index import Document, Span
from index.sentences import sentences
from ui.english import (
    ABOUT,
    ACTED,
    AGAIN,
    DATE,
    DID,
    END,
    IS,
    LEAD,
    LEANING,
    NAME,
    NUMBER,
    OPENING,
    PAST,
    PERSON,
    REST,
    SUBJECT,
    THINGS,
    TIMES,
    UNFINISHED,
    VERB,
    WHERE,
    WITHIN,
    IsPlain,
    plain_words,
    subject,
    turned,
)

LOOKED_AT = 60_000  # code points of a document, from its beginning
SENTENCE = range(30, 300)  # code points of a sentence that is looked at
QUESTION = range(15, 90)  # code points of a question that is easily read
BEGIN = rf"{LEAD}{SUBJECT} (?P<verb>{VERB})"  # of most sentences that are asked about

# What is asked for; how a sentence looks that says so, ``expected`` being that; the question.
SHAPES = (
    ("why", rf"{BEGIN} {REST} because (?:of )?(?P<expected>.{{4,}}?){END}", "Why {done}?"),
    ("who", rf"^(?P<expected>{NAME}) (?P<verb>{ACTED}) {REST}{END}", "Who {verb} {rest}?"),
    (
        "who",
        (
            rf"^(?P<expected>[A-Z]\w+) (?P<verb>has|have|had) (?P<rest>(?:{ACTED}) [^,;:–—“”()]+?)"
            rf"{END}"
        ),
        "Who {verb} {rest}?",
    ),
    (
        "who",
        (
            rf"^{SUBJECT} (?P<verb>{IS}) (?P<rest>[a-z]+ed|{'|'.join(PAST)}) "
            rf"by (?P<expected>{NAME}){END}"
        ),
        "Who {rest} {subject}?",
    ),
    (
        "how",
        rf"{BEGIN} (?P<rest>(?:[a-z]+ed )?){ABOUT}(?P<expected>{NUMBER}) {THINGS}",
        "How many {things} {done}?",
    ),
    (
        "how",
        rf"^{ABOUT}(?P<expected>{NUMBER}) {THINGS} (?P<verb>{VERB}) {REST}{END}",
        "How many {things} {verb} {rest}?",
    ),
    (
        "how",
        rf"{BEGIN} {REST} for {ABOUT}(?P<expected>{NUMBER} {TIMES}){END}",
        "How long {done}?",
    ),
    (
        "what",
        (
            rf"^(?P<subject>(?:The )?[A-Z][^,;:–—()]*?) (?P<verb>{IS}) "
            rf"(?P<expected>(?:an?|the|one of) (?:\S+ ){{0,8}}?(?:{PERSON})\b.*)"
        ),
        "Who {verb} {subject}?",
    ),
    (
        "what",
        (
            rf"^(?P<subject>(?:The )?[A-Z][\w’'-]*(?: [\w’'-]+){{1,4}}?) (?P<verb>{IS}) "
            r"(?P<expected>(?:an?|the|one of) .+)"
        ),
        "What {verb} {subject}?",
    ),
    (
        "what",
        rf"^{SUBJECT} (?P<verb>{IS}) (?P<rest>built|made) of (?P<expected>.+?){END}",
        "What {done} of?",
    ),
    (
        "what",
        rf"{LEAD}{SUBJECT} (?P<verb>said|found) (?:that )?(?P<expected>(?:both|the|it|[A-Z]).+)",
        "What {done}?",
    ),
    ("when", rf"{BEGIN} {REST}\b(?:in|on) (?P<expected>{DATE}){END}", "When {done}?"),
    (
        "when",
        rf"^(?:In|On|Since) (?P<expected>{DATE}), {SUBJECT} (?P<verb>{VERB}) {REST}{END}",
        "When {done}?",
    ),
    ("until", rf"{BEGIN} {REST} (?P<expected>until .+?){END}", "Until when {done}?"),
    ("until", rf"{BEGIN} {REST} (?P<expected>{WITHIN}){END}", "When {done}?"),
    (
        "since",
        rf"{LEAD}{SUBJECT} (?P<verb>has|have) {REST} since (?P<expected>{DATE}){END}",
        "Since when {done}?",
    ),
    (
        "where",
        rf"^{SUBJECT} (?P<verb>{IS}) (?P<rest>{WHERE}) (?:in|at|on) (?P<expected>\D+?){END}",
        "Where {done}?",
    ),
    (
        "did",
        rf"{LEAD}{SUBJECT} (?P<verb>{DID}) (?P<expected>(?:the|an?|its|their) .+?){END}",
        "What {done}?",
    ),
)
OF_OBJECT = {"What {done}?", "How many {things} {done}?"}  # ask what the verb is done to
OF_NAME = {"Who {verb} {subject}?", "What {verb} {subject}?"}
PATTERNS = tuple((kind, re.compile(shape), question) for kind, shape, question in SHAPES)
NAMED = re.compile(r"(?:the )?[A-Z]")
ASIDE = re.compile(r"\s*(?:\([^()]*\)|\[\w+\])")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question, the sentence that it comes from, and the words in it that should answer it."""

    question: str
    kind: str
    sentence: Span
    expected: str


def candidates(document: Document) -> Iterator[Candidate]:
    """Questions of all kinds in turn, of each kind in the order of the text."""
    is_plain = plain_words(document.text[:LOOKED_AT])
    kinds: dict[str, list[Candidate]] = {kind: [] for kind, _, _ in PATTERNS}
    for block in document.blocks:
        if block.start > LOOKED_AT:
            break
        if block.kind not in ("paragraph", "item"):
            continue
        for span in sentences(document.text, block):
            for candidate in _of_sentence(document.text[slice(*span)], span, is_plain):
                kinds[candidate.kind].append(candidate)
    yield from filter(None, chain.from_iterable(zip_longest(*kinds.values())))


def _of_sentence(text: str, span: Span, is_plain: IsPlain) -> Iterator[Candidate]:
    line = " ".join(ASIDE.sub("", text).split())
    if len(line) not in SENTENCE or not line.endswith("."):
        return
    for kind, pattern, question in PATTERNS:
        found = pattern.match(line.removesuffix("."))
        asked = _question(found.groupdict(""), question, is_plain) if found else ""
        if len(asked) in QUESTION:
            yield Candidate(asked, kind, span, found["expected"] if found else "")


def _question(parts: dict[str, str], question: str, is_plain: IsPlain) -> str:
    """A question about the parts of a sentence; "" if they are not what they look like."""
    verb, rest, things = (parts.get(name, "").strip() for name in ("verb", "rest", "things"))
    if LEANING.search(f"{rest} {things}") or AGAIN.search(rest) or UNFINISHED.search(rest):
        return ""
    about = done = ""
    if "subject" in parts:
        about = subject(parts["subject"], is_plain)
        done = turned(about, verb, rest, alone=question in OF_OBJECT)
        if not about or not done or (question in OF_NAME and not NAMED.match(about)):
            return ""
    elif not rest or not (things or _is_name(parts["expected"], is_plain)):
        return ""
    return question.format(done=done, verb=verb, rest=rest, things=things, subject=about)


def _is_name(words: str, is_plain: IsPlain) -> bool:
    first, _, others = words.partition(" ")
    return not OPENING.fullmatch(first) and (bool(others) or not is_plain(first))
