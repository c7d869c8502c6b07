"""Where uploads wait until the library has read them: a folder of one server, for its user only.

Gradio's own folder is one for everybody on the machine: others can list its file names, and what
is in it outlives the server. This one is for its owner only and goes with the server; what a
server that was killed has left goes when the next one starts. The single uploads are removed in
``intake.py``.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

VARIABLE = "GRADIO_TEMP_DIR"  # where Gradio looks for its folder, each time that it needs it
PREFIX = "footnote-uploads-"
LOCK = "lock"  # held for as long as the folder's server lives


@contextmanager
def private_uploads() -> Iterator[Path]:
    """Make a folder for the uploads of a page that is built and served inside the block."""
    before = os.environ.get(VARIABLE)
    parent = Path(before or tempfile.gettempdir())
    parent.mkdir(parents=True, exist_ok=True)
    _clear_away_leftovers(parent)
    new = Path(tempfile.mkdtemp(prefix="footnote-new-", dir=parent))  # nobody else may enter it
    with FileLock(new / LOCK):
        # Named like one only now that it is locked: another server must not take it for left over.
        folder = new.rename(parent / new.name.replace("footnote-new-", PREFIX))
        os.environ[VARIABLE] = str(folder)
        try:
            yield folder
        finally:
            if before is None:
                del os.environ[VARIABLE]
            else:
                os.environ[VARIABLE] = before
            shutil.rmtree(folder, ignore_errors=True)


def forget(upload: Path) -> None:
    """Remove an upload's copy, and the folder that Gradio has made for it if it is empty now."""
    upload.unlink(missing_ok=True)
    with suppress(OSError):  # the same bytes under another name
        upload.parent.rmdir()


def _clear_away_leftovers(parent: Path) -> None:
    """Remove the folders of servers that are no more."""
    for folder in parent.glob(f"{PREFIX}*"):
        with suppress(Timeout, OSError):  # its server lives; or somebody else was quicker
            if folder.is_symlink() or folder.stat().st_uid != os.getuid():
                continue
            with FileLock(folder / LOCK, timeout=0):
                shutil.rmtree(folder, ignore_errors=True)
