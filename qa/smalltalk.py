"""Replies to greetings and to questions about Footnote itself. They cite nothing."""

import re

from index import Library

ABOUT = (
    "I answer questions about your documents in their own words, and show where each answer "
    "stands. Ask “who”, “when”, “how many” or “why”, or “What is this about?”. When the "
    "documents do not say, I tell you so."
)


def reply(question: str, library: Library) -> str:
    """A short helpful reply."""
    if re.search(r"\b(?:documents?|files?)\b", question, re.IGNORECASE):
        titles = [f"• {entry.title}" for entry in library.entries()]
        return (
            "\n".join(["I have these documents:", *titles])
            if titles
            else ("I have no documents yet: add one first.")
        )
    if re.match(r"\W*(?:thank|thx|ty|cheers|great|cool|nice|ok)", question, re.IGNORECASE):
        return "You are welcome. Ask on whenever you like."
    if re.match(r"\W*(?:bye|goodbye|see you|good ?night)", question, re.IGNORECASE):
        return "Goodbye."
    return f"Hello, this is Footnote. {ABOUT}"
