"""The command ``footnote eval check``: what is wrong with a file of gold questions.

What is looked for is told in ``eval/gold/check.py``; here it is printed, and the questions are
written in Footnote's own format where that is asked for.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui import exits, terminal
from ui.asked import located, opened
from ui.measure import written
from ui.options import AsJson, GoldData, GoldLibrary

if TYPE_CHECKING:
    from eval.gold import Checked

_SHOWN = 50  # problems that a person reads at once; --json gives them all
_FORMATS = {"jsonl": "JSONL", "squad": "a SQuAD file", "table": "a table"}


def check(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE",
            help="Gold questions: JSONL, SQuAD's JSON, or a table (CSV).",
            show_default=False,
        ),
    ],
    *,
    library: GoldLibrary = None,
    data: GoldData = None,
    write: Annotated[
        str | None,
        typer.Option(
            "--write",
            metavar="OUT.jsonl",
            help="Write the questions as Footnote's JSONL, with the places that were found.",
            show_default=False,
        ),
    ] = None,
    json: AsJson = False,
) -> int:
    """List what is wrong in every row of a file of gold questions.

    Places are compared with the documents of the library; a SQuAD file brings its own, and articles
    of the data folder are taken from there, unless a library is named.
    The exit code is 2 if there is a problem; then nothing is written.
    """
    from eval.gold import brings_documents, check_gold

    path = located(file, "FILE")
    out = written.writable(write, "--write", apart=path)
    if library is None and brings_documents(path):
        checked = check_gold(path, data=None if data is None else located(data, "--data"))
    else:
        with opened(library) as shelf:
            checked = check_gold(path, shelf.documents())
    if json:
        terminal.emit_json(checked.to_dict())
    else:
        _show(path, checked)
    if checked.problems:
        if out is not None:
            terminal.tell("Nothing was written: put the problems right first.")
        return exits.USER
    if out is not None:
        _write(out, checked)
    return exits.DONE


def _write(out: Path, checked: "Checked") -> None:
    from eval.gold import to_line

    written.write(out, "".join(to_line(row) + "\n" for row in checked.gold.rows))
    terminal.tell(f"{_many(len(checked.gold.rows), 'question')} written to {out}.")
    if checked.format == "squad":
        terminal.tell(
            f"Not written: {_many(len(checked.gold.sources), 'document')}, which the SQuAD file "
            "brings along. Add them to a library under their titles before you ask it."
        )


def _show(path: Path, checked: "Checked") -> None:
    """Print what the file holds, then its problems, then what else is worth knowing."""
    kinds = ", ".join(f"{kind} {count:,}" for kind, count in checked.kinds.items())
    splits = ", ".join(f"{split} {count:,}" for split, count in checked.splits.items())
    questions = _many(len(checked.gold.rows), "question")
    documents = _many(len(checked.documents), "document")
    problems = _many(len(checked.problems), "problem") if checked.problems else "no problem"
    lines = [
        f"{path}: {_FORMATS[checked.format]}, {questions} about {documents}",
        f"kinds: {kinds or 'none'}",
        f"splits: {splits or 'none'}; without an answer: {checked.unanswerable:.0%}",
        "",
        problems,
        *map(str, checked.problems[:_SHOWN]),
    ]
    if len(checked.problems) > _SHOWN:
        lines.append(f"… and {len(checked.problems) - _SHOWN:,} more; --json lists them all")
    if checked.notes:
        lines += ["", "worth knowing", *checked.notes]
    for line in lines:
        terminal.emit(terminal.one_line(line))


def _many(count: int, thing: str) -> str:
    """How many there are.

    >>> _many(1, "question"), _many(1200, "problem")
    ('1 question', '1,200 problems')
    """
    return f"{count:,} {thing}{'' if count == 1 else 's'}"
