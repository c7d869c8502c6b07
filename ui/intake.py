"""Files on their way into the library: each is read, refused, or waits for the reader's word.

A reader is asked for two things: the password of an encrypted PDF, and whether a file takes the
place of a document that came from a file of the same name. This file draws nothing
(``incoming.py`` does) and holds nothing: what is under way is handed in and handed back.
"""

from collections import deque
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

from index import FootnoteError, LockedFile, OnProgress, Progress, Source
from ui import faults, versions
from ui.ahead import Begun, one_ahead
from ui.pace import Pace, time_left
from ui.uploads import forget

if TYPE_CHECKING:
    from index import Addition, Library
    from index.library import Cut

OUR_FAULT = "Something went wrong here, and it is not your doing: the terminal has the details"
GONE = "Its copy has been cleared away meanwhile: add the file again"
STILL_LOCKED = "That password does not open it: try again"
OUTCOMES = {
    "added": "Added",
    "replaced": "Replaced the earlier version",
    "unchanged": "Is in your library already",
}

R = TypeVar("R")
State = Literal["waiting", "reading", "good", "bad", "locked", "twin"]
Choice = Literal["replace", "both", "open", "skip"]


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file that was handed in.

    Attributes:
        key: tells it from all others of this page.
        name: the file's name.
        path: the upload's copy, gone when the file is done with.
        state: "locked" and "twin" wait for the reader: a password, or what to do with the
            document that has the same file name.
        text: what there is to say about it.
        progress: how far it is while it is read and made searchable.
        left: how long that still takes, in words; "" where nobody can tell.
        earlier: id of the document that it takes the place of, "" for none.
        decided: whether the reader has said what becomes of a document of the same name.
        document_id: what it has become, "" if nothing.
    """

    key: int
    name: str
    path: Path
    state: State = "waiting"
    text: str = ""
    progress: Progress | None = None
    left: str = ""
    earlier: str = ""
    decided: bool = False
    document_id: str = ""

    @property
    def is_asking(self) -> bool:
        """Whether it waits for the reader."""
        return self.state in {"locked", "twin"}

    @property
    def is_done(self) -> bool:
        """Whether nothing more becomes of it."""
        return self.state in {"good", "bad"}


def take_in(
    library: "Library", files: tuple[Incoming, ...], *, password: str = ""
) -> Iterator[tuple[Incoming, ...]]:
    """Add every file that waits for its turn; one that is refused never stops the others.

    Yields all files each time that one of them is another than before. ``password`` is for each
    file that is encrypted.
    """
    waiting = deque(at for at, file in enumerate(files) if file.state == "waiting")
    handed_in = files
    reading = one_ahead(
        waiting,
        lambda at, progress: _read(library, handed_in[at], password, progress),
        lambda at: handed_in[at].path,
    )
    try:
        with closing(reading) as turns:
            for at, begun in turns:
                for step in _taken(library, files[at], begun, password):
                    files = (*files[:at], step, *files[at + 1 :])
                    yield files
                _forget_unless_needed(files[at].path, files)
    finally:
        unseen = [file for file in files if file.state in {"waiting", "reading"}]
        for file in unseen:  # nobody is there to see the rest
            _forget_unless_needed(file.path, [file for file in files if file.is_asking])


def _forget_unless_needed(path: Path, files: Sequence[Incoming]) -> None:
    """Remove an upload's copy, unless some file is not done with it: twice one file, one copy."""
    if all(file.path != path or file.is_done for file in files):
        forget(path)


def given_up(files: tuple[Incoming, ...]) -> None:
    """Remove the copies of files that wait for the word of a reader who has gone."""
    for file in files:
        if file.is_asking:
            forget(file.path)


def settled(files: tuple[Incoming, ...], key: int, choice: Choice) -> tuple[Incoming, ...]:
    """The files after the reader's word on one of them; a word that comes too late does nothing."""
    after = tuple(
        decided
        for file in files
        for decided in (_after(file, choice) if file.key == key and file.is_asking else (file,))
    )
    for left_out in {file.path for file in files} - {file.path for file in after}:
        forget(left_out)
    return after


def _after(file: Incoming, choice: Choice) -> tuple[Incoming, ...]:
    match choice:
        case "skip":
            return ()
        case "both":
            return (replace(file, state="waiting", decided=True, earlier=""),)
        case _:  # "replace", or "open" with a password: what was decided before stays so
            return (replace(file, state="waiting", decided=True),)


@dataclass(frozen=True, slots=True)
class _Read:
    """An upload, and what it is; None where it has to be asked about before."""

    source: Source
    cut: "Cut | None"


def _read(library: "Library", file: Incoming, password: str, progress: OnProgress) -> _Read:
    source = Source(file.path.read_bytes(), file.name, password=password)
    source = versions.placed(library, source, file.earlier)
    if not file.decided and versions.earlier(library, source) is not None:
        return _Read(source, None)
    return _Read(source, library.cut(source, progress=progress))


def _taken(
    library: "Library", file: Incoming, begun: Begun[_Read], password: str
) -> Iterator[Incoming]:
    """One file whose reading has begun, step by step."""
    file = replace(file, state="reading", text="")
    yield file
    try:
        read = yield from _watched(file, begun)
        # Those before it are in the library by now, and may be its twins.
        twin = None if file.decided else versions.earlier(library, read.source)
        if twin is not None:
            yield replace(file, state="twin", text=twin.title, earlier=twin.id)
            return
        with ThreadPoolExecutor(1) as thread:
            addition = yield from _watched(
                file, Begun(thread, partial(_added, library, file, read))
            )
    except LockedFile:  # its copy is kept: the password may come yet
        said = STILL_LOCKED if password else ""
        yield replace(file, state="locked", text=said, decided=True)
        return
    except FileNotFoundError:  # the same file, handed in elsewhere, has had the same copy
        yield replace(file, state="bad", text=GONE)
    except FootnoteError as error:
        yield replace(file, state="bad", text=str(error))
    except Exception as error:  # noqa: BLE001  # the other files still have their turn
        faults.report("a file could not be added", error)
        yield replace(file, state="bad", text=OUR_FAULT)
    else:
        yield replace(
            file,
            state="good",
            text=OUTCOMES[addition.outcome],
            document_id=addition.document.id,
        )


def _added(library: "Library", file: Incoming, read: _Read, progress: OnProgress) -> "Addition":
    cut = read.cut or library.cut(read.source, progress=progress)
    return versions.put(library, cut, file.earlier, progress)


def _watched(file: Incoming, begun: Begun[R]) -> Generator[Incoming, None, R]:
    """What work on a file came to; until then, how far it is, now and then."""
    pace = Pace()
    for step in begun.steps():
        pace.watch(step)
        yield replace(file, progress=step, left="" if pace.left is None else time_left(pace.left))
    return begun.result()
