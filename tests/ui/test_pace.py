"""How long work still takes: by its own pace, in round figures, on the terminal and the page."""

import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from index import Encoder, Library, Progress, default_encoder
from tests.command import on_terminal
from ui.incoming import incoming_html
from ui.intake import Incoming, take_in
from ui.pace import FIRST, WINDOW, Pace, time_left

STAGE = "Embedding passages"


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@given(st.integers(1, 1_000), st.floats(0.01, 1_000), st.integers(2, 50))
def test_a_steady_pace_is_told_exactly(batch: int, seconds: float, batches: int) -> None:
    """After any number of equal batches the rest takes as long as it will take."""
    clock, total = Clock(), batch * (batches + 1)
    pace = Pace(clock)
    for done in range(0, batch * batches, batch):
        pace.watch(Progress(STAGE, done, total))
        clock.now += seconds
    pace.watch(Progress(STAGE, batch * batches, total))
    if clock.now >= FIRST:
        assert pace.left == pytest.approx(seconds)
        assert pace.rate == pytest.approx(batch / seconds)


def test_nothing_is_guessed_too_early_or_without_a_total(clock: Clock) -> None:
    """Nor of work that has not moved, nor when it is done."""
    pace = Pace(clock)
    assert pace.said == ""
    pace.watch(Progress(STAGE, 0, 100))
    clock.now = FIRST / 2
    pace.watch(Progress(STAGE, 10, 100))
    assert pace.said == ""
    clock.now = 10
    pace.watch(Progress("Reading", 0, 0))
    clock.now = 20
    pace.watch(Progress("Reading", 0, 0))
    assert pace.said == ""
    pace.watch(Progress(STAGE, 0, 100))
    clock.now = 30
    pace.watch(Progress(STAGE, 100, 100))
    assert pace.said == ""


def test_what_was_quick_long_ago_does_not_count(clock: Clock) -> None:
    """190 files that were there already say nothing about the ten that are new."""
    pace = Pace(clock)
    for done in range(191):
        pace.watch(Progress("Adding files", done, 200))
        clock.now += 0.01
    for done in range(191, 195):
        clock.now += WINDOW
        pace.watch(Progress("Adding files", done, 200))
    assert pace.left == pytest.approx(5 * WINDOW, rel=0.4)


def test_waiting_makes_the_guess_longer(clock: Clock) -> None:
    """Where nothing comes any more, the time left grows instead of standing still."""
    pace = Pace(clock)
    pace.watch(Progress(STAGE, 0, 100))
    clock.now = 10
    pace.watch(Progress(STAGE, 50, 100))
    before = pace.left
    clock.now = 20
    pace.watch(Progress(STAGE, 50, 100))
    assert before == 10
    assert pace.left == 20


@pytest.mark.parametrize(
    ("seconds", "said"), [(57.4, "55 s"), (57.6, "1 min"), (3_569, "59 min"), (3_571, "1 h 0 min")]
)
def test_figures_are_round(seconds: float, said: str) -> None:
    """At the edges of seconds, minutes and hours."""
    assert time_left(seconds) == f"about {said} left"


class Steady:
    """The encoder's name and counting, and half a second a batch for vectors of no meaning."""

    def __init__(self, encoder: Encoder) -> None:
        self.name, self.sha256, self.dimension = encoder.name, encoder.sha256, encoder.dimension
        self.count_tokens = encoder.count_tokens

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        time.sleep(FIRST / 2)
        return np.eye(1, self.dimension, dtype=np.float32).repeat(len(texts), axis=0)


def book(folder: Path) -> Path:
    """A file of 400 passages."""
    file = folder / "book.txt"
    days = (f"In {n} it rained in the harbour of Ash. " * 12 for n in range(400))
    file.write_text("\n\n".join(days))
    return file


def test_a_book_on_the_page(tmp_path: Path) -> None:
    """A row tells how much is done, then also how long it still takes."""
    file, shown = book(tmp_path), []
    with Library.open(tmp_path / "library", encoder=Steady(default_encoder())) as library:
        for (one,) in take_in(library, (Incoming(1, file.name, file),)):
            shown.append(incoming_html([one]))
    assert any("Making it searchable, 64 of 400 <" in row for row in shown)
    assert any("256 of 400 · about 5 s left <" in row for row in shown)
    assert "left" not in shown[-1]


def test_a_book_on_the_terminal(tmp_path: Path) -> None:
    """The bar tells the rate and how long it still takes."""
    shown = on_terminal("add", book(tmp_path), "--library", tmp_path / "library")
    assert b"a second" in shown
    assert b" s left" in shown
