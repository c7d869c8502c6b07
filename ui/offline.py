"""Proves that a question is answered without a network: ``python -m ui.offline [READER]``.

A program of its own, because what it blocks stays blocked. Where no socket can be made it puts
the bundled article into a library that is thrown away, asks a question and a follow-up, and
prints as JSON what came of it. ``doctor.py`` runs it.
"""

from ui import no_network

IS_BLOCKED_BY_KERNEL = no_network.block() if __name__ == "__main__" else False

import contextlib  # noqa: E402  # whatever is imported from here on finds no network either
import ctypes  # noqa: E402
import json  # noqa: E402
import os  # noqa: E402
import subprocess  # noqa: E402
import sys  # noqa: E402
import tempfile  # noqa: E402
from dataclasses import asdict, dataclass  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

from index import FootnoteError  # noqa: E402

QUESTIONS = ("Who blocked cooperation between NATO and Israel?", "Why?")
ANSWER = "Turkey"  # to the first


@dataclass(frozen=True, slots=True)
class Offline:
    """What came of it.

    Attributes:
        blocked_by: what refused sockets, in words; "" if nothing did.
        answers: the exact words of each answer.
        tried: what Python's code tried to do with sockets, and was refused.
        failure: why there are no answers, as a sentence; "" if there are.
    """

    blocked_by: str
    answers: tuple[str, ...] = ()
    tried: tuple[str, ...] = ()
    failure: str = ""

    @property
    def is_proven(self) -> bool:
        """Whether it was blocked, nothing was tried, and the right answer came."""
        return bool(self.blocked_by and self.answers) and not self.tried and ANSWER in self.answers


def offline(reader: str | None) -> Offline:
    """Run the proof in a process of its own."""
    # Never from the current folder: a json.py that lies there is somebody's own.
    path = [str(Path(__file__).parents[1]), *filter(None, sys.path)]
    done = subprocess.run(  # noqa: S603 - our own module, no shell
        [sys.executable, "-P", "-m", "ui.offline", *([reader] if reader else [])],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(path)},
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        found = json.loads(done.stdout)
    except ValueError:
        why = next(iter(done.stderr.strip().splitlines()[-1:]), f"exit code {done.returncode}")
        return Offline("", failure=f"the proof broke off: {why}")
    told: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in found.items()}
    return Offline(**told)


def _blocked_by() -> str:
    """What refuses sockets here, tried out."""
    import socket

    with contextlib.suppress(PermissionError):
        socket.socket().close()
        return ""
    if not IS_BLOCKED_BY_KERNEL:
        return "Python"
    if ctypes.CDLL(None).socket(socket.AF_INET, socket.SOCK_STREAM, 0) >= 0:
        return ""
    return "Python and the kernel"


def _answers(reader_name: str | None) -> tuple[str, ...]:
    from importlib.resources import files

    from index import Library, Source
    from qa import Answer, ask, open_reader

    reader = open_reader(reader_name)
    article = files("index").joinpath("article.txt").read_bytes()
    with tempfile.TemporaryDirectory() as folder, Library.open(folder) as library:
        library.ingest(Source(article, "article.txt"))
        history: list[Answer] = []
        for question in QUESTIONS:
            history.append(ask(question, library, history, reader=reader))
    return tuple(answer.short for answer in history)


def _run(reader: str | None) -> Offline:
    blocked_by = _blocked_by()
    try:
        answers = _answers(reader)
    except FootnoteError as error:
        return Offline(blocked_by, tried=tuple(no_network.TRIED), failure=str(error))
    return Offline(blocked_by, answers, tuple(no_network.TRIED))


if __name__ == "__main__":
    print(json.dumps(asdict(_run(next(iter(sys.argv[1:]), None)))))
