"""Makes the examples of a stage, from articles cut into passages as Footnote cuts them.

Every random choice is of one generator, seeded by the stage's name and the seed, so that the same
data give the same examples. Nothing is tokenised here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from random import Random

from index import Passage, Span
from qa.training.augment import claim, typed, unanswerable
from qa.training.data import (
    Article,
    Asked,
    articles,
    passages,
    written_about,
    written_articles,
)
from qa.training.ranking import Ranking
from qa.training.stages import WRITTEN, Example, PassageSpan, Stage

HARDEST = 4  # a passage without the answer is one of so many that the search puts first
CLAIM = 0.04  # of the answerable questions: a sentence of the passage as a yes/no question, too
TYPED = 0.2  # of all questions: lower case, fewer words, misspelt
AROUND = 5_000  # code points of the article from which another name or number is taken
SENTENCES = "qamr"  # the file whose paragraphs are single sentences


class Corpus:
    """The articles of a folder and the documents of our own, cut once for all stages."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._cuts: dict[str, list[_Cut]] = {}

    def examples(self, stage: Stage, seed: int) -> list[Example]:
        """The examples of a stage, in the order of training; the same for the same seed."""
        random = Random(f"{stage.name} {seed}")  # noqa: S311 - no secret is made
        made: list[Example] = []
        for name, share in stage.shares.items():
            for cut in self._of(name):
                made += (
                    _between(cut.article, share, random)
                    if name == SENTENCES
                    else cut.examples(stage, share, random)
                )
        made = [
            replace(one, question=typed(one.question, random)) if random.random() < TYPED else one
            for one in made
        ]
        random.shuffle(made)
        return (made * (stage.size // len(made) + 1))[: stage.size] if made else []

    def _of(self, name: str) -> Sequence["_Cut"]:
        if name not in self._cuts:
            file = self._folder / f"{name}.json.gz"
            if name == WRITTEN:
                found = list(written_articles())
            elif file.exists():
                found = list(articles(file, repeated=True))
            else:
                found = []
            self._cuts[name] = [
                _Cut(article, tuple(written_about(name, article))) for article in found
            ]
        return self._cuts[name]


def _taken(share: float, random: Random) -> int:
    """How often one is taken: for a share of 1.3 once or twice."""
    return int(share) + (random.random() < share % 1)


class _Cut:
    """An article cut into passages, and examples from it."""

    def __init__(self, article: Article, written: Sequence[Asked]) -> None:
        self.article = article
        self._written = written

    @cached_property
    def _passages(self) -> tuple[Passage, ...]:
        return passages(self.article.text)

    @cached_property
    def _ranking(self) -> Ranking:
        asked = (*self.article.asked, *self._written)
        return Ranking([p.text for p in self._passages], [one.question for one in asked])

    def examples(self, stage: Stage, share: float, random: Random) -> Iterator[Example]:
        """What a stage takes from the article's questions."""
        for asked in (*self.article.asked, *(self._written if stage.silent else ())):
            if not asked.answers:
                for _ in range(stage.silent):
                    yield self._read(asked.question, asked, stage, random)
                continue
            for _ in range(_taken(share, random)):
                if self._inside(asked, self._own(asked)):  # else it is cut in two
                    yield from self._answered(asked, stage, random)

    def _answered(self, asked: Asked, stage: Stage, random: Random) -> Iterator[Example]:
        """An answerable question, and by chance what a stage makes of it besides."""
        own = self._own(asked)
        yield self._read(asked.question, asked, stage, random)
        if random.random() < stage.negative and (lacking := self._lacking(asked, own)):
            yield Example(asked.question, (random.choice(lacking).text,))
        if random.random() < stage.changed:
            around = self.article.text[max(0, own.start - AROUND) : own.end + AROUND]
            changed = unanswerable(asked.question, own.text, around, random)
            if changed:
                yield self._read(changed, replace(asked, answers=()), stage, random)
        if random.random() < CLAIM:
            sentence = random.choice(own.sentences)
            said = claim(self.article.text[slice(*sentence)], random)
            if said:
                span = Span(sentence.start - own.start, sentence.end - own.start)
                yield Example(said, (own.text,), (PassageSpan(0, span),))

    def _read(self, question: str, asked: Asked, stage: Stage, random: Random) -> Example:
        """A question with its passage, and maybe with others beside it."""
        own = self._own(asked)
        read = [own]
        if random.random() < stage.beside:
            lacking = self._lacking(asked, own, 2 * HARDEST)
            read += random.sample(lacking, min(len(lacking), random.choice((1, 2))))
            random.shuffle(read)
        at = read.index(own)
        places = tuple(PassageSpan(at, span) for span in self._inside(asked, own))
        return Example(question, tuple(one.text for one in read), places, asked.every)

    def _own(self, asked: Asked) -> Passage:
        at = asked.answers[0].start if asked.answers else asked.place
        return next(passage for passage in self._passages if at < passage.end)

    def _inside(self, asked: Asked, own: Passage) -> tuple[Span, ...]:
        return tuple(
            Span(span.start - own.start, span.end - own.start)
            for span in asked.answers
            if own.start <= span.start and span.end <= own.end
        )

    def _lacking(self, asked: Asked, own: Passage, most: int = HARDEST) -> list[Passage]:
        """Passages that the search puts high but that lack every answer."""
        texts = {self.article.text[slice(*span)].lower() for span in asked.answers}
        ranked = (self._passages[i] for i in self._ranking.of(asked.question))
        lacking = [
            passage
            for passage in ranked
            if passage != own and not any(text in passage.text.lower() for text in texts)
        ]
        return lacking[:most]


def _between(article: Article, share: float, random: Random) -> Iterator[Example]:
    """Single sentences, each between one to three others of its set."""
    ends = [*article.paragraphs[1:], len(article.text)]
    sentences = [article.text[a:b].strip() for a, b in zip(article.paragraphs, ends, strict=True)]
    number = {start: i for i, start in enumerate(article.paragraphs)}
    for asked in article.asked:
        if random.random() >= share:
            continue
        own = number[asked.place]
        others = [s for i, s in enumerate(sentences) if i != own]
        picked = random.sample(others, min(random.randint(1, 3), len(others)))
        before = random.randint(0, len(picked))
        head = "".join(f"{s} " for s in picked[:before])
        tail = "".join(f" {s}" for s in picked[before:])
        move = len(head) - asked.place
        places = tuple(PassageSpan(0, Span(s.start + move, s.end + move)) for s in asked.answers)
        yield Example(asked.question, (head + sentences[own] + tail,), places)
