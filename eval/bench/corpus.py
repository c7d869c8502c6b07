"""The text that the bench measures on: documents until there are so many passages.

With a data folder (docs/data.md) the articles come first, those of ``valid`` before those of
``train``, then reviews and comments; without one, the bundled article. When the real text runs
out, documents are made of its sentences, drawn at random, with other names and numbers in them,
so that no two texts are equal. They make no sense; their words, lengths and sizes are real.
The same folder, size and seed give the same text. A passage is what Footnote makes of it.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path
from random import Random
from typing import Any

from index import OnProgress, Passage, Progress, UserError, default_encoder, silent
from qa.training.data import Article, articles, passages

SEED = 7
ARTICLES = (
    "valid/squad2",
    "valid/squadshifts_new_wiki",
    "train/squad1",
    "train/squad2",
    "train/squadshifts_new_wiki",
)
LOOSE = ("train/squadshifts_amazon_reviews", "train/squadshifts_reddit")
"""Files of short texts that are no whole: they are put together to documents."""

CHARACTERS = 64_000  # of a document that is put together: about 100 passages
PARAGRAPH = (4, 7)  # sentences of a made paragraph, at least and at most
QUESTIONS = 100  # asked of a corpus; p99 is near the slowest
WORDS = 12  # of a sentence that becomes a question

_NUMBER = re.compile(r"\d+")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+")


@dataclass(frozen=True, slots=True)
class Corpus:
    """Documents to add, and questions to ask.

    Attributes:
        texts: the documents, in order.
        made: how many of them, at the end, are made of drawn sentences.
        passages: what Footnote cuts them into.
        tokens: wordpieces of the whole text, without special tokens.
        questions: asked about them.
    """

    texts: tuple[str, ...]
    made: int
    passages: int
    tokens: int
    questions: tuple[str, ...]

    def write(self, file: Path) -> None:
        """Keep it for the processes that are measured."""
        file.write_text(json.dumps(asdict(self)), encoding="utf-8")

    @classmethod
    def read(cls, file: Path) -> "Corpus":
        """What ``write`` kept."""
        kept: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        texts, questions = tuple(kept.pop("texts")), tuple(kept.pop("questions"))
        return cls(texts=texts, questions=questions, **kept)


def corpus(
    size: int,
    data: Path | None = None,
    *,
    questions: int = QUESTIONS,
    seed: int = SEED,
    progress: OnProgress = silent,
) -> Corpus:
    """Documents of exactly ``size`` passages; the last one is cut short for it.

    Args:
        size: passages, at least one.
        data: a folder as docs/data.md tells; None takes the bundled article.
        questions: how many are to be asked.
        seed: of what is drawn.
        progress: told after each document.

    Raises:
        UserError: the folder holds none of the files, or the size is not positive.

    >>> small = corpus(60)
    >>> small.passages, len(small.texts), small == corpus(60)
    (60, 2, True)
    """
    if size < 1:
        raise UserError(f"A library of {size} passages cannot be measured: take 1 or more.")
    random = Random(seed)  # noqa: S311 - no secret is made
    real = list(real_texts(data))
    made = _Maker([article.text for article in real], random)
    texts: list[str] = []
    counted = drawn = 0
    while counted < size:
        whole = len(texts) < len(real)
        text = real[len(texts)].text if whole else made.document(size - counted)
        cut = passages(text)
        text, count = _shortened(text, cut, size - counted)
        texts.append(text)
        counted += count
        drawn += not whole
        progress(Progress("Writing the documents", counted, size))
    return Corpus(
        texts=tuple(texts),
        made=drawn,
        passages=counted,
        tokens=sum(default_encoder().count_tokens(texts)),
        questions=_questions(real[: len(texts)], texts, questions, random),
    )


def real_texts(data: Path | None) -> Iterator[Article]:
    """Real texts, whole articles before texts that were put together."""
    if data is None:
        text = (files("index") / "article.txt").read_bytes().decode()
        yield Article("article", text, (), ())
        return
    found = {name: data / f"{name}.json.gz" for name in (*ARTICLES, *LOOSE)}
    there = {name: file for name, file in found.items() if file.exists()}
    if not there:
        raise UserError(
            f"{data} holds none of the files of docs/data.md, such as {ARTICLES[0]}.json.gz: "
            "name the folder that has train and valid in it."
        )
    for name, file in there.items():
        if name in ARTICLES:
            yield from articles(file)
        else:
            yield from _put_together(articles(file), name)


def _put_together(loose: Iterator[Article], name: str) -> Iterator[Article]:
    gathered: list[str] = []
    for article in loose:
        for paragraph in article.text.split("\n\n"):
            gathered.append(paragraph)
            if sum(map(len, gathered)) >= CHARACTERS:
                yield Article(name, "\n\n".join(gathered), (), ())
                gathered = []
    if any(gathered):
        yield Article(name, "\n\n".join(gathered), (), ())


def _shortened(text: str, cut: Sequence[Passage], wanted: int) -> tuple[str, int]:
    """The text up to the end of its passage number ``wanted``, and how many it then has.

    What is cut off may change how the last paragraph is packed; the text is then cut earlier
    until it has no more passages than wanted.
    """
    end = len(cut)
    while len(cut) > wanted:
        end = min(end - 1, wanted)
        text = text[: cut[end - 1].end]
        cut = passages(text)
    return text, len(cut)


class _Maker:
    """Makes documents of the sentences of others."""

    def __init__(self, texts: Sequence[str], random: Random) -> None:
        self._random = random
        self._texts = texts
        self._sentences: list[str] = []
        self._names: list[str] = []

    def document(self, most: int) -> str:
        """A document of some 100 passages, or little more than ``most`` if that is less."""
        if not self._sentences:
            self._sentences = [
                text[slice(*span)]
                for text in self._texts
                for passage in passages(text)
                for span in passage.sentences
            ]
            self._names = sorted({n for s in self._sentences for n in _NAME.findall(s)})
        characters = min(CHARACTERS, (most + 1) * 1_000)
        paragraphs: list[str] = []
        while sum(map(len, paragraphs)) < characters:
            count = self._random.randint(*PARAGRAPH)
            drawn = self._random.choices(self._sentences, k=count)
            paragraphs.append(" ".join(map(self._varied, drawn)))
        return "\n\n".join(paragraphs) + "\n"

    def _varied(self, sentence: str) -> str:
        """The sentence with other numbers, of as many digits, and other names in it."""
        sentence = _NUMBER.sub(
            lambda m: (
                str(self._random.randint(1, 9))
                + "".join(str(self._random.randint(0, 9)) for _ in m[0][1:])
            ),
            sentence,
        )
        if not self._names:
            return sentence
        return _NAME.sub(lambda _: self._random.choice(self._names), sentence)


def _questions(
    real: Sequence[Article], texts: Sequence[str], count: int, random: Random
) -> tuple[str, ...]:
    """Half of them people's, where the data has any; the others are beginnings of sentences."""
    asked = [one.question for article in real for one in article.asked if one.answers]
    chosen = random.sample(asked, min(len(asked), count // 2))
    while len(chosen) < count:
        passage = random.choice(passages(random.choice(texts)))
        start, end = random.choice(passage.sentences)
        words = passage.text[start - passage.start : end - passage.start].split()
        chosen.append(" ".join(words[:WORDS]).rstrip(".?!,;:") + "?")
    random.shuffle(chosen)
    return tuple(chosen)
