"""The most memory that Footnote's processes hold, beside what docs/bench.md says it is at most.

``FOOTNOTE_LONG=1`` (``make soak``) makes and asks a library of 20,000 passages, else of 2,000.
"""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from eval.bench.corpus import corpus
from index import Library
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

FILLING = """
import sys
from pathlib import Path
from tests.scattered import fill
from ui.arenas import few_arenas
few_arenas()
fill(Path(sys.argv[1]), int(sys.argv[2]))
"""


class Large(NamedTuple):
    """A library of so many passages, and the most bytes that the process held which made it."""

    folder: Path
    passages: int
    made_with: int


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
def large(tmp_path_factory: pytest.TempPathFactory) -> Large:
    """A library of many passages, made by one process."""
    folder = tmp_path_factory.mktemp("memory") / "large"
    held = peak(FILLING, folder, MANY)
    with Library.open(folder) as library:
        return Large(folder, sum(entry.passages for entry in library.entries()), held)


def test_footnote_ask(shelf: Path) -> None:
    """One question in a new process; what tells languages apart is loaded for the second only."""
    for name, question in (
        (ASK, "Who blocked the cooperation?"),
        (ASK_ABROAD, "Turkey blockade cooperation?"),
    ):
        assert peak(FOOTNOTE, "ask", "--library", shelf, question) < BOUNDS[name].of(0)


def test_it_grows_no_faster_than_the_library(large: Large) -> None:
    """One question of many passages in a new process, and the process that added them all."""
    question = "Who blocked the cooperation?"
    asked = peak(FOOTNOTE, "ask", "--library", large.folder, question)
    assert asked < BOUNDS[ASK].of(large.passages)
    assert large.made_with < BOUNDS[ADD].of(large.passages)


def test_asking_on_and_on(shelf: Path) -> None:
    """What a process holds that does not end after the first answer."""
    assert peak(ASKING_ON, shelf) < BOUNDS[ASK_ON].of(0)


def test_footnote_add(tmp_path: Path) -> None:
    """A text of a hundred passages into a new library; what reads it is counted apart."""
    file = tmp_path / "hundred.txt"
    file.write_text("\n\n".join(corpus(100).texts), encoding="utf-8")
    assert peak(FOOTNOTE, "add", "--library", tmp_path / "library", file) < BOUNDS[ADD].of(100)
