"""Which documents a question names: "in report.pdf, who signed?", "what do both reports say ...?".

A document is named by its file or its title, after words such as "in", "according to" or "what
does"; a title alone is no address, since "Who founded Kenya?" may be asked of any document.
"""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from index import Entry

KIND = r"(?:documents?|files?|reports?|articles?|papers?|contracts?|texts?|pdfs?|books?|notes?)"
INSIDE = r"(?:in|from|according to|as stated in|per)"
OPENS = re.compile(rf"^{INSIDE} (?P<name>[^,?]+), *(?P<rest>.+)$", re.IGNORECASE)
CLOSES = re.compile(rf"^(?P<rest>.+?),? {INSIDE} (?P<name>[^,]+?) *(?P<mark>\??)$", re.IGNORECASE)
SAYS = re.compile(
    r"^(?P<head>.*?\bwhat )(?:do|does|did) (?P<name>.+?) (?:say|tell us|report|claim|mention|write)"
    r"(?P<rest>\b.*)$",
    re.IGNORECASE,
)
ABOUT = re.compile(
    r"^(?:what(?:'s|’s| is| are) (?=.+ about\??$)|(?:please )?(?:summari[sz]e|tell me about) )"
    r"(?P<name>.+?)(?: about)?(?:,? please)?\??$",
    re.IGNORECASE,
)
EACH = re.compile(
    rf"^(?:both|each|the (?:two|three|four|different)|all(?: of)?(?: the| my| these)?|every|these)"
    rf"(?: of (?:the|my|these))?(?: two| three| four)? {KIND}$",
    re.IGNORECASE,
)
TITLE = 3  # words of a title that name it without "report" or the like beside them
LEAST = 2  # words of a title that name it where they are not all of it
WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Addressed:
    """What a question asks, and of which documents.

    Attributes:
        question: without the words that name documents.
        documents: their ids; None if it names none.
        each: whether each of them is to answer for itself.
    """

    question: str
    documents: tuple[str, ...] | None = None
    each: bool = False


def addressed(question: str, entries: Callable[[], Collection[Entry]]) -> Addressed:
    """Which documents a question names.

    Args:
        question: what is asked.
        entries: gives the documents there are; called only if the question may name one.
    """
    for pattern in (OPENS, SAYS, ABOUT, CLOSES):
        found = pattern.match(question)
        if not found:
            continue
        names, kept = found["name"], found.groupdict().get("rest", "")
        if pattern is SAYS:
            kept = f"{found['head']}is said{found['rest']}"
            if not found["rest"].strip("?!. "):
                kept = "What is this about?"
        elif pattern is ABOUT:
            kept = "What is this about?"
        elif pattern is CLOSES:
            kept += found["mark"]
        kept = kept[:1].upper() + kept[1:]
        known = entries()
        if EACH.match(names):
            return (
                Addressed(kept, tuple(e.id for e in known), each=True)
                if len(known) > 1
                else Addressed(question)
            )
        whole = _named(names, known)
        meant = [whole] if whole else [_named(name, known) for name in _parted(names)]
        if meant and all(meant):
            ids = tuple(dict.fromkeys(entry.id for one in meant for entry in one))
            return Addressed(kept, ids, each=len(meant) > 1)
    return Addressed(question)


def _parted(names: str) -> Sequence[str]:
    """Of "a.pdf and b.pdf" the two names."""
    return re.split(r" and |, ", names)


def _named(name: str, entries: Collection[Entry]) -> list[Entry]:
    """The documents that go by a name."""
    called = re.sub(r"^(?:the|my|our|this) ", "", name.strip(" \"“”'’"), flags=re.IGNORECASE)
    bare = re.sub(rf"^{KIND} | {KIND}$", "", called, flags=re.IGNORECASE)
    wanted = {_plain(called), _plain(bare)} - {""}
    marked = called != bare or "." in name or re.search(r"[\"“”]", name)
    if not marked and len(WORD.findall(called)) < TITLE:
        return []  # "born in Kenya" is no address, "in the Kenya report" is
    exact = [entry for entry in entries if wanted & _names(entry)]
    if exact:
        return exact
    words = set(WORD.findall(called.casefold()))
    if not marked or len(words) < LEAST:
        return []
    return [entry for entry in entries if words <= set(WORD.findall(entry.title.casefold()))]


def _names(entry: Entry) -> set[str]:
    file = PurePath(entry.source)
    return {_plain(entry.title), _plain(file.name), _plain(file.stem)} - {""}


def _plain(name: str) -> str:
    return " ".join(WORD.findall(name.casefold()))
