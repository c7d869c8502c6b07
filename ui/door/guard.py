"""The one door to the page: every request passes here before Gradio sees it.

In this order: is this server meant (``origin``), does the request come from its own page, is there
such a thing (``passing``), who asks (``sessions``), may they, and whose room is it (``room``). On
the way back every response gets its headers (``headers``). Nothing else listens.
"""

import asyncio
import json
import secrets
from collections.abc import Collection
from dataclasses import dataclass, replace
from http import HTTPStatus
from http.cookies import SimpleCookie
from urllib.parse import quote

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.types import Message, Receive, Scope, Send

from index import FootnoteError
from ui import faults
from ui.door import headers as head
from ui.door import passing
from ui.door.origin import is_from_here, is_known
from ui.door.passing import Refused, Way
from ui.door.room import Room, Rooms
from ui.door.sessions import LONGEST, Session, Sessions, cookie
from ui.door.signing_in import LOG_IN, MOST_BYTES, SigningIn, to_login
from ui.intake import OUR_FAULT

FOR_GOOD = 400 * 86400  # seconds; browsers keep no cookie longer
STRANGERS = ("x-forwarded-host", "x-forwarded-server", "forwarded")  # Gradio would believe them


@dataclass(frozen=True, slots=True)
class Site:
    """Where the server listens.

    Attributes:
        names: by which it may be called, besides addresses.
        is_loopback: whether only this machine reaches it.
        cookie: the name of its cookie; browsers share cookies between ports.
    """

    names: Collection[str]
    is_loopback: bool
    cookie: str


class Guard:
    """The ASGI app that is served; ``entrance`` is None where nobody has to log in."""

    def __init__(
        self, site: Site, rooms: Rooms, sessions: Sessions, entrance: SigningIn | None
    ) -> None:
        self._site = site
        self._rooms = rooms
        self._sessions = sessions
        self._entrance = entrance
        self._loop: asyncio.AbstractEventLoop | None = None

    def hush(self) -> None:
        """End all streams, from any thread: they would keep the server from closing."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._rooms.hush)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or begin and end with the server."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, _with_headers(send, scope["path"]))
        else:  # there is no web socket here
            await send({"type": "websocket.close", "code": 1008})

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        self._loop = asyncio.get_running_loop()
        if self._entrance is None:
            await self._rooms.of(None)
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self._rooms.leave()
        await send({"type": "lifespan.shutdown.complete"})

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun: list[Message] = []

        async def noting(message: Message) -> None:
            if message["type"] == "http.response.start":
                begun.append(message)
            await send(message)

        try:
            response = await self._passed(scope, receive, noting)
            if response is not None:
                await response(scope, receive, noting)
        except Refused as refused:
            response = JSONResponse({"detail": str(refused)}, refused.status)
        except FootnoteError as error:  # of a user's library
            response = JSONResponse({"detail": str(error)}, 503)
        except ClientDisconnect:  # nobody is left to be answered
            return
        except Exception as error:  # noqa: BLE001  (the server would log its message)
            faults.report("a request could not be answered", error)
            response = JSONResponse({"detail": OUR_FAULT}, 500)
        if response is not None and not begun:
            await response(scope, receive, send)

    async def _passed(self, scope: Scope, receive: Receive, send: Send) -> Response | None:
        """Let a request through, or say what it is answered instead."""
        given = Headers(scope=scope)
        method, path = scope["method"], scope["path"]
        self._check_origin(given, navigates=method == "GET" and path in {passing.PAGE, LOG_IN})
        session = self._sessions.read(cookie(given.get("cookie", ""), self._site.cookie))
        if self._entrance is not None:
            if method == "POST" and path == LOG_IN:
                _check_size(given, MOST_BYTES)
            entry = await self._entrance.answer(Request(scope, receive), session)
            if entry is not None:
                if entry.session or entry.ends:
                    self._set(entry.response, scope, entry.session)
                return entry.response
        way = passing.way(method, path)
        if way is None:
            raise Refused(404, "there is no such thing here")
        if self._entrance is not None and session is None:
            return to_login(scope)
        if way.needs_page and not (session and session.is_page):
            raise Refused(403, "only the page itself may do this: open it, or reload it")
        room = await self._rooms.of(session.user if session else None)
        await self._hand_on(scope, receive, send, way=way, room=room, session=session)
        return None

    def _check_origin(self, given: Headers, *, navigates: bool) -> None:
        if not is_known(given.get("host", ""), self._site.names, loopback=self._site.is_loopback):
            raise Refused(421, "this server does not go by that name: see --name")
        if not is_from_here(given, navigates=navigates):
            raise Refused(403, "pages of other sites may not ask this server")

    async def _hand_on(
        self,
        scope: Scope,
        receive: Receive,
        send: Send,
        *,
        way: Way,
        room: Room,
        session: Session | None,
    ) -> None:
        visitor = session.visitor if session else "program"
        given = Headers(scope=scope)
        length = _check_size(given, way.most) if way.most else 0
        asked = _handed_on(scope, visitor)
        if way.most and not way.is_event:
            async with room.taking_in(length, given.get("content-type", ""), receive) as counted:
                await room.app(asked, counted, send)
            return
        if way.is_event:
            public = None if session and session.is_page else room.public
            body = passing.own_event(
                await Request(scope, receive).body(),
                scope["path"],
                visitor,
                public=public,
                uploads=room.uploads,
            )
            _check_event(body, room)
            receive, asked = _replaying(body, receive), _with_length(asked, len(body))
        if scope["path"] == passing.PAGE:
            if session is None or not session.is_page:
                session = replace(session, is_page=True) if session else Session.new(is_page=True)
                send = self._giving(send, scope, session)
            send = _page_send(send, room.scripts)
        await room.app(asked, receive, send)

    def _giving(self, send: Send, scope: Scope, session: Session) -> Send:
        """Give a session out with the response."""

        async def giving(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).append("set-cookie", self._cookie(scope, session))
            await send(message)

        return giving

    def _set(self, response: Response, scope: Scope, session: Session | None) -> None:
        response.headers.append("set-cookie", self._cookie(scope, session))

    def _cookie(self, scope: Scope, session: Session | None) -> str:
        """The header that gives a session out, or ends it with None."""
        jar: SimpleCookie = SimpleCookie()
        name = self._site.cookie
        jar[name] = self._sessions.token(session) if session else ""
        lives = LONGEST if self._entrance is not None else FOR_GOOD
        jar[name]["max-age"] = lives if session else 0
        jar[name]["path"] = "/"
        jar[name]["httponly"] = True
        jar[name]["samesite"] = "Lax"  # a link from elsewhere may lead to the page
        if scope["scheme"] == "https":
            jar[name]["secure"] = True
        return jar[name].OutputString()


def _check_size(given: Headers, most: int) -> int:
    """The length of a body, told before it comes.

    Raises:
        Refused: it is not told, or more than is taken.
    """
    length = given.get("content-length", "")
    if "transfer-encoding" in given or not (length.isascii() and length.isdigit()):
        raise Refused(411, "the length of the body has to be told")
    if int(length) > most:
        raise Refused(413, f"this is more than {most / 1_000_000:g} MB: send less at once")
    return int(length)


def _check_event(body: bytes, room: Room) -> None:
    """Make sure that an event named by its number is there, and has its values."""
    event = json.loads(body)
    number, values = event.get("fn_index"), event.get("data")
    if type(number) is not int:
        return
    if number not in room.events:
        raise Refused(404, "there is no event of that number")
    if isinstance(values, list) and len(values) < room.events[number]:
        raise Refused(422, f"this event takes {room.events[number]} values")


def _handed_on(scope: Scope, visitor: str) -> Scope:
    """The request as Gradio gets it: what names a session bears the visitor's mark."""
    path = passing.own_path(scope["path"], visitor)
    query = passing.own_query(scope["query_string"].decode("latin-1"), visitor)
    kept = [
        (name, value)
        for name, value in scope["headers"]
        if name.decode("latin-1").lower() not in STRANGERS
    ]
    return {
        **scope,
        "path": path,
        "raw_path": quote(path).encode(),
        "query_string": query.encode(),
        "headers": kept,
    }


