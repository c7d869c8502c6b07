"""Replies to greetings and to questions about Footnote itself. They cite nothing."""

from collections.abc import Callable, Collection

from index import Entry
from qa.talk import any_of

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


SORRY = (
    "I am sorry. Look at the quote behind the number: it is all that I go by. Asking in other "
    "words, or one thing at a time, often helps."
)
# The first that fits decides.
REPLIES = {
    any_of(
        r"\b(?:how (?:long|big|large|short)|long|pages|words?|characters|titles?|length|size)\b"
    ): _sizes,
    any_of(r"\b(?:documents?|docs?|files?|pdfs?|upload(?:s|ed)?|loaded|you read)\b"): _documents,
    any_of(
        r"\b(?:wrong|useless|rubbish|nonsense|(?:did|does)n['’]?t|don['’]?t (?:believe|trust))\b",
        r"\b(?:not (?:what|right|true|helpful)|bad|terrible|awful|misunderstood|stupid)\b",
        r"\b(?:try (?:again|harder)|disappoint\w*|confusing|incorrect|no (?:help|sense))\b",
    ): _always(SORRY),
    any_of(
        r"\b(?:bye\w*|goodbye|see y(?:ou|a)|cya|good ?night|farewell|ciao|so long|take care)\b",
        r"\b(?:have a|later|tomorrow|gotta go|i['’]?m (?:off|done)|that['’]?s (?:all|it))\b",
    ): _always("Goodbye."),
    any_of(
        r"\b(?:thank\w*|thx|ty|tyvm|cheers|ta|great|cool|nice (?!to)|perfect|awesome|wow)\b",
        r"\b(?:appreciated?|well done|impressive|brilliant|good (?:bot|job|work)|lovely)\b",
        r"\b(?:ok(?:ay)?|lol|haha|got it|i see|fair enough)\b",
    ): _always("You are welcome. Ask on whenever you like."),
    any_of(
        r"\b(?:who|human|person|robot|an? bot|ai|gpt\S*|chatgpt|model|offline|internet|real)\b",
        r"\b(?:alive|old are you|your name|learn|data|private|cloud|share|cost|free)\b",
    ): _always(f"{MADE} {ABOUT}"),
    any_of(r"\b(?:speak|languages?|translate|german|french|spanish|english)\b"): _always(
        f"I read and answer English only, in the documents’ own words. {ABOUT}"
    ),
}
