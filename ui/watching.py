"""Folders kept in step with the library: what is new or has changed is added, what is gone removed.

What the system tells about changes is only a reason to look: each time the folders are compared
with what was seen before, so nothing depends on single events being complete or in order. Files
are added as ``adding.py`` does it.
"""

# ruff: noqa: PTH111, PTH112, PTH116
# os.path, as in index/files.py.

import os
import stat
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from index import LibraryBusy, UnknownDocument, UserError
from index.files import Candidate, absolute, inside
from index.progress import OnProgress
from ui import exits, printed, terminal
from ui.adding import FileReport, added, described, forgotten

if TYPE_CHECKING:
    from index import Entry, Library

QUIET = 300  # milliseconds without a change until it is looked at: a file may still be growing
LONGEST = 3_000  # milliseconds until it is looked at even if changes go on
PAUSE = 1_000  # milliseconds between two looks at whether the folders are still there
COARSEST = 2_000_000_000  # nanoseconds; a file system may tell times in steps as coarse (FAT)


class Stamp(NamedTuple):
    """What changes when a file does; ``latest`` is in nanoseconds since 1970."""

    inode: int
    size: int
    modified: int
    latest: int


class CannotWatch(UserError):
    """What was named is no folder, or is none any more, or the system cannot watch it."""


class Folders:
    """Folders, and what was last seen in them."""

    def __init__(self, library: "Library", names: Sequence[str], password: str) -> None:
        """Take the folders as they are now.

        Raises:
            CannotWatch: one of the names is no folder.
        """
        for name in names:
            if not name.strip() or not os.path.isdir(absolute(name)):  # "" is not the current one
                raise CannotWatch(
                    f"{name or 'A name'} is no folder, and --watch keeps folders in step: name "
                    "folders only."
                )
        self.paths = {absolute(name): os.path.expanduser(name) for name in names}
        self._library = library
        self._password = password
        self._places = {path: _place(path) for path in self.paths}
        self._seen: dict[Candidate, Stamp | None] = {}
        self._became: dict[Candidate, str] = {}

    def look(self, progress: OnProgress) -> Iterator[FileReport]:
        """Bring the library into step, and tell what was done.

        Removals come first: a file that was renamed has the bytes of the document that is gone.

        Raises:
            CannotWatch: one of the folders is gone.
            LibraryBusy: look again later; what was not reached is done then.
        """
        settled = time.time_ns() - COARSEST
        there = self._there()
        gone = self._gone(there)
        self.check()  # last, so that what a vanishing folder took with it is not taken for gone
        for entry in gone:
            forgotten(self._became, entry.id)  # of two copies one may be left
            with suppress(UnknownDocument):  # removed by somebody else, or from the folder above
                self._library.remove(entry.id)
                yield FileReport(
                    entry.source, "removed", document=described(entry, entry.characters)
                )
        for candidate in self._became.keys() - there.keys():
            del self._became[candidate]
            self._seen.pop(candidate, None)
        due = [
            candidate
            for candidate, stamp in there.items()
            if candidate not in self._became
            or (candidate.fate == "take" and self._seen.get(candidate) != stamp)
        ]
        by_name = {candidate.name: candidate for candidate in there}
        for report in added(
            self._library, due, self._became, password=self._password, progress=progress
        ):
            candidate = by_name[report.file]
            stamp = there[candidate]
            # A younger one may change once more and look the same.
            self._seen[candidate] = stamp if stamp and stamp.latest < settled else None
            if report.outcome != "refused" or os.path.lexists(candidate.path):
                yield report  # else it was there for a moment only

    def check(self) -> None:
        """Make sure that the folders are still those that were named.

        An empty folder in the place of one is where a drive was: nothing may be removed then.

        Raises:
            CannotWatch: one is not.
        """
        for path, place in self._places.items():
            if _place(path) != place:
                raise CannotWatch(
                    f"{path} is gone, or another folder now: what the library has of it stays. Run "
                    "the same command again when it is back."
                )

    def check_not_emptied(self) -> None:
        """Make sure that no folder has lost everything while nobody watched.

        Raises:
            CannotWatch: one has, so it may be where a drive is missing.
        """
        for path, name in self.paths.items():
            lost = len(self._from(path))
            if lost and not any(inside(name, without=[self._library.path])):
                raise CannotWatch(
                    f"{path} is empty, though {lost} of the library's documents came from it: is "
                    "its drive missing? Nothing was removed; footnote remove does that."
                )

    def _there(self) -> dict[Candidate, Stamp | None]:
        """Every file in the folders, with its stamp; None for one that is not to be read."""
        found: dict[str, Candidate] = {}
        for name in self.paths.values():
            for candidate in inside(name, without=[self._library.path]):
                found.setdefault(candidate.path, candidate)
        return {
            candidate: _stamp(candidate.path) if candidate.fate == "take" else None
            for candidate in found.values()
        }

    def _gone(self, there: dict[Candidate, Stamp | None]) -> "list[Entry]":
        """The documents from these folders whose file is no more."""
        spelt = {_spelt(candidate.path) for candidate in there}
        return [
            entry
            for path in self.paths
            for entry in self._from(path)
            if entry.source not in spelt and _is_gone(entry.source)
        ]

    def _from(self, path: str) -> "list[Entry]":
        """The documents from one folder."""
        return [e for e in self._library.entries() if _is_in(e.source, _spelt(path))]


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
            watch_filter=lambda _, path: not any(_is_in(path, folder) for folder in own),
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


def _place(path: str) -> tuple[int, int] | None:
    """What tells a folder from another one of its name; None if it is not there."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _stamp(path: str) -> Stamp | None:
    try:
        status = os.stat(path)
    except OSError:
        return None
    latest = max(status.st_mtime_ns, status.st_ctime_ns)
    return Stamp(status.st_ino, status.st_size, status.st_mtime_ns, latest)


def _spelt(path: str) -> str:
    """A path as a document's source has it, where a name is no text (see Source.from_path)."""
    return path.encode(errors="backslashreplace").decode()


def _is_in(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _is_gone(path: str) -> bool:
    """Whether there is no file; False if the system does not let us know."""
    try:
        return not stat.S_ISREG(os.stat(path).st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
