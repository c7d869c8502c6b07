"""What is asked and what is in documents stays in the library: not logged, not left, not sent.

The page and the command line run as people run them, with a home, a cache and a temporary folder
of this test's own, and a watch inside the process: it refuses what leaves the machine, and notes
every file that Python writes.
"""

import os
import re
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import platformdirs
import pytest
from playwright.sync_api import expect

from index import default_encoder
from qa import default_reader
from qa.needed import default_needed
from tests import watched
from tests.opened import ask, opened, send
from tests.served import ROOT, chromium

# Found by nobody in anything else, in a document, its name, a question, a search, a bad file.
TEXT, NAME, QUESTION, SOUGHT, BAD = (
    f"{word}4471" for word in ("Larkspur", "Marigold", "Foxglove", "Bluebell", "Hemlock")
)
CANARIES = re.compile(f"{TEXT}|{NAME}|{QUESTION}|{SOUGHT}|{BAD}", re.IGNORECASE)

# Runs before anything else in each Python process: sitecustomize.
WATCH = """
import os, sys

HERE = ("127.", "::1", "localhost", "0.0.0.0")
NOTES = os.open(os.environ["WATCH_NOTES"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

def watch(event, arguments):
    if event in ("socket.connect", "socket.sendto", "socket.getaddrinfo"):
        address = arguments[0] if event == "socket.getaddrinfo" else arguments[1]
        host = address[0] if isinstance(address, tuple) else address
        if isinstance(host, str) and not host.startswith(HERE):
            os.write(NOTES, f"asked {host}\\n".encode())
            raise PermissionError(13, "the network is blocked")
    elif event == "open" and isinstance(arguments[0], str):
        path, _, flags = arguments
        if flags & (os.O_WRONLY | os.O_RDWR):
            os.write(NOTES, f"wrote {os.path.abspath(path)}\\n".encode())

sys.addaudithook(watch)
"""


class Home:
    """A home of one's own, and what is found there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.library = folder / "home" / "library"
        self.temporary = folder / "tmp"
        self.notes = folder / "notes"
        for name in ("home", "tmp", "cache", "site"):
            (folder / name).mkdir()
        for make in (default_encoder, default_reader, default_needed):
            make()  # what was made ready on this machine serves here too
        cache = platformdirs.user_cache_path("footnote", appauthor=False)
        (folder / "cache" / "footnote").symlink_to(cache)
        (folder / "site" / "sitecustomize.py").write_text(WATCH)
        self.environment = {
            **os.environ,
            "HOME": str(folder / "home"),
            "TMPDIR": str(self.temporary),
            "XDG_CACHE_HOME": str(folder / "cache"),
            "XDG_DATA_HOME": str(folder / "home" / "data"),
            "XDG_CONFIG_HOME": str(folder / "home" / "config"),
            "XDG_STATE_HOME": str(folder / "home" / "state"),
            "PYTHONPATH": os.pathsep.join([str(folder / "site"), str(ROOT)]),
            "PYTHONDONTWRITEBYTECODE": "1",
            "WATCH_NOTES": str(self.notes),
        }
        self.environment.pop("GRADIO_TEMP_DIR", None)

    def command(self, *words: str) -> list[str]:
        main = "import sys; from ui.cli import main; sys.exit(main())"
        return [sys.executable, "-c", main, *words, "--library", str(self.library)]

    def noted(self, what: str) -> list[str]:
        lines = self.notes.read_text().splitlines()
        return [line.partition(" ")[2] for line in lines if line.startswith(f"{what} ")]

    def is_clean(self) -> None:
        """Nothing is told outside the library, left for a while, or asked of a stranger."""
        assert list(self.told()) == []
        assert list(self.temporary.iterdir()) == []
        assert self.noted("asked") == []
        # Where onnxruntime would note what to send, from a thread that Python does not see.
        assert not (self.folder / "cache" / "Microsoft").exists()

    def told(self) -> Iterator[str]:
        """Every file whose name or content holds a canary, outside the library."""
        for file in self.folder.rglob("*"):
            if file.is_relative_to(self.library):
                continue
            inside = file.relative_to(self.folder)
            if CANARIES.search(str(inside)):
                yield f"name of {inside}"
            if file.is_file() and CANARIES.search(file.read_bytes().decode(errors="replace")):
                yield f"content of {inside}"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


@pytest.fixture
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A document, and one that is refused, both with canaries in them and in their names."""
    folder = tmp_path_factory.mktemp("files")
    good, bad = folder / f"{NAME}.md", folder / f"{BAD}.pdf"
    good.write_text(f"# {NAME}\n\nThe gate of {TEXT} opens at dawn. It rained.\n")
    bad.write_bytes(b"%PDF-1.7\n" + BAD.encode() * 100)
    return good, bad


