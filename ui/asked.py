"""What the words of a command line mean: a library, a reader, a document, a password and so on.

It opens and looks up; what is then done is in ``cli.py``.
"""

import contextlib
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ui import terminal

if TYPE_CHECKING:
    from index import Entry, Library, OnProgress
    from qa.span_reader import SpanReader


def typed(words: Sequence[str]) -> str:
    """The words as one text; bytes that are not the terminal's encoding become U+FFFD."""
    return " ".join(words).encode(errors="surrogateescape").decode(errors="replace")


def located(path: str, what: str) -> Path:
    """The path with ``~`` as the home folder, also where the shell left it as it was.

    Args:
        path: as it was typed; a ``Path`` would make "" the current folder.
        what: the path's name on the command line, such as ``--library``.

    Raises:
        UnreadableFile: it is blank, or ``~name`` of somebody who has no home folder here.
    """
    from index import UnreadableFile

    if not path.strip():
        raise UnreadableFile(f"{what} is empty: write a path.")
    try:
        return Path(path).expanduser()
    except RuntimeError as error:
        raise UnreadableFile(
            f"{path} begins with the home folder of somebody unknown: write the whole path."
        ) from error


def folder_of(path: str | None) -> Path | None:
    """The library that ``--library`` names, else the environment; None for the default one."""
    from ui.settings import settings

    place = settings().library if path is None else path
    return None if place is None else located(place, "--library")


@contextlib.contextmanager
def opened(
    path: str | None, *, create: bool | None = None, encoder: str | None = None
) -> "Iterator[Library]":
    """A library, closed at the end of the block; one that was named must be there already.

    So that a mistyped ``--library`` is told, instead of an empty library being asked. ``create``
    says of both, the named and the default one, whether they are made if they are not there;
    ``encoder`` is what was typed after ``--encoder``.
    """
    from index import Library

    folder = folder_of(path)
    make = folder is None if create is None else create
    with terminal.working() as progress:
        library = Library.open(folder, encoder=encoder, create=make, progress=progress)
    with library:
        yield library


def reader_name(name: str | None) -> str | None:
    """What ``--reader`` names, else the environment; None for the bundled reader."""
    from ui.settings import settings

    return settings().reader if name is None else name


def ready_reader(name: str | None, progress: "OnProgress | None" = None) -> "SpanReader":
    """The reader of that name, ready to read; the first time this may take a while.

    Args:
        name: as it was typed after ``--reader``.
        progress: where it is told how far it is; None draws bars of its own.
    """
    from qa import open_reader

    with contextlib.nullcontext(progress) if progress else terminal.working() as tell:
        return open_reader(reader_name(name), tell)


def ids(library: "Library", names: Sequence[str] | None) -> tuple[str, ...] | None:
    """The ids of the documents that were named; None for all."""
    if not names:
        return None
    entries = library.entries()
    return tuple(dict.fromkeys(chosen(entries, name).id for name in names))


def chosen(entries: "Sequence[Entry]", name: str) -> "Entry":
    """The one document that a person means by an id, the beginning of one, or a title."""
    from index import UnknownDocument

    for found in (
        [entry for entry in entries if entry.id == name],
        [entry for entry in entries if entry.title == name],
        [entry for entry in entries if name and entry.id.startswith(name)],
    ):
        if len(found) == 1:
            return found[0]
        if found:
            candidates = ", ".join(entry.id for entry in found)
            raise UnknownDocument(
                f"Several documents are meant by {name!r}: name one of {candidates}."
            )
    raise UnknownDocument(f"There is no document {name!r}: footnote list shows what there is.")


def asked_password(text: str) -> str:
    """The password that ``--password`` means: itself, or what is typed where it is ``-``.

    On a terminal it is asked for without echo; from a pipe it is the first line.
    """
    if text != "-":
        return text
    if sys.stdin.isatty():
        from getpass import getpass

        try:
            return getpass("Password: ")
        except EOFError:
            raise typer.Abort from None
    line = sys.stdin.readline().rstrip("\r\n")
    if not line:
        raise typer.BadParameter("--password - found no password: write it as the input's line")
    return line


def bound(text: str, option: str) -> tuple[str, float]:
    """What ``--min`` or ``--max`` asks of a figure.

    >>> bound("answer_f1=0.6", "--min")
    ('answer_f1', 0.6)
    """
    name, _, value = text.partition("=")
    try:
        return name.strip(), float(value)
    except ValueError:
        raise typer.BadParameter(
            f"{option} {text} is not NAME=VALUE, such as answer_f1=0.6"
        ) from None
