"""What the page says about a thing that was done or could not be done, as HTML.

Pure functions. A notice stays until the next action replaces it; nothing disappears by itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from ui.escape import escape


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence about one thing, most often a file that was handed in.

    Attributes:
        about: the file's name or document's title; "" if the sentence speaks for itself.
        text: the sentence.
        tone: how it ended, or that it has not ended yet.
    """

    about: str
    text: str
    tone: Literal["good", "bad", "busy"]


def notes_html(notes: Iterable[Note], *, visit: int = 0, focus: bool = False) -> str:
    """The notes as a list, each beside the file it belongs to; "" if there are none."""
    items = "".join(f'<li class="note {note.tone}">{_words(note)}</li>' for note in notes)
    attend = ' data-attend="focus" tabindex="-1"' if focus else ""
    return f'<ul class="notes" data-visit="{visit}"{attend}>{items}</ul>' if items else ""


def back_html(question: str) -> str:
    """A question that got no answer; ``page.js`` puts it into its box, if that is free."""
    return (
        f'<p class="back" hidden>Not answered: <q><bdi class="words">{escape(question)}</bdi></q> '
        '<button class="word">Put it into the box</button></p>'
    )


def confirm_html(title: str) -> str:
    """The question before a document goes."""
    return (
        f'<p class="confirm" role="alert">Remove <strong><bdi>{escape(title)}</bdi></strong> '
        "from your library? The file it came from is not touched.</p>"
    )


def count_html(count: int, at: int, visit: int) -> str:
    """How many hits a search has, and at which the reader is, counted from 0."""
    words = f"{at + 1:,} of {count:,}" if count else "Not found"
    return f'<span data-count="{count}" data-at="{at}" data-visit="{visit}">{words}</span>'


def _words(note: Note) -> str:
    """The sentence, what it is about in bold and said once."""
    if not note.about:
        return escape(sentence(note.text))
    about = f"<strong><bdi>{escape(note.about)}</bdi></strong>"
    if note.text.startswith(note.about):
        return about + escape(sentence(note.text[len(note.about) :]))
    return f"{about} {escape(sentence(note.text))}"


def sentence(text: str) -> str:
    """The text as a sentence of the page: a capital first letter, an end.

    >>> sentence("choose another file")
    'Choose another file.'
    """
    capital = text[:1].upper() + text[1:]
    return capital if capital.endswith((".", "!", "?", "…")) else capital + "."
