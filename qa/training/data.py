"""Questions of public data sets, cut into passages the way Footnote reads documents.

A folder of SQuAD-format files (docs/data.md) becomes ``Example``s: a question, a passage, and
the places of the answer in it, or none. Beside each question with its own passage come hard
passages that lack the answer, questions spoilt so that they have none, claims taken from the
text, and questions as people type them. Nothing is tokenised here.
"""

import gzip
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

from index import Passage, Source, Span, default_encoder
from index.chunk import chunk
from index.load import load
from index.words import content_words
from qa.training.augment import claim, spoilt, typed

# Files, and the share of their questions that is used.
FILES = {
    "squad1": 1.0,
    "squad2": 1.0,
    "squadshifts_new_wiki": 1.0,
    "squadshifts_amazon_reviews": 0.5,
    "squadshifts_reddit": 0.5,
    "multispanqa": 1.0,
    "qamr": 0.25,
}
# Per answerable question: how often another example is made of it.
NEGATIVE = 0.35  # the same question with a passage of the article that lacks the answer
SPOILT = 0.15  # its own passage, a name or number of the question changed
CLAIM = 0.10  # a sentence of the passage as a yes/no question
TYPED = 0.25  # of all examples: lower case, fewer words, misspelt
HARDEST = 5  # a negative is one of so many passages that share most words with the question


@dataclass(frozen=True, slots=True)
class Example:
    """A question and a passage; ``spans`` are the answer's places in it, empty for none."""

    question: str
    passage: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about an article; ``answers`` are places in its text, empty for none.

    ``place`` is where the paragraph begins about which it was asked.
    """

    question: str
    answers: tuple[Span, ...]
    place: int


@dataclass(frozen=True, slots=True)
class Article:
    """An article's whole text, and what is asked about it."""

    title: str
    text: str
    asked: tuple[Asked, ...]


def articles(file: Path) -> Iterator[Article]:
    """The articles of a SQuAD-format file, paragraphs joined in order.

    Answers that stand more than once in their paragraph are left out, and questions that have
    no other: SQuAD gives the first place, which is the wrong one for some.
    """
    data: dict[str, Any] = json.loads(gzip.decompress(file.read_bytes()))
    for article in data["data"]:
        text, asked = "", []
        for paragraph in article["paragraphs"]:
            context = paragraph["context"]
            for row in paragraph["qas"]:
                places = {
                    Span(len(text) + a["answer_start"], len(text) + a["answer_start"] + len(t))
                    for a in row["answers"]
                    if (t := a["text"]) and (row.get("multi_span") or context.count(t) == 1)
                }
                if places or not row["answers"]:
                    asked.append(Asked(row["question"], tuple(sorted(places)), len(text)))
            text += context.rstrip() + "\n\n"
        yield Article(article["title"], text, tuple(asked))


def examples(folder: Path, seed: int) -> list[Example]:
    """All examples of a folder, shuffled; the same for the same seed."""
    random = Random(seed)  # noqa: S311 - no secret is made
    made: list[Example] = []
    for name, share in FILES.items():
        file = folder / f"{name}.json.gz"
        for article in articles(file) if file.exists() else ():
            kept = [asked for asked in article.asked if random.random() < share]
            made += (
                _around(article, kept, random) if name == "qamr" else _cut(article, kept, random)
            )
    made = [
        replace(example, question=typed(example.question, random))
        if random.random() < TYPED
        else example
        for example in made
    ]
    random.shuffle(made)
    return made


def passages(text: str) -> tuple[Passage, ...]:
    """An article's passages, as Footnote would cut them."""
    return chunk(load(Source.from_text(text)), default_encoder().count_tokens)


def _cut(article: Article, asked: Sequence[Asked], random: Random) -> Iterator[Example]:
    cut = passages(article.text)
    nearest = _Nearest([passage.text for passage in cut])
    for one in asked:
        at = one.answers[0].start if one.answers else one.place
        own = next(passage for passage in cut if at < passage.end)
        inside = tuple(
            Span(s.start - own.start, s.end - own.start)
            for s in one.answers
            if own.start <= s.start and s.end <= own.end
        )
        if one.answers and not inside:
            continue  # cut in two
        yield Example(one.question, own.text, inside)
        if not inside:
            continue
        texts = {article.text[slice(*s)].lower() for s in one.answers}
        if random.random() < NEGATIVE:
            lacking = [
                text
                for text in nearest.to(one.question)
                if text != own.text and not any(t in text.lower() for t in texts)
            ][:HARDEST]
            if lacking:
                yield Example(one.question, random.choice(lacking), ())
        if random.random() < SPOILT:
            changed = spoilt(one.question, own.text, article.text, random)
            if changed:
                yield Example(changed, own.text, ())
        if random.random() < CLAIM:
            sentence = random.choice(own.sentences)
            said = claim(article.text[slice(*sentence)], random)
            if said:
                start = sentence.start - own.start
                yield Example(said, own.text, (Span(start, sentence.end - own.start),))


def _around(article: Article, asked: Sequence[Asked], random: Random) -> Iterator[Example]:
    """Single sentences, each between one to three others of its set."""
    sentences = [s for s in article.text.split("\n\n") if s]
    starts = dict(zip(_starts(sentences), range(len(sentences)), strict=True))
    for one in asked:
        own = starts[one.place]
        others = [s for i, s in enumerate(sentences) if i != own]
        picked = random.sample(others, min(random.randint(1, 3), len(others)))
        before = random.randint(0, len(picked))
        head = "".join(f"{s} " for s in picked[:before])
        tail = "".join(f" {s}" for s in picked[before:])
        move = len(head) - one.place
        spans = tuple(Span(s.start + move, s.end + move) for s in one.answers)
        yield Example(one.question, head + sentences[own] + tail, spans)


def _starts(sentences: Sequence[str]) -> Iterator[int]:
    at = 0
    for sentence in sentences:
        yield at
        at += len(sentence) + 2


class _Nearest:
    """Passages by how many of a question's words they share, rare words counting more."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self._places: dict[str, list[int]] = defaultdict(list)
        for i, text in enumerate(texts):
            for word in content_words(text):
                self._places[word[:5]].append(i)

    def to(self, question: str) -> list[str]:
        """The passages that share a word, most alike first."""
        scores: dict[int, float] = defaultdict(float)
        for word in dict.fromkeys(word[:5] for word in content_words(question)):
            places = set(self._places.get(word, ()))
            for i in places:
                scores[i] += 1 / (1 + len(places))
        best = sorted(scores, key=lambda i: -scores[i])
        return [self._texts[i] for i in best[: 4 * HARDEST]]
