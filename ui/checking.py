"""The command ``footnote check``: whether a library is whole, and making it so.

What is looked for is told in ``index/check.py``; here it is printed.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from ui import exits, terminal
from ui.asked import opened
from ui.options import AsJson, LibraryPath

if TYPE_CHECKING:
    from index import Entry, Finding, Library


def check(
    *,
    library: LibraryPath = None,
    repair: Annotated[
        bool,
        typer.Option("--repair", help="Make good what can be made from the texts that are stored."),
    ] = False,
    json: AsJson = False,
) -> int:
    """Compare the library's documents, full-text index and vectors, and say what is wrong.

    Nothing is changed without --repair, which loses no document: words and vectors are made anew.
    The exit code is 1 if something is wrong and was not repaired.
    """
    with opened(library, create=False) as shelf:
        with terminal.working() as progress:
            found = shelf.check(progress)
            left = shelf.repair(progress) if repair and found else found
        if json:
            terminal.emit_json(_as_data(shelf, found, left))
        else:
            _show(shelf, found, left, repaired=repair)
    return exits.OURS if left else exits.DONE


def _as_data(
    shelf: "Library", found: "tuple[Finding, ...]", left: "tuple[Finding, ...]"
) -> dict[str, object]:
    entries = shelf.entries()
    return {
        "library": str(shelf.path),
        "documents": len(entries),
        "passages": sum(entry.passages for entry in entries),
        "sound": not left,
        "findings": left,
        "repaired": [finding for finding in found if finding not in left],
    }


def _show(
    shelf: "Library",
    found: "tuple[Finding, ...]",
    left: "tuple[Finding, ...]",
    *,
    repaired: bool,
) -> None:
    for finding in found:
        state = "repaired" if finding not in left else "wrong"
        terminal.emit(f"{state:<8}  {finding.part}: {terminal.one_line(finding.problem)}")
    for finding in left:
        if finding not in found:
            terminal.emit(f"wrong     {finding.part}: {terminal.one_line(finding.problem)}")
    entries = shelf.entries()
    if not left:
        terminal.emit(f"sound     {held(entries)}  {terminal.one_line(str(shelf.path))}")
    elif not repaired and any(finding.mends for finding in left):
        terminal.tell("footnote check --repair makes good what can be.")


def held(entries: "Sequence[Entry]") -> str:
    """What a library holds, counted in words."""
    counts = {"document": len(entries), "passage": sum(entry.passages for entry in entries)}
    return ", ".join(f"{n:,} {name}{'' if n == 1 else 's'}" for name, n in counts.items())
