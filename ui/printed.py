"""Answers, hits and listings as a person reads them on a terminal.

Texts are printed as they are: nothing in a document is taken for markup. On a terminal the
exact answer words are bold; elsewhere they stand between ``**``. Nothing here is meant for
programs, which take ``--json``.
"""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ui import terminal

if TYPE_CHECKING:
    from index import Entry, Hit
    from qa import Answer, Citation
    from ui.adding import FileReport
    from ui.doctor import Checkup

_INDENT = 4  # columns before a quote
_SCREENFUL = 20  # lines; what is above them may have scrolled away
_ENDINGS = 5  # named in a summary, those of most files first
_OUTCOMES = ("added", "replaced", "unchanged", "removed", "refused")
_EMPHASIS = "bold underline"  # a style of rich; see _show for where there are no styles


class Line(NamedTuple):
    """A line to print: pieces of (text, rich style), and how far it is indented."""

    indent: int
    pieces: Sequence[tuple[str, str]]


_BLANK = Line(0, [])


def show_answer(answer: "Answer") -> None:
    """Print the answer, the quotes that it stands on, and how sure it is.

    An abstention shows the nearest passage instead, and an overview, which is made of whole
    quotes, only where they stand. Of several documents each has a line, with its title first.
    """
    lines = _said(answer)
    first = len(lines)
    for citation in answer.citations or [c for c in [answer.nearest] if c is not None]:
        label = f"[{citation.number}] "
        place = terminal.one_line(_headed(citation))
        if citation.page is not None:
            place += f", page {citation.page}"
        place += f", characters {citation.start}-{citation.end}"
        if answer.kind in ("answer", "list"):
            place += f", the answer {citation.answer_start}-{citation.answer_end}"
        if answer.kind == "overview":
            lines += [
                *([] if len(lines) > first else [_BLANK]),
                Line(_INDENT, [(label + place, "dim")]),
            ]
        else:
            lines += [
                _BLANK,
                Line(_INDENT, [(label, ""), *_quoted(citation)]),
                Line(_INDENT + len(label), [(place, "dim")]),
            ]
    facts = []
    if answer.understood != answer.question:
        facts.append(f"Understood as: {terminal.one_line(answer.understood)}")
    if answer.answered and answer.kind != "overview":  # a quotation cannot be wrong
        facts.append(f"Confidence {answer.confidence:.0%}")
    if facts:
        lines += [_BLANK, *(Line(0, [(fact, "dim")]) for fact in facts)]
    _show(lines)


def show_hits(hits: "Sequence[Hit]") -> None:
    """Print what a search found, best first."""
    lines: list[Line] = []
    for rank, hit in enumerate(hits, start=1):
        place = _headed(hit)
        if hit.page is not None:
            place += f", page {hit.page}"
        place += f", characters {hit.start}-{hit.end}, score {hit.score:.3f}"
        lines += [
            *([_BLANK] if lines else []),
            Line(0, [(f"{rank}. ", ""), (terminal.one_line(place), "bold")]),
            Line(_INDENT, [(terminal.one_line(hit.text), "")]),
        ]
    _show(lines)


