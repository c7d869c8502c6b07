"""Logging in and out: a name and a password for a signed session.

A browser gets pages and is sent on; a program gets JSON, as Gradio's clients expect it.
"""

import asyncio
from dataclasses import dataclass
from http import HTTPStatus

from starlette.datastructures import FormData
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.types import Scope

from ui.door.attempts import Attempts
from ui.door.headers import LOGIN
from ui.door.login import STYLE, login_page
from ui.door.sessions import Session
from ui.door.users import NAME, Users

LOG_IN, LOG_OUT, LOOK = "/login", "/logout", "/login.css"
MOST_BYTES = 10_000  # of the form
AT_ONCE = 2  # passwords tried at the same time; each takes a core and 16 MB

WRONG = "Name and password do not fit: try again"


@dataclass(frozen=True, slots=True)
class EntranceAnswer:
    """The answer to a request at the entrance.

    Attributes:
        response: what is sent.
        session: who has come in, None for nobody.
        ends: whether the session that there was is over.
    """

    response: Response
    session: Session | None = None
    ends: bool = False


class SigningIn:
    """The entrance; lives in one event loop."""

    def __init__(self, users: Users, attempts: Attempts) -> None:
        self._users = users
        self._attempts = attempts
        self._turn = asyncio.Semaphore(AT_ONCE)

    async def answer(self, request: Request, session: Session | None) -> EntranceAnswer | None:
        """The answer, None where the request is for something else."""
        match request.method, request.url.path:
            case "GET" | "HEAD", "/login":
                page = HTMLResponse(login_page(), headers=_POLICY)
                return EntranceAnswer(_home() if session else page)
            case "GET" | "HEAD", "/login.css":
                return EntranceAnswer(Response(STYLE, media_type="text/css"))
            case "POST", "/login":
                return await self._log_in(request)
            case "POST", "/logout":
                return EntranceAnswer(_to_login(), ends=True)
            case _:
                return None

    async def _log_in(self, request: Request) -> EntranceAnswer:
        form = await _form(request)
        name, password = (str(form.get(each, "")) for each in ("username", "password"))
        name = name.strip().lower()
        address = request.client.host if request.client else ""
        counted = name if NAME.fullmatch(name) else ""
        async with self._turn:  # counted after each, so that many at once are counted too
            if wait := self._attempts.wait(counted, address):
                minutes = -(-wait // 60)
                said = f"Too many attempts: try again in {minutes} minute{'s' * (minutes > 1)}"
                return EntranceAnswer(
                    _refusal(request, 429, said, counted, {"retry-after": str(wait)})
                )
            fits = await asyncio.to_thread(self._users.is_let_in, name, password)
            if not fits:
                self._attempts.failed(counted, address)
                return EntranceAnswer(_refusal(request, 401, WRONG, counted))
        home = _home() if _is_browser(request) else JSONResponse({"success": True})
        return EntranceAnswer(home, Session.new(name))


_POLICY = {"content-security-policy": LOGIN}


async def _form(request: Request) -> FormData:
    """What was typed; nothing where it is no form."""
    try:
        return await request.form(max_files=0, max_fields=4, max_part_size=MOST_BYTES)
    except (MultiPartException, ValueError):
        return FormData()


def _refusal(
    request: Request, status: int, said: str, name: str, headers: dict[str, str] | None = None
) -> Response:
    if not _is_browser(request):
        return JSONResponse({"detail": said}, status, headers)
    return HTMLResponse(login_page(said, name), status, _POLICY | (headers or {}))


def to_login(scope: Scope) -> Response:
    """What somebody gets who has not signed in: the page to do so, or a sentence."""
    if scope["path"] == "/":
        return _to_login()
    return JSONResponse({"detail": "log in first"}, HTTPStatus.UNAUTHORIZED)


def _is_browser(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "")


def _home() -> Response:
    return RedirectResponse("/", HTTPStatus.SEE_OTHER)


def _to_login() -> Response:
    return RedirectResponse(LOG_IN, HTTPStatus.SEE_OTHER)