def _with_length(scope: Scope, length: int) -> Scope:
    headers = MutableHeaders(raw=list(scope["headers"]))
    headers["content-length"] = str(length)
    return {**scope, "headers": headers.raw}


def _replaying(body: bytes, receive: Receive) -> Receive:
    """The body once, then whatever still comes: that the browser has gone."""
    left = [{"type": "http.request", "body": body, "more_body": False}]

    async def replaying() -> Message:
        return left.pop() if left else await receive()

    return replaying


def _with_headers(send: Send, path: str) -> Send:
    """Every response with what browsers are told, and nobody else let in to read it."""

    async def telling(message: Message) -> None:
        if message["type"] == "http.response.start":
            told = MutableHeaders(scope=message)
            for name in [each for each in told if each.startswith("access-control-")]:
                del told[name]
            for name, value in head.FOR_ALL.items():
                told[name] = value
            told.setdefault("content-security-policy", head.NOTHING)
            if message["status"] == HTTPStatus.OK and head.HASHED.fullmatch(path):
                told["cache-control"] = head.FOR_GOOD
            told.setdefault("cache-control", "no-store")
        await send(message)

    return telling


def _page_send(send: Send, hashes: Collection[str]) -> Send:
    """Gradio's page with a nonce on its scripts, and the policy that names it."""
    nonce = secrets.token_urlsafe(16)
    start: list[Message] = []
    parts: list[bytes] = []

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            start.append(message)
            return
        parts.append(message.get("body", b""))
        if message.get("more_body"):
            return
        page = head.with_nonce(b"".join(parts), nonce)
        told = MutableHeaders(scope=start[0])
        told["content-security-policy"] = head.page_policy(nonce, hashes)
        if page:  # a HEAD keeps the length it tells
            told["content-length"] = str(len(page))
        await send(start[0])
        await send({"type": "http.response.body", "body": page})

    return sending
