"""The process that reads, seen from here: started, given a file, ended when its time is over.

One process is kept warm for the next file, each thread having its own. It is thrown away, with
whatever it started, after anything but a clean end.
"""

import atexit
import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from index.apart.frames import REQUEST, Garbled, messages

WARM = 2  # processes kept for the next file, of 40 MB each
STALE = 30  # seconds after which one is not used again; it ends itself after twice as many
ENDED = -1  # the kind of message that has an ``End``; the process itself has none such
SILENT = -2  # the kind without content, of a while in which nothing was heard
BREATH = 0.2  # seconds of it
CHUNK = 1 << 20  # bytes moved at a time
SHORT = 32  # code points of a name, whose ending counts; less than macOS' PIPE_BUF of bytes as JSON
# What reads may need of the environment: where libraries are. The rest is nobody's business.
ENVIRONMENT = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "LANG", "LC_ALL", "SYSTEMROOT")
# numpy, which trafilatura brings, must not start threads that a fork would lose.
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}

# The package itself is a mere name there: its front door imports the whole library.
BOOT = """
import sys
from types import ModuleType
sys.path[:] = {path!r}
room = sys.modules["index"] = ModuleType("index")
room.__path__ = [{room!r}]
from index.apart.process import serve
serve()
"""


class TooSlow(Exception):
    """The time is over."""


class Gone(Exception):
    """The process has ended before it said how the reading did."""


class End(NamedTuple):
    """How a reading ended.

    Attributes:
        status: as ``os.wait`` tells it; 0 is well.
        peak: bytes of memory, at most.
        seconds: of processor time.
    """

    status: int
    peak: int
    seconds: float


class Keeper:
    """A process that reads files, one after the other."""

    def __init__(self) -> None:
        path = [os.path.abspath(entry) for entry in sys.path]  # noqa: PTH100 - "" is here
        room = str(Path(__file__).parents[1])
        environment = {name: os.environ[name] for name in ENVIRONMENT if name in os.environ}
        environment |= ONE_THREAD
        self._process = subprocess.Popen(  # noqa: S603 - our own module, no shell
            [sys.executable, "-I", "-c", BOOT.format(path=path, room=room)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            cwd="/",
            env=environment,
            start_new_session=True,  # Ctrl-C is for us, and all that it starts ends with it
        )
        assert self._process.stdin  # noqa: S101 - all three are pipes
        assert self._process.stdout  # noqa: S101
        assert self._process.stderr  # noqa: S101
        self._requests = self._process.stdin.fileno()
        self._replies = self._process.stdout.fileno()
        self._ends = self._process.stderr.fileno()
        os.set_blocking(self._requests, False)
        os.set_blocking(self._replies, False)
        self._used = time.monotonic()

    def prepare(self, name: str) -> None:
        """Have it import what a file of such a name needs, meanwhile."""
        # So few bytes go into the pipe whole or not at all, and nobody waits.
        self._give(_packed({"name": name[-SHORT:], "size": -1}))

    def read(
        self, request: dict[str, Any], data: bytes, seconds: float
    ) -> Iterator[tuple[int, Any]]:
        """What it says of a file, then its ``End``; between, now and then, that it says nothing.

        Raises:
            TooSlow: the time is over.
            Gone: the process is.
            Garbled: it says what it never says.
        """
        until = time.monotonic() + seconds
        given = [memoryview(part) for part in (_packed(request), data) if part]
        ended, heard = b"", bytearray()
        with selectors.DefaultSelector() as waiting:
            waiting.register(self._replies, selectors.EVENT_READ)
            waiting.register(self._ends, selectors.EVENT_READ)
            waiting.register(self._requests, selectors.EVENT_WRITE)
            while not ended.endswith(b"\n"):
                ready = [key.fd for key, _ in waiting.select(BREATH)]
                if time.monotonic() > until:
                    raise TooSlow
                if not ready:
                    yield SILENT, None
                elif self._replies in ready:
                    piece = os.read(self._replies, CHUNK)
                    if not piece:  # nobody is left to say anything
                        waiting.unregister(self._replies)
                    heard += piece
                    yield from messages(heard)
                elif self._ends in ready:
                    ended += os.read(self._ends, CHUNK) or _gone()
                elif not self._give_of(given):
                    waiting.unregister(self._requests)
        # It has ended, so all that it said is in the pipe.
        while piece := _waiting_in(self._replies):
            heard += piece
            yield from messages(heard)
        if heard or given:
            raise Garbled
        self._used = time.monotonic()
        yield ENDED, End(*json.loads(ended))

    @property
    def is_fresh(self) -> bool:
        """Whether it may be given another file."""
        return time.monotonic() - self._used < STALE and self._process.poll() is None

    def close(self) -> None:
        """End the process and what it started, at once."""
        with suppress(ProcessLookupError, PermissionError):  # it is gone; macOS says the latter
            os.killpg(self._process.pid, signal.SIGKILL)
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            if stream:
                stream.close()
        self._process.wait()

    def _give_of(self, parts: list[memoryview]) -> bool:
        """Give what the pipe takes now, out of the first of the parts; whether any is left."""
        parts[0] = parts[0][self._give(parts[0][:CHUNK]) :]
        if not parts[0]:
            del parts[0]
        return bool(parts)

    def _give(self, data: bytes | memoryview) -> int:
        try:
            return os.write(self._requests, data)
        except (BrokenPipeError, BlockingIOError) as error:  # it has ended, or takes nothing
            raise Gone from error


def _packed(request: dict[str, Any]) -> bytes:
    body = json.dumps(request).encode()
    return REQUEST.pack(len(body)) + body


def _gone() -> bytes:
    raise Gone


def _waiting_in(file: int) -> bytes:
    try:
        return os.read(file, CHUNK)
    except BlockingIOError:
        return b""


_warm: list[Keeper] = []  # taking from and adding to a list is safe from many threads


def take() -> Keeper:
    """A process that is ready, or a new one."""
    while _warm:
        try:
            keeper = _warm.pop()
        except IndexError:  # another thread was quicker
            break
        if keeper.is_fresh:
            return keeper
        keeper.close()
    return Keeper()


def give_back(keeper: Keeper) -> None:
    """Keep a process for the next file, if it has ended the last one well."""
    if len(_warm) < WARM:
        _warm.append(keeper)
    else:
        keeper.close()


def _close_all() -> None:
    while _warm:
        _warm.pop().close()


atexit.register(_close_all)
os.register_at_fork(after_in_child=_warm.clear)  # they are their parent's
