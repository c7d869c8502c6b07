"""Questions with passages of one length: what the reader's speed is measured on.

Documents are cut otherwise for a search (``index/chunk.py``): at sentences' ends, where the length
differs from passage to passage, and with it the time that a question takes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, islice
from pathlib import Path

from eval.bench.corpus import real_texts
from index import Hit, Source, Span, UserError, default_encoder
from qa.pairs import WINDOW_TOKENS
from qa.retrieve import PASSAGES
from qa.training.data import passages


@dataclass(frozen=True, slots=True)
class Task:
    """A question, and what is to be read for it."""

    question: str
    hits: tuple[Hit, ...]


def tasks(data: Path, count: int) -> list[Task]:
    """So many questions with passages: about the valid articles first, then those of ``train``.

    Raises:
        UserError: the folder has not so many.
    """
    found = list(islice(_tasks(data), count))
    if len(found) < count:
        raise UserError(
            f"{data} has text for {len(found)} questions, and {count} are wanted: ask for fewer, "
            "or name the folder of docs/data.md that has train and valid in it."
        )
    return found


def _tasks(data: Path) -> Iterator[Task]:
    for article in real_texts(data):
        cut = iter(even_passages(article.text))
        for question in dict.fromkeys(asked.question for asked in article.asked):
            hits = tuple(islice(cut, PASSAGES))
            if len(hits) < PASSAGES:
                break
            yield Task(question, hits)


def even_passages(text: str) -> Iterator[Hit]:
    """Passages of exactly ``WINDOW_TOKENS`` wordpieces, with the sentences or parts in them.

    A passage ends in the middle of a sentence but not of a word: words before it are left out
    until so many wordpieces end with one.
    """
    document_id = Source.from_text(text).document_id
    sentences = [sentence for passage in passages(text) for sentence in passage.sentences]
    words = list(re.finditer(r"\S+", text))
    counts = default_encoder().count_tokens([word[0] for word in words])
    before = list(accumulate(counts, initial=0))  # wordpieces before each word
    word_at = {pieces: number for number, pieces in enumerate(before)}
    first = 0
    while before[first] + WINDOW_TOKENS <= before[-1]:
        after = word_at.get(before[first] + WINDOW_TOKENS)
        if after is None:
            first += 1
            continue
        start, end = words[first].start(), words[after - 1].end()
        inside = tuple(
            Span(max(a, start), min(b, end)) for a, b in sentences if a < end and start < b
        )
        yield Hit(document_id, "", text[start:end], start, end, 1.0, inside)
        first = after
