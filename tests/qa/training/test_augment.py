"""Questions changed on purpose: they differ as they should, by the caller's randomness alone."""

from random import Random

import pytest

from index.words import STOPWORDS
from qa.training.augment import _exchanged, _negated, _opposite, claim, typed, unanswerable

PASSAGE = "In 1984 Ann met Bob."
AROUND = f"{PASSAGE} There Carol saw 17 boats in 2003."
SEEDS = range(40)


def test_exchanged() -> None:
    """A name gives way to a name and a year to a year, from the passage or around it."""
    asked = "When did Ann meet Bob in 1984?"
    made = {_exchanged(asked, PASSAGE, AROUND, Random(seed)) for seed in SEEDS} - {None}
    expected = {asked.replace(a, "Carol") for a in ("Ann", "Bob")} | {
        asked.replace("1984", n) for n in ("2003", "17")
    }
    assert made == expected
    assert _exchanged("when was it?", PASSAGE, AROUND, Random(0)) is None


def test_opposite() -> None:
    """A word gives way to its opposite; a question without such a word stays."""
    assert _opposite("Who won the First war?", "", "", Random(0)) in {
        "Who lost the First war?",
        "Who won the last war?",
    }
    assert _opposite("Who met Ann?", "", "", Random(0)) is None


def test_negated() -> None:
    """Some questions get a "not" after their auxiliary, most are left."""
    made = [_negated("Why did Ann go?", "", "", Random(seed)) for seed in SEEDS]
    assert set(made) == {None, "Why didn't Ann go?"}
    assert made.count(None) > len(made) / 2
    assert {_negated("Who is Ann?", "", "", Random(s)) for s in SEEDS} == {None, "Who is not Ann?"}
    assert {_negated("Who sat?", "", "", Random(s)) for s in SEEDS} == {None}


def test_unanswerable() -> None:
    """What comes is another question, or None where there is nothing to change."""
    asked = "Who won after Ann left?"
    made = {unanswerable(asked, PASSAGE, AROUND, Random(seed)) for seed in SEEDS}
    assert asked not in made
    assert {
        "Who lost after Ann left?",
        "Who won before Ann left?",
        "Who won after Carol left?",
    } <= made
    assert {unanswerable("who sat?", PASSAGE, AROUND, Random(s)) for s in SEEDS} == {None}


def test_claims() -> None:
    """Words of the sentence in their order, as a question; not of very short or long ones."""
    sentence = "The bridge over the river was closed in May for repairs by the council."
    words = sentence.rstrip(".").split()
    for seed in SEEDS:
        said = claim(sentence, Random(seed))
        assert said is not None
        assert said.endswith("?")
        left = iter(words)
        tail = said.rstrip("?").split()[-3:]
        assert all(word in left for word in tail)
    assert claim("Too short to ask.", Random(0)) is None
    assert claim("word " * 24, Random(0)) is None


@pytest.mark.parametrize("seed", SEEDS)
def test_typed(seed: int) -> None:
    """Lower case, no question mark, fewer words or a letter wrong; a seed gives the same again."""
    asked = "When did Ann meet Bob in Paris?"
    made = typed(asked, Random(seed))
    assert made == typed(asked, Random(seed))
    meant = {word.lower() for word in asked.rstrip("?").split()} - STOPWORDS
    kept = set(made.lower().rstrip("?").split())
    assert len(meant - kept) <= 2  # two letters may be wrong
    assert abs(len(made) - len(asked)) <= 2 or made == made.lower()


def test_typing_shows() -> None:
    """Nearly all questions look different; two letters that are swapped may be the same."""
    asked = "When did Ann meet Bob in Paris?"
    assert sum(typed(asked, Random(seed)) == asked for seed in SEEDS) <= 2
