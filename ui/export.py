"""The whole conversation as one file to keep: Markdown, JSON, or a page (``portable.py``).

Pure functions: the same turns, documents and day give the same file.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from index import Document
from qa import Answer
from ui.copied import body_markdown, plain
from ui.portable import portable_html

Format = Literal["md", "json", "html"]
FORMATS: dict[Format, str] = {
    "md": "text/markdown",
    "json": "application/json",
    "html": "text/html",
}
NAME_LENGTH = 48  # characters of the first question in a file's name


@dataclass(frozen=True, slots=True)
class Export:
    """A file that the browser saves: its name, its media type and what is in it."""

    name: str
    media: str
    text: str


def export(
    answers: Sequence[Answer], documents: Mapping[str, Document], kind: Format, on: date
) -> Export:
    """The conversation as a file.

    Args:
        answers: at least one, in the order they were given.
        documents: what they cite, by id, as it is now; those that are gone are left out.
        kind: which format.
        on: the day, for the file's name and heading.
    """
    if kind == "md":
        text = _markdown(answers, on)
    elif kind == "json":
        text = _json(answers, on)
    else:
        text = portable_html(answers, documents, on)
    return Export(file_name(answers[0].question, kind, on), FORMATS[kind], text)


def file_name(question: str, ending: str, on: date) -> str:
    """A name that tells the file from others.

    >>> file_name("Who blocked it, and why?", "md", date(2026, 3, 1))
    'footnote-2026-03-01-who-blocked-it-and-why.md'
    """
    words = "-".join(re.findall(r"\w+", question.lower()))
    if len(words) > NAME_LENGTH:
        words = words[: NAME_LENGTH + 1].rpartition("-")[0] or words[:NAME_LENGTH]
    return "-".join(filter(None, ("footnote", f"{on}", words))) + f".{ending}"


def _markdown(answers: Sequence[Answer], on: date) -> str:
    parts = [f"## {plain(answer.question)}\n\n{body_markdown(answer)}" for answer in answers]
    return "\n".join([f"# Footnote, {on}\n", *parts])


def _json(answers: Sequence[Answer], on: date) -> str:
    """Each answer as ``Answer.to_dict()`` gives it; offsets count code points."""
    data = {"exported": f"{on}", "answers": [answer.to_dict() for answer in answers]}
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
