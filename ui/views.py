"""What the page shows after something happened: ``Reading`` beside the chat, ``Reply`` in it.

Plain frozen data between the ``Desk``, which decides, and the components, which show.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ui.feedback import key_of
from ui.render import answer_html, question_html, waiting_html
from ui.tools import answer_tools, with_tools
from ui.verdicts import verdicts_html

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qa import Answer
    from ui.feedback import Verdict
    from ui.intake import Incoming


@dataclass(frozen=True, slots=True)
class Turn:
    """A question that was answered, which document was open, and whether all were asked."""

    answer: "Answer"
    opened: str | None
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """The document's side of the page.

    Attributes:
        opened: id of the open document, None in an empty library.
        choices: label and id of each document in the library.
        html: the pane, or None to leave it as it is.
        notes: HTML of what there is to say.
    """

    opened: str | None
    choices: tuple[tuple[str, str], ...]
    html: str | None
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Arrival:
    """The list of files on their way into the library.

    Attributes:
        files: all of them, to be handed in again.
        html: the list.
        reading: what the document's side becomes, None to leave it as it is.
    """

    files: "tuple[Incoming, ...]"
    html: str
    reading: Reading | None = None


@dataclass(frozen=True, slots=True)
class Sought:
    """What was looked for in the open document.

    Attributes:
        html: the pane with the hits lit, None to leave it as it is.
        said: HTML of how many there are, and at which of them the reader is.
    """

    html: str | None
    said: str


@dataclass(frozen=True, slots=True)
class Reply:
    """The conversation's side of the page after, or while, a question is answered.

    Attributes:
        turns: the whole conversation.
        waiting: the question under way, None when there is none.
        kept: a question for the box if nothing else is being typed there; "" empties it, None
            leaves it.
        notice: HTML of what went wrong, "" otherwise.
        reading: what the document's side becomes, None to leave it as it is.
    """

    turns: tuple[Turn, ...]
    waiting: str | None = None
    kept: str | None = None
    notice: str = ""
    reading: Reading | None = None

    def messages(self, verdicts: "Mapping[str, Verdict] | None" = None) -> list[dict[str, str]]:
        """The chat, drawn anew from the turns, with what was said of answers, by their keys."""
        messages = []
        for turn in self.turns:
            asked = with_tools(question_html(turn.answer.question))
            tools = answer_tools(turn.answer, everywhere=turn.everywhere)
            tools += verdicts_html(turn.answer, (verdicts or {}).get(key_of(turn.answer)))
            shown = f'{answer_html(turn.answer, turn.opened)}<div class="under">{tools}</div>'
            messages.append({"role": "user", "content": asked})
            messages.append({"role": "assistant", "content": shown})
        if self.waiting is not None:
            messages.append({"role": "user", "content": question_html(self.waiting)})
            messages.append({"role": "assistant", "content": waiting_html()})
        return messages
