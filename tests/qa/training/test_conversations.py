"""What the model of follow-ups learns from, and a short training on it."""

import os
from pathlib import Path

import pytest

from qa.question import Turn
from qa.training.conversations import conversations, needs
from qa.training.model import SpanModel, load_weights
from qa.training.optimise import evaluate, train
from qa.training.samples import sample
from qa.training.train_followup import beginning

BEFORE = Turn("Who led the Bank of England?", "Ann Roe", "Ann Roe led it until 1999.")
DATA = os.environ.get("FOOTNOTE_DATA")


def needed(question: str, standalone: str) -> list[str]:
    example = needs(question, [BEFORE], standalone)
    return [example.passages[0][slice(*place.span)] for place in example.answers]


def test_needed_words() -> None:
    """Every place of the words that the typed question lacks; none where it stands alone."""
    assert needed("when was she born", "When was Ann Roe born?") == ["Ann Roe", "Ann Roe"]
    assert needed("where is it?", "Where is the Bank of England?") == ["Bank of England"]
    assert needed("Where is the bank?", "Where is the Bank of England?") == ["Bank of England"]
    assert needed("Who led Axa?", "Who led Axa?") == []


@pytest.mark.skipif(DATA is None, reason="FOOTNOTE_DATA names no folder: see docs/data.md")
def test_the_conversations_written() -> None:
    """All can be read, most turns lean, and no article is one that is reported on."""
    examples = list(conversations(Path(DATA or "") / "train"))
    assert len(examples) > 4_000
    leaning = sum(bool(one.answers) for one in examples) / len(examples)
    assert 0.6 < leaning < 0.9


def test_a_few_steps(tmp_path: Path) -> None:
    """Training begins with the reader's first layers, lowers the loss and can be loaded."""
    made = [needs("when was she born", [BEFORE], "When was Ann Roe born?") for _ in range(40)]
    samples = [one for example in made if (one := sample(example))]
    model = beginning(1)
    assert len(model.bert.encoder.layer) == 1
    before = evaluate(model.eval(), samples)
    trained = train([("x", samples * 4)], 0, tmp_path, model=model, kept=0.5)
    after = evaluate(trained, samples)
    assert after < before - 1
    again = SpanModel(1).eval()
    load_weights(again, tmp_path / "x.safetensors")
    assert evaluate(again, samples) == pytest.approx(after, rel=0.05)
