"""What the reader's speed is measured on, and how it is measured beside another."""

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import numpy as np
import pytest
from numpy.typing import NDArray

from eval.even import Task, even_passages, tasks
from eval.reading_speed import WARM_UP, InTurn, main, seconds
from index import Hit, UserError, default_encoder
from qa.pairs import WINDOW_TOKENS, Window, windows
from qa.reader import Reading
from qa.retrieve import PASSAGES
from tests.conftest import ARTICLE

DATA = Path(os.environ.get("FOOTNOTE_DATA", "missing"))
TEXT = ARTICLE.read_bytes().decode()
QUESTIONS = ("Who?", "When was it?", "Who?", "Where was it?")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The bundled article ten times over, as the only one of ``valid``; one question twice."""
    asked = [{"question": question, "answers": []} for question in QUESTIONS]
    paragraphs = [{"context": TEXT, "qas": asked}, {"context": TEXT * 9, "qas": []}]
    (tmp_path / "valid").mkdir()
    content = json.dumps({"data": [{"title": "It", "paragraphs": paragraphs}]}).encode()
    (tmp_path / "valid" / "squad2.json.gz").write_bytes(gzip.compress(content))
    return tmp_path


def test_passages_are_of_one_length() -> None:
    """Each has exactly as many wordpieces as the model reads at once, and none overlap."""
    cut = list(even_passages(TEXT))
    assert set(default_encoder().count_tokens([hit.text for hit in cut])) == {WINDOW_TOKENS}
    assert len(cut) > 0.9 * sum(default_encoder().count_tokens([TEXT])) / WINDOW_TOKENS - 1
    end = 0
    for hit in cut:
        assert end <= hit.start
        assert hit.text == TEXT[hit.start : hit.end]
        assert hit.text == hit.text.strip()
        assert len(list(windows("Who?", hit.text))) == 1
        end = hit.end


def test_sentences_cover_a_passage() -> None:
    """Between the sentences, and the parts of them at its ends, there are blanks only."""
    for hit in even_passages(TEXT):
        at = hit.start
        for start, end in hit.sentences:
            assert not TEXT[at:start].strip()
            assert TEXT[start:end].strip()
            at = end
        assert at == hit.end


def test_too_short_a_text_has_no_passage() -> None:
    """No passage is shorter than the others."""
    assert list(even_passages("It rained. " * 30)) == []


def test_nothing_is_asked_or_read_twice(data: Path) -> None:
    """Every question has its own passages."""
    found = tasks(data, 2)
    assert [task.question for task in found] == ["Who?", "When was it?"]
    assert [len(task.hits) for task in found] == [PASSAGES] * 2
    starts = [hit.start for task in found for hit in task.hits]
    assert starts == sorted(set(starts))
    with pytest.raises(UserError, match=r"for \d questions, and 50 are wanted"):
        tasks(data, 50)


class Notes:
    """A reader that notes who was asked what, and finds nothing."""

    def __init__(self, name: str, notes: list[tuple[str, str]]) -> None:
        self._name = name
        self._notes = notes

    def read(self, question: str, hits: Sequence[Hit]) -> tuple[Reading, ...]:
        self._notes.append((self._name, question))
        return tuple(Reading(hit, ()) for hit in hits)


def test_readers_take_turns() -> None:
    """Each reads every question, either comes first as often; the first ones are not timed."""
    notes: list[tuple[str, str]] = []
    asked = [Task(str(number), ()) for number in range(WARM_UP + 2)]
    found = seconds(asked, {name: Notes(name, notes) for name in ("one", "other")})
    assert [question for _, question in notes] == [task.question for task in asked for _ in "12"]
    turns = [name for name, _ in notes]
    assert turns == ["one", "other", "other", "one"] * (len(asked) // 2)
    assert [len(found[name]) for name in ("one", "other")] == [2, 2]
    assert all(took > 0 for times in found.values() for took in times)


class Waiting:
    """A model that is in its first window until it is told to go on."""

    def __init__(self) -> None:
        self.first, self.second, self.go_on = Event(), Event(), Event()

    def windows(self, question: str, passage: str) -> Iterable[Window]:
        return windows(question, passage)

    def logits(self, window: Window) -> NDArray[np.float32]:
        if self.first.is_set():
            self.second.set()
        else:
            self.first.set()
            assert self.go_on.wait(10)
        return np.zeros((len(window.ids), 2), dtype=np.float32)


def test_one_window_at_a_time() -> None:
    """A second thread waits until the first one's window is read."""
    waiting = Waiting()
    model = InTurn(waiting)
    (window,) = model.windows("Who?", "Ann sat.")
    with ThreadPoolExecutor(2) as pool:
        one = pool.submit(model.logits, window)
        assert waiting.first.wait(10)
        other = pool.submit(model.logits, window)
        assert not waiting.second.wait(0.1)
        waiting.go_on.set()
        assert one.result(10).shape == other.result(10).shape == (len(window.ids), 2)
    assert waiting.second.is_set()


@pytest.mark.parametrize(
    ("words", "message"),
    [(["--questions", "0"], "--questions 0"), (["--questions", "50"], "54 are wanted")],
)
def test_what_cannot_be_measured(
    words: list[str],
    message: str,
    data: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """No question, or more than there is text for: exit code 2."""
    monkeypatch.setattr(sys, "argv", ["reading_speed", "--data", str(data), *words])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 2
    assert message in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.skipif(not DATA.is_dir(), reason="FOOTNOTE_DATA names no folder")
def test_the_command_times_the_reader_and_torch() -> None:
    """Both have their line, and the ratio is that of their medians."""
    words = [sys.executable, "-m", "eval.reading_speed", "--data", DATA, "--questions", "5"]
    done = subprocess.run([*words, "--json"], check=True, capture_output=True)
    found = json.loads(done.stdout)
    assert found["questions"] == 5
    ours, torch = found["bundled"], found["torch (float32)"]
    assert found["ratio_p50"] == pytest.approx(torch["p50"] / ours["p50"])
    for one in (ours, torch):
        assert 0 < one["p50"] <= one["p95"] <= one["p99"]
        assert one["tokens_per_second"] > 0
