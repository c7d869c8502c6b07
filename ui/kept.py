"""The conversation as the reader's browser keeps it across reloads and restarts of the server.

The newest turns, as JSON-ready data, no more than fits beside what other libraries keep there.
Each library has a key of its own, under which (and encrypted with which) the browser stores its
conversation, so that libraries served at one address never share one. Each tab has its own
(``kept.js``). What comes back from a browser is not trusted: a turn that is none is left out.
"""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from pydantic import TypeAdapter, ValidationError

from index import Library
from qa import Answer, Citation
from ui.secret import secret_of
from ui.views import Turn

MOST_TURNS_KEPT = 50  # of a conversation, by the browser; the page shows more
MOST_BYTES = 500_000  # of JSON; browsers give an address 5 MB, and encryption adds a third
SETTING = "page-key"

_ANSWER = TypeAdapter(Answer)


def page_key(library: Library) -> str:
    """The library's own key; where it cannot be kept, the folder's path stands in for it."""
    path = str(library.path.resolve()).encode()
    return secret_of(library, SETTING) or hashlib.sha256(path).hexdigest()


def pack(turns: Sequence[Turn]) -> dict[str, Any]:
    """The newest turns as data for the browser, oldest first."""
    kept: list[dict[str, Any]] = []
    size = 0
    for turn in reversed(turns[-MOST_TURNS_KEPT:]):
        data = {
            "answer": turn.answer.to_dict(),
            "opened": turn.opened,
            "everywhere": turn.everywhere,
        }
        size += len(json.dumps(data))
        if size > MOST_BYTES:
            break
        kept.insert(0, data)
    return {"turns": kept}


def unpack(kept: object) -> tuple[Turn, ...]:
    """The turns that a browser has kept; () for anything else."""
    turns = kept.get("turns") if isinstance(kept, dict) else None
    if not isinstance(turns, list):
        return ()
    return tuple(turn for data in turns[-MOST_TURNS_KEPT:] if (turn := _turn(data)))


def _turn(data: object) -> Turn | None:
    if not isinstance(data, dict):
        return None
    try:
        answer = _ANSWER.validate_python(data.get("answer"))
    except ValidationError:
        return None
    cited = (*answer.citations, *filter(None, [answer.nearest]))
    if not 0 <= answer.confidence <= 1 or not all(map(_is_sound, cited)):
        return None
    if answer.answered != bool(answer.citations):
        return None
    opened = data.get("opened")
    return Turn(
        answer, opened if isinstance(opened, str) else None, everywhere=bool(data.get("everywhere"))
    )


def _is_sound(citation: Citation) -> bool:
    """Whether its offsets are in order and its quote as long as they say."""
    ordered = 0 <= citation.start <= citation.answer_start <= citation.answer_end <= citation.end
    return ordered and len(citation.quote) == citation.end - citation.start
