"""What the model of ``qa/needed.py`` learns from: conversations, with each turn's meaning alone.

``CONVERSATIONS`` holds them: turns as typed (``q``), as they would be asked alone
(``standalone``), with the words that were answered and their paragraph in an article of the data
sets. What a standalone question has that the typed one lacks is what was needed.
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from index import Span
from index.document import Block
from index.errors import FootnoteError
from index.sentences import sentences
from qa.needed import LITTLE, WORD, content, conversation, plain
from qa.question import Turn
from qa.training.data import WRITTEN, Article, articles
from qa.training.stages import Example, PassageSpan

CONVERSATIONS = WRITTEN / "conversations" / "about_articles.jsonl"


def conversations(folder: Path) -> Iterator[Example]:
    """Every turn after the first of all conversations; ``folder`` holds the data sets.

    Raises:
        FootnoteError: the conversations are not installed.
    """
    if not CONVERSATIONS.is_file():
        raise FootnoteError("The conversations written for Footnote are missing: use a checkout.")
    rows = [json.loads(line) for line in CONVERSATIONS.read_text(encoding="utf-8").splitlines()]
    for name in dict.fromkeys(row["file"] for row in rows):
        known = {one.title: _paragraphs(one) for one in articles(folder / f"{name}.json.gz")}
        for row in rows:
            if row["file"] == name:
                yield from _turns(row["turns"], known[row["title"]])


def needs(question: str, history: Sequence[Turn], standalone: str) -> Example:
    """A question and its conversation, the needed words being the answers.

    >>> before = [Turn("Who blocked cooperation?", "Turkey", "Turkey blocked it.")]
    >>> made = needs("since when?", before, "Since when has Turkey blocked cooperation?")
    >>> [made.passages[0][slice(*place.span)] for place in made.answers]
    ['cooperation', 'Turkey blocked']
    """
    text = conversation(history)
    words = [(plain(found[0]), Span(*found.span())) for found in WORD.finditer(text)]
    here = [word for word, _ in words]
    asked = {plain(found[0]) for found in WORD.finditer(question)}
    places: list[PassageSpan] = []
    for run in [] if question == standalone else _shared(standalone, here):
        if content(" ".join(run)) - asked:
            for at in range(len(here) - len(run) + 1):
                if here[at : at + len(run)] == run:
                    span = Span(words[at][1].start, words[at + len(run) - 1][1].end)
                    places.append(PassageSpan(0, span))
    places.sort(key=lambda place: place.span)
    return Example(question, (text,), tuple(dict.fromkeys(places)), every=True)


def _shared(standalone: str, here: Sequence[str]) -> Iterator[list[str]]:
    """The longest runs of words that both have, without little words at their ends."""
    meant = [plain(found[0]) for found in WORD.finditer(standalone)]
    at = 0
    while at < len(meant):
        size = max((_common(meant[at:], here[i:]) for i in range(len(here))), default=0)
        run = meant[at : at + size]
        while run and run[0] in LITTLE:
            run = run[1:]
        while run and run[-1] in LITTLE:
            run = run[:-1]
        if run:
            yield run
        at += max(size, 1)


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    size = 0
    while size < min(len(one), len(other)) and one[size] == other[size]:
        size += 1
    return size


def _paragraphs(article: Article) -> list[str]:
    ends = [*article.paragraphs[1:], len(article.text)]
    return [article.text[a:b] for a, b in zip(article.paragraphs, ends, strict=True)]


def _turns(rows: Sequence[dict[str, Any]], paragraphs: Sequence[str]) -> Iterator[Example]:
    history: list[Turn] = []
    for row in rows:
        if history:
            yield needs(row["q"], history, row["standalone"])
        answer, sentence = row["answer"] or "", ""
        if answer and row["paragraph"] is not None:
            sentence = _sentence(paragraphs[row["paragraph"]], answer)
        history.append(Turn(row["standalone"], answer, sentence))


def _sentence(paragraph: str, words: str) -> str:
    at = paragraph.find(words)
    whole = Block(0, len(paragraph), "paragraph")
    spans = (span for span in sentences(paragraph, whole) if span.start <= at < span.end)
    return next((paragraph[slice(*span)] for span in spans), "")
