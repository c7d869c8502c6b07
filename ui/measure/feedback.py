"""The command ``footnote feedback``: what readers said of answers on the page.

How it is kept is told in ``ui/feedback.py``; here it is printed, and what was found right is
written as gold questions where that is asked for.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui import terminal
from ui.asked import opened
from ui.measure import written
from ui.options import AsJson, LibraryPath

if TYPE_CHECKING:
    from index import Library
    from ui.feedback import Feedback


def feedback(
    *,
    library: LibraryPath = None,
    gold: Annotated[
        str | None,
        typer.Option(
            "--gold",
            metavar="OUT.jsonl",
            help="Write the answers that were marked right as gold questions for footnote eval.",
            show_default=False,
        ),
    ] = None,
    json: AsJson = False,
) -> None:
    """Print what was said of answers on the page: right, wrong, or from the wrong place."""
    from ui.feedback import given

    out = written.writable(gold, "--gold")
    with opened(library) as shelf:
        said = given(shelf)
        if json:
            terminal.emit_json([each.to_dict() for each in said])
        elif said:
            _show(said)
        else:
            terminal.tell("Nothing was said yet: mark answers on the page (footnote chat).")
        if out is not None:
            _write(out, said, shelf)


def _show(said: "Sequence[Feedback]") -> None:
    from ui.verdicts import LABELS

    for each in said:
        answer = each.answer
        words = answer.short or ("an overview" if answer.answered else "no answer")
        asked = terminal.one_line(f"{answer.understood} – {words}")
        terminal.emit(f"{LABELS[each.verdict]:<11}  {terminal.one_line(each.time[:10])}  {asked}")


def _write(out: Path, said: "Sequence[Feedback]", library: "Library") -> None:
    """Rows of what is right and about one document whose text is still the same."""
    from eval.gold import from_answer, to_line
    from ui.feedback import key_of

    right = [each.answer for each in said if each.verdict == "right"]
    now = {(document.id, document.text_sha256) for document in library.documents()}
    current = [
        answer
        for answer in right
        if {
            (c.document_id, c.text_sha256)
            for c in answer.citations or filter(None, [answer.nearest])
        }
        <= now
    ]
    rows = [row for answer in current if (row := from_answer(answer, key_of(answer)))]
    written.write(out, "".join(to_line(row) + "\n" for row in rows))
    left = len(right) - len(rows)
    left_out = (
        f"; {left} left out, about several documents or about one that has changed or gone"
        if left
        else ""
    )
    terminal.tell(f"{len(rows)} marked right, written to {out} as gold questions{left_out}.")
