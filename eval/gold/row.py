"""One gold question: what its row says, and reading a row from a line of JSON.

Files are read in ``jsonl.py``, ``squad.py`` and ``table.py``. Whether the offsets agree with a
document is checked when the document is known: in ``check.py`` and ``eval/target.py``.
"""

import json
import re
from dataclasses import dataclass
from typing import Any, Literal, get_args

Split = Literal["tune", "report"]

OVERVIEW = "overview"
"""The kind whose items are key sentences to be cited; it has no answer words."""

OVERALL = "overall"
"""What the report calls all kinds together, so no kind may be called so."""

_KIND = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class GoldSpan:
    """A piece of the document: ``document.text[start:end] == text``, in code points."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class GoldItem:
    """One thing asked for.

    Attributes:
        spans: the answer words, each alternative right on its own; may be empty in an overview.
        evidence: whole sentences, each enough on its own to show that the answer is right.
    """

    spans: tuple[GoldSpan, ...]
    evidence: tuple[GoldSpan, ...]


@dataclass(frozen=True, slots=True)
class GoldRow:
    """One question and what is right to answer.

    Attributes:
        id: unique in its file.
        kind: what sort of question it is; the report has one line for each kind.
        split: "tune" may be used to choose thresholds, "report" never.
        question: as a person types it.
        dialogue: the conversation that it belongs to, or None.
        turn: its place in the conversation, from 1, or None.
        standalone: the question as it would be asked alone, or None.
        answerable: whether the document says it.
        items: the things asked for: one for most questions, one for each thing in a list, one
            for each key sentence in an overview, none when unanswerable.
        document: what the file calls the document that it is about: a title, a file name or an
            id; None where all rows are about one and the offsets tell which.
    """

    id: str
    kind: str
    split: Split
    question: str
    dialogue: str | None
    turn: int | None
    standalone: str | None
    answerable: bool
    items: tuple[GoldItem, ...]
    document: str | None = None

    @property
    def later(self) -> bool:
        """Whether it comes after other turns, and the gold tells what it means alone."""
        return self.turn not in (None, 1) and self.standalone is not None

    @property
    def stands_alone(self) -> bool:
        """Whether it comes after other turns and leans on none."""
        return self.later and self.standalone == self.question

    def stretches(self) -> tuple[GoldSpan, ...]:
        """Everything that the row says about the document's text."""
        return tuple(span for item in self.items for span in (*item.spans, *item.evidence))


class NotARow(Exception):  # a message on its way to the user, who never sees the name
    """What is wrong with a line, as the end of a sentence that begins with its number."""


def read_row(line: str) -> GoldRow:
    """Read one line of a gold file.

    Raises:
        NotARow: the line is not a gold row; the message says what to write instead.
    """
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise NotARow(f"this is not JSON ({error}); write one JSON object a line.") from error
    if not isinstance(value, dict):
        raise NotARow(f"write an object in braces, not {_shown(value)}.")
    return row_of(value)


def row_of(value: dict[str, Any]) -> GoldRow:
    """The row that an object says, as ``read_row`` finds it in a line.

    Raises:
        NotARow: it is none.
    """
    _check_keys(
        value,
        needed=("id", "kind", "question", "answerable", "items"),
        optional=("split", "dialogue", "turn", "standalone", "document"),
        where="a row",
    )
    kind = _text(value["kind"], "kind")
    if not _KIND.fullmatch(kind) or kind == OVERALL:
        raise NotARow(
            f"kind is {kind!r}; use small letters, digits and _, beginning with a letter, "
            f'and not "{OVERALL}".'
        )
    split = value.get("split", "report")
    if split not in get_args(Split):
        raise NotARow(f'split is {_shown(split)}; use "tune" or "report".')
    dialogue, turn = value.get("dialogue"), value.get("turn")
    if (dialogue is None) != (turn is None):
        raise NotARow("dialogue and turn belong together; give both, or leave both null.")
    if turn is not None and (type(turn) is not int or turn < 1):
        raise NotARow(f"turn is {_shown(turn)}; use a whole number from 1.")
    standalone, document = value.get("standalone"), value.get("document")
    answerable = value["answerable"]
    if not isinstance(answerable, bool):
        raise NotARow(f"answerable is {_shown(answerable)}; use true or false.")
    items = tuple(_item(item, kind=kind) for item in _list(value["items"], "items"))
    if answerable and not items:
        raise NotARow("an answerable question needs at least one item; add it to items.")
    if items and not answerable:
        raise NotARow("an unanswerable question has no items; leave items empty.")
    if kind == OVERVIEW and not answerable:
        raise NotARow("an overview is always answerable; give its key sentences as items.")
    return GoldRow(
        id=_text(value["id"], "id"),
        kind=kind,
        split=split,
        question=_text(value["question"], "question"),
        dialogue=None if dialogue is None else _text(dialogue, "dialogue"),
        turn=turn,
        standalone=None if standalone is None else _text(standalone, "standalone"),
        answerable=answerable,
        items=items,
        document=None if document is None else _text(document, "document"),
    )


def _item(value: object, *, kind: str) -> GoldItem:
    if not isinstance(value, dict):
        raise NotARow(f"an item is an object with spans and evidence, not {_shown(value)}.")
    _check_keys(value, needed=("spans", "evidence"), optional=(), where="an item")
    spans = tuple(_span(span, "a span") for span in _list(value["spans"], "spans"))
    evidence = tuple(_span(span, "evidence") for span in _list(value["evidence"], "evidence"))
    if not spans and kind != OVERVIEW:
        raise NotARow("an item has no spans; give the answer's words at least once.")
    if not evidence:
        raise NotARow("an item has no evidence; give the sentence that holds the answer.")
    return GoldItem(spans=spans, evidence=evidence)


def _span(value: object, name: str) -> GoldSpan:
    if not isinstance(value, dict):
        raise NotARow(f"{name} is an object with start, end and text, not {_shown(value)}.")
    _check_keys(value, needed=("start", "end", "text"), optional=(), where=name)
    start, end, text = value["start"], value["end"], _text(value["text"], f"the text of {name}")
    if type(start) is not int or type(end) is not int or start < 0:
        raise NotARow(
            f"start and end of {name} are {_shown(start)} and {_shown(end)}; "
            "use whole numbers from 0."
        )
    if end - start != len(text):
        raise NotARow(
            f"{name} from {start} to {end} is {end - start} characters long, its text "
            f"{_shown(text)} {len(text)}; count code points from 0, end not included."
        )
    return GoldSpan(start=start, end=end, text=text)


def _check_keys(
    value: dict[str, Any], *, needed: tuple[str, ...], optional: tuple[str, ...], where: str
) -> None:
    known = (*needed, *optional)
    missing = [key for key in needed if key not in value]
    unknown = [key for key in value if key not in known]
    if missing or unknown:
        what = f"lacks {missing[0]!r}" if missing else f"has an unknown key {_shown(unknown[0])}"
        raise NotARow(f"{where} {what}; its keys are {', '.join(known)}.")


def _text(value: object, name: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise NotARow(f"{name} is {_shown(value)}; use a text that is not blank.")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise NotARow(f"{name} holds half a surrogate pair, which is no character.") from error
    return value


def _list(value: object, name: str) -> list[Any]:
    if not isinstance(value, list):
        raise NotARow(f"{name} is {_shown(value)}; use a list in square brackets.")
    return value


def _shown(value: object) -> str:
    """A value as JSON, cut short enough for an error's sentence."""
    text = json.dumps(value, ensure_ascii=True)
    return text if len(text) <= 60 else text[:57] + "..."  # noqa: PLR2004  # a line has room
