"""The page as people run it: a server process of its own, and the system's Chromium.

A process of its own also keeps Gradio's unclosed event loops away from tests that treat every
warning as an error.
"""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.watched import own, watch

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).parents[1]
ARTICLE = ROOT / "index" / "article.txt"

SERVER = """
import sys
from pathlib import Path
from filelock import FileLock
from index import Library, default_encoder
from qa import default_reader
from ui.door.users import Users
from ui.web import serve

class Gated:
    'The encoder, waiting for a file lock before it reads: as slow as a test likes.'
    def __init__(self, encoder, gate):
        self._encoder, self._gate = encoder, gate
        self.name, self.sha256, self.dimension = encoder.name, encoder.sha256, encoder.dimension
        self.count_tokens, self.languages = encoder.count_tokens, encoder.languages

    def encode(self, texts):
        with FileLock(self._gate):
            return self._encoder.encode(texts)

users = Users(Path(sys.argv[4])) if sys.argv[4:] else None
default_reader()  # made ready before the page is, as the command line does
with Library.open(sys.argv[1], encoder=Gated(default_encoder(), sys.argv[2])) as library:
    ready = lambda address: print(address, flush=True)
    serve(library, port=int(sys.argv[3]), users=users, on_ready=ready)
"""

BROWSERS = ("chromium", "google-chrome", "chromium-browser")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def gate(folder: Path) -> Path:
    """The file whose lock keeps the served page from answering."""
    return folder.with_name(folder.name + ".gate")


@contextmanager
def served(
    folder: Path, port: int = 0, users: Path | None = None, program: str = SERVER
) -> Iterator[str]:
    """The address of a page over the library in a folder; Ctrl-C has to end it cleanly.

    With a users' file only its users are let in. No question is answered while a test holds the
    file lock ``gate(folder)``. ``program`` is what is run.
    """
    command = [sys.executable, "-c", program, str(folder), str(gate(folder)), str(port)]
    command += [] if users is None else [str(users)]
    # Gradio keeps uploads by their content: servers side by side would share them.
    uploads = {"GRADIO_TEMP_DIR": str(folder.with_name(folder.name + ".uploads"))}
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=os.environ | uploads
    ) as server:
        try:
            address = server.stdout.readline().strip()
            assert address, "the server said nothing: see its traceback above"
            with own(address):
                yield address
        finally:
            server.send_signal(signal.SIGINT)
        try:
            assert server.wait(timeout=30) == 0
        finally:
            server.kill()  # if it does not end, the tests do


@contextmanager
def chromium() -> Iterator["Browser"]:
    """The system's Chromium, watched; skips where there is none, but not in CI."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None and os.environ.get("CI") != "true":
        pytest.skip(f"no browser here: none of {', '.join(BROWSERS)}")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        watch(browser)
        yield browser
        browser.close()
