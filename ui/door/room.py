"""A room for each user: a page, its queue, its sessions and its uploads, apart from all others.

Gradio keeps what belongs to a browser under a session hash that the browser makes up, and files
under their content: neither tells one user from another. So every user has a Gradio app of their
own, over a desk of their own, and the server's signed session says which of them a request goes
to. Where nobody signs in there is one room, for everybody.
"""

import asyncio
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException
from starlette.types import Message, Receive

from ui.door.headers import hashes_of
from ui.door.hushed import hush
from ui.door.parts import Parts
from ui.door.passing import MOST_FILES, MOST_WAITING, Refused
from ui.forgetting import Tabs

if TYPE_CHECKING:
    import gradio as gr

PATH = "/"
TOO_MANY = "too many files wait to be read: try again when they are done"


class Room:
    """One user's page as an ASGI app; ``enter`` and ``leave`` run in the server's event loop."""

    def __init__(
        self,
        blocks: "gr.Blocks",
        options: dict[str, Any],
        folder: Path,
        on_leave: Callable[[], None] = lambda: None,
    ) -> None:
        """Furnish it; this takes some tenths of a second.

        Args:
            blocks: the page.
            options: how it is mounted, as for ``gr.mount_gradio_app``.
            folder: where uploads are kept until they are read, inside Gradio's own folder.
            on_leave: called at last.
        """
        import gradio as gr
        from fastapi import FastAPI

        self._parent = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
        gr.mount_gradio_app(self._parent, blocks, PATH, show_error=False, **options)
        # Gradio looks whether a file was uploaded, or is any on the disk, only in what it has
        # launched itself: https://github.com/gradio-app/gradio, ``_check_allowed``.
        blocks.has_launched = True
        hush(blocks)
        (self._app,) = [route.app for route in self._parent.routes if hasattr(route, "app")]
        blocks.state_holder.session_data = Tabs()
        self.folder = Path(tempfile.mkdtemp(dir=folder))  # for its owner's eyes only
        self._app.uploaded_file_dir = str(self.folder)
        for block in blocks.blocks.values():
            block.GRADIO_CACHE = str(self.folder)
        self._blocks = blocks
        self._on_leave = on_leave
        self._stack = AsyncExitStack()
        self._coming: dict[object, int] = {}  # of each running upload, bytes still to come
        self._number = 0  # of files that wait and come, or more: some may have been read since
        self._one_at_a_time = asyncio.Lock()  # counts what waits
        self.uploads: set[str] = blocks.upload_file_set
        self.scripts = hashes_of(blocks.head or "")  # what of the page's own head may run
        self.events = {  # how many values each takes
            number: len(fn.inputs) for number, fn in blocks.fns.items() if fn.fn is not None
        }
        self.public = frozenset(
            number for number, fn in blocks.fns.items() if fn.api_visibility == "public"
        )

    @property
    def app(self) -> Any:
        """What answers its requests."""
        return self._parent

    async def enter(self) -> None:
        """Begin to answer."""
        await self._stack.enter_async_context(self._parent.router.lifespan_context(self._parent))

    def hush(self) -> None:
        """End the streams, which would keep the server from closing."""
        self._blocks._queue.close()  # type: ignore[no-untyped-call]  # noqa: SLF001
        self._blocks.is_running = False
        self._app.stop_event.set()

    async def leave(self) -> None:
        """Answer no more, and clear away what was not read."""
        await self._stack.aclose()
        await asyncio.to_thread(shutil.rmtree, self.folder, ignore_errors=True)
        self._on_leave()

    @asynccontextmanager
    async def taking_in(
        self, length: int, content_type: str, receive: Receive
    ) -> AsyncIterator[Receive]:
        """Space for an upload while it comes; gives the ``receive`` that it is to be read with.

        How many files it brings is not told beforehand: where they become too many, it ends there.

        Raises:
            Refused: too much waits already, or is on its way.
        """
        upload = object()
        async with self._one_at_a_time:
            coming = sum(self._coming.values()) + length
            number, held = await asyncio.to_thread(self.held)
            if number >= MOST_FILES or held + coming > MOST_WAITING:
                raise Refused(413, TOO_MANY)
            if not self._coming:
                self._number = number
            self._coming[upload] = length
        parts = Parts(content_type)

        async def counted() -> Message:
            message = await receive()
            body = message.get("body", b"")
            self._coming[upload] -= len(body)
            self._count(parts.begun(body))
            return message

        try:
            yield counted
        finally:
            del self._coming[upload]
            await asyncio.to_thread(_remove, self._left_over())

    def _count(self, files: int) -> None:
        """Count files that begin to come; without a pause, so that nobody counts meanwhile.

        Raises:
            HTTPException: they are too many, also without those that have been read by now.
        """
        self._number += files
        if files and self._number > MOST_FILES:
            self._number = self.held()[0] + files
            if self._number > MOST_FILES:
                raise HTTPException(413, TOO_MANY)  # Gradio's app answers with it

    def held(self) -> tuple[int, int]:
        """How many files wait, and their bytes."""
        sizes = []
        for path in self._files():
            with suppress(FileNotFoundError):  # read by now
                sizes.append(path.stat().st_size)
        return len(sizes), sum(sizes)

    def _left_over(self) -> list[Path]:
        """Files of uploads that broke off; known only while none is on its way."""
        if self._coming:
            return []
        return [path for path in self._files() if str(path) not in self.uploads]

    def _files(self) -> Iterator[Path]:
        for folder, _, names in os.walk(self.folder):
            yield from (Path(folder, name) for name in names)


def _remove(paths: list[Path]) -> None:
    for path in paths:
        with suppress(OSError):
            path.unlink()


class Rooms:
    """Every user's room, made when it is first asked for; lives in one event loop."""

    def __init__(self, furnish: Callable[[str | None], Room]) -> None:
        """``furnish`` makes a user's room; None has it where nobody has to log in."""
        self._furnish = furnish
        self._rooms: dict[str | None, asyncio.Task[Room]] = {}
        self._one_at_a_time = asyncio.Lock()  # Gradio notes in one place what it is building

    async def of(self, user: str | None) -> Room:
        """A user's room.

        Raises:
            FootnoteError: the user's library cannot be opened.
        """
        task = self._rooms.get(user)
        if task is None or (task.done() and task.exception() is not None):
            task = self._rooms[user] = asyncio.create_task(self._made(user))
        return await asyncio.shield(task)

    async def _made(self, user: str | None) -> Room:
        async with self._one_at_a_time:
            room = await asyncio.to_thread(self._furnish, user)
        await room.enter()
        return room

    def hush(self) -> None:
        """End all streams."""
        for room in self._ready():
            room.hush()

    async def leave(self) -> None:
        """Close all rooms."""
        for room in self._ready():
            await room.leave()

    def _ready(self) -> list[Room]:
        tasks = self._rooms.values()
        return [task.result() for task in tasks if task.done() and not task.exception()]
