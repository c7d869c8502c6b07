"""What the terminal says of events that the page would never send; a server of its own."""

import itertools
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx

from index import Library
from tests.served import ARTICLE, ROOT, SERVER

API = "/gradio_api"
CANARY = "Larkspur-4471"
ODD = {"odd": [CANARY]}


def done(page: httpx.Client, session: str) -> bool:
    """Whether an event that waits is answered."""
    with page.stream("GET", f"{API}/queue/data?session_hash={session}") as stream:
        return "process_completed" in stream.read().decode()


def values_of(count: int) -> list[tuple[list[Any], int]]:
    """Values of one event, and the status that they get."""
    few = [([CANARY] * length, 422) for length in range(count)]
    return [*few, *(([value] * count, 200) for value in (CANARY, ODD, [CANARY], 4471, None))]


def test_nothing_that_is_sent_reaches_the_terminal(tmp_path: Path) -> None:
    """Each event of the page, with too few values and with odd ones; too few are not taken."""
    folder = tmp_path / "library"
    with Library.open(folder) as library:
        library.add(ARTICLE)
    command = [sys.executable, "-c", SERVER, str(folder), str(tmp_path / "gate"), "0"]
    terminal = tmp_path / "terminal"
    with (
        terminal.open("wb") as end,
        subprocess.Popen(
            command,
            cwd=ROOT,
            stdout=end,
            stderr=end,
            env=os.environ | {"GRADIO_TEMP_DIR": str(tmp_path / "uploads")},
        ) as server,
    ):
        try:
            while not (line := terminal.read_text()).endswith("\n"):
                assert server.poll() is None, line
                time.sleep(0.1)
            with httpx.Client(base_url=line.strip(), timeout=60) as page:
                page.get("/").raise_for_status()
                send_all(page)
        finally:
            server.send_signal(signal.SIGINT)
            try:
                server.wait(timeout=30)
            finally:
                server.kill()
    said = terminal.read_text()
    assert "could not be answered" in said  # its kind and its place, as of any fault
    for word in (CANARY, "4471", "Traceback"):
        assert word not in said


def send_all(page: httpx.Client) -> None:
    config = page.get("/config").json()
    events = [event for event in config["dependencies"] if event["backend_fn"]]
    numbers = itertools.count()
    for event in events:
        for values, status in values_of(len(event["inputs"])):
            session = f"s{next(numbers)}"
            body = {"fn_index": event["id"], "data": values, "event_data": ODD}
            joined = page.post(f"{API}/queue/join", json=body | {"session_hash": session})
            assert joined.status_code == status
            if status == 200:
                assert done(page, session)
            else:
                assert CANARY not in joined.text
                at_once = page.post(f"{API}/run/predict", json=body | {"session_hash": session})
                assert at_once.status_code == status
    assert len(events) > 10
    for event in config["dependencies"]:
        if not event["backend_fn"]:
            body = {"fn_index": event["id"], "data": [], "session_hash": "s"}
            assert page.post(f"{API}/queue/join", json=body).status_code == 404
