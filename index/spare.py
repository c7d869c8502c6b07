"""A little space that a library keeps for itself, so that it opens on a full disk.

SQLite and Chroma write some kilobytes even to read. The file is given up when a library cannot
be opened, and made again as soon as there is room.
"""

import os
from contextlib import suppress
from pathlib import Path

SPARE = "spare"
SIZE = 256 * 1024  # bytes; SQLite and Chroma took 70 kB


def keep(folder: Path) -> None:
    """Make the file, if there is room."""
    file = folder / SPARE
    if file.exists():
        return
    try:
        with file.open("xb") as opened:
            opened.write(os.urandom(SIZE))  # zeros may take no space
    except OSError:
        give_up(folder)


def give_up(folder: Path) -> bool:
    """Remove the file; tell whether there was one."""
    with suppress(OSError):
        (folder / SPARE).unlink()
        return True
    return False
