"""``footnote calibrate``: how bold a library is, chosen on its reader's own gold questions.

What is chosen, and what to expect of it, is told in ``eval/calibrate.py``; how it is shown, in
``calibrated.py``.
"""

from typing import TYPE_CHECKING, Annotated

import typer

from ui import exits, terminal
from ui.asked import located, opened, ready_reader
from ui.measure import calibrated
from ui.options import AsJson, LibraryPath, Reader, WholeLibrary

if TYPE_CHECKING:
    from eval import Gold
    from index import Library
    from qa.span_reader import SpanReader

RISK = 0.05
"""The largest share of wrong answers, where nobody says how large it may be."""


def calibrate(
    gold: Annotated[
        str | None,
        typer.Argument(
            metavar="GOLD",
            help="Gold questions about documents of the library. Without it: print which "
            "threshold counts.",
            show_default=False,
        ),
    ] = None,
    *,
    library: LibraryPath = None,
    reader: Reader = None,
    risk: Annotated[
        float | None,
        typer.Option(
            metavar="SHARE",
            min=0,
            max=1,
            help="The largest share of wrong answers that you accept. Without it: 0.05, or 5%.",
            show_default=False,
        ),
    ] = None,
    split: Annotated[
        str | None,
        typer.Option(
            metavar="SPLIT",
            help="Which questions to choose on: tune, report, or all. Without it: those marked "
            "tune, or all where none is.",
            show_default=False,
        ),
    ] = None,
    whole_library: WholeLibrary = False,
    reset: Annotated[
        bool,
        typer.Option("--reset", help="Take the library's own threshold away; takes no GOLD."),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Tell what would be chosen, and keep nothing.")
    ] = False,
    json: AsJson = False,
) -> int:
    """Choose how sure of an answer the library has to be.

    It keeps silent where it is less sure, so that the share of wrong answers is at most the one
    you accept. The threshold is kept with the library, and counts wherever it is asked. What it
    costs is measured on documents that had no say in it.
    """
    if reset and gold is not None:
        raise typer.BadParameter("--reset takes no GOLD: it goes back to the default threshold")
    if dry_run and gold is None:
        raise typer.BadParameter("--dry-run needs GOLD: it tells what would be chosen on it")
    if risk is not None and gold is None:
        raise typer.BadParameter("--risk needs GOLD: the threshold is chosen on it")
    with opened(library) as shelf:
        reads = ready_reader(reader)
        if gold is None:
            if reset:
                from qa.threshold import keep_threshold

                keep_threshold(shelf, None)
            calibrated.show_kept(shelf, reads, json=json)
            return exits.DONE
        from eval import load_gold

        path = located(gold, "GOLD")
        questions = load_gold(path, shelf.documents())
        return _calibrated(
            questions,
            shelf,
            reads,
            name=path.name,
            risk=RISK if risk is None else risk,
            split=split or _split(questions),
            whole_library=whole_library,
            keep=not dry_run,
            json=json,
        )


def _split(gold: "Gold") -> str:
    return "tune" if any(row.split == "tune" for row in gold.rows) else "all"


def _calibrated(
    gold: "Gold",
    library: "Library",
    reader: "SpanReader",
    *,
    name: str,
    risk: float,
    split: str,
    whole_library: bool,
    keep: bool,
    json: bool,
) -> int:
    from eval import evaluate
    from eval.calibrate import calibrate as chosen
    from eval.calibrate import points_of
    from qa.decide import THRESHOLD
    from qa.threshold import OwnThreshold, keep_threshold

    with terminal.working() as progress:
        report = evaluate(
            gold.rows,
            library,
            split=split,
            whole_library=whole_library,
            # Not the library's own, so that calibrating again chooses the same.
            threshold=THRESHOLD,
            reader=reader,
            progress=progress,
        )
    points = points_of(report)
    found = chosen(points, risk)
    threshold = found.choice.threshold
    kept = keep and threshold is not None
    if kept and threshold is not None:
        why = f"at most {100 * risk:.4g}% wrong, chosen on {len(points)} questions of {name}"
        keep_threshold(library, OwnThreshold(threshold, reader.identity, why))
    if json:
        terminal.emit_json(found.to_dict() | {"split": split, "kept": kept})
    else:
        calibrated.show(found, split=split, documents=len(report.documents), kept=kept)
    if split != "tune":
        calibrated.warn(split, has_tune=_split(gold) == "tune", kept=kept)
    if threshold is None:
        least = (
            "nothing is answered"
            if found.least is None
            else f"the least is {100 * found.least:.1f}%"
        )
        terminal.tell(
            f"No threshold keeps to {100 * risk:.4g}% wrong answers: on these questions {least}. "
            "Nothing was kept, and what counted before still counts."
        )
        return exits.OURS
    return exits.DONE
