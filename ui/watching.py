"""Folders kept in step with the library until Ctrl-C, and what is told meanwhile.

What the system says about changes is only a reason to look; what a look does is in ``folders.py``.
"""

import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from index import LibraryBusy
from index.files import absolute
from ui import exits, printed, terminal
from ui.adding import FileReport
from ui.folders import CannotWatch, Folders, is_in

if TYPE_CHECKING:
    from index import Library

QUIET = 300  # milliseconds without a change until it is looked at: a file may still be growing
LONGEST = 3_000  # milliseconds until it is looked at even if changes go on
PAUSE = 1_000  # milliseconds between two looks at whether the folders are still there


def keep_in_step(
    library: "Library", names: Sequence[str], *, password: str = "", json: bool = False
) -> int:
    """Add what is in some folders, and follow their changes until Ctrl-C.

    Returns:
        The exit code; ending it by Ctrl-C is no failure.

    Raises:
        CannotWatch: a name is no folder, or a folder is gone.
        KeyboardInterrupt: the folders were never in step.
    """
    folders = Folders(library, names, password)
    folders.check_not_emptied()
    told = _Told(json=json)
    is_due = True
    try:
        told.round(folders)
        told.sum_up()
        if not json:
            terminal.emit(
                f"\nWatching {terminal.one_line(', '.join(folders.paths))} (Ctrl-C ends it)"
            )
        for changes in _changes(folders, library):
            folders.check()
            # Once in any case: nothing told what changed before the watch began.
            if changes or is_due:
                is_due = not told.round(folders)
    except KeyboardInterrupt:
        if not told.is_in_step:
            terminal.tell(
                "Stopped before all files were looked at. What was done stays: run the same "
                "command again to go on."
            )
            raise
    finally:
        told.sum_up()
    return exits.DONE


class _Told:
    """Tells what becomes of files, nothing twice, and how many there were."""

    def __init__(self, *, json: bool) -> None:
        self.is_in_step = False
        self._json = json
        self._is_busy = False
        self._known: dict[str, FileReport] = {}
        self._new: dict[str, FileReport] = {}  # since the last summary

    def round(self, folders: Folders) -> bool:
        """Look at the folders once; False if the library was busy."""
        try:
            with terminal.working() as progress:
                for report in folders.look(progress):
                    self._tell(report)
        except LibraryBusy as error:
            if not self._is_busy:
                terminal.tell(f"{error} It is tried again until it can be done.")
            self._is_busy = True
            return False
        self.is_in_step, self._is_busy = True, False
        return True

    def sum_up(self) -> None:
        """Print how many files came to what end since this was asked last."""
        if self._new and not self._json:
            printed.show_summary(list(self._new.values()))
        self._new = {}

    def _tell(self, report: FileReport) -> None:
        before = self._known.get(report.file)
        self._known[report.file] = report
        is_said = report.outcome == "unchanged" or (
            report.outcome == "refused" and report == before
        )
        if before and is_said:
            return
        self._new[report.file] = report
        if self._json:
            terminal.emit_json(report, on_one_line=True)
        elif report.outcome != "skipped":
            printed.show_addition(report)


def _changes(folders: Folders, library: "Library") -> Iterator[bool]:
    """Whether something has changed, asked again and again."""
    from watchfiles import watch

    own = {absolute(str(library.path)), os.path.realpath(library.path)}
    try:
        for changes in watch(
            *folders.paths,
            watch_filter=lambda _, path: not any(is_in(path, folder) for folder in own),
            debounce=LONGEST,
            step=QUIET,
            rust_timeout=PAUSE,
            yield_on_timeout=True,
            ignore_permission_denied=True,
        ):
            yield bool(changes)
    except (OSError, RuntimeError) as error:  # so watchfiles tells what the system refuses
        folders.check()
        raise CannotWatch(
            f"The system cannot watch {', '.join(folders.paths)} ({error}): name smaller folders, "
            "raise its limit of watches, or set WATCHFILES_FORCE_POLLING=true."
        ) from error
