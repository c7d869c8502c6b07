"""Where a library lives, and whether a folder can be one.

Everything that the system refuses becomes a sentence here; what is in the files is looked at by
``schema.py``.
"""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from index.catalogue import CATALOGUE
from index.errors import NotALibrary
from index.schema import UNFINISHED
from index.store import LOCK, VECTORS


def default_path() -> Path:
    """Where the default library lives: a folder in the user's data folder."""
    import platformdirs

    return platformdirs.user_data_path("footnote", appauthor=False) / "library"


def check(folder: Path, *, create: bool) -> None:
    """Make sure that a folder is a library, or may become one if ``create`` is on.

    Raises:
        NotALibrary: it is a file, holds other files, or is not there.
        PermissionError: it may not be read and written.
    """
    if folder.exists() and not folder.is_dir():
        raise NotALibrary(f"{folder} is a file, not a library: name a folder.")
    if (folder / CATALOGUE).exists():
        for place in (folder, folder / CATALOGUE, folder / VECTORS):
            if place.name == VECTORS:
                with suppress(OSError):  # what can be made anew may be made usable as well
                    place.chmod(0o700)
            # Told by SQLite and Chroma much later, and as if something were damaged.
            if place.exists() and not os.access(place, os.R_OK | os.W_OK):
                raise PermissionError(errno.EACCES, "not permitted", str(place))
        return
    if folder.exists() and any(not _is_ours(file) for file in folder.iterdir()):
        raise NotALibrary(
            f"{folder} holds other files and no library: name an empty folder or a new one."
        )
    if not create:
        raise NotALibrary(f"There is no library at {folder}: make one by adding a document to it.")


@contextmanager
def usable(folder: Path) -> Iterator[None]:
    """What the system refuses, as a sentence that says why."""
    try:
        yield
    except PermissionError as error:
        raise NotALibrary(
            f"You may not read and write {error.filename or folder}: have that changed, or name "
            "another folder."
        ) from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = getattr(error, "strerror", None) or error
        raise NotALibrary(
            f"{folder} cannot be used as a library ({reason}): name another folder."
        ) from error


def _is_ours(file: Path) -> bool:
    """Whether a file may lie in the folder of a library that is not made yet."""
    return file.name == LOCK or file.name.startswith(UNFINISHED)
