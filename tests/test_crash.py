"""Killed at any moment, a library keeps what it has acknowledged and shows nothing else.

``FOOTNOTE_LONG=1`` (``make crash``) kills 200 times, otherwise a few.
"""

import multiprocessing
import os
import random
import signal
from pathlib import Path

from index import Library
from tests import killed

LONG = os.environ.get("FOOTNOTE_LONG") == "1"
KILLS = 200 if LONG else 4
SEED = int(os.environ.get("FOOTNOTE_SEED", "8"))
LARGEST = 4 << 20  # bytes of a closed library of six such documents, whatever happened to it
LONGEST = 1.0  # seconds until a kill


PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.killed"])


def run_and_kill(library: Path, files: Path, said: Path, seed: str, after: float) -> list[str]:
    """What the process said until it was killed, some seconds after its start."""
    said.write_bytes(b"")
    process = PROCESSES.Process(target=killed.main, args=(library, files, said, seed))
    process.start()
    # What is loaded is of no interest, and only now and then what happens when it is opened.
    clock_runs = "started" if seed.endswith(("open", "0", "5")) else "opened"
    while process.is_alive() and clock_runs not in said.read_text():
        pass
    process.join(after)
    process.kill()
    process.join()
    assert process.exitcode in (0, -signal.SIGKILL)
    return said.read_text().splitlines()


def acknowledge(lines: list[str], versions: dict[str, int]) -> tuple[int, tuple[str, int] | None]:
    """Note what was acknowledged; tell how many changes those were, and which one had begun."""
    changes, begun = 0, None
    for line in lines:
        what, *rest = line.split()
        if what in ("begin", "done"):
            begun = (rest[0], int(rest[1]))
        if what == "done" and begun:
            versions[begun[0]] = begun[1]
            changes, begun = changes + 1, None
    return changes, begun


def look(library: Library, versions: dict[str, int], begun: tuple[str, int] | None) -> None:
    """All that was acknowledged is there, whole, and nothing else but what had begun, whole."""
    library.search("barrels")
    texts = {document.title: document.text for document in library.documents()}
    if begun and texts.get(begun[0], "") == killed.text(*begun):
        versions[begun[0]] = begun[1]
    assert texts == {name: killed.text(name, number) for name, number in versions.items() if number}
    for name in texts:
        for part in range(killed.PARTS):
            sentence = killed.own_sentence(name, versions[name], part)
            assert sentence in library.search(sentence, k=1)[0].text
    store = library._store
    assert set(store.catalogue.keys()) == store.vectors.keys()
    # Of a folding that was killed a folder may be left, until the next write.
    assert {finding.part for finding in library.check()} <= {"folder"}


def test_whatever_is_acknowledged_survives_a_kill(tmp_path: Path) -> None:
    """Documents are whole, found by their own sentences, and the halves agree; nothing grows."""
    chance = random.Random(SEED)  # noqa: S311
    folder, files, said = (tmp_path / name for name in ("library", "files", "said"))
    files.mkdir()
    versions = dict.fromkeys(killed.NAMES, 0)
    repairs = changes = 0
    for number in range(KILLS):
        lines = run_and_kill(folder, files, said, f"{SEED}-{number}", chance.uniform(0, LONGEST))
        done, begun = acknowledge(lines, versions)
        changes += done
        if number % 2:  # the repair is killed as well
            run_and_kill(folder, files, said, "open", chance.uniform(0, LONGEST / 4))
        if folder.exists():
            with Library.open(folder) as library:
                repairs += library._store.catalogue.meta("dirty") == "1"
                look(library, versions, begun)
            size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
            assert size < LARGEST, (number, size)
    assert changes
    if LONG:
        assert changes > KILLS / 2
        assert repairs
        print(f"{KILLS} kills, {changes} changes acknowledged, {repairs} repairs")
