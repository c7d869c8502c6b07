"""A report of an earlier run, read from its JSON and checked before it is compared with."""

import json
from collections.abc import Iterable, Mapping
from math import inf
from pathlib import Path
from typing import Any

from eval.figures import PLACES, WORDS
from eval.gold import GoldRow
from eval.report import FORMAT, gold_digest
from index import UserError

NOTHING_COMMON = (
    "The two reports have no question in common; compare runs on the same gold and split."
)
_TEXTS = ("id", "kind", "gold_sha256", "question", "short")
_SHARES = (*WORDS, *PLACES, "alone_f1")


def load_report(path: str | Path) -> dict[str, Any]:
    """Read what ``footnote eval --json`` wrote.

    Raises:
        UserError: it cannot be read, or is something else, or of another version.
    """
    try:
        report = json.loads(Path(path).expanduser().read_text(encoding="utf-8"))
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UserError(f"The report {path} cannot be read ({reason}).") from error
    except (ValueError, RecursionError) as error:
        raise UserError(
            f"{path} is not JSON; give a file that footnote eval --json wrote."
        ) from error
    if not isinstance(report, dict) or report.get("footnote_eval") != FORMAT:
        raise UserError(
            f"{path} is not a report of this version of Footnote; write one anew with "
            "footnote eval --json FILE."
        )
    questions = report.get("questions")
    if not isinstance(questions, list) or not all(map(_is_whole, questions)):
        raise UserError(
            f"{path} is a report, but its questions are not as footnote eval wrote them; write "
            "one anew with footnote eval --json FILE."
        )
    return report


def check_common(old: Mapping[str, Any], rows: Iterable[GoldRow]) -> None:
    """Make sure that some of the rows can be compared, before a minute is spent on asking.

    Raises:
        UserError: the report has no question in common with them.
    """
    asked = {(entry["id"], entry["gold_sha256"]) for entry in old["questions"]}
    if not any((row.id, gold_digest(row)) in asked for row in rows):
        raise UserError(NOTHING_COMMON)


def _is_whole(entry: object) -> bool:
    """Whether a question of a report has all that is compared, each of its type."""
    if not isinstance(entry, dict):
        return False
    citations = entry.get("citations")
    return (
        all(isinstance(entry.get(name), str) for name in _TEXTS)
        and isinstance(entry.get("dialogue", 0), str | None)
        and all(isinstance(entry.get(name), bool) for name in ("answerable", "answered"))
        and all(isinstance(entry.get(name, 0), bool | None) for name in ("right", "bent"))
        and all(_is_number(entry.get(name), up_to=inf) for name in ("seconds", "cpu_seconds"))
        and (
            entry.get("alone_seconds", "") is None
            or _is_number(entry.get("alone_seconds"), up_to=inf)
        )
        and _is_number(entry.get("confidence"), up_to=1)
        and all(name in entry for name in _SHARES)
        and all(entry[name] is None or _is_number(entry[name], up_to=1) for name in _SHARES)
        and isinstance(citations, list)
        and all(isinstance(place, dict) and {"start", "end"} <= place.keys() for place in citations)
    )


def _is_number(value: object, *, up_to: float) -> bool:
    return type(value) in (int, float) and 0 <= value <= up_to  # type: ignore[operator]
