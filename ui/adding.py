"""Many files on the command line: each is added, refused or left alone, and a summary tells.

Which files are meant is told in ``index/files.py``, how it looks in ``printed.py``, and how a
folder is kept in step afterwards in ``folders.py`` and ``watching.py``.
"""

import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from index.files import Candidate, candidates
from index.progress import OnProgress, Progress
from ui import exits, printed, terminal
from ui.ahead import Begun, one_ahead

if TYPE_CHECKING:
    from index import Document, Entry, Library
    from index.library import Cut

LABEL_LENGTH = 40  # characters of a file's name beside its progress


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of a file; its attributes are the keys of ``--json``.

    Attributes:
        file: as it was named, or the named folder and the way from there.
        outcome: "skipped" is left alone because of its ending, "removed" only ever happens where
            a folder is watched.
        reason: why it was refused or skipped, as a sentence; else None.
        document: what it is in the library: id, title, format, encoding, characters.
    """

    file: str
    outcome: Literal["added", "replaced", "unchanged", "refused", "skipped", "removed"]
    reason: str | None = None
    document: dict[str, Any] | None = None


def add_all(
    library: "Library", names: Sequence[str], *, password: str = "", json: bool = False
) -> int:
    """Add what some names stand for, telling each file and, if there are several, a summary.

    What was done is told also where the run ends early.

    Returns:
        The exit code.
    """
    found = candidates(names, without=[library.path])
    reports: dict[str, FileReport] = {}  # by file: a copy may be looked at twice
    stopped = False
    try:
        with terminal.working() as progress:
            for report in added(library, found, {}, password=password, progress=progress):
                reports[report.file] = report
                if not json and report.outcome != "skipped":
                    printed.show_addition(report)
    except KeyboardInterrupt:
        stopped = True
        raise
    finally:
        ends = list(reports.values())
        if json:
            terminal.emit_json(ends)
        elif len(found) > 1:
            printed.show_summary(ends, not_reached=len(found) - len(ends))
        if stopped:
            terminal.tell(
                f"Stopped after {len(ends)} of {len(found)} files. What was done stays: run the "
                "same command again to go on."
            )
    return exits.USER if any(r.outcome == "refused" for r in ends) else exits.DONE


def added(
    library: "Library",
    found: Iterable[Candidate],
    became: dict[Candidate, str],
    *,
    password: str,
    progress: OnProgress,
) -> Iterator[FileReport]:
    """Add files, one after the other, each read while the one before is made searchable.

    A bad one never stops the others.

    Two copies of a file are one document, known by the path that came first. Where that one
    changes, the document changes with it, so the other copy is added again.

    Args:
        library: where to.
        found: what to add.
        became: the id of the document that each file is, "" if it is none; kept up to date here.
        password: for files that are encrypted.
        progress: told about each file, and about all of them if there are several.

    Raises:
        LibraryBusy, WriteFailed: no fault of a file.
    """
    waiting = deque(found)
    done = 0
    is_alone = len(waiting) == 1
    reading = one_ahead(waiting, partial(_read, library, password), lambda file: file.path)
    with closing(reading) as files:
        for candidate, begun in files:
            about = progress if is_alone else _labelled(progress, candidate.name)
            if not is_alone:
                progress(Progress("Adding files", done, done + 1 + len(waiting)))
            became.pop(candidate, None)  # whatever ends the run, it is not done
            report = _added(library, candidate, begun, about)
            id_ = report.document["id"] if report.document else ""
            if report.outcome == "replaced":
                waiting += forgotten(became, id_)
            became[candidate] = id_
            done += 1
            yield report


def forgotten(became: dict[Candidate, str], document_id: str) -> list[Candidate]:
    """The files that were a document, which is another one now or gone; they are struck out."""
    copies = [candidate for candidate, id_ in became.items() if id_ == document_id]
    for candidate in copies:
        del became[candidate]
    return copies


def described(document: "Document | Entry", characters: int) -> dict[str, Any]:
    """A document as reports name it."""
    return {
        "id": document.id,
        "title": document.title,
        "format": document.format,
        "encoding": document.encoding,
        "characters": characters,
    }


def _read(
    library: "Library", password: str, candidate: Candidate, progress: OnProgress
) -> "Cut | None":
    """What a file is; None of one that is not to be read."""
    from index import Source

    if candidate.fate != "take":
        return None
    return library.cut(Source.from_path(candidate.path, password=password), progress=progress)


def _added(
    library: "Library", candidate: Candidate, begun: Begun["Cut | None"], progress: OnProgress
) -> FileReport:
    """Add one file whose reading has begun."""
    from index import UnreadableFile

    try:
        for step in begun.steps():
            progress(step)
        cut = begun.result()
        if cut is None:
            outcome: Literal["skipped", "refused"]
            outcome = "skipped" if candidate.fate == "leave" else "refused"
            return FileReport(candidate.name, outcome, candidate.reason)
        addition = library.put(cut, progress=progress)
    except UnreadableFile as error:
        return FileReport(candidate.name, "refused", str(error))
    document = addition.document
    return FileReport(
        candidate.name, addition.outcome, document=described(document, len(document.text))
    )


def _labelled(progress: OnProgress, name: str) -> OnProgress:
    """Progress whose stages say which file they are about."""
    label = terminal.one_line(os.path.basename(name))  # noqa: PTH119  # of a string, as it is
    if len(label) > LABEL_LENGTH:
        label = label[: LABEL_LENGTH - 1] + "…"
    return lambda step: progress(replace(step, stage=f"{step.stage}: {label}"))
