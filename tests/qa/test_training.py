"""Training: examples are true, a little of it teaches something, and adapters travel."""

import gzip
import json
import os
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from index import Span
from qa.training.augment import claim, spoilt, typed
from qa.training.data import Example, articles, examples
from qa.training.train import evaluate, sample, train

COLOURS = ("red", "green", "blue", "white", "black", "brown")
THINGS = ("door", "boat", "coat", "wall", "car", "hat", "flag", "gate")


def paragraph(random: Random) -> dict[str, Any]:
    """Some things and their colours, a question with an answer, and one without."""
    things = random.sample(THINGS, 4)
    context = " ".join(f"The {thing} is {random.choice(COLOURS)}." for thing in things[:3])
    words = f"The {things[0]} is "
    start = context.index(words) + len(words)
    text = context[start : context.index(".", start)]
    return {
        "context": context,
        "qas": [
            {
                "question": f"What colour is the {things[0]}?",
                "answers": [{"text": text, "answer_start": start}],
            },
            {"question": f"What colour is the {things[3]}?", "answers": []},
        ],
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder with one SQuAD-format file."""
    random = Random(0)  # noqa: S311 - no secret is made
    data = [
        {"title": f"Article {i}", "paragraphs": [paragraph(random) for _ in range(6)]}
        for i in range(25)
    ]
    content = gzip.compress(json.dumps({"data": data}).encode())
    (tmp_path / "squad2.json.gz").write_bytes(content)
    (tmp_path / "qamr.json.gz").write_bytes(content)
    return tmp_path


def test_examples_are_true(folder: Path) -> None:
    """An answer stands where the example says; the same seed makes the same examples."""
    made = examples(folder, 1)
    assert made == examples(folder, 1) != examples(folder, 2)
    words = {e.passage[slice(*s)] for e in made for s in e.spans}
    assert words & set(COLOURS)
    assert all(" " in word for word in words - set(COLOURS))  # claims: a whole sentence
    assert any(not example.spans for example in made)


def test_articles_are_joined(folder: Path) -> None:
    """Answers' places are in the article; those that stand twice in a paragraph are left out."""
    for article in articles(folder / "squad2.json.gz"):
        for asked in article.asked:
            for answer in asked.answers:
                assert article.text[slice(*answer)] in COLOURS
                end = article.text.index("\n\n", asked.place)
                assert article.text[asked.place : end].count(article.text[slice(*answer)]) == 1


def test_changed_questions() -> None:
    """Spoilt questions name what the passage lacks; claims and typing keep some words."""
    random = Random(0)  # noqa: S311 - no secret is made
    question, passage = "When did Ann meet Bob?", "Ann met Bob in May."
    changed = spoilt(question, passage, f"{passage} He saw Carol there.", random)
    assert changed in {"When did Carol meet Bob?", "When did Ann meet Carol?"}
    assert spoilt("when was it?", passage, passage, random) is None
    said = claim("The bridge over the river was closed in May for repairs.", random)
    assert said is not None
    assert said.endswith("?")
    assert claim("Too short.", random) is None
    assert {
        typed("When did Ann meet Bob?", Random(seed))  # noqa: S311 - as above
        for seed in range(9)
    } > {"when did ann meet bob?"}


def test_samples() -> None:
    """Any of several answers may be right; no answer is [CLS]; a cut answer is no example."""
    made = sample(Example("Who?", "Ann and Bob.", (Span(0, 3), Span(0, 11))))
    assert made is not None
    assert (made.starts, made.ends) == ((4,), (4, 6))
    nothing = sample(Example("Who?", "Ann sat.", ()))
    assert nothing is not None
    assert (nothing.starts, nothing.ends) == ((0,), (0,))
    assert sample(Example("Who?", "", ())) is None


@pytest.fixture
def few_threads() -> Iterator[None]:
    """Two threads, as other tests run beside this one."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(2)
    yield
    torch.set_num_threads(before)


@pytest.mark.usefixtures("few_threads")
def test_a_little_training(folder: Path, tmp_path: Path) -> None:
    """Ten seconds of it bring the loss down, and an adapter read back answers the same."""
    from qa.training.model import SpanModel, load_adapter, merge, save_adapter

    data = os.environ.get("FOOTNOTE_DATA")
    read = examples(Path(data) / "valid" if data else folder, 0)[:300]
    samples = [made for example in read if (made := sample(example))]
    held_out = samples[:16]
    model = train(samples[16:], minutes=10 / 60, seed=0)
    loss = evaluate(model, held_out)
    assert loss < evaluate(SpanModel(), held_out)

    save_adapter(model, tmp_path / "adapter.safetensors")
    again = SpanModel().eval()
    load_adapter(again, tmp_path / "adapter.safetensors")
    assert evaluate(again, held_out) == pytest.approx(loss, rel=0.02)  # in half precision
    merge(again)
    assert evaluate(again, held_out) == pytest.approx(loss, rel=0.02)
