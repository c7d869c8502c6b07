"""What a request may ask for, and how it is handed on: an allow-list, sizes, and whose it is.

Gradio's app answers far more than the page needs: a proxy, files by their path, a component's
methods, an editor of its code. What is not listed here is not there. Of the page's events only
the public ones are open to whoever may come in; the others, and uploads, are for those to whom
the server has given the page. Every session hash and upload id gets the visitor's own mark in
front, so that naming somebody else's names nobody's.
"""

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from index import UserError

API = "/gradio_api"
PAGE = "/"
FILES = ("/assets/", "/static/", "/svelte/")  # Gradio's own, the same for everybody

MOST_JSON = 2_000_000  # bytes of an event: the kept conversation takes most of it
MOST_UPLOADED = 1_000_000_000  # bytes of one upload; of one file see ``ui.web.MAX_UPLOAD``
MOST_WAITING = 2_000_000_000  # bytes that one user's uploads may take before they are read
MOST_FILES = 2_000  # uploads of one user that wait
ASKED = 3  # values of a public event: question, documents, history; see ``ui.events``

_MARKED = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)  # a session hash or an upload id
_HEARTBEAT = re.compile(rf"{API}/heartbeat/([^/]+)")
_RESULT = re.compile(rf"{API}/call/ask/[0-9a-f]{{1,64}}", re.ASCII)
_PLAIN = frozenset(
    {
        *(PAGE, "/config", "/theme.css", "/favicon.ico", "/manifest.json", "/robots.txt"),
        *(f"{API}/info", f"{API}/queue/data", f"{API}/app_id"),
    }
)
_KEPT_QUERY = frozenset({"session_hash", "upload_id", "page"})


class Refused(UserError):
    """A request that goes no further: the status and one sentence of the answer."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


@dataclass(frozen=True, slots=True)
class Way:
    """What a request is.

    Attributes:
        needs_page: only for the page itself.
        most: bytes that its body may have.
        is_event: its body is JSON, to be looked into.
    """

    needs_page: bool = False
    most: int = 0
    is_event: bool = False


_ASK = f"{API}/call/ask"  # a public event by its name
_POSTS = {
    f"{API}/queue/join": Way(most=MOST_JSON, is_event=True),
    f"{API}/run/predict": Way(most=MOST_JSON, is_event=True),  # what need not wait for its turn
    _ASK: Way(most=MOST_JSON, is_event=True),
    f"{API}/cancel": Way(most=MOST_JSON, is_event=True),
    f"{API}/reset": Way(most=MOST_JSON, is_event=True),
    f"{API}/upload": Way(most=MOST_UPLOADED, needs_page=True),
}


_NUMBERED = frozenset({f"{API}/queue/join", f"{API}/run/predict"})  # events by their numbers


def way(method: str, path: str) -> Way | None:
    """What a request asks for; None for what is not there.

    >>> way("GET", "/gradio_api/file=/etc/passwd") is None
    True
    >>> way("POST", "/gradio_api/upload").needs_page
    True
    """
    if method == "POST":
        return _POSTS.get(path)
    if method not in {"GET", "HEAD"} or ".." in path:
        return None
    patterned = _HEARTBEAT.fullmatch(path) or _RESULT.fullmatch(path)
    if path in _PLAIN or path.startswith(FILES) or patterned:
        return Way()
    return Way(needs_page=True) if path == f"{API}/upload_progress" else None


def marked(name: object, visitor: str) -> str:
    """A session hash or upload id with its visitor's mark.

    Raises:
        Refused: it cannot be one.
    """
    if not isinstance(name, str) or not _MARKED.fullmatch(name):
        raise Refused(400, "a session hash has 1 to 64 letters and digits")
    return f"{visitor}.{name}"


def own_path(path: str, visitor: str) -> str:
    """A path whose session hash, if there is one in it, bears the visitor's mark."""
    beat = _HEARTBEAT.fullmatch(path)
    return f"{API}/heartbeat/{marked(beat[1], visitor)}" if beat else path


def own_query(query: str, visitor: str) -> str:
    """A query with the visitor's mark, and without what Gradio would read besides."""
    pairs = dict(parse_qsl(query, keep_blank_values=True))
    return urlencode(
        {
            key: value if key == "page" else marked(value, visitor)
            for key, value in pairs.items()
            if key in _KEPT_QUERY
        }
    )


def own_event(
    body: bytes,
    path: str,
    visitor: str,
    *,
    public: Collection[int] | None,
    uploads: Collection[str],
) -> bytes:
    """The event that is handed on, written anew from what was understood of it.

    Args:
        body: as it came.
        path: where it was sent.
        visitor: its mark.
        public: the events that are open to it, by their numbers; None for all.
        uploads: the copies of files that this user has handed in.

    Raises:
        Refused: it is no event, not open to this visitor, or names a file of somebody else.
    """
    try:
        event = json.loads(body)
    except (ValueError, RecursionError):
        raise Refused(400, "the body has to be JSON") from None
    if not isinstance(event, dict):
        raise Refused(400, "the body has to be a JSON object")
    if event.get("session_hash") is not None:
        event["session_hash"] = marked(event["session_hash"], visitor)
    if path in _NUMBERED:
        number = event.get("fn_index")
        if type(number) is not int:
            raise Refused(400, "fn_index has to be a number")
        if public is not None and number not in public:
            raise Refused(403, "only the page itself may do this: other programs may ask")
    if path == _ASK or (path in _NUMBERED and public is not None):
        event["data"] = _asked(event.get("data"))
    if any(name not in uploads for name in _files(event.get("data"))):
        raise Refused(403, "this file was not handed in here: add it again")
    return json.dumps(event).encode()


def _asked(data: object) -> list[object]:
    """A public event's values, all of them: of too few Gradio complains, quoting what is there."""
    if not isinstance(data, list) or len(data) > ASKED:
        raise Refused(400, "data has to be a list: question, documents, history")
    return [*data, *[None] * (ASKED - len(data))]


def _files(data: object) -> Iterator[object]:
    """Every path in an event's values, however deep: Gradio takes any such object for a file."""
    left: list[Any] = [data]
    while left:
        value = left.pop()
        if isinstance(value, dict):
            if "path" in value:
                yield value["path"] if isinstance(value["path"], str) else None
            left.extend(value.values())
        elif isinstance(value, list):
            left.extend(value)
