"""What tests of training share: made articles in SQuAD's format, a folder for what is written."""

import gzip
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from qa.training.examples import SENTENCES
from qa.training.stages import HELD_OUT, STAGES, WRITTEN


def word(random: Random) -> str:
    return "".join(random.choice("bdfgklmnprstvz") + random.choice("aeiou") for _ in range(3))


def paragraph(random: Random) -> dict[str, Any]:
    """Three made-up things and what they weigh; a question with an answer, and one without."""
    known = [
        (word(random), word(random).capitalize(), f"{random.randrange(3000, 999_999)}")
        for _ in range(3)
    ]
    context = " ".join(f"The {a} of old {b} weighs {n} pounds." for a, b, n in known)
    thing, name, number = known[0]
    return {
        "context": context,
        "qas": [
            {
                "question": f"What does the {thing} of old {name} weigh?",
                "answers": [{"text": number, "answer_start": context.index(number)}],
            },
            {"question": f"What did the {thing} of old {name} cost?", "answers": []},
        ],
    }


def write(file: Path, seed: int, *, silent: bool = True) -> None:
    """A SQuAD-format file of two articles that are cut into several passages each."""
    random = Random(seed)
    data: list[dict[str, Any]] = [
        {"title": f"Article {i}", "paragraphs": [paragraph(random) for _ in range(20)]}
        for i in range(2)
    ]
    for article in data if not silent else ():
        for one in article["paragraphs"]:
            one["qas"] = [row for row in one["qas"] if row["answers"]]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(gzip.compress(json.dumps({"data": data}).encode()))


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder as docs/data.md describes it, with made articles."""
    made = tmp_path_factory.mktemp("made")
    names = {name for stage in STAGES for name in stage.shares} - {WRITTEN}
    for seed, name in enumerate(sorted(names)):
        write(made / "train" / f"{name}.json.gz", seed, silent=name != SENTENCES)  # as it is
    for seed, name in enumerate(HELD_OUT.shares):
        write(made / "valid" / f"{name}.json.gz", 100 + seed)
    return made


@pytest.fixture
def out(tmp_path: Path) -> Iterator[Path]:
    """A folder for what training writes: gone after the test, for a state is large."""
    (tmp_path / "out").mkdir()
    yield tmp_path / "out"
    shutil.rmtree(tmp_path / "out")


@pytest.fixture
def few_threads() -> Iterator[None]:
    """Two threads, as other tests run beside this one."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(2)
    yield
    torch.set_num_threads(before)
