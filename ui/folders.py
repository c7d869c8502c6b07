"""Folders compared with the library: what is new or has changed is added, what is gone removed.

One look brings both into step, whatever has happened since the last one: nothing depends on being
told of each change. Files are added as ``adding.py`` does it; when to look, and what is said about
it, is told in ``watching.py``.
"""

# ruff: noqa: PTH111, PTH112, PTH116
# os.path, as in index/files.py.

import os
import stat
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from index import UnknownDocument, UserError
from index.files import Candidate, absolute, inside
from index.progress import OnProgress
from index.words import storable_name
from ui.adding import FileReport, added, described, forgotten

if TYPE_CHECKING:
    from index import Entry, Library

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
                document = described(entry, entry.characters)
                yield FileReport(self._named(entry.source), "removed", document=document)
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
        spelt = {storable_name(candidate.path) for candidate in there}
        return [
            entry
            for path in self.paths
            for entry in self._from(path)
            if entry.source not in spelt and _is_gone(entry.source)
        ]

    def _named(self, source: str) -> str:
        """A document's file as the reports of it name it: the named folder and the way on."""
        folder = next(path for path in self.paths if is_in(source, storable_name(path)))
        way = source[len(storable_name(folder)) :].lstrip(os.sep)
        return os.path.join(self.paths[folder], way)  # noqa: PTH118

    def _from(self, path: str) -> "list[Entry]":
        """The documents from one folder."""
        return [e for e in self._library.entries() if is_in(e.source, storable_name(path))]


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


def is_in(path: str, folder: str) -> bool:
    """Whether a path is a folder's own, or of something in it.

    >>> is_in("/docs/a.txt", "/docs"), is_in("/docs-2/a.txt", "/docs")
    (True, False)
    """
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _is_gone(path: str) -> bool:
    """Whether there is no file; False if the system does not let us know."""
    try:
        return not stat.S_ISREG(os.stat(path).st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
