"""What readers said of answers: right, wrong, or right words from the wrong place.

Kept with the library, as settings: one for each answer, known by its key. The same question
brings the same answer, so that a reader is not asked twice, and a changed mind replaces what was
said before. Nothing is sent anywhere; ``footnote feedback`` prints it.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, get_args

from pydantic import TypeAdapter, ValidationError

from index import Library
from qa import Answer

Verdict = Literal["right", "wrong", "place"]

_BEGINNING = "feedback on "  # of the names of the settings


@dataclass(frozen=True, slots=True)
class Feedback:
    """What was said of one answer.

    Attributes:
        verdict: "place" means that the answer's words are taken from the wrong place.
        time: when it was said, ISO 8601 in UTC.
        answer: as it was given, with its citations.
    """

    verdict: Verdict
    time: str
    answer: Answer

    def to_dict(self) -> dict[str, Any]:
        """The feedback as JSON-ready data."""
        said = {"key": key_of(self.answer), "verdict": self.verdict, "time": self.time}
        return said | {"answer": self.answer.to_dict()}


_FEEDBACK = TypeAdapter(Feedback)


def can_be_judged(answer: Answer) -> bool:
    """Whether there is something to say of it: small talk and advice say nothing of a text."""
    return bool(answer.citations) or answer.nearest is not None


def verdicts_on(answer: Answer) -> tuple[Verdict, ...]:
    """What can be said of an answer: where nothing was cited, no place is wrong."""
    if not can_be_judged(answer):
        return ()
    return get_args(Verdict) if answer.citations else ("right", "wrong")


def key_of(answer: Answer) -> str:
    """16 hex digits: the same for the same question, words and places, whenever it is given."""
    places = [
        (c.document_id, c.text_sha256, c.start, c.end, c.answer_start, c.answer_end)
        for c in answer.citations
    ]
    said = [answer.question, answer.understood, answer.kind, answer.short, places]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]


def give(library: Library, answer: Answer, verdict: Verdict | None) -> None:
    """Keep what is said of an answer in place of what was said before; None takes it back.

    Raises:
        LibraryBusy: another process is writing.
        WriteFailed: the disk is full or may not be written.
    """
    now = datetime.now(UTC).isoformat(timespec="seconds")
    said = {"verdict": verdict, "time": now, "answer": answer.to_dict()}
    library.set_setting(_BEGINNING + key_of(answer), json.dumps(said) if verdict else None)


def given(library: Library) -> tuple[Feedback, ...]:
    """All that was said, oldest first."""
    found = filter(None, map(_read, library.settings(_BEGINNING).values()))
    return tuple(sorted(found, key=lambda feedback: (feedback.time, key_of(feedback.answer))))


def verdicts(library: Library, answers: Iterable[Answer]) -> dict[str, Verdict]:
    """What was said of some answers, by their keys."""
    keys = {key_of(answer) for answer in answers}
    found = {key: _read(library.setting(_BEGINNING + key)) for key in keys}
    return {key: feedback.verdict for key, feedback in found.items() if feedback}


def _read(kept: str | None) -> Feedback | None:
    """The feedback in a setting; None where there is none, or none of this version's."""
    try:
        return _FEEDBACK.validate_json(kept) if kept else None
    except ValidationError:
        return None
