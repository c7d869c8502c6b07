"""``footnote eval squad``: SQuAD's own figures, and predictions for its official script."""

import json as plain_json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from ui import exits, terminal
from ui.asked import located, ready_reader
from ui.measure.table import show_table
from ui.measure.written import writable, write
from ui.options import AsJson, Reader

if TYPE_CHECKING:
    from eval.squad import SquadReport

_UNDEFINED = "–"


def squad(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE",
            help="A SQuAD 1.1 or 2.0 file, .json or .json.gz.",
            show_default=False,
        ),
    ],
    *,
    level: Annotated[
        Literal["paragraph", "document"],
        typer.Option(
            help="What a question is asked of: its paragraph, as in SQuAD, or the whole article, "
            "which is harder."
        ),
    ] = "paragraph",
    limit: Annotated[
        int | None,
        typer.Option(
            min=1,
            metavar="N",
            help="Ask only N questions, spread evenly over the file.",
            show_default=False,
        ),
    ] = None,
    reader: Reader = None,
    predictions: Annotated[
        str | None,
        typer.Option(
            metavar="OUT",
            help="Write the answers for the official script, {id: text}, silence being an empty "
            "text. With --na-prob: every answer that there would be without silence.",
            show_default=False,
        ),
    ] = None,
    na_prob: Annotated[
        str | None,
        typer.Option(
            metavar="OUT",
            help="Write how likely each question has no answer, {id: share}, for the official "
            "script's --na-prob-file. Needs --predictions.",
            show_default=False,
        ),
    ] = None,
    json: AsJson = False,
) -> int:
    """Ask a SQuAD file, and print its official figures."""
    from eval.gold import read_squad
    from eval.squad import evaluate_squad

    if na_prob is not None and predictions is None:
        raise typer.BadParameter("--na-prob needs --predictions: the official script takes both")
    path = located(file, "FILE")
    answers_file = writable(predictions, "--predictions", apart=path)
    silences_file = writable(na_prob, "--na-prob", apart=path)
    if silences_file and silences_file == answers_file:
        raise typer.BadParameter("--predictions and --na-prob name the same file")
    articles = read_squad(path)
    with terminal.working() as progress:
        report = evaluate_squad(
            articles,
            level=level,
            limit=limit,
            reader=ready_reader(reader, progress),
            progress=progress,
        )
    if answers_file:
        _write(answers_file, report.forced if silences_file else report.predictions)
    if silences_file:
        _write(silences_file, report.no_answer)
    if json:
        terminal.emit_json(report.to_dict())
    else:
        _show(report, path.name)
    if answers_file:
        _tell_official(report, path, answers_file, silences_file)
    return exits.DONE


def _show(report: "SquadReport", name: str) -> None:
    asked = f"{report.questions:,} questions"
    if report.questions < report.questions_there:
        asked += f" of {report.questions_there:,}, spread evenly,"
    by = "paragraph by paragraph" if report.level == "paragraph" else "each of its whole article"
    terminal.emit(f"{asked} of {terminal.one_line(name)}, {by}; in percent\n")
    show_table(
        [
            ("", "exact", "F1", *(("HasAns F1", "NoAns F1") if _has_silence(report) else ())),
            ("as Footnote answers", *_cells(report, report.scores)),
            ("without silence", *_cells(report, report.forced_scores)),
        ]
    )
    best = report.forced_scores
    terminal.emit(
        f"\nThe best F1 that a threshold gives is {best['best_f1']:.1f}, with answers from a "
        f"confidence of {1 - best['best_f1_thresh']:.2f} on."
    )
    if report.spans:
        found = " ".join(
            f"{name} {_UNDEFINED if value is None else format(100 * value, '.1f')}"
            for name, value in (
                ("precision", report.spans.precision),
                ("recall", report.spans.recall),
                ("F1", report.spans.f1),
            )
        )
        terminal.emit(f"Of several spans that are wanted together, to the word: {found}.")
    terminal.emit(
        f"{report.seconds:.1f} s of asking, {1000 * report.seconds / report.questions:.0f} ms a "
        f"question; {report.seconds_adding:.1f} s of adding documents."
    )


def _has_silence(report: "SquadReport") -> bool:
    return "NoAns_f1" in report.scores


def _cells(report: "SquadReport", scores: dict[str, float]) -> tuple[str, ...]:
    names = ("exact", "f1", *(("HasAns_f1", "NoAns_f1") if _has_silence(report) else ()))
    return tuple(f"{scores[name]:.1f}" if name in scores else _UNDEFINED for name in names)


def _tell_official(report: "SquadReport", file: Path, answers: Path, silences: Path | None) -> None:
    """How the official script comes to the same figures."""
    from qa.decide import THRESHOLD

    if report.questions < report.questions_there:
        terminal.tell(f"{answers} is not for the official script, which wants every question.")
        return
    words = [str(file), str(answers)]
    if silences:
        words += ["--na-prob-file", str(silences), "--na-prob-thresh", f"{1 - THRESHOLD:g}"]
    terminal.tell(f"The same figures come of evaluate-v2.0.py {' '.join(words)}")


def _write(path: Path, values: dict[str, Any]) -> None:
    write(path, plain_json.dumps(values, ensure_ascii=False) + "\n")
