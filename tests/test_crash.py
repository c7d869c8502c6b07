"""Killed at any moment, a library keeps what it has acknowledged and shows nothing else.

``FOOTNOTE_LONG=1`` (``make crash``) kills 200 times, otherwise a few.
"""

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

from index import Library
from tests import killed
from tests.conftest import ARTICLE

LONG = os.environ.get("FOOTNOTE_LONG") == "1"
KILLS = 200 if LONG else 4
SEED = int(os.environ.get("FOOTNOTE_SEED", "8"))
LARGEST = 4 << 20  # bytes of a closed library of six such documents, whatever happened to it
LONGEST = 0.8  # seconds until a kill


def run_and_kill(library: Path, files: Path, seed: str, said: Path, after: float) -> list[str]:
    """What the process said until it was killed, some seconds after its start."""
    with said.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.killed", str(library), str(files), seed],
            cwd=ARTICLE.parent.parent,
            stdout=output,
            stderr=subprocess.PIPE,
        )
        while process.poll() is None and not said.stat().st_size:
            pass  # imports are of no interest: the clock runs from "started"
        try:
            process.wait(after)
        except subprocess.TimeoutExpired:
            process.kill()
        _, errors = process.communicate()
    assert not errors, errors.decode()
    return said.read_text().splitlines()


def test_whatever_is_acknowledged_survives_a_kill(tmp_path: Path) -> None:
    """Documents are whole, found by their own sentences, and the halves agree; nothing grows."""
    chance = random.Random(SEED)  # noqa: S311
    folder, files = tmp_path / "library", tmp_path / "files"
    files.mkdir()
    acknowledged = dict.fromkeys(killed.NAMES, 0)
    repairs = 0
    for number in range(KILLS):
        lines = run_and_kill(
            folder, files, f"{SEED}-{number}", tmp_path / "said", chance.uniform(0, LONGEST)
        )
        begun = None
        for line in lines:
            what, *rest = line.split()
            if what == "begin":
                begun = rest
            elif what == "done":
                acknowledged[rest[0]] = int(rest[1])
                begun = None
        if number % 2:  # the repair is killed as well
            run_and_kill(folder, files, "open", tmp_path / "said", chance.uniform(0, LONGEST / 4))
        if not folder.exists():
            continue
        with Library.open(folder) as library:
            repairs += library._store.catalogue.meta("dirty") == "1"
            library.search("barrels")
            texts = {document.title: document.text for document in library.documents()}
            for name in killed.NAMES:
                possible = {acknowledged[name]}
                if begun and begun[0] == name:
                    possible.add(int(begun[1]))
                found = [
                    version
                    for version in possible
                    if texts.get(name, "") == (killed.text(name, version) if version else "")
                ]
                assert found, (number, name, possible, texts.get(name, "")[:80])
                acknowledged[name] = found[0]
                for part in range(killed.PARTS if found[0] else 0):
                    sentence = killed.own_sentence(name, found[0], part)
                    assert sentence in library.search(sentence, k=1)[0].text
            assert len(texts) == sum(map(bool, acknowledged.values()))
            store = library._store
            assert set(store.catalogue.keys()) == store.vectors.keys()
            # Of a folding that was killed a folder may be left, until the next write.
            assert {finding.part for finding in library.check()} <= {"folder"}
        size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
        assert size < LARGEST, (number, size)
    assert sum(map(bool, acknowledged.values())) > 1
    assert repairs or not LONG
    shutil.rmtree(folder)
