"""``footnote eval``: gold questions are asked, and the figures printed, written and compared."""

import os
import shlex
from collections.abc import Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui import exits, terminal
from ui.asked import bound, located, opened, reader_name, ready_reader
from ui.measure import shown
from ui.measure.written import writable, write
from ui.options import GoldData, GoldLibrary, Reader, WholeLibrary

if TYPE_CHECKING:
    from eval import Comparison, Gold, Report
    from index import Library, OnProgress


def evaluate(
    gold: Annotated[
        str | None,
        typer.Argument(
            metavar="GOLD",
            help="Gold questions: JSONL, SQuAD's JSON, or a table (CSV). Without it: those about "
            "the bundled article.",
            show_default=False,
        ),
    ] = None,
    *,
    library: GoldLibrary = None,
    data: GoldData = None,
    reader: Reader = None,
    split: Annotated[
        str,
        typer.Option(
            metavar="SPLIT",
            help="Which questions to ask: report (those that nothing was tuned on), tune, or all.",
        ),
    ] = "report",
    whole_library: WholeLibrary = False,
    min_: Annotated[
        list[str] | None,
        typer.Option(
            "--min",
            metavar="NAME=VALUE",
            help="Exit with code 1 if the figure is lower: answer_f1=0.5, or of one kind of "
            "question fact.answer_f1=0.6. A name that there is not lists all. Repeatable.",
            show_default=False,
        ),
    ] = None,
    max_: Annotated[
        list[str] | None,
        typer.Option(
            "--max",
            metavar="NAME=VALUE",
            help="Exit with code 1 if the figure is higher: risk=0.2, latency_p95=0.5. Repeatable.",
            show_default=False,
        ),
    ] = None,
    compare: Annotated[
        str | None,
        typer.Option(
            "--compare",
            metavar="OLD.json",
            help="Tell what has changed since this report, which --json wrote.",
            show_default=False,
        ),
    ] = None,
    json: Annotated[
        str | None,
        typer.Option(
            "--json",
            metavar="FILE",
            help="Write every figure and question as JSON; - prints it instead of the table.",
            show_default=False,
        ),
    ] = None,
    html: Annotated[
        str | None,
        typer.Option(
            "--html",
            metavar="FILE",
            help="Write a report to look at: plots, and every question in its context.",
            show_default=False,
        ),
    ] = None,
) -> int:
    """Ask gold questions, and print how right the answers are."""
    from eval import Gold, check_bounds, check_common, chosen_rows, load_gold, load_report, misses
    from eval import compare as compared
    from eval import evaluate as evaluated
    from eval.gold import article_names, gold_format

    minimums, maximums = (
        dict(bound(text, side) for text in texts or ())
        for texts, side in ((min_, "--min"), (max_, "--max"))
    )
    path = None if gold is None else located(gold, "GOLD")
    folder = None if data is None else located(data, "--data")
    json_file = writable(None if json == "-" else json, "--json", apart=path)
    html_file = writable(html, "--html", apart=path)
    if html_file and html_file == json_file:
        raise typer.BadParameter("--json and --html name the same file")
    old = None if compare is None else load_report(located(compare, "--compare"))
    with terminal.working() as progress, ExitStack() as shelves:
        # The places of a table's answers are looked up in the documents, so these come first.
        table = path is not None and gold_format(path) == "table"
        shelf = shelves.enter_context(opened(library)) if table else None
        questions = load_gold(path, shelf.documents() if shelf else ())
        rows = chosen_rows(questions.rows, split)
        check_bounds({row.kind for row in rows}, minimums=minimums, maximums=maximums)
        if old is not None:
            check_common(old, rows)
        report = evaluated(
            questions.rows,
            shelf
            or shelves.enter_context(
                _place(Gold(rows, questions.sources), library, folder, progress)
            ),
            split=split,
            whole_library=whole_library,
            reader=ready_reader(reader, progress),
            progress=progress,
        )
    comparison = None if old is None else compared(old, report.to_dict())
    if json_file:
        write(json_file, terminal.as_json(shown.as_json(report, comparison)))
    if html_file:
        command = ["footnote", "eval", *([path.name] if path else []), "--split", split]
        command += ["--library", Path(library).name] if library else []
        command += ["--data", folder.name] if folder and article_names(questions.rows) else []
        command += _told(reader_name(reader))
        command += ["--whole-library"] if whole_library else []
        _write_page(html_file, report, comparison, [*command, "--html", html_file.name])
    if json == "-":
        terminal.emit_json(shown.as_json(report, comparison))
    else:
        shown.show_report(report)
        if comparison:
            shown.show_comparison(comparison)
    missed = misses(report, minimums=minimums, maximums=maximums)
    for miss in missed:
        terminal.tell(str(miss))
    return exits.OURS if missed else exits.DONE


def _place(
    gold: "Gold", library: str | None, data: Path | None, progress: "OnProgress"
) -> "AbstractContextManager[Library]":
    """The library to ask: the one that was named, else the documents that the gold brings along."""
    from eval import gold_library
    from eval.gold import article_sources

    if library is None:
        gold = replace(gold, sources=(*gold.sources, *article_sources(gold.rows, data)))
        if gold.sources:
            return gold_library(gold, progress)
    return opened(library)


def _told(reader: str | None) -> list[str]:
    """The reader in the command that the page shows; of a path its last part, nobody's folders."""
    if reader is None:
        return []
    path = Path(reader).expanduser()
    return ["--reader", path.name if path.exists() else reader]


def _write_page(
    file: Path, report: "Report", comparison: "Comparison | None", command: Sequence[str]
) -> None:
    from eval.page import page

    text = page(
        report,
        comparison=comparison,
        command=shlex.join(command),
        made=datetime.now().astimezone().strftime("%Y-%m-%d %H:%M"),
        cores=os.cpu_count(),
    )
    write(file, text)
