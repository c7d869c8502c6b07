"""The reader's constants: fitted to what is right, and judged on what they were not fitted to."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from eval.fit_reader import Asking, best_of, fit, fit_sure, judged_apart
from qa.span_reader import WEIGHTS, sure

ROOT = Path(__file__).parents[2]
SENTENCES = 6


def asked(count: int, group: str = "a", seed: int = 0) -> list[Asking]:
    """Questions whose right sentence stands out in the first feature; a third have none."""
    random = np.random.default_rng(seed)
    made = []
    for number in range(count):
        features = random.normal(size=(SENTENCES, len(WEIGHTS)))
        right = np.zeros(SENTENCES, dtype=bool)
        if number % 3:
            right[random.integers(SENTENCES)] = True
            features[right, 0] += 3.0
        f1 = np.where(right, random.choice([1.0, 0.2], p=[0.7, 0.3]), 0.0)
        made.append(Asking("file", group, bool(right.any()), features, right, f1))
    return made


def test_the_right_sentence_gets_likeliest() -> None:
    """The feature that tells counts, the others hardly, and the right sentence is found."""
    questions = asked(300)
    weights = fit(questions)
    assert weights[0] > 5 * np.abs(weights[1:-1]).max()
    chosen = best_of(questions, weights)
    assert np.mean([b.evidence for b in chosen if b.asking.answerable]) > 0.8
    sides = [[b.probability for b in chosen if b.asking.answerable is a] for a in (True, False)]
    assert np.mean(sides[0]) > np.mean(sides[1]) + 0.3


def test_sure_is_how_often_it_is_right() -> None:
    """Probabilities of evidence become those of right answers: their mean is the share right."""
    questions = asked(600)
    chosen = best_of(questions, fit(questions))
    scale, shift = fit_sure(chosen)
    likely = sure([b.probability for b in chosen], scale, shift)
    share = np.mean([b.right for b in chosen])
    assert likely.mean() == pytest.approx(share, abs=0.01)
    assert np.mean([b.probability for b in chosen]) > share + 0.05


def test_an_article_is_not_judged_by_itself() -> None:
    """What is right in an article does not change the confidences in it, but those in others."""
    first, second = asked(60, "a", 1), asked(60, "b", 2)
    spoilt = [replace(one, right=np.roll(one.right, 1), f1=1.0 - one.f1) for one in first]
    before = judged_apart([*first, *second])
    after = judged_apart([*spoilt, *second])
    assert [j.best.asking.group for j in before] == ["a"] * 60 + ["b"] * 60
    assert [j.confidence for j in before[:60]] == [j.confidence for j in after[:60]]
    assert [j.confidence for j in before[60:]] != [j.confidence for j in after[60:]]


@pytest.mark.slow
def test_the_command() -> None:
    """It prints the constants as they stand in the code, and a table for each kind of text."""
    data = os.environ.get("FOOTNOTE_DATA")
    if not data:
        pytest.skip("FOOTNOTE_DATA names no folder with the articles")
    command = [sys.executable, "-m", "eval.fit_reader", "--data", data, "--step", "50"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0].startswith("WEIGHTS = (")
    assert lines[1].startswith("BIAS = ")
    assert lines[2].startswith("SCALE, SHIFT = ")
    assert sum(line.startswith("threshold") for line in lines) == 3
