"""The chat page: ties the ``Desk`` to the components, and serves the page on this machine.

    ui.web.serve(library, port=7860, open_browser=True)

Everything is local: no request leaves the machine, nothing is shared, the page's own events are
private. One endpoint is public: ``ask``. Gradio takes seconds to import, so that happens inside
``build``, after the port has been checked. What the page says is ``desk.py``, how it looks is
``layout.py`` and ``style/``.
"""

import os
import socket
import threading
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from index import UserError
from index.load import MAX_BYTES
from ui.forgetting import MOST_TABS, UNCOUNTED, forget_closed_tabs
from ui.uploads import private_uploads

if TYPE_CHECKING:
    import gradio as gr

    from index import Library
    from qa.reader import Reader

HOST = "127.0.0.1"
WAITING_QUESTIONS = 64  # more than that and the page says it is busy
AT_ONCE = 4  # questions answered at the same time; each uses a core
# Bytes of one file. More than ``index`` reads, so that its own sentence stands among the notes.
MAX_UPLOAD = MAX_BYTES + 10_000_000


def serve(
    library: "Library",
    *,
    reader: "Reader | None" = None,
    port: int,
    open_browser: bool = False,
    on_ready: Callable[[str], None] | None = None,
) -> None:
    """Serve the page until it is interrupted.

    Args:
        library: an open library; it is not closed here.
        reader: as for ``qa.ask``.
        port: where to listen, on this machine only; 0 takes any free one.
        open_browser: whether to open the page in the reader's browser.
        on_ready: gets the page's address once it answers.

    Raises:
        UserError: the port is in use.
    """
    with private_uploads(), running(library, reader=reader, port=port) as address:
        if on_ready is not None:
            on_ready(address)
        if open_browser:
            webbrowser.open(address)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            return


@contextmanager
def running(library: "Library", *, reader: "Reader | None" = None, port: int = 0) -> Iterator[str]:
    """The page's address, for as long as the block lasts."""
    port = free_port(port)
    blocks = build(library, reader)
    from ui import style
    from ui.layout import head, theme

    try:
        _, address, _ = blocks.launch(
            server_name=HOST,
            server_port=port,
            prevent_thread_lock=True,
            quiet=True,
            share=False,
            ssr_mode=False,
            pwa=False,
            mcp_server=False,
            enable_monitoring=False,
            run_history=False,
            footer_links=[],
            max_file_size=MAX_UPLOAD,
            state_session_capacity=MOST_TABS,
            theme=theme(),
            css=style.joined(style.PAGE),
            head=head(),
        )
    except OSError as error:  # taken between the check and now
        raise _in_use(port) from error
    threading.Thread(target=_warm_up, args=[reader], daemon=True).start()
    try:
        yield address
    finally:
        blocks.close(verbose=False)


def _warm_up(reader: "Reader | None") -> None:
    """Load what the first questions need, while they are still being typed."""
    import qa.llamaindex  # noqa: F401
    from qa import default_reader
    from qa.needed import default_needed

    if reader is None:  # one that is given has been loaded
        default_reader()
    default_needed()


def free_port(port: int) -> int:
    """The port itself if nobody listens there; for 0, any that is free.

    Raises:
        UserError: the port is in use, or only the system may use it.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        if os.name == "posix":  # as the server does: a port just left is free
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError as error:
            raise UserError(
                f"Port {port} is reserved for the system: choose one from 1024 on with --port"
            ) from error
        except OSError as error:
            raise _in_use(port) from error
        return int(probe.getsockname()[1])


def _in_use(port: int) -> UserError:
    other = port + 1 if port < 65535 else port - 1  # noqa: PLR2004  (the last port there is)
    return UserError(f"Port {port} is in use: choose another with --port {other}")


def build(library: "Library", reader: "Reader | None" = None) -> "gr.Blocks":
    """The page over a library, ready to be launched."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read by Gradio as it is imported
    os.environ |= UNCOUNTED
    from ui.desk import Desk
    from ui.events import wire
    from ui.kept import key_of
    from ui.layout import lay_out

    desk = Desk(library, reader)
    page = lay_out(key_of(library), desk.arrive().choices)
    with page.blocks:
        wire(page, desk)
        forget_closed_tabs(page.blocks)
    page.blocks.queue(max_size=WAITING_QUESTIONS, default_concurrency_limit=AT_ONCE)
    return page.blocks
