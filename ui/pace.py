"""How long work still takes, guessed by the pace it has had lately.

A guess takes a while of watching, and is told in round figures. Nothing is drawn here.
"""

import time
from collections import deque
from collections.abc import Callable

from index.progress import Progress

WINDOW = 30.0  # seconds whose pace counts: what was quick long ago says nothing
KEPT = 2  # reports that count however old they are
FIRST = 1.0  # seconds of watching before the first guess
MINUTE = 60  # seconds; of an hour, minutes


class Pace:
    """The pace of one stage of work, watched from its first report on.

    >>> now = 0.0
    >>> pace = Pace(lambda: now)
    >>> pace.watch(Progress("Embedding passages", 0, 400))
    >>> now = 10.0
    >>> pace.watch(Progress("Embedding passages", 200, 400))
    >>> pace.rate, pace.left, pace.said
    (20.0, 10.0, '20 a second · about 10 s left')
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._seen: deque[tuple[float, int]] = deque()  # when how much was done
        self._step = Progress("", 0, 0)

    def watch(self, step: Progress) -> None:
        """Take note of how far it is; of another stage begin anew."""
        if step.stage != self._step.stage or step.done < self._step.done:
            self._seen.clear()
        self._step = step
        now = self._clock()
        if not self._seen or step.done > self._seen[-1][1]:
            self._seen.append((now, step.done))
        while len(self._seen) > KEPT and self._seen[1][0] < now - WINDOW:
            self._seen.popleft()

    @property
    def rate(self) -> float | None:
        """Steps a second; None while nobody can tell."""
        if not self._seen:
            return None
        start, before = self._seen[0]
        seconds = self._clock() - start
        done = self._step.done - before
        return done / seconds if done and seconds >= FIRST else None

    @property
    def left(self) -> float | None:
        """Seconds until it is done; None while nobody can tell."""
        rate = self.rate
        return (self._step.total - self._step.done) / rate if rate and self._step.total else None

    @property
    def said(self) -> str:
        """Rate and time left in words; "" while nobody can tell."""
        rate, left = self.rate, self.left
        if rate is None or not left:
            return ""
        pace = f"{rate:,.0f} a second" if rate >= 1 else f"{rate * 60:,.1f} a minute"
        return f"{pace} · {time_left(left)}"


def time_left(seconds: float) -> str:
    """A time in round figures.

    >>> time_left(2), time_left(18), time_left(200), time_left(5_000)
    ('about 5 s left', 'about 20 s left', 'about 3 min left', 'about 1 h 23 min left')
    """
    rounded = max(5, 5 * round(seconds / 5))
    if rounded < MINUTE:
        return f"about {rounded} s left"
    minutes = round(seconds / MINUTE)
    if minutes < MINUTE:
        return f"about {minutes} min left"
    return f"about {minutes // MINUTE} h {minutes % MINUTE} min left"
