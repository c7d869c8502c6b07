"""Samples hold the wordpieces of the answers; batches hold every sample once."""

from random import Random

import pytest

from index import Span
from qa.pairs import STRIDE_TOKENS, WINDOW_TOKENS
from qa.training.samples import BATCH, POOL, Sample, batches, sample
from qa.training.stages import Example, PassageSpan


def of(question: str, *passages: str, answers: tuple[str, ...] = ()) -> Sample | None:
    places = tuple(
        PassageSpan(i, Span(passage.index(answer), passage.index(answer) + len(answer)))
        for answer in answers
        for i, passage in enumerate(passages)
        if answer in passage
    )
    return sample(Example(question, passages, places))


def read(made: Sample | None, passages: tuple[str, ...]) -> list[str]:
    """The text of every answer of a sample that has a window a passage."""
    assert made is not None
    found = []
    for one, passage in zip(made.reads, passages, strict=True):
        for first, last in one.answers:
            spans = one.window.offsets[first - one.window.first : last - one.window.first + 1]
            found.append(passage[spans[0].start : spans[-1].end])
    return found


def test_answers() -> None:
    """Each answer is found again from its wordpieces, in the passage that has it."""
    passages = ("Nobody came.", "Ann and Bartholomew sat.", "Then Bob left.")
    made = of("Who?", *passages, answers=("Ann", "Bartholomew", "Bob"))
    assert read(made, passages) == ["Ann", "Bartholomew", "Bob"]
    assert read(of("Who?", *passages), passages) == []
    assert of("Who?", "") is None


def test_windows_of_a_long_passage() -> None:
    """A long passage is read in windows of one sample; an answer in the overlap is in both."""
    words = [f"w{i}" for i in range(1000)]  # two wordpieces each, or three
    for number in (0, 65, 66, 67, 68, 90, 500, 999):
        made = of("Which?", " ".join(words), answers=(words[number],))
        assert made is not None
        assert len(made.reads) > 1000 * 2 / WINDOW_TOKENS
        holding = [one for one in made.reads if one.answers]
        assert 1 <= len(holding) <= -(-WINDOW_TOKENS // STRIDE_TOKENS)
        for one in holding:
            ((first, last),) = one.answers
            start = one.window.offsets[first - one.window.first].start
            end = one.window.offsets[last - one.window.first].end
            assert " ".join(words)[start:end] == words[number]
    assert of("Which?", " ".join(words)) is not None


@pytest.fixture(scope="module")
def samples() -> list[Sample]:
    """More than a pool of samples of many lengths, some of several windows."""
    random = Random(0)
    texts = ["Ann sat. " * n for n in range(1, 30)]
    found = [of(f"{i}?", *random.sample(texts, 1 + i % 3)) for i in range(POOL * BATCH + 100)]
    return [one for one in found if one]


def test_batches(samples: list[Sample]) -> None:
    """All samples once, about ``BATCH`` windows each, of about one length, in mixed order."""
    made = list(batches(samples, Random(0)))
    assert sorted(id(one) for batch in made for one in batch) == sorted(map(id, samples))
    sizes = [sum(len(one.reads) for one in batch) for batch in made]
    assert max(sizes) < BATCH + 3
    assert sum(size < BATCH for size in sizes) <= 2  # the last of each pool

    def longest(one: Sample) -> int:
        return max(len(each.window.ids) for each in one.reads)

    spread = [max(map(longest, batch)) - min(map(longest, batch)) for batch in made]
    assert sum(spread) / len(spread) < 5
    lengths = [longest(batch[0]) for batch in made]
    assert lengths != sorted(lengths)


def test_batches_by_seed(samples: list[Sample]) -> None:
    """The same randomness gives the same order, another gives another."""
    once, again, other = (list(batches(samples, Random(seed))) for seed in (1, 1, 2))
    assert once == again != other
