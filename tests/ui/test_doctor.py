"""``footnote doctor``: what is well and what is not, and a question without a network."""

import json
import os
import shutil
import socket
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

import platformdirs
import pytest

from index import Library
from index.embed import EXPORT
from tests.command import Foot
from tests.served import ROOT

CACHE = platformdirs.user_cache_path("footnote", appauthor=False)


def found(out: str) -> dict[str, dict[str, Any]]:
    """The findings that were printed as JSON, by name."""
    return {finding["name"]: finding for finding in json.loads(out)}


def test_all_is_well(foot: Foot, library: Library) -> None:
    """A good library: documents and passages are counted, checksums shown, exit code 0."""
    library.add(text="The bridge was closed in May. It rained.", title="News")
    code, out, err = foot("doctor", "--library", library.path, "--json")
    assert (code, err) == (0, "")
    findings = found(out)
    assert all(finding["is_well"] for finding in findings.values())
    assert findings["chromadb"]["found"] == metadata.version("chromadb")
    assert findings[str(library.path)]["found"] == "1 document, 1 passage"
    assert findings["checked"]["found"] == "catalogue, words and vectors agree"
    assert findings["encoder's weights"]["found"].startswith("sha256 53aa51172d14")
    assert findings["encoder made ready"]["found"].startswith("whole")
    code, out, _ = foot("doctor", "--library", library.path)
    assert code == 0
    assert len(out.splitlines()) == len(findings)
    assert all(line.startswith("ok     ") for line in out.splitlines())


def test_what_does_not_agree_is_told(foot: Foot, library: Library) -> None:
    """Lost vectors: exit code 1, and a sentence; nothing is mended meanwhile."""
    library.add(text="The bridge was closed in May.", title="News")
    vectors = library._store.vectors
    vectors.delete(sorted(vectors.keys()))
    for _ in range(2):
        code, out, _ = foot("doctor", "--library", library.path)
        assert code == 1
        (wrong,) = (line for line in out.splitlines() if not line.startswith("ok "))
        assert wrong.startswith("WRONG  library   its vectors: ")
        assert wrong.endswith(": footnote check --repair mends it")


@pytest.mark.parametrize("hindrance", ["nothing", "other files", "garbage"])
def test_what_is_no_library(foot: Foot, tmp_path: Path, hindrance: str) -> None:
    """A library that was named has to be one; nothing is made."""
    place = tmp_path / "place"
    if hindrance == "other files":
        place.mkdir()
        (place / "letter.txt").write_text("mine")
    if hindrance == "garbage":
        place.mkdir()
        (place / "catalogue.sqlite3").write_bytes(b"garbage" * 1000)
    before = sorted(tmp_path.rglob("*"))
    code, out, err = foot("doctor", "--library", place, "--json")
    assert (code, err) == (1, "")
    finding = found(out)[str(place)]
    assert not finding["is_well"]
    assert finding["found"].endswith((".", "folder"))
    assert sorted(tmp_path.rglob("*")) == before


def test_a_default_library_that_is_not_there_yet(foot: Foot, user_data: Path) -> None:
    """It is not made by looking."""
    if (user_data / "footnote").exists():
        pytest.skip("another test has made it")
    code, out, _ = foot("doctor")
    assert code == 0
    assert "not made yet: the first use makes it" in out
    assert not (user_data / "footnote").exists()


def test_a_damaged_model_is_told(
    foot: Foot, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One in the cache that is not what it was: exit code 1; one that is not there is no harm."""
    name = f"{EXPORT.name}-{EXPORT.key}"
    assert library.encoder.encode(["made ready"]).shape
    shutil.copytree(CACHE / name, tmp_path / "cache" / "footnote" / name)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    file = tmp_path / "cache" / "footnote" / name / "encoder.onnx"
    file.write_bytes(file.read_bytes()[:-1])
    code, out, _ = foot("doctor", "--library", library.path, "--json")
    findings = found(out)
    assert code == 1
    assert findings["encoder made ready"]["found"] == "damaged: the next use makes it anew"
    assert findings["reader made ready"]["is_well"]
    assert findings["reader made ready"]["found"].startswith("not made yet")
    assert findings[str(library.path)]["found"].startswith("not looked at")


def test_a_question_without_a_network(foot: Foot, library: Library) -> None:
    """Answered, with sockets blocked, also in the kernel where that is known."""
    code, out, _ = foot("doctor", "--library", library.path, "--offline")
    assert code == 0, out
    by = "Python and the kernel" if sys.platform == "linux" else "Python"
    proof = f"answered with sockets blocked by {by}: “Turkey”, “the war in Gaza”"
    assert out.splitlines()[-1].endswith(proof)


def test_a_reader_that_needs_the_network(
    foot: Foot, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The proof fails, and says why."""
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")  # else it tries ten times
    words = ("--library", library.path, "--offline", "--reader", "nobody/nothing")
    code, out, _ = foot("doctor", *words)
    assert code == 1
    assert out.splitlines()[-1].startswith("WRONG  offline")
    assert "not proven: 'nobody/nothing' could not be loaded" in out


BLOCKED = """
import ctypes, errno, socket, subprocess, sys
from ui import no_network
is_kernel = no_network.block()
port = int(sys.argv[1])
for attempt in (
    lambda: socket.create_connection(("127.0.0.1", port)),
    lambda: socket.getaddrinfo("localhost", port),
    lambda: socket.socket(socket.AF_UNIX),
):
    try:
        attempt()
    except PermissionError:
        continue
    sys.exit("Python was let through")
assert no_network.TRIED == ["socket.getaddrinfo", "socket.getaddrinfo"], no_network.TRIED
if is_kernel:
    libc = ctypes.CDLL(None, use_errno=True)
    for family in (socket.AF_INET, socket.AF_INET6, socket.AF_UNIX):
        assert libc.socket(family, socket.SOCK_STREAM, 0) == -1
        assert ctypes.get_errno() == errno.EACCES
    child = f"import socket; socket.create_connection(('127.0.0.1', {port}))"
    assert subprocess.run([sys.executable, "-c", child], stderr=subprocess.DEVNULL).returncode == 1
"""


def test_the_block_excuses_nothing() -> None:
    """Not this machine, not compiled code, not a child; all of which work without it."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        socket.create_connection(("127.0.0.1", port)).close()
        subprocess.run(
            [sys.executable, "-c", BLOCKED, str(port)],
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            check=True,
        )


def test_help(foot: Foot) -> None:
    """It says what it looks at, and what the exit code means."""
    code, out, _ = foot("doctor", "--help")
    assert code == 0
    assert "The exit code is 1 if something is." in out
    assert "footnote doctor --offline" in out
