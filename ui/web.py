"""The chat page: ties the ``Desk`` to the components, and serves the page on this machine.

    ui.web.serve(library, port=7860, open_browser=True)

Everything is local: no request leaves the machine, nothing is shared, the page's own events are
private. One endpoint is public: ``ask``. Other machines are served where ``--host`` says so. Every
request passes the guard of ``door/`` first. Gradio takes seconds to import, so that happens inside
``build``, after the port has been checked. What the page says is ``desk.py``, how it looks is
``layout.py`` and ``style/``.
"""

import errno
import os
import signal
import socket
import threading
import webbrowser
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index import FootnoteError, UserError
from index.load import MAX_BYTES
from ui.forgetting import UNCOUNTED, forget_closed_tabs
from ui.uploads import private_uploads

if TYPE_CHECKING:
    import gradio as gr

    from index import Library
    from qa.reader import Reader
    from ui.door.guard import Guard
    from ui.door.users import Users

HOST = "127.0.0.1"
EVERYWHERE = {"0.0.0.0": HOST, "::": "::1"}  # noqa: S104  (where such a server is found from here)
WAITING_QUESTIONS = 64  # more than that and the page says it is busy
AT_ONCE = 4  # questions answered at the same time; each uses a core
# Bytes of one file. More than ``index`` reads, so that its own sentence stands among the notes.
MAX_UPLOAD = MAX_BYTES + 10_000_000
LOOKS_UP = 1  # seconds between two looks for Ctrl-C
FAREWELL = 3  # seconds that open requests have when the server ends


def serve(
    library: "Library",
    *,
    reader: "Reader | None" = None,
    port: int,
    host: str = HOST,
    names: Sequence[str] = (),
    users: "Users | None" = None,
    open_browser: bool = False,
    on_ready: Callable[[str], None] | None = None,
) -> None:
    """Serve the page until it is interrupted.

    Args:
        library: an open library; it is not closed here.
        reader: as for ``qa.ask``.
        port: where to listen; 0 takes any free one.
        host: an address of this machine; by default only this machine itself is served.
        names: other names by which the page may be called, such as a proxy's.
        users: who may log in; each then has a library of their own, in a folder beside the
            library's, which is only read. None lets in everybody who reaches the address.
        open_browser: whether to open the page in the reader's browser.
        on_ready: gets the page's address once it answers.

    Raises:
        UserError: the port is in use.
        FootnoteError: the server did not start.
    """
    with running(library, reader=reader, port=port, host=host, names=names, users=users) as address:
        if on_ready is not None:
            on_ready(address)
        if open_browser:
            webbrowser.open(address)
        _until_interrupted()


def _until_interrupted() -> None:
    """Wait for Ctrl-C, looking up now and then: under load a signal alone may not wake a thread."""
    ended = threading.Event()
    before = signal.signal(signal.SIGINT, lambda *_: ended.set())
    try:
        while not ended.wait(LOOKS_UP):
            pass
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def running(
    library: "Library",
    *,
    reader: "Reader | None" = None,
    port: int = 0,
    host: str = HOST,
    names: Sequence[str] = (),
    users: "Users | None" = None,
) -> Iterator[str]:
    """The page's address, for as long as the block lasts."""
    with _bound(host, port) as listener, private_uploads() as folder:
        port = listener.getsockname()[1]
        guard = _guarded(library, reader, folder, users, host=host, port=port, names=names)
        threading.Thread(target=_warm_up, args=[reader], daemon=True).start()
        with _answering(guard, listener):
            shown = EVERYWHERE.get(host, host)
            yield f"http://{f'[{shown}]' if ':' in shown else shown}:{port}/"


