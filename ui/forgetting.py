"""What the page's server lets go of, so that one that runs for weeks takes no more memory.

Left to itself, Gradio keeps all that a tab has shown, closed or not, until 10,000 others came after
it; that would be gigabytes. Here a tab is forgotten as it closes. The conversation is not lost by
that: the reader's own browser keeps it, see ``kept.py``.
"""

from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import gradio as gr
    from gradio.state_holder import SessionState

# Programs that ask the endpoint close nothing, so of tabs that seem open only the last are kept:
# each is about 0.25 MB. A tab that is still open beyond them brings along what it needs.
MOST_TABS = 200

# Nothing is counted: neither for Gradio's makers, which it reads as it is imported, nor in its own
# list of events for a page that nobody looks at, of which it makes a table anew after each event.
UNCOUNTED = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "GRADIO_ANALYTICS_MAX_EVENTS": "1",
    "GRADIO_ANALYTICS_CACHE_FREQUENCY": "1000000000",  # events between two tables
}


class Tabs(OrderedDict[str, "SessionState"]):
    """What a page keeps of its tabs, by their session hashes; each is seen off as it goes.

    Gradio itself calls a state's ``delete_callback`` only an hour after its tab was closed.
    """

    def popitem(self, last: bool = True) -> "tuple[str, SessionState]":  # noqa: FBT001, FBT002
        """Let go of the one that was used first or last; of too many, Gradio lets go so."""
        session, tab = super().popitem(last)
        _see_off(tab)
        return session, tab


def _see_off(tab: "SessionState") -> None:
    for state, value, _ in tab.state_components:
        state.delete_callback(value)


def forget_closed_tabs(blocks: "gr.Blocks") -> None:
    """Forget what each tab of a page has shown, as soon as it is closed; inside its ``Blocks``."""
    from gradio import Request

    blocks.state_session_capacity = MOST_TABS  # ``launch`` has to be told as well

    async def forget(request: Request) -> None:  # async: in the thread that reads them as well
        holder, session = blocks.state_holder, request.session_hash
        if session is not None and session in holder.session_data:
            _see_off(holder.session_data.pop(session))
            holder.time_last_used.pop(session, None)

    blocks.unload(forget)