def show_entries(entries: "Sequence[Entry]") -> None:
    """Print a line for each document, in columns, the title last: it may be of any length."""
    rows = [
        (
            entry.id,
            entry.format,
            entry.encoding or "-",  # a format that says itself how it is read
            f"{entry.characters:,}",
            f"{entry.passages:,}",
        )
        for entry in entries
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for entry, row in zip(entries, rows, strict=True):
        id_, format_, encoding = map(str.ljust, row[:3], widths[:3])
        characters, passages = map(str.rjust, row[3:], widths[3:])
        terminal.emit(
            f"{id_}  {format_}  {encoding}  {characters} characters  {passages} passages  "
            f"{terminal.one_line(entry.title)}"
        )


def show_addition(report: "FileReport") -> None:
    """Print what became of a file that was to be added, or of a document whose file is gone."""
    document = report.document
    file, reason = terminal.one_line(report.file), terminal.one_line(report.reason or "")
    what = f"{document['id']}  {terminal.one_line(document['title'])}" if document else reason
    about = "" if report.outcome == "removed" else f"{file}: "
    terminal.emit(f"{report.outcome:<9}  {about}{what}")


def show_summary(reports: "Sequence[FileReport]", *, not_reached: int = 0) -> None:
    """Print how many files came to what end; after many lines, what was refused once more."""
    refused = [report for report in reports if report.outcome == "refused"]
    shown = sum(report.outcome != "skipped" for report in reports)
    terminal.emit(f"\n{summary(reports, not_reached=not_reached)}")
    if shown > _SCREENFUL and len(refused) < shown:
        for report in refused:
            show_addition(report)


def summary(reports: "Sequence[FileReport]", *, not_reached: int = 0) -> str:
    """How many files came to what end, and which endings are not read."""
    counts = Counter[str](report.outcome for report in reports)
    parts = [f"{counts[outcome]:,} {outcome}" for outcome in _OUTCOMES if counts[outcome]]
    if skipped := counts["skipped"]:
        files = (report.file for report in reports if report.outcome == "skipped")
        endings = Counter(Path(file).suffix.lower() or "no ending" for file in files)
        most = [terminal.one_line(ending) for ending, _ in endings.most_common(_ENDINGS)]
        more = ", …" if len(endings) > len(most) else ""
        parts.append(f"{skipped:,} left alone (not read: {', '.join(most)}{more})")
    if not_reached:
        parts.append(f"{not_reached:,} not reached")
    return ", ".join(parts) or "nothing was done"


def show_checkup(checkup: "Checkup") -> None:
    """Print a line of what ``footnote doctor`` finds."""
    sign = "ok" if checkup.is_well else "WRONG"
    about = terminal.one_line(f"{checkup.name}: {checkup.found}")
    terminal.emit(f"{sign:<7}{checkup.part:<10}{about}")


def _said(answer: "Answer") -> list[Line]:
    """The answer's text; of several documents each on a line of its own."""
    from qa.compose import DOES_NOT_SAY
    from ui.said import by_document

    lines = []
    for said in by_document(answer):
        words = [f"{terminal.one_line(one.answer)} [{one.number}]" for one in said.citations]
        title = f"{terminal.one_line(said.title)}: "
        lines.append(Line(0, [(title, "bold"), ("; ".join(words) or DOES_NOT_SAY, "")]))
    # An overview has a line for each quote, and what is not from the documents has lines of ours;
    # any other text is one line, however its words are broken in the document.
    is_one = answer.kind != "overview" and bool(answer.citations or answer.nearest)
    text = terminal.one_line(answer.text) if is_one else answer.text
    return lines or [Line(0, [(text, "")])]


def _headed(found: "Hit | Citation") -> str:
    """The title, and below it the headings."""
    from index.document import HEADING_EDGE

    return HEADING_EDGE.join((found.title, *found.heading_path))


def _quoted(citation: "Citation") -> list[tuple[str, str]]:
    """The quote in pieces, its answer words marked unless they are all of it."""
    start, end = citation.answer_start - citation.start, citation.answer_end - citation.start
    before, words, after = citation.quote[:start], citation.quote[start:end], citation.quote[end:]
    mark = _EMPHASIS if before or after else ""
    return [
        ('"' + terminal.one_line(before), ""),
        (terminal.one_line(words), mark),
        (terminal.one_line(after) + '"', ""),
    ]


def _show(lines: Sequence[Line]) -> None:
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    console = Console(highlight=False)
    plain = not console.is_terminal or console.is_dumb_terminal
    with console.capture() as captured:
        for line in lines:
            text = Text()
            for piece, style in line.pieces:
                marked = f"**{piece}**" if plain and style == _EMPHASIS else piece
                text.append(terminal.visible(marked), style)
            if not line.pieces:  # of an empty text in a Padding rich prints nothing
                console.print()
            elif console.is_terminal:
                console.print(Padding(text, (0, 0, 0, line.indent), expand=False))
            else:  # a program or a file has no width
                console.print(Text(" " * line.indent) + text, soft_wrap=True)
    terminal.emit(captured.get().rstrip("\n"))
