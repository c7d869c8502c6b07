"""Replies to greetings and to questions about Footnote itself. They cite nothing."""

import re
from collections.abc import Callable, Collection

from index import Entry

ABOUT = (
    "I answer questions about your documents in their own words, and show where each answer "
    "stands. Ask “who”, “when”, “how many” or “why”, or “What is this about?”. When the "
    "documents do not say, I tell you so."
)
MADE = (
    "I am Footnote, a program and no person: a small model that was trained to point at words, "
    "running on this machine. Nothing you ask or add leaves it."
)
SHOWN = 20  # documents named in a reply


def reply(question: str, entries: Callable[[], Collection[Entry]]) -> str:
    """A short helpful reply; ``entries`` gives the documents that are asked."""
    for pattern, said in REPLIES.items():
        if pattern.search(question):
            return said(entries)
    return f"Hello, this is Footnote. {ABOUT}"


def _documents(entries: Callable[[], Collection[Entry]]) -> str:
    known = list(entries())
    if not known:
        return "I have no documents yet: add one first."
    titles = [f"• {entry.title}" for entry in known[:SHOWN]]
    more = [f"… and {len(known) - SHOWN:,} more."] if len(known) > SHOWN else []
    count = "this document" if len(known) == 1 else f"these {len(known):,} documents"
    return "\n".join([f"I have {count}:", *titles, *more])


def _sizes(entries: Callable[[], Collection[Entry]]) -> str:
    known = list(entries())
    if not known:
        return "I have no documents yet: add one first."
    lines = [
        f"“{entry.title}” has about {_words(entry):,} words ({entry.characters:,} characters)."
        for entry in known[:SHOWN]
    ]
    more = [f"… and {len(known) - SHOWN:,} more documents."] if len(known) > SHOWN else []
    return "\n".join([*lines, *more])


def _words(entry: Entry) -> int:
    """About how many: an English word and its blank are some six characters."""
    return max(1, round(entry.characters / 6))


def _always(said: str) -> Callable[[Callable[[], Collection[Entry]]], str]:
    return lambda _entries: said


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


# The first that fits decides.
REPLIES = {
    _pattern(r"how (?:long|big|large)|(?:pages|words|characters|title|length|size)"): _sizes,
    _pattern(r"documents?|docs?|files?|uploads?|uploaded|have you read"): _documents,
    _pattern(r"wrong|useless|rubbish|nonsense|didn['’]?t|doesn['’]?t|not (?:what|right|true|helpful)"
             r"|bad|terrible|misunderstood|try (?:again|harder)|stupid|disappoint\w*"):
        _always("I am sorry. Look at the quote behind the number: it is all that I go by. Asking "
                "in other words, or one thing at a time, often helps."),
    _pattern(r"bye|goodbye|see you|see ya|cya|good ?night|farewell|ciao|so long|have a (?:nice|good"
             r"|great)|take care|later|tomorrow|gotta go|i['’]?m (?:off|done)|that['’]?s (?:all|it)"):
        _always("Goodbye."),
    _pattern(r"thank\w*|thx|ty|tyvm|cheers|ta|great|cool|nice (?!to)|perfect|awesome|appreciated?"
             r"|well done|wow|impressive|brilliant|good (?:bot|job|work)|lovely|ok(?:ay)?|lol|haha"):
        _always("You are welcome. Ask on whenever you like."),
    _pattern(r"who (?:wrote|made|built|created|programmed|are)|human|person|robot|bot|ai|gpt\S*"
             r"|chatgpt|model|offline|internet|real|alive|old are you|your name|learn|data|private"):
        _always(f"{MADE} {ABOUT}"),
    _pattern(r"speak|languages?|translate|german|french|spanish|english"):
        _always(f"I read and answer English only, in the documents' own words. {ABOUT}"),
}  # fmt: skip
