"""Did a change make it better: two reports on the same questions, pair by pair.

It compares what ``Report.to_dict`` wrote, so that one of the two may be a file of last month.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, NamedTuple

from eval.bootstrap import paired_interval
from eval.earlier import NOTHING_COMMON
from eval.figures import FIGURES, KEPT, PLACES, WORDS, Figure, f1_pair, figures_of
from eval.gold import OVERVIEW
from eval.outcome import Measured
from eval.report import measured
from index import UserError

Turn = Literal["now right", "now wrong", "now answered", "now silent", "other words"]
Verdict = Literal["better", "worse", "unclear"]

RATIOS = (
    *WORDS, *PLACES, *KEPT,
    "abstention_precision", "abstention_recall", "abstention_f1", "coverage", "risk",
    "bent",
)  # fmt: skip
"""The figures that are a ratio of two sums over the questions."""

_SETTINGS = {"threshold": "the threshold", "whole_library": "searching the whole library"}
"""What a report may have been made with, and what to call it."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure before and after, over the questions that both reports asked.

    Attributes:
        old, new: the figure, None where undefined.
        low, high: the 95% interval of ``new - old``; None where there is none.
        verdict: "better" or "worse" where the interval leaves out 0, else "unclear".
    """

    name: str
    old: float | None
    new: float | None
    low: float | None
    high: float | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Changed:
    """A question that is answered otherwise than before; ``old`` and ``new`` are the words.

    ``turn`` says what it means, the first that holds: an answer has become right or wrong, or
    an answerable question is answered now or no more, or the words are others.
    """

    id: str
    kind: str
    question: str
    turn: Turn
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What has changed between two reports.

    Attributes:
        paired: questions that both asked, with the same gold.
        only_old, only_new: ids that only one asked, or whose gold is not what it was.
        differences: one for each figure.
        changed: in the order of the new report.
        settings: what the two were made with and what may be the whole difference, one sentence
            each.
    """

    paired: int
    only_old: tuple[str, ...]
    only_new: tuple[str, ...]
    differences: tuple[Difference, ...]
    changed: tuple[Changed, ...]
    settings: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready, with the attributes' names as keys."""
        return asdict(self)


class _Pair(NamedTuple):
    """A question in both reports: its entries there."""

    old: Mapping[str, Any]
    new: Mapping[str, Any]


def compare(old: Mapping[str, Any], new: Mapping[str, Any]) -> Comparison:
    """Compare two reports as ``Report.to_dict`` makes them.

    Figures are taken over the questions that both asked. Those that are a ratio of sums have
    the interval of ``bootstrap.py``, which speaks for questions like these about these documents
    and for no others. AURC and calibration error are no such ratios, and times differ by what
    else the machine did: they have none.

    Raises:
        UserError: the two have no question in common.
    """
    before = {entry["id"]: entry for entry in old["questions"]}
    after = {entry["id"]: entry for entry in new["questions"]}
    pairs = {
        name: _Pair(before[name], entry)
        for name, entry in after.items()
        if name in before and before[name]["gold_sha256"] == entry["gold_sha256"]
    }
    if not pairs:
        raise UserError(NOTHING_COMMON)
    return Comparison(
        paired=len(pairs),
        only_old=tuple(name for name in before if name not in pairs),
        only_new=tuple(name for name in after if name not in pairs),
        differences=tuple(_differences(tuple(pairs.values()))),
        changed=tuple(_changes(pairs.values())),
        settings=tuple(
            f"The two were made with another setting: {what} was {_told(old.get(name))} before, "
            f"and is {_told(new.get(name))} now."
            for name, what in _SETTINGS.items()
            if old.get(name) != new.get(name)
        ),
    )


def _told(setting: object) -> str:
    if isinstance(setting, bool):
        return "on" if setting else "off"
    return f"{setting:.3g}" if isinstance(setting, float) else "unknown"


def _differences(pairs: Sequence[_Pair]) -> Iterator[Difference]:
    old = [measured(pair.old) for pair in pairs]
    new = [measured(pair.new) for pair in pairs]
    before, after = figures_of(old).values, figures_of(new).values
    groups = [pair.new["dialogue"] or (pair.new["id"],) for pair in pairs]
    for figure in FIGURES:
        interval = None
        if figure.name in RATIOS:
            interval = paired_interval(ratios(figure.name, old), ratios(figure.name, new), groups)
        low, high = interval or (None, None)
        yield Difference(
            name=figure.name,
            old=before[figure.name],
            new=after[figure.name],
            low=low,
            high=high,
            verdict=_verdict(figure, low, high),
        )


def ratios(name: str, measured: Sequence[Measured]) -> list[tuple[float, float]]:
    """What each question adds above and below the line of a figure that is a ratio of sums.

    (0, 0) where it plays no part. The first sum over the second is the figure of ``figures_of``.
    """
    if name in PLACES and any(one.kind != OVERVIEW for one in measured):
        measured = [
            replace(one, score=type(one.score)()) if one.kind == OVERVIEW else one
            for one in measured
        ]
    return [_ratio(name, one) for one in measured]


def _ratio(name: str, one: Measured) -> tuple[float, float]:
    due, silent, right = not one.answerable, not one.answered, one.score.right
    sums: dict[str, tuple[float, float]] = {
        "abstention_precision": (silent and due, silent),
        "abstention_recall": (silent and due, due),
        "abstention_f1": (2 * (silent and due), silent + due),
        "coverage": (one.answered, 1),
        "risk": (one.answered and right is False, one.answered and right is not None),
    }
    if name in sums:
        return sums[name]
    if name in KEPT:
        return f1_pair(name, one.score)
    value = getattr(one.score, name)
    return (0, 0) if value is None else (value, 1)


def _verdict(figure: Figure, low: float | None, high: float | None) -> Verdict:
    if low is None or high is None or low <= 0 <= high:
        return "unclear"
    return "better" if (low > 0) == (figure.better == "higher") else "worse"


def _changes(pairs: Iterable[_Pair]) -> Iterator[Changed]:
    for old, new in pairs:
        if turn := _turn(old, new):
            yield Changed(
                id=new["id"],
                kind=new["kind"],
                question=new["question"],
                turn=turn,
                old=old["short"],
                new=new["short"],
            )


def _turn(old: Mapping[str, Any], new: Mapping[str, Any]) -> Turn | None:
    was, now = (_well(entry) for entry in (old, new))
    if was != now:
        return "now right" if now else "now wrong"
    if old["answered"] != new["answered"]:
        return "now answered" if new["answered"] else "now silent"
    quotes = [[(c["start"], c["end"]) for c in entry["citations"]] for entry in (old, new)]
    return "other words" if old["short"] != new["short"] or quotes[0] != quotes[1] else None


def _well(entry: Mapping[str, Any]) -> bool:
    """Whether a question was met as it should be: a right answer, or silence where none is."""
    if not entry["answerable"]:
        return not entry["answered"]
    return bool(entry["answered"] and entry["right"] is not False)
