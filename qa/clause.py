"""The clause around some words: what a yes/no question is answered with.

"Does Turkey trade with Israel?" is answered neither by yes or no, which would be Footnote's own
words, nor by "trade", but by what the document says: "has halted all bilateral trade".
"""

import re
from dataclasses import replace

from qa.claim import AUXILIARY
from qa.decide import Candidate
from qa.reader import sentence_of

YES_NO = re.compile(
    r"^(?:(?:and|but|so|then|also|ok|okay|well)[ ,]+)*"
    rf"(?:am|{AUXILIARY}(?:n['’]t)?)\b",
    re.IGNORECASE,
)
# Where one clause ends and the next begins; a comma inside a number is none.
EDGE = re.compile(
    r"[,;:–—]\s|\s[-–—]\s|\s(?:and|but)\s(?=(?:has|have|had|is|are|was|were|said|says)\b)"
)
ENDS = " \t\r\n.!?"


def is_yes_no(question: str) -> bool:
    """Whether a question asks whether something is so.

    >>> is_yes_no("Has trade stopped?"), is_yes_no("And did he agree?"), is_yes_no("Who did?")
    (True, True, False)
    """
    return bool(YES_NO.match(question))


def widened(candidate: Candidate) -> Candidate:
    """The candidate with its span widened to the clause, or clauses, that it stands in."""
    hit, span = candidate.hit, candidate.span
    sentence = sentence_of(hit, span.start, span.end)
    text = hit.text[sentence.start - hit.start : sentence.end - hit.start]
    start, end = clause(text, span.start - sentence.start, span.end - sentence.start)
    wide = replace(span, start=sentence.start + start, end=sentence.start + end)
    return replace(candidate, span=wide)


def clause(sentence: str, start: int, end: int) -> tuple[int, int]:
    """The clause of a sentence that holds ``[start, end)``, as offsets in the sentence.

    >>> sentence = "Since then, it has been critical, and has halted all trade."
    >>> sentence[slice(*clause(sentence, 53, 58))]
    'has halted all trade'
    """
    edges = list(EDGE.finditer(sentence))
    first = max((edge.end() for edge in edges if edge.end() <= start), default=0)
    last = min((edge.start() for edge in edges if edge.start() >= end), default=len(sentence))
    while last > end and sentence[last - 1] in ENDS:
        last -= 1
    opening = re.match(r"(?:and|but|which|who)\s+", sentence[first:last])
    if opening and first + opening.end() <= start:
        first += opening.end()
    return first, last
