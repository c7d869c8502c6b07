"""Examples are true, a stage makes what its fields say, and a seed fixes them."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from qa.training.data import articles
from qa.training.examples import Corpus
from qa.training.stages import STAGES, WRITTEN, Example, Stage

SIZE = 400
Make = Callable[[str], list[Example]]


def small(name: str) -> Stage:
    """A stage, fewer examples of it, and no document but the made ones."""
    (stage,) = (stage for stage in STAGES if stage.name == name)
    shares = {file: share for file, share in stage.shares.items() if file != WRITTEN}
    return replace(stage, size=SIZE, shares=shares)


@pytest.fixture(scope="module")
def make(folder: Path) -> Make:
    corpus = Corpus(folder / "train")
    return lambda name: corpus.examples(small(name), 0)


def is_claim(example: Example) -> bool:
    """Whether it is a sentence of its passage, asked for."""
    (place,) = example.answers
    return example.passages[0][slice(*place.span)].endswith("pounds.")


def silent(example: Example) -> bool:
    return "cost" in example.question.lower()


@pytest.mark.parametrize("stage", [stage.name for stage in STAGES])
def test_answers_are_true(make: Make, folder: Path, stage: str) -> None:
    """An answer's place holds it; a question without one is of passages that lack it."""
    weights = {
        asked.question: article.text[slice(*asked.answers[0])]
        for file in (folder / "train").iterdir()
        for article in articles(file)
        for asked in article.asked
        if asked.answers
    }
    made = make(stage)
    assert len(made) == SIZE
    known = 0
    for example in made:
        for place in example.answers:
            passage = example.passages[place.passage]
            if not is_claim(example):
                assert passage[slice(*place.span)].isdigit()
                assert passage[: place.span.start].endswith("weighs ")
        if number := weights.get(example.question):
            known += 1
            found = {example.passages[p.passage][slice(*p.span)] for p in example.answers}
            assert found == ({number} if number in " ".join(example.passages) else set())
    assert known > SIZE / 10


def test_spans(make: Make) -> None:
    """The first stage has answers only, each in its one passage."""
    assert all(example.answers and len(example.passages) == 1 for example in make("spans"))


def test_negatives(make: Make) -> None:
    """The second stage adds passages without the answer, but no question without one."""
    made = make("negatives")
    assert SIZE / 8 < sum(not example.answers for example in made) < SIZE / 2
    assert not any(silent(example) for example in made)
    assert all(len(example.passages) == 1 for example in made)


def test_unanswerable(make: Make) -> None:
    """The third adds questions that nothing answers: asked so, and changed."""
    made = make("unanswerable")
    asked = [example for example in made if silent(example)]
    assert len(asked) > SIZE / 8
    assert not any(example.answers for example in asked)
    assert all(len(example.passages) == 1 for example in made)


def test_beside(make: Make) -> None:
    """The last reads about half of the questions in one or two other passages beside their own."""
    made = make("beside")
    sizes = [len(example.passages) for example in made]
    assert set(sizes) == {1, 2, 3}
    assert SIZE / 4 < sum(size > 1 for size in sizes) < SIZE * 3 / 4
    assert all(len(set(example.passages)) == len(example.passages) for example in made)
    numbers = {p.passage for e in made for p in e.answers if len(e.passages) == 3}
    assert numbers == {0, 1, 2}  # the order tells nothing


def test_claims_are_whole_sentences(make: Make) -> None:
    """A sentence that is asked for is answered by itself."""
    claims = [example for example in make("spans") if is_claim(example)]
    assert claims
    for example in claims:
        (place,) = example.answers
        words = set(example.passages[0][slice(*place.span)].lower().rstrip(".").split())
        asked = set(example.question.lower().rstrip("?").split())
        assert words & asked


def test_written_documents_come_late(folder: Path) -> None:
    """The documents of our own are read from the third stage on."""
    assert [stage.name for stage in STAGES if WRITTEN in stage.shares] == [
        "unanswerable",
        "beside",
        "traps",
    ]
    alone = replace(STAGES[-1], size=SIZE, shares={WRITTEN: 0.0}, silent=1, beside=0.0)
    made = Corpus(folder).examples(alone, 0)
    assert len(made) == SIZE
    assert not any(example.answers for example in made)


def test_a_seed_fixes_them(folder: Path, make: Make) -> None:
    """The same seed gives the same examples in the same order; another gives others."""
    again = Corpus(folder / "train")
    assert again.examples(small("beside"), 0) == make("beside")
    assert again.examples(small("beside"), 1) != make("beside")


def test_nothing_comes_of_nothing(tmp_path: Path) -> None:
    """A folder without files gives no examples."""
    assert Corpus(tmp_path).examples(small("spans"), 0) == []
