"""A calibration as a person reads it on a terminal: what was chosen, and what it costs."""

from typing import TYPE_CHECKING

from ui import terminal
from ui.measure.table import show_table

if TYPE_CHECKING:
    from eval.calibrated import Calibrated, Choice, Selected
    from index import Library
    from qa.span_reader import SpanReader

ENOUGH = 100  # questions, for a choice to last
_UNDEFINED = "–"
_HEADS = ("threshold", "held-out coverage", "held-out risk", "95% interval")


def show(found: "Calibrated", *, split: str, documents: int, kept: bool) -> None:
    """Print what was chosen, what is to be expected of it, and what other risks would cost."""
    from qa.decide import THRESHOLD

    choice = found.choice
    terminal.emit(
        f"{found.default.questions} questions (split: {split}) about "
        f"{_counted(documents, 'document')}; wanted: at most {_share(choice.risk)} wrong answers\n"
    )
    show_table(
        [
            ("", *_HEADS),
            ("the default", _number(THRESHOLD), *_cells(found.default)),
            ("chosen", *_chosen(choice)),
        ]
    )
    terminal.emit(f"\n{_judged(found)}")
    if choice.threshold is not None:
        points = round(100 * found.cost)
        cost = (
            f"costs {_counted(points, 'point')}"
            if points >= 0
            else f"wins {_counted(-points, 'point')}"
        )
        terminal.emit(f"Against the default it {cost} of coverage.")
        risk = choice.held_out.risk
        if risk is not None and risk > choice.risk:
            terminal.emit(
                f"Held out, {_share(risk)} of the answers were wrong, more than wanted: the "
                "choice does not carry over well. More questions help, or a smaller --risk."
            )
        if found.default.questions < ENOUGH:
            terminal.emit(
                f"{_counted(found.default.questions, 'question')} can only tell so much: a hundred "
                "or more, about several documents, make a choice that lasts."
            )
        terminal.emit(
            f"Kept: the library answers from a confidence of {_number(choice.threshold)} on."
            if kept
            else "Nothing was kept (--dry-run)."
        )
    terminal.emit("\nother risks")
    show_table(
        [
            ("wanted", *_HEADS),
            *((_share(other.risk), *_chosen(other)) for other in found.others),
        ],
        left=(),
    )


def warn(split: str, *, has_tune: bool, kept: bool) -> None:
    """Tell that questions were used that nothing ought to be chosen on."""
    marked = (
        f"--split {split} takes questions that are marked report"
        if has_tune
        else "No question is marked tune, so others were used"
    )
    terminal.tell(
        f"{marked}: what footnote eval says of them {'from now on is' if kept else 'would be'} no "
        "longer about questions that nothing was chosen on."
    )


def show_kept(library: "Library", reader: "SpanReader", *, json: bool) -> None:
    """Print which threshold counts for a reader, and why."""
    from qa.decide import THRESHOLD
    from qa.threshold import own_threshold, threshold_for

    own = own_threshold(library)
    counts = threshold_for(library, reader)
    if json:
        terminal.emit_json({"threshold": counts, "default": THRESHOLD, "own": own})
        return
    if own is None:
        terminal.emit(
            f"The default threshold {_number(THRESHOLD)} counts: footnote calibrate GOLD chooses "
            "one for this library."
        )
        return
    chosen = f"{_number(own.value)} ({terminal.one_line(own.why)})"
    if own.reader == reader.identity:
        terminal.emit(f"The library's own threshold counts: {chosen}.")
    else:
        terminal.emit(
            f"The default threshold {_number(THRESHOLD)} counts: the library's own, {chosen}, was "
            "chosen with another reader; calibrate again."
        )


def _judged(found: "Calibrated") -> str:
    if found.left_out == "document":
        return (
            f"The second line is held out: each of {found.parts} documents was judged by a "
            "threshold chosen on the others; the one given is chosen on all."
        )
    return (
        f"There is one document only. The second line is held out: each of {found.parts} "
        "questions or conversations was judged by a threshold chosen on the others. It tells "
        "nothing about other documents."
    )


def _chosen(choice: "Choice") -> tuple[str, ...]:
    """The cells of a choice; where none could be made there is nothing to expect of it."""
    if choice.threshold is None:
        return (_UNDEFINED,) * len(_HEADS)
    return _number(choice.threshold), *_cells(choice.held_out)


def _cells(selected: "Selected") -> tuple[str, str, str]:
    risk, interval = selected.risk, selected.interval
    return (
        _share(selected.coverage),
        _UNDEFINED if risk is None else _share(risk),
        _UNDEFINED if interval is None else f"{_share(interval.low)} to {_share(interval.high)}",
    )


def _share(share: float) -> str:
    return f"{100 * share:.1f}%"


def _number(value: float | None) -> str:
    return _UNDEFINED if value is None else f"{value:.3f}"


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