def test_the_command_line_leaves_nothing(home: Home, files: tuple[Path, Path]) -> None:
    """Added, asked, searched and removed: nothing outside the library, and nobody asked."""
    good, bad = files
    for words in (
        ("add", str(good), str(bad)),
        ("ask", f"When does the gate of {TEXT} and {QUESTION} open?"),
        ("search", SOUGHT),
    ):
        done = subprocess.run(
            home.command(*words),
            env=home.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == (2 if words[0] == "add" else 0), done.stderr
    home.is_clean()
    kept_in = (str(home.library), "/dev/", str(home.folder / "cache" / "footnote"))
    assert [path for path in home.noted("wrote") if not path.startswith(kept_in)] == []
    questions = re.compile(f"{QUESTION}|{SOUGHT}|{BAD}")
    for file in home.library.rglob("*"):
        assert not questions.search(
            file.read_bytes().decode(errors="replace") if file.is_file() else ""
        )


@pytest.mark.browser
def test_the_page_leaves_nothing(home: Home, files: tuple[Path, Path]) -> None:
    """Uploads are private while they wait and gone afterwards; nothing is printed but the address.

    One upload waits for its owner's word when the server ends.
    """
    good, bad = files
    again = good.parent / "again" / good.name
    again.parent.mkdir()
    again.write_text(good.read_text() + f"Another {TEXT}.\n")
    out = home.folder / "printed"
    with (
        out.open("w") as printed,
        subprocess.Popen(
            home.command("chat", "--port", "0", "--no-browser"),
            env=home.environment | {"PYTHONUNBUFFERED": "1"},
            stdout=printed,
            stderr=subprocess.STDOUT,
        ) as server,
    ):
        try:
            address = ready(out, server)
            own = watched.own(address)
            with own, chromium() as browser, opened(browser, address) as page:
                send(page, good)
                expect(page.locator("#files .good")).to_contain_text(NAME)
                send(page, bad)
                expect(page.locator("#files .bad")).to_contain_text(BAD)
                (uploads,) = home.temporary.iterdir()
                assert [f.name for f in uploads.rglob("*") if f.is_file()] == ["lock"]
                ask(page, f"When does the gate of {TEXT} and {QUESTION} open?")
                page.get_by_role("button", name="Find", exact=True).click()
                page.get_by_label("Find in the document").fill(SOUGHT)
                expect(page.locator("#finder output")).to_have_text("Not found")
                send(page, again)
                expect(page.locator("#files .answers")).to_contain_text("Replace it")
                (waiting,) = uploads.rglob(f"*{NAME}*")
                for private in (uploads, waiting):
                    assert stat.S_IMODE(private.stat().st_mode) & 0o077 == 0
        finally:
            server.send_signal(signal.SIGINT)
        assert server.wait(timeout=30) == 0
    home.is_clean()
    assert out.read_text().splitlines() == [f"Footnote is ready: {address} (Ctrl-C ends it)"]
    assert stat.S_IMODE(home.library.stat().st_mode) == 0o700


def ready(out: Path, server: "subprocess.Popen[bytes]") -> str:
    """The page's address, once it is printed."""
    while not (found := re.search(r"http://\S+", out.read_text())):
        assert server.poll() is None, out.read_text()
    return found[0]
