"""Which files are meant: names, folders and patterns in, files out, in an order that is stable.

A folder stands for what is in it, however deep, and so does a pattern that no shell has expanded.
Nothing is read here: of files that were found, and not named, the ending alone decides. What a
file holds is looked at by ``load.py``.
"""

# ruff: noqa: PTH100, PTH111, PTH112, PTH113, PTH116, PTH118, PTH122
# os.path keeps a name as it was typed, and says no where pathlib raises.

import os
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Literal

from index.formats.detect import SUFFIXES

# Files that programs leave beside documents: locks of Office, thumbnails, views of folders.
LITTER = re.compile(
    r"\..*|~\$.*|thumbs\.db|ehthumbs\.db|desktop\.ini|icon\r", re.DOTALL | re.IGNORECASE
)
WILD = re.compile(r"[*?\[]")
ANY_FOLDERS = "**"  # as a part of a pattern: folders, however deep, or none


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that was named or found.

    Attributes:
        name: as it was named, or the named folder and the way from there; to be shown.
        path: absolute, symbolic links kept; to be opened.
        fate: "take" it up, "leave" it alone, or "refuse" the name.
        reason: why it is left alone or refused, as a sentence; "" where it is taken.
    """

    name: str
    path: str
    fate: Literal["take", "leave", "refuse"] = "take"
    reason: str = ""


def candidates(
    names: Iterable[str],
    *,
    suffixes: Collection[str] = SUFFIXES,
    without: Collection[str | os.PathLike[str]] = (),
) -> tuple[Candidate, ...]:
    """What some names stand for, in their order, each file once.

    A name that is there as it is wins over the pattern that it may be as well. A file that was
    named itself is always taken.

    Args:
        names: of files and folders, or patterns with ``*``, ``?``, ``[`` and ``**``; ``~`` is the
            home folder.
        suffixes: endings, in lower case, of the files to take from folders and patterns.
        without: folders to pass over, such as the library's own.

    >>> candidates(["no-such-folder/*.txt"])[0].fate
    'refuse'
    """
    chosen: dict[str, Candidate] = {}
    for name in names:
        for found in _meant(name, suffixes, without):
            before = chosen.get(found.path)
            if before is None or (before.fate == "leave" and found.fate == "take"):
                chosen[found.path] = found
    return tuple(chosen.values())


def inside(
    folder: str,
    *,
    suffixes: Collection[str] = SUFFIXES,
    without: Collection[str | os.PathLike[str]] = (),
) -> Iterator[Candidate]:
    """The files of a folder by name, then those of its folders; litter is passed over.

    Symbolic links to files are followed, those to folders are not: they may go in circles. A
    folder in it that may not be read is a refusal.
    """
    passed_over = [os.stat(path) for path in without if os.path.isdir(path)]
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            if passed_over and any(os.path.samestat(os.stat(here), p) for p in passed_over):
                continue
            with os.scandir(here) as entries:
                there = sorted((entry.name, entry) for entry in entries)
        except OSError as error:
            reason = f"{here} cannot be read: {error.strerror}."
            yield Candidate(here, os.path.abspath(here), "refuse", reason)
            continue
        kept = [(os.path.join(here, n), e) for n, e in there if not LITTER.fullmatch(n)]
        yield from (_found(path, suffixes) for path, entry in kept if _is_file(entry))
        waiting += [path for path, entry in reversed(kept) if entry.is_dir(follow_symlinks=False)]


def absolute(name: str) -> str:
    """The absolute path of a name, symbolic links kept, ``~`` expanded."""
    return os.path.abspath(os.path.expanduser(name))


def _meant(
    name: str, suffixes: Collection[str], without: Collection[str | os.PathLike[str]]
) -> Iterator[Candidate]:
    """What one name stands for; a refusal if that is nothing."""
    if not name.strip():
        yield Candidate(name, "", "refuse", "A name is empty: write a path.")
        return
    path = os.path.expanduser(name)
    if os.path.isdir(path):
        found = list(inside(path, suffixes=suffixes, without=without))
        nothing = f"{name} has no file in it that is read: name another folder, or a file itself."
    elif os.path.lexists(path) or not WILD.search(path):
        found = [Candidate(name, absolute(name))]
        nothing = ""
    else:
        found = list(_matching(path, suffixes, without))
        nothing = f"Nothing that is read matches {name}: check the pattern, or name a file itself."
    yield from found
    if nothing and not any(candidate.fate == "take" for candidate in found):
        yield Candidate(name, absolute(name), "refuse", nothing)


def _matching(
    pattern: str, suffixes: Collection[str], without: Collection[str | os.PathLike[str]]
) -> Iterator[Candidate]:
    """The files that a pattern matches, and those in the folders that it matches."""
    # The glob module would follow links to folders below "**", in circles too.
    start, parts = ("/", pattern.lstrip("/")) if pattern.startswith("/") else ("", pattern)
    for path in _expanded(start, [part for part in parts.split("/") if part]):
        if os.path.isdir(path):
            yield from inside(path, suffixes=suffixes, without=without)
        elif os.path.isfile(path):
            yield _found(path, suffixes)


def _expanded(here: str, parts: list[str]) -> Iterator[str]:
    """Every path under ``here`` that the parts of a pattern match, sorted in each folder."""
    if not parts:
        yield here or "."
        return
    part, rest = parts[0], parts[1:]
    if part == ANY_FOLDERS:
        for folder in _folders(here):
            yield from _expanded(folder, rest)
    elif WILD.search(part):
        for entry in _listed(here, hidden=part.startswith(".")):
            if fnmatchcase(entry.name, part):
                yield from _expanded(os.path.join(here, entry.name), rest)
    elif os.path.lexists(os.path.join(here, part)):
        yield from _expanded(os.path.join(here, part), rest)


def _folders(here: str) -> Iterator[str]:
    """A folder and those in it, however deep; links are not followed."""
    yield here
    for entry in _listed(here):
        if entry.is_dir(follow_symlinks=False):
            yield from _folders(os.path.join(here, entry.name))


def _listed(here: str, *, hidden: bool = False) -> "list[os.DirEntry[str]]":
    """What is in a folder, sorted; nothing if it cannot be looked into."""
    try:
        with os.scandir(here or ".") as entries:
            return sorted(
                (e for e in entries if hidden or not LITTER.fullmatch(e.name)),
                key=lambda entry: entry.name,
            )
    except OSError:
        return []


def _found(path: str, suffixes: Collection[str]) -> Candidate:
    """A file that was found, and not named."""
    suffix = os.path.splitext(path)[1].lower()
    if suffix in suffixes:
        return Candidate(path, os.path.abspath(path))
    ending = f"ends in {suffix}" if suffix else "has no ending"
    return Candidate(path, os.path.abspath(path), "leave", f"{path} {ending}, which is not read.")


def _is_file(entry: "os.DirEntry[str]") -> bool:
    """Whether it is a regular file, or a link to one."""
    try:
        return entry.is_file()
    except OSError:  # a link in a circle
        return False
