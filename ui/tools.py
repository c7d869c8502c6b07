"""The quiet buttons of the conversation: at each question, at each answer, and for all of it.

Pure functions. What a button copies stands inside it, unseen, because a browser copies only while
it is being clicked; ``turns.js`` listens.
"""

from qa import Answer
from ui.copied import as_markdown, as_text
from ui.escape import escape
from ui.link import Link

_ASK_TOOLS = (
    '<div class="tools"><button class="tool edit-question">Edit'
    '<span class="unseen"> this question</span></button>'
    '<button class="tool again">Ask again<span class="unseen"> this question</span></button></div>'
)

EXPORT = (
    '<details class="menu"><summary>Export</summary>'
    '<div class="choices" role="group" aria-label="Export the conversation as">'
    '<button data-format="html">Web page<span class="hint">opens anywhere, citations light up'
    "</span></button>"
    '<button data-format="md">Markdown<span class="hint">to edit and to share</span></button>'
    '<button data-format="json">JSON<span class="hint">for programs, with all offsets</span>'
    '</button></div></details><p class="unseen" role="status"></p>'
)


def with_tools(question: str) -> str:
    """A question's HTML with what can be done with it: change it, ask it again."""
    return f'<div class="question">{question}{_ASK_TOOLS}</div>'


def answer_tools(answer: Answer, *, everywhere: bool = False) -> str:
    """Copy an answer as text or as Markdown, or the link that reopens it."""
    link = Link.to(answer, everywhere=everywhere)
    buttons = (
        _copying("Copy", " this answer", as_text(answer)),
        _copying("Copy Markdown", " of this answer", as_markdown(answer)),
        _copying("Copy link", " to this answer", link.href),
    )
    return f'<div class="tools">{"".join(buttons)}</div>'


def _copying(label: str, unseen: str, words: str) -> str:
    return (
        f'<button class="tool copy">{label}<span class="unseen">{unseen}</span>'
        f'<span class="carried">{escape(words)}</span></button>'
    )
