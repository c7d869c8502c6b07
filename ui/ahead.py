"""Files read ahead: while one is made searchable, a thread reads the next and cuts it.

One file ahead and no more, and none that is large, so that memory has a bound. The order stays,
and so does what becomes of each: whatever its reading ended in is met when its turn comes.
"""

from collections import deque
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor, wait
from functools import partial
from pathlib import Path
from typing import Generic, TypeVar

from index.progress import OnProgress, Progress

LARGE = 20_000_000  # bytes of a file that is read when its turn comes, not before
LOOK = 0.2  # seconds between two looks at how far work is; a signal alone may wake no thread

T = TypeVar("T")
R = TypeVar("R")


class NotWanted(Exception):
    """What ends work that nobody waits for any more."""


class Begun(Generic[R]):
    """Work under way in a thread."""

    def __init__(self, thread: Executor, work: Callable[[OnProgress], R]) -> None:
        self._latest: Progress | None = None
        self._is_wanted = True
        self._future = thread.submit(work, self._told)

    def steps(self) -> Iterator[Progress]:
        """How far it is, now and then, until it is done."""
        while not wait([self._future], timeout=LOOK).done:
            if self._latest:
                yield self._latest

    def result(self) -> R:
        """What it came to, or the error that it ended in."""
        return self._future.result()

    def drop(self) -> None:
        """End it where it next tells how far it is."""
        self._is_wanted = False
        self._future.cancel()

    def _told(self, step: Progress) -> None:
        if not self._is_wanted:
            raise NotWanted
        self._latest = step


def one_ahead(
    waiting: deque[T], read: Callable[[T, OnProgress], R], file_of: Callable[[T], str | Path]
) -> Generator[tuple[T, Begun[R]], None, None]:
    """Each that waits, with its reading; the next one's is begun when one is handed out.

    What joins the queue meanwhile has its turn too. To be closed, however it ends: what was begun
    ends with it.

    Args:
        waiting: the queue; each leaves it when it is handed out.
        read: reads one, telling how far it is.
        file_of: where one's file is.
    """
    begun: Begun[R] | None = None
    ahead: Begun[R] | None = None
    with ThreadPoolExecutor(1, thread_name_prefix="footnote-reading") as thread:
        try:
            while waiting:
                begun = ahead or Begun(thread, partial(read, waiting[0]))
                current = waiting.popleft()
                may_begin = waiting and _size(file_of(waiting[0])) <= LARGE
                ahead = Begun(thread, partial(read, waiting[0])) if may_begin else None
                yield current, begun
        finally:
            for one in (begun, ahead):
                if one:
                    one.drop()


def _size(file: str | Path) -> int:
    """Bytes of a file; 0 if there is none that can be read."""
    try:
        return Path(file).stat().st_size
    except (OSError, ValueError):
        return 0
