"""Minimums for figures, which let a build fail when a change made the answers worse.

Exit codes are the command line's business.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import isfinite

from eval.figures import LATENCIES, check_names
from eval.report import Report
from index import UserError


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A figure that misses the minimum asked for; ``str()`` is a sentence.

    ``value`` is None where the figure is undefined: the precision of a system that never
    abstains is no mistake of who asks for it, and yet not what was asked for.
    """

    name: str
    value: float | None
    minimum: float

    def __str__(self) -> str:
        if self.value is None:
            return f"{self.name} is undefined, so it misses the minimum {self.minimum:.4f}."
        return f"{self.name} is {self.value:.4f}, below the minimum {self.minimum:.4f}."


def check_minimums(report: Report, minimums: Mapping[str, float]) -> tuple[Shortfall, ...]:
    """The figures that miss the minimum asked for; empty when all are met.

    Raises:
        UserError: a name is unknown or that of a latency, where lower is better, or a minimum
            is not a share from 0 to 1.
    """
    check_bounds(minimums, report.figures)
    values = {name: report.find(name) for name in minimums}
    return tuple(
        Shortfall(name, value, minimums[name])
        for name, value in values.items()
        if value is None or value < minimums[name]
    )


def check_bounds(minimums: Mapping[str, float], kinds: Iterable[str]) -> None:
    """Refuse minimums that make no sense, before a minute is spent on asking.

    Args:
        minimums: the least that each figure may be.
        kinds: the kinds of question that will be asked.

    Raises:
        UserError: as for ``check_minimums``.
    """
    check_names(minimums, kinds)
    for name, minimum in minimums.items():
        if name.rpartition(".")[2] in LATENCIES:
            raise UserError(f"{name} is better when lower, so it has no minimum; leave it out.")
        if not isfinite(minimum) or not 0 <= minimum <= 1:
            raise UserError(f"The minimum of {name} is {minimum}; use a share from 0 to 1.")
