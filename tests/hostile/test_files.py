"""Files that mean harm, one after the other: read, added by the command line, uploaded.

The short form reads two of each kind and adds some. ``make hostile`` takes all of them for
everything (FOOTNOTE_LONG=1).
"""

import json
import logging
import os
import time
from collections.abc import Iterable, Iterator
from itertools import chain, groupby, islice
from pathlib import Path

import httpx
import pytest

from index import Document, Library, UnreadableFile, apart
from index.apart.confine import MEMORY
from index.load import Source
from tests.command import started
from tests.made_hostile import Hostile, hostile_files, odd_places, on_disk
from tests.served import ARTICLE, served

IS_LONG = os.environ.get("FOOTNOTE_LONG") == "1"
SECONDS = 10
SHORT = {"long line": [4, 11], "giant stream": [2, 3], "zip bomb": [1, 3], "page count": [0, 8]}
ADD_SECONDS = 3600 if IS_LONG else 120

KINDS = {kind: list(files) for kind, files in groupby(hostile_files(), lambda file: file.kind)}


def some(kind: str) -> list[Hostile]:
    """The files of a kind, or two of them."""
    files = KINDS[kind]
    return files if IS_LONG else [files[number] for number in SHORT.get(kind, [0, 1])]


def from_every(first: int) -> Iterator[Hostile]:
    """In the long form every file; in the short one a file of every second kind, no giants."""
    if IS_LONG:
        return chain.from_iterable(KINDS.values())
    return (files[0] for kind, files in list(KINDS.items())[first::2] if kind not in SHORT)


def test_how_many_there_are(tmp_path: Path) -> None:
    """At least 200 files, and 8 of each kind."""
    assert all(len(files) >= 8 for files in KINDS.values())
    assert sum(len(files) for files in KINDS.values()) >= 200
    (tmp_path / "odd").mkdir()
    assert len(odd_places(tmp_path / "odd")) >= 16


@pytest.mark.parametrize("kind", KINDS)
def test_each_ends_in_time(kind: str, caplog: pytest.LogCaptureFixture) -> None:
    """Ten seconds, 512 MB: then there is a document that holds together, or one sentence."""
    for file in some(kind):
        source = Source(file.make(), file.name)
        with caplog.at_level(logging.DEBUG, logger="index.apart.reading"):
            began = time.monotonic()
            outcome = outcome_of(source)
            took = time.monotonic() - began
        assert took <= SECONDS, file.name
        peaks = [record.args[1] for record in caplog.records if "MB" in record.msg]  # type: ignore[index]
        assert all(peak <= MEMORY >> 20 for peak in peaks), file.name
        assert peaks or took > SECONDS - 1 or "memory" in str(outcome), file.name
        caplog.clear()


def outcome_of(source: Source) -> Document | str:
    """What becomes of a file, which has to make sense."""
    try:
        document = apart.read(source)
    except UnreadableFile as error:
        sentence = str(error)
        assert sentence.isprintable()
        assert sentence.endswith(".")
        assert len(sentence) < 500
        assert "Traceback" not in sentence
        return sentence
    assert 0 < len(document.title) <= 120
    assert document.title.splitlines() == [document.title]
    assert "root:x:0" not in document.text
    document.text.encode()
    place = 0
    for block in document.blocks:
        assert not document.text[place : block.start].strip()
        place = block.end
    assert not document.text[place:].strip()
    return document


def seen(folder: Path) -> dict[str, tuple[int, int]]:
    """Every file and folder below a folder: size and time of change."""
    found = {}
    for path in folder.rglob("*"):
        status = path.lstat()
        found[str(path)] = (status.st_size, status.st_mtime_ns)
    return found