def _guarded(
    library: "Library",
    reader: "Reader | None",
    folder: Path,
    users: "Users | None",
    *,
    host: str,
    port: int,
    names: Sequence[str],
) -> "Guard":
    """The app that is served: a room for each user, or one for all, behind one door."""
    from index import Together
    from ui.door.attempts import Attempts
    from ui.door.guard import Guard, Site
    from ui.door.origin import is_loopback, known_names
    from ui.door.room import Room, Rooms
    from ui.door.sessions import Sessions, signing_key
    from ui.door.signing_in import SigningIn

    def furnished(user: str | None) -> Room:
        if user is None:
            return Room(build(library, reader), _options(), folder)
        path = own_folder(library, user)
        path.parent.mkdir(mode=0o700, exist_ok=True)  # for the server's eyes only
        own = Together.beside(library, path)
        return Room(build(own, reader, user), _options(), folder, own.close)

    site = Site(known_names(host, names), is_loopback(host), f"footnote-{port}")
    sessions = Sessions(signing_key(library), users)
    if users is not None:
        _import_gradio()  # now, so that the first user does not wait for it
        return Guard(site, Rooms(furnished), sessions, SigningIn(users, Attempts()))
    room = furnished(None)  # now, so that what is wrong is told before the page is
    return Guard(site, Rooms(lambda _: room), sessions, None)


def _import_gradio() -> None:
    """Import it, told beforehand what it reads as it is imported."""
    os.environ |= UNCOUNTED
    import gradio  # noqa: F401


def own_folder(library: "Library", user: str) -> Path:
    """Where a user's own library is, beside the shared one."""
    return library.path.with_name(library.path.name + ".users") / user


def _options() -> dict[str, Any]:
    """How Gradio's app is made."""
    from ui import style
    from ui.layout import head, theme

    return {
        "ssr_mode": False,
        "pwa": False,
        "mcp_server": False,
        "enable_monitoring": False,
        "run_history": False,
        "footer_links": [],
        "max_file_size": MAX_UPLOAD,
        "theme": theme(),
        "css": style.joined(style.PAGE),
        "head": head(),
    }


@contextmanager
def _answering(guard: "Guard", listener: socket.socket) -> Iterator[None]:
    """A server in a thread of its own, for as long as the block lasts."""
    import uvicorn

    from ui.door.connections import MOST, Connection, enough_descriptors

    enough_descriptors()
    server = uvicorn.Server(
        uvicorn.Config(
            guard,
            lifespan="on",
            log_level="warning",
            access_log=False,
            server_header=False,
            http=Connection,
            limit_concurrency=MOST,
            timeout_graceful_shutdown=FAREWELL,
        )
    )
    thread = threading.Thread(target=server.run, args=[[listener]], daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        thread.join(0.01)
    if not server.started:
        raise FootnoteError("The page could not be started: the terminal has the details")
    try:
        yield
    finally:
        guard.hush()
        server.should_exit = True
        thread.join(FAREWELL + 5)


def _warm_up(reader: "Reader | None") -> None:
    """Load what the first questions need, while they are still being typed."""
    import qa.llamaindex  # noqa: F401
    from qa import default_reader
    from qa.needed import default_needed

    if reader is None:  # one that is given has been loaded
        default_reader()
    default_needed()


def free_port(port: int, host: str = HOST) -> int:
    """The port itself if nobody listens there; for 0, any that is free.

    Raises:
        UserError: the port is in use, or only the system may use it, or the host is not here.
    """
    with _bound(host, port) as probe:
        return int(probe.getsockname()[1])


@contextmanager
def _bound(host: str, port: int) -> Iterator[socket.socket]:
    """A socket that listens at that address."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if os.name == "posix":  # as the server does: a port just left is free
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen()  # at once: until somebody listens, others may take the port as well
        except PermissionError as error:
            raise UserError(
                f"Port {port} is reserved for the system: choose one from 1024 on with --port"
            ) from error
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise _in_use(port) from error
            raise UserError(
                f"{host} is no address of this machine: give one with --host, or 0.0.0.0 for all"
            ) from error
        yield probe


def _in_use(port: int) -> UserError:
    other = port + 1 if port < 65535 else port - 1  # noqa: PLR2004  (the last port there is)
    return UserError(f"Port {port} is in use: choose another with --port {other}")


def build(
    library: "Library", reader: "Reader | None" = None, user: str | None = None
) -> "gr.Blocks":
    """The page over a library, ready to be served; ``user`` is who has logged in."""
    _import_gradio()
    from ui.desk import Desk
    from ui.events import wire
    from ui.kept import page_key
    from ui.layout import lay_out

    desk = Desk(library, reader)
    page = lay_out(page_key(library), desk.arrive().choices, user)
    with page.blocks:
        wire(page, desk)
        forget_closed_tabs(page.blocks)
    page.blocks.queue(max_size=WAITING_QUESTIONS, default_concurrency_limit=AT_ONCE)
    return page.blocks
