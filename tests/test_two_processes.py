"""Two processes on one library: nothing is lost, each sees what the other has finished.

``FOOTNOTE_LONG=1`` (``make crash``) holds a hundred contests, otherwise a few.
"""

import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from index import Library, LibraryBusy
from tests.conftest import ARTICLE
from tests.contender import text

CONTESTS = 100 if os.environ.get("FOOTNOTE_LONG") == "1" else 8
MAKERS = 3


def contender(folder: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "tests.contender", str(folder)],
        cwd=ARTICLE.parent.parent,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_two_writers_lose_nothing(tmp_path: Path) -> None:
    """Both write at the same moment: each waits for the other or is told; readers see it all."""
    with Library.open(tmp_path / "library") as library, contender(tmp_path / "library") as other:
        assert other.stdin
        assert other.stdout
        ours, theirs = set[int](), set[int]()
        library.add(text=text("page", 0), title="page 0")
        for number in range(1, CONTESTS + 1):
            other.stdin.write(f"{number}\n")
            other.stdin.flush()
            with suppress(LibraryBusy):
                library.add(text=text("page", number), title=f"page {number}")
                ours.add(number)
            outcome, found = json.loads(other.stdout.readline())
            if outcome == "added":
                theirs.add(number)
                assert library.search(text("shell", number), k=1)[0].text == text("shell", number)
            else:
                assert "try again" in outcome
            if number - 1 in ours or number == 1:
                assert found == text("page", number - 1)
        _, errors = other.communicate()
        assert (other.returncode, errors) == (0, "")
        titles = {entry.title for entry in library.entries()}
        assert titles == {
            "page 0",
            *(f"page {number}" for number in ours),
            *(f"shell {number}" for number in theirs),
        }
        assert len(titles) > CONTESTS
        assert library.check() == ()


def test_processes_that_make_a_library_at_once(tmp_path: Path) -> None:
    """Whoever comes first makes it, and what was left by one that was killed is in nobody's way."""
    (tmp_path / "lock").touch()
    (tmp_path / "catalogue.new").write_bytes(b"half a catalogue")
    (tmp_path / "catalogue.new-journal").write_bytes(b"half a journal")
    makers = [contender(tmp_path) for _ in range(MAKERS)]
    answers = [maker.communicate(f"{number}\n") for number, maker in enumerate(makers)]
    assert [errors for _, errors in answers] == [""] * MAKERS
    with Library.open(tmp_path) as library:
        assert {entry.title for entry in library.entries()} == {
            f"shell {number}" for number in range(MAKERS)
        }
        assert library.check() == ()
