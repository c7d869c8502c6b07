"""A browser tab without a browser: what the page's own script sends to the server, and gets back.

The events of the page are private, so they are found as the page finds them, in its config: by the
component that sets one off. Hundreds of tabs fit into one process, which is what ``load.py`` needs.
Nothing is drawn here; the tests of ``tests/browser/`` do that.
"""

import asyncio
import json
import uuid
from types import TracebackType
from typing import Any, Self

import httpx

API = "gradio_api"
THE_PAGE = None  # what sets off "load": no component


class ServerSaid(Exception):
    """An event has failed, with what the server said."""


class Layout:
    """The page's components and events, by the names that ``ui/layout.py`` gives them."""

    def __init__(self, config: dict[str, Any]) -> None:
        parts = config["components"]
        self.names = {part["id"]: part["props"].get("elem_id") for part in parts}
        self.ids = {name: id_ for id_, name in self.names.items() if name}
        self.kinds = {part["id"]: part["type"] for part in parts}
        self.events = config["dependencies"]

    def event(self, name: str | None, action: str) -> dict[str, Any]:
        """The first event that a component sets off by an action and that reaches the server."""
        return next(
            event
            for event in self.events
            for target, done in event["targets"]
            if event["backend_fn"] and done == action and name in (THE_PAGE, self.names.get(target))
        )

    def endpoint(self, name: str) -> dict[str, Any]:
        """The event of a public endpoint."""
        return next(event for event in self.events if event["api_name"] == name)


async def visit(client: httpx.AsyncClient) -> Layout:
    """Come to the page with a browser's cookies, and read what is on it."""
    (await client.get("/")).raise_for_status()
    return Layout((await client.get("/config")).raise_for_status().json())


class Tab:
    """One tab from its opening to its closing; what the browser would keep is in ``shown``.

    Attributes:
        shown: the value of each component, by its id, as the server last sent it.
    """

    def __init__(self, client: httpx.AsyncClient, layout: Layout) -> None:
        self._client = client
        self._layout = layout
        self._session = uuid.uuid4().hex[:11]
        self._heart: asyncio.Task[None] | None = None
        self.shown: dict[int, Any] = {}

    async def __aenter__(self) -> Self:
        """Open it: the page loads."""
        self._heart = asyncio.create_task(self._beat())
        try:
            await self.fire(THE_PAGE, "load")
        except BaseException:
            await self.__aexit__(None, None, None)
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close it, as a browser does: the server notices that the connection has gone."""
        self._heart.cancel()
        await asyncio.gather(self._heart, return_exceptions=True)

    async def fire(self, name: str | None, action: str, data: Any = None, **typed: Any) -> None:
        """Set off an event of the page.

        Args:
            name: of the component, None for the page.
            action: what is done to it.
            data: what the event carries.
            typed: what a reader has put into components, by their names.
        """
        layout = self._layout
        self.shown |= {layout.ids[name]: value for name, value in typed.items()}
        event = layout.event(name, action)
        # The server keeps a state itself; the browser sends all other values.
        values = [
            None if layout.kinds[part] == "state" else self.shown.get(part)
            for part in event["inputs"]
        ]
        target = layout.ids[name] if name else None
        output = await self._sent(event["id"], values, event_data=data, trigger_id=target)
        for part, sent in zip(event["outputs"], output, strict=True):
            if not _is_update(sent):
                self.shown[part] = sent
            elif "value" in sent:
                self.shown[part] = sent["value"]

    async def add(self, name: str, text: str) -> str:
        """Hand in a file; what the page then says of it, as HTML."""
        sent = await self._client.post(f"/{API}/upload", files={"files": (name, text.encode())})
        (path,) = sent.raise_for_status().json()
        file = {"path": path, "orig_name": name, "meta": {"_type": "gradio.FileData"}}
        await self.fire("upload", "upload", upload=[file])
        return self.html("files")

    async def remove(self) -> str:
        """Remove the document that is open; what the page then says of it, as HTML."""
        await self.fire("confirm-yes", "click")
        return self.html("notes")

    async def ask(self, *values: Any) -> dict[str, Any]:
        """What the public endpoint answers."""
        (answer,) = await self._sent(self._layout.endpoint("ask")["id"], list(values))
        return answer

    def html(self, name: str) -> str:
        """What a component shows; of the chat, one message after the other."""
        value = self.shown[self._layout.ids[name]]
        if isinstance(value, str):
            return value
        return "".join(part["text"] for message in value for part in message["content"])

    def answers(self) -> list[dict[str, Any]]:
        """The conversation, as the browser keeps it."""
        (kept,) = (id_ for id_, kind in self._layout.kinds.items() if kind == "browserstate")
        return [turn["answer"] for turn in (self.shown.get(kept) or {"turns": []})["turns"]]

    async def _sent(self, number: int, values: list[Any], **event: Any) -> list[Any]:
        """The values that come back from an event, by its number."""
        body = {"data": values, "fn_index": number, "session_hash": self._session, **event}
        joined = await self._client.post(f"/{API}/queue/join", json=body)
        if joined.is_error:
            raise ServerSaid(joined.text)
        data = {"session_hash": self._session}
        async with self._client.stream("GET", f"/{API}/queue/data", params=data) as stream:
            async for line in stream.aiter_lines():
                message = json.loads(line.removeprefix("data:")) if line else {}
                if message.get("msg") == "unexpected_error":
                    raise ServerSaid(message["message"])
                if message.get("msg") == "process_completed":
                    if not message["success"]:
                        raise ServerSaid(message["output"].get("error"))
                    # Read on to the end, or the server takes the tab for closed.
                    output = message["output"]["data"]
        return output

    async def _beat(self) -> None:
        """The connection by which the server knows that the tab is open."""
        url = f"/{API}/heartbeat/{self._session}"
        async with self._client.stream("GET", url, timeout=None) as stream:
            async for _ in stream.aiter_lines():
                pass


def _is_update(sent: Any) -> bool:
    """Whether it changes some of a component's properties, perhaps its value among them."""
    return isinstance(sent, dict) and sent.get("__type__") == "update"
