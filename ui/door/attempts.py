"""How often somebody may try a password: counted by who asks and by whose name is tried.

Kept in memory, for no longer than it counts; a restart forgets it.
"""

import time
from collections import OrderedDict, deque
from collections.abc import Callable

WINDOW = 300.0  # seconds that a failed attempt counts
MOST_BY_NAME = 10  # failed attempts in that time
MOST_BY_ADDRESS = 50  # a whole office may stand behind one address
MOST_KEPT = 10_000  # names and addresses; the oldest are forgotten first


class Attempts:
    """Failed attempts; safe in one event loop.

    >>> clock = iter([0.0, 1.0, 2.0]).__next__
    >>> attempts = Attempts(by_name=1, clock=clock)
    >>> attempts.wait("maya", "10.0.0.7"), attempts.failed("maya", "10.0.0.7")
    (0, None)
    >>> attempts.wait("maya", "10.0.0.8")
    299
    """

    def __init__(
        self,
        *,
        by_name: int = MOST_BY_NAME,
        by_address: int = MOST_BY_ADDRESS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most = {"name": by_name, "address": by_address}
        self._clock = clock
        self._failed: OrderedDict[tuple[str, str], deque[float]] = OrderedDict()

    def wait(self, name: str, address: str) -> int:
        """Seconds until another attempt is heard; 0 for now."""
        now = self._clock()
        return max(self._wait("name", name, now), self._wait("address", address, now))

    def failed(self, name: str, address: str) -> None:
        """Count an attempt."""
        now = self._clock()
        for kind, key in (("name", name), ("address", address)):
            times = self._failed.setdefault((kind, key), deque(maxlen=self._most[kind]))
            times.append(now)
            self._failed.move_to_end((kind, key))
        while len(self._failed) > MOST_KEPT:
            self._failed.popitem(last=False)

    def _wait(self, kind: str, key: str, now: float) -> int:
        times = self._failed.get((kind, key), deque())
        while times and times[0] <= now - WINDOW:
            times.popleft()
        if len(times) < self._most[kind]:
            return 0
        return max(1, round(times[0] + WINDOW - now))
