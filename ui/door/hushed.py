"""What an event stumbles over stays unsaid: no words of a visitor's reach the terminal.

Gradio prints every exception of an event with its traceback, and many of its own quote the values
that were sent: of too few, of a wrong type, of a choice that is none. The page itself sends none of
these, but whoever holds its cookie can.
"""

from typing import TYPE_CHECKING, Any

from ui import faults
from ui.intake import OUR_FAULT

if TYPE_CHECKING:
    import gradio as gr


def hush(blocks: "gr.Blocks") -> None:
    """Have each event that breaks told as a fault of ours, its message to nobody."""
    import gradio as gr

    process = blocks.process_api

    async def hushed(*values: Any, **more: Any) -> dict[str, Any]:
        try:
            return await process(*values, **more)
        except Exception as error:
            if isinstance(error, gr.Error) and not error.print_exception:
                raise  # ours: it is for whoever asked, and Gradio prints nothing
            faults.report("an event of the page could not be answered", error)
            raise gr.Error(OUR_FAULT, print_exception=False) from None

    blocks.process_api = hushed  # type: ignore[method-assign]
