"""Starts the processes that are measured, listens to them, and ends them in any case."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, NamedTuple

from eval.bench.one import STARTED
from eval.bench.places import CorpusSpan
from eval.bench.steps import Asked, Ingested, Part, Step
from index import FootnoteError, OnProgress, Progress

PATIENCE = 10  # seconds that a process may take to end when it is told to

# The command, and at its end how much memory it held: its own words go to standard error.
ASK = """
import os, sys
told = os.dup(1)
os.dup2(2, 1)
from ui.cli import main
code = main(sys.argv[1:])
from eval.bench.memory import peak
os.write(told, str(peak()).encode())
sys.exit(code)
"""


@dataclass(frozen=True, slots=True)
class Came:
    """What came of a step, and the most bytes of memory that its process had held by then."""

    of: Ingested | Asked
    peak: int

    @property
    def ingested(self) -> Ingested:
        """It, where the step was "ingest"."""
        assert isinstance(self.of, Ingested)  # noqa: S101 - for the type
        return self.of

    @property
    def asked(self) -> Asked:
        """It, where the step was another."""
        assert isinstance(self.of, Asked)  # noqa: S101 - for the type
        return self.of


class Cold(NamedTuple):
    """``footnote ask`` in a new process: its seconds, and the most bytes of memory it held."""

    seconds: float
    memory: int


def run(corpus: Path, folder: Path, steps: Sequence[Step], progress: OnProgress) -> list[Came]:
    """Do some steps in one new process.

    Raises:
        FootnoteError: it failed; the sentence ends with its last line.
    """
    words = [str(corpus), str(folder), *map(str, steps)]
    came: list[Came] = []
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as complaints:
        with _started(["-m", "eval.bench.one", *words], complaints) as process:
            assert process.stdout is not None  # noqa: S101 - it is piped
            for line in process.stdout:
                kind, *values = json.loads(line)
                if kind == "progress":
                    progress(Progress(*values))
                else:
                    came.append(Came(_read(*values[:1]), values[1]))
        _check(process, complaints, " ".join(map(str, steps)))
    return came


def cold_ask(library: Path, question: str) -> Cold:
    """Ask one question by ``footnote ask`` in a new process."""
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as complaints:
        start = time.perf_counter()
        words = ["-c", ASK, "ask", "--library", str(library), "--", question]
        with _started(words, complaints) as process:
            held, _ = process.communicate()
        seconds = time.perf_counter() - start
        _check(process, complaints, "footnote ask")
    return Cold(seconds, int(held))


@contextmanager
def _started(words: Sequence[str], complaints: IO[str]) -> "Iterator[subprocess.Popen[str]]":
    """Python with some words; it has ended when the block ends, however that ends."""
    environment = os.environ | {
        "HF_HUB_OFFLINE": "1",
        "TRANSFORMERS_OFFLINE": "1",
        "ANONYMIZED_TELEMETRY": "False",
        "PYTHONPATH": os.pathsep.join(sys.path),
        STARTED: str(time.time()),
    }
    process = subprocess.Popen(  # noqa: S603 - our own module, no shell
        [sys.executable, *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=complaints,
        env=environment,
        text=True,
    )
    try:
        with process:
            try:
                yield process
            except BaseException:
                process.terminate()
                try:
                    process.wait(PATIENCE)
                except subprocess.TimeoutExpired:
                    process.kill()
                raise
    finally:
        process.wait()


def _check(process: "subprocess.Popen[str]", complaints: IO[str], what: str) -> None:
    if process.returncode:
        complaints.seek(0)
        lines = complaints.read().strip().splitlines() or ["no message"]
        raise FootnoteError(f"The bench could not measure {what}: {lines[-1]}")


def _read(came: dict[str, Any]) -> Ingested | Asked:
    if "chunks" in came:
        words = came.pop("words")
        vectors = Part(**came.pop("vectors"))
        return Ingested(**came, vectors=vectors, words=Part(**words) if words else None)
    places = tuple(tuple(CorpusSpan(*place) for place in found) for found in came["places"])
    return Asked(came["first"], tuple(came["seconds"]), places)
