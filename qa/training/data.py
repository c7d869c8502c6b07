"""Articles and what is asked about them: public data sets, and questions written for Footnote.

Data sets are files in SQuAD's format (docs/data.md). What was written for Footnote lies beside
this file in ``written/``: questions about articles of those data sets, named by file, title and
paragraph, and short documents of our own with their questions. Nothing is cut or changed here.
"""

import gzip
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from index import Passage, Source, Span, default_encoder
from index.chunk import chunk
from index.errors import FootnoteError
from index.load import load

WRITTEN = Path(__file__).with_name("written")
HELD_OUT = WRITTEN / "held_out.jsonl"
OCCURRENCES = 4  # of an answer in its paragraph, at most, that are all taken for right


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about an article.

    Attributes:
        question: as it was asked.
        answers: places in the article's text, none for a question without an answer.
        place: where the paragraph begins about which it was asked.
        every: whether all the answers belong to it, as to a list; else any one is right.
    """

    question: str
    answers: tuple[Span, ...]
    place: int
    every: bool = False


@dataclass(frozen=True, slots=True)
class Article:
    """An article's whole text, and what is asked about it.

    Attributes:
        title: of the article; with its file it names it.
        text: the paragraphs, joined by blank lines.
        paragraphs: where each of them begins.
        asked: questions, in the order of the paragraphs.
    """

    title: str
    text: str
    paragraphs: tuple[int, ...]
    asked: tuple[Asked, ...]


def articles(file: Path, *, repeated: bool = False) -> Iterator[Article]:
    """The articles of a SQuAD-format file, paragraphs joined in order.

    SQuAD gives the first place of an answer that stands more than once in its paragraph, which
    is the wrong one for some. Such answers are left out, and questions that have no other; or
    with ``repeated`` all their places are taken.
    """
    data: dict[str, Any] = json.loads(gzip.decompress(file.read_bytes()))
    for article in data["data"]:
        text, starts, asked = "", [], []
        for paragraph in article["paragraphs"]:
            context, start = paragraph["context"], len(text)
            starts.append(start)
            for row in paragraph["qas"]:
                every = bool(row.get("multi_span"))
                places = {
                    Span(start + at, start + at + len(answer["text"]))
                    for answer in row["answers"]
                    for at in _occurrences(context, answer, every=every, repeated=repeated)
                }
                if places or not row["answers"]:
                    asked.append(Asked(row["question"], tuple(sorted(places)), start, every))
            text += context.rstrip() + "\n\n"
        yield Article(article["title"], text, tuple(starts), tuple(asked))


def written_about(file: str, article: Article) -> Iterator[Asked]:
    """The questions in ``written/`` about an article of ``file``, such as "squad1"."""
    for row in _references().get((file, article.title), ()):
        start, end = (*article.paragraphs, len(article.text))[row["paragraph"] :][:2]
        yield from _asked(row["questions"], article.text, start, end)


def written_articles(*, held_out: bool = False) -> Iterator[Article]:
    """The short documents in ``written/``, with their questions: to train on, or ``held_out``."""
    for row in _rows(held_out=held_out):
        if "text" in row:
            text = row["text"] + "\n\n"
            asked = tuple(_asked(row["questions"], text, 0, len(text)))
            yield Article(row["title"], text, (0,), asked)


def passages(text: str) -> tuple[Passage, ...]:
    """An article's passages, as Footnote would cut them."""
    return chunk(load(Source.from_text(text)), default_encoder().count_tokens)


def _occurrences(
    context: str, answer: dict[str, Any], *, every: bool, repeated: bool
) -> Iterator[int]:
    text = answer["text"]
    if every and text:
        yield answer["answer_start"]
        return
    found = [m.start() for m in re.finditer(rf"(?<!\w){re.escape(text)}(?!\w)", context)]
    if text and context.count(text) == 1:
        yield context.index(text)
    elif text and repeated and len(found) <= OCCURRENCES:
        yield from found


def _asked(rows: list[dict[str, Any]], text: str, start: int, end: int) -> Iterator[Asked]:
    for row in rows:
        places = []
        for answer in row["answers"]:
            at = text.index(answer, start, end)
            places.append(Span(at, at + len(answer)))
        yield Asked(row["question"], tuple(sorted(places)), start, every=len(places) > 1)


def _rows(*, held_out: bool = False) -> Iterator[dict[str, Any]]:
    if not WRITTEN.is_dir():
        raise FootnoteError("The questions written for Footnote are not installed: use a checkout.")
    for file in [HELD_OUT] if held_out else sorted({*WRITTEN.glob("*.jsonl")} - {HELD_OUT}):
        yield from map(json.loads, file.read_text(encoding="utf-8").splitlines())


@cache
def _references() -> dict[tuple[str, str], list[dict[str, Any]]]:
    found: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in _rows():
        if "file" in row:
            found[row["file"], row["title"]].append(row)
    return found