def test_the_command_line(tmp_path: Path) -> None:
    """``footnote add FOLDER`` tells of each, and writes nowhere but into its library."""
    files, home, scratch = (tmp_path / name for name in ("files", "home", "scratch"))
    for folder in (files, home, scratch):
        folder.mkdir()
    written = on_disk(files, from_every(0))
    # Named itself, a link to a folder stands for what is in it, be it the whole disk.
    odd = {name: path for name, path in odd_places(files).items() if not path.is_dir()}
    before = seen(files)
    models = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")  # made once
    environment = os.environ | {"HOME": str(home), "XDG_CACHE_HOME": models}
    environment |= {"TMPDIR": str(scratch)}
    command = ["add", str(files), *written, *map(str, odd.values()), "--json"]
    at = ["--library", str(tmp_path / "library")]
    with started(*command, *at, env=environment) as process:
        out, err = process.communicate(timeout=ADD_SECONDS)
    assert (process.returncode, err) == (2, b"")
    reports = {report["file"]: report for report in json.loads(out)}
    for path, file in written.items():
        assert path in reports, file.name
        assert bool(reports[path]["document"]) != bool(reports[path]["reason"])
    for name, path in odd.items():
        expected = "added" if name == "out" else "refused"
        assert reports[str(path)]["outcome"] == expected, name
    assert seen(files) == before
    assert {Path(path).name for path in seen(scratch)} <= {".ses"}  # onnxruntime's, without a word
    with Library.open(tmp_path / "library") as library:
        assert library.search("Which lighthouse stands outside?")[0].text.startswith("The light")


def test_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Uploads: the server tells of each, answers a question afterwards, and leaves nothing."""
    folder, home, scratch = (tmp_path / name for name in ("library", "home", "scratch"))
    models = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")  # made once
    for name, value in (("HOME", home), ("XDG_CACHE_HOME", models), ("TMPDIR", scratch)):
        monkeypatch.setenv(name, str(value))
    for place in (home, scratch):
        place.mkdir()
    with Library.open(folder) as library:
        library.add(ARTICLE)
    with served(folder) as address, httpx.Client(base_url=address, timeout=ADD_SECONDS) as page:
        page.get("/").raise_for_status()  # for its cookie
        config = page.get("/config").json()
        (event,) = (
            each["id"]
            for each in config["dependencies"]
            if any(target[1] == "upload" for target in each["targets"])
        )
        files = from_every(1)
        while some_files := list(islice(files, 20)):
            told = added(page, event, some_files)
            assert told.count("<li ") == len(some_files)
            assert "not your doing" not in told
            assert "onerror=alert(1)>" not in told
        asked = {"data": ["Who blocked cooperation with Israel?", None, None]}
        ticket = page.post("/gradio_api/call/ask", json=asked).json()["event_id"]
        answer = page.get(f"/gradio_api/call/ask/{ticket}").text
        assert "Turkey" in answer
    assert {Path(path).name for path in seen(scratch)} <= {".ses"}  # as above
    assert {path.name for path in tmp_path.iterdir()} == {
        *("library", "library.gate", "library.uploads", "home", "scratch")
    }
    assert list((tmp_path / "library.uploads").iterdir()) == []
    assert [path for path in seen(home) if not Path(path).is_dir()] == []  # matplotlib's is empty


def added(page: httpx.Client, event: int, files: list[Hostile]) -> str:
    """The list of files that the page shows once all of some uploads are done."""
    uploads = []
    for file in files:
        name = file.name.encode(errors="replace").decode()
        sent = page.post("/gradio_api/upload", files={"files": (name, file.make())})
        if sent.status_code != httpx.codes.OK:  # a name that no server takes
            sent = page.post("/gradio_api/upload", files={"files": ("x.txt", file.make())})
        path = sent.json()[0]
        uploads.append({"path": path, "meta": {"_type": "gradio.FileData"}, "orig_name": name})
    session = os.urandom(8).hex()
    request = {"data": [uploads, None, None], "fn_index": event, "session_hash": session}
    page.post("/gradio_api/queue/join", json=request).raise_for_status()
    shown = ""
    with page.stream("GET", f"/gradio_api/queue/data?session_hash={session}") as stream:
        for line in _lines(stream.iter_text()):
            message = json.loads(line.removeprefix("data: ")) if line.startswith("data:") else {}
            if message.get("msg") == "process_completed":
                assert message["success"], message
                return shown
            for change in message.get("output", {}).get("data", [])[:1]:
                shown = _changed(shown, change)
    raise AssertionError(f"the page said no more after {shown!r}")


def _lines(texts: Iterable[str]) -> Iterator[str]:
    """The lines of a stream of events: a file's name may have U+0085, which is no end of one."""
    rest = ""
    for text in texts:
        *lines, rest = (rest + text).split("\n")
        yield from lines


def _changed(shown: str, change: object) -> str:
    """A text after what Gradio says of it: the whole text, or what has changed."""
    if isinstance(change, str):
        return change
    assert isinstance(change, list)
    for action, path, text in change:
        assert (action, path) == ("replace", []), change
        shown = text
    return shown
