"""Files read ahead: one, in order, and none that nobody waits for."""

import signal
import threading
import time
from collections import deque
from contextlib import closing
from pathlib import Path

import pytest

from index import Library, Progress, Source, UnreadableFile
from index.progress import OnProgress
from tests.command import started
from ui.ahead import LARGE, NotWanted, one_ahead
from ui.intake import Incoming, take_in

SLOW = "[" * 20_000_000  # ten seconds to read as Markdown, then refused


class Read:
    """What was read, in order, and how much of it before its turn."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.ready = threading.Semaphore(0)

    def __call__(self, name: str, _progress: OnProgress) -> str:
        self.begun.append(name)
        self.ready.release()
        if name == "bad":
            raise UnreadableFile("bad is none.")
        return name.upper()

    def wait(self, count: int) -> None:
        """Until so many have been read."""
        for _ in range(count):
            assert self.ready.acquire(timeout=10)


def test_one_file_ahead_and_no_more(tmp_path: Path) -> None:
    """While a file is in hand the next is read, the one after it is not; errors keep their turn."""
    read, waiting = Read(), deque(["a", "bad", "c", "d"])
    with closing(one_ahead(waiting, read, lambda name: tmp_path / name)) as files:
        name, begun = next(files)
        read.wait(2)
        time.sleep(0.1)  # for one that must not come
        assert (name, begun.result(), read.begun) == ("a", "A", ["a", "bad"])
        name, begun = next(files)
        with pytest.raises(UnreadableFile):
            begun.result()
        assert [(name, begun.result()) for name, begun in files] == [("c", "C"), ("d", "D")]


def test_what_joins_the_queue_has_its_turn(tmp_path: Path) -> None:
    """Also where it joins while the last one is in hand."""
    read, waiting = Read(), deque(["a"])
    done = []
    with closing(one_ahead(waiting, read, lambda name: tmp_path / name)) as files:
        for name, begun in files:
            done.append((name, begun.result()))
            if name == "a":
                waiting.append("b")
    assert done == [("a", "A"), ("b", "B")]


def test_a_large_file_waits_for_its_turn(tmp_path: Path) -> None:
    """Two of them are never in memory at once."""
    with (tmp_path / "large").open("wb") as file:
        file.truncate(LARGE + 1)
    read, waiting = Read(), deque(["small", "large"])
    with closing(one_ahead(waiting, read, lambda name: tmp_path / name)) as files:
        next(files)[1].result()
        time.sleep(0.1)
        assert read.begun == ["small"]
        assert next(files)[1].result() == "LARGE"


def test_what_nobody_waits_for_ends(library: Library, tmp_path: Path) -> None:
    """Closing ends a reading that would take ten seconds, its process included."""
    ended: list[type[BaseException]] = []

    def read(name: str, progress: OnProgress) -> None:
        try:
            if name == "slow":
                library.cut(Source(SLOW.encode(), "slow.md"), progress=progress)
        except BaseException as error:
            ended.append(type(error))
            raise

    files = one_ahead(deque(["a", "slow"]), read, lambda name: tmp_path / name)
    next(files)
    time.sleep(0.5)
    start = time.perf_counter()
    files.close()
    assert time.perf_counter() - start < 5
    assert ended == [NotWanted]


def test_reading_tells_that_it_is_alive(library: Library) -> None:
    """Where a reader has nothing to say for long, progress is told all the same."""
    told: list[Progress] = []

    def until(step: Progress) -> None:
        told.append(step)
        if len(told) == 3:
            raise NotWanted

    with pytest.raises(NotWanted):
        library.cut(Source(SLOW.encode(), "slow.md"), progress=until)
    assert set(told) == {Progress("Reading", 0, 0)}


@pytest.mark.parametrize("first", ["a.txt", "slow.md"])
def test_ctrl_c_while_a_file_is_read(tmp_path: Path, first: str) -> None:
    """Whether its turn has come or it is read ahead: it ends soon, and tells how to go on."""
    (tmp_path / "a.txt").write_text("It rained. " * 20)
    (tmp_path / "slow.md").write_text(SLOW)
    names = [tmp_path / name for name in (first, {"a.txt", "slow.md"}.difference([first]).pop())]
    with started("add", *names, "--library", tmp_path / "library") as process:
        assert process.stdout
        if first == "a.txt":
            assert process.stdout.readline().startswith(b"added")
        else:
            while not (tmp_path / "library" / "catalogue.sqlite3").exists():
                time.sleep(0.05)
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        sent = time.perf_counter()
        _, err = process.communicate(timeout=30)
    assert time.perf_counter() - sent < 5
    assert process.returncode == 130
    done = int(first == "a.txt")
    assert f"Stopped after {done} of 2 files." in err.decode()


def test_two_uploads_of_one_name(library: Library, tmp_path: Path) -> None:
    """The second is asked about, although it was read before the first was in the library."""
    files = []
    for number in (1, 2):
        (tmp_path / str(number)).mkdir()
        file = tmp_path / str(number) / "report.txt"
        file.write_text(f"It rained {number} times.")
        files.append(Incoming(number, "report.txt", file))
    *_, last = take_in(library, tuple(files))
    assert [file.state for file in last] == ["good", "twin"]
    assert last[1].earlier == last[0].document_id


def test_two_uploads_of_the_same_bytes(library: Library, tmp_path: Path) -> None:
    """The second is there already, and nothing of it is embedded."""
    files = []
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("It rained.")
        files.append(Incoming(len(files), name, tmp_path / name))
    *_, last = take_in(library, tuple(files))
    assert [file.text for file in last] == ["Added", "Is in your library already"]
    assert len(library.entries()) == 1
