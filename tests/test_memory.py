"""The most memory that Footnote's processes hold, beside what docs/bench.md says it is at most.

``FOOTNOTE_LONG=1`` (``make soak``) also asks a library of 20,000 passages, otherwise of 2,000.
"""

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray

from eval.bench.corpus import corpus
from index import Library
from index.embed import OnnxEncoder
from tests.figures import FOOTNOTE, PEAK
from tests.served import ARTICLE

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the figures are Linux's")

ROOT = Path(__file__).parent.parent
ROW = re.compile(r"^\| (.+?) \| (\d+) MB \| (\d+) kB \|$", re.MULTILINE)
MANY = 20_000 if os.environ.get("FOOTNOTE_LONG") else 2_000
ASKING_ON = """
import sys
from eval.gold import load_gold
from index import Library
from qa import ask
with Library.open(sys.argv[1]) as library:
    for row in load_gold().rows[:30]:
        ask(row.question, library)
    ask("Turkey blockade?", library)
"""


class Bound(NamedTuple):
    """Bytes: at most so many, and so many more for each passage of the library."""

    base: int
    each: int

    def of(self, passages: int) -> int:
        return self.base + self.each * passages


BOUNDS = {
    name: Bound(int(base) * 10**6, int(each) * 10**3)
    for name, base, each in ROW.findall((ROOT / "docs" / "bench.md").read_text(encoding="utf-8"))
}
ASK, ASK_ABROAD, ASK_ON, ADD = BOUNDS


class Scattered:
    """Vectors from nowhere under the bundled encoder's name, for a library that is only large."""

    name, sha256, dimension = OnnxEncoder.name, OnnxEncoder.sha256, OnnxEncoder.dimension

    def __init__(self) -> None:
        self._random = np.random.default_rng(0)
        self._base = self._random.standard_normal((16, self.dimension))

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = self._random.standard_normal((len(texts), 16)) @ self._base
        return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]


def peak(program: str, *words: object) -> int:
    """The most bytes that a new process of Python held, which ran a program with some words."""
    command = [sys.executable, "-c", PEAK, sys.executable, "-c", program, *map(str, words)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return int(done.stdout) * 1024


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with the article."""
    folder = tmp_path_factory.mktemp("memory") / "library"
    with Library.open(folder) as library:
        library.add(ARTICLE)
    return folder


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """A library of many passages, and how many."""
    folder = tmp_path_factory.mktemp("memory") / "large"
    usual = "It carries oil to the harbour of the old town in every month of the year but one. "
    text = "\n\n".join(f"Ship {number} sails. " + usual * 7 for number in range(500))
    with Library.open(folder, encoder=Scattered()) as library:
        passages = 0
        while passages < MANY:
            library.add(text=f"Fleet {passages}.\n\n{text}")
            passages = sum(entry.passages for entry in library.entries())
    return folder, passages


def test_footnote_ask(shelf: Path) -> None:
    """One question in a new process; what tells languages apart is loaded for the second only."""
    for name, question in (
        (ASK, "Who blocked the cooperation?"),
        (ASK_ABROAD, "Turkey blockade cooperation?"),
    ):
        assert peak(FOOTNOTE, "ask", "--library", shelf, question) < BOUNDS[name].of(0)


def test_it_grows_no_faster_than_the_library(large: tuple[Path, int]) -> None:
    """One question of many passages in a new process."""
    folder, passages = large
    question = "Who blocked the cooperation?"
    assert peak(FOOTNOTE, "ask", "--library", folder, question) < BOUNDS[ASK].of(passages)


def test_asking_on_and_on(shelf: Path) -> None:
    """What a process holds that does not end after the first answer."""
    assert peak(ASKING_ON, shelf) < BOUNDS[ASK_ON].of(0)


def test_footnote_add(tmp_path: Path) -> None:
    """A text of a hundred passages into a new library; what reads it is counted apart."""
    file = tmp_path / "hundred.txt"
    file.write_text("\n\n".join(corpus(100).texts), encoding="utf-8")
    assert peak(FOOTNOTE, "add", "--library", tmp_path / "library", file) < BOUNDS[ADD].of(100)
