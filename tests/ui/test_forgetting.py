"""What the page's server keeps of its tabs; in a process of its own, see ``served.py``."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.canary import Canary
from tests.served import ROOT
from ui.forgetting import MOST_TABS

TABS = """
import asyncio, gc, json, sys
import httpx
from gradio import Blocks
from index import Library
from pathlib import Path
from tests.canary import Canary
from tests.made_hostile import encrypted
from tests.tab import Tab, visit
from ui.web import running

async def hand_in(client, tab, name):
    locked = next(make() for _, make in encrypted())
    sent = await client.post("/gradio_api/upload", files={"files": (name, locked)})
    (path,) = sent.raise_for_status().json()
    file = {"path": path, "orig_name": name, "meta": {"_type": "gradio.FileData"}}
    await tab.fire("upload", "upload", upload=[file])
    assert "locked with a password" in tab.html("files")
    return Path(path)

async def look(address, library):
    pages = [each for each in gc.get_objects() if isinstance(each, Blocks)]
    kept = next(page.state_holder for page in pages if page.is_running)
    async with httpx.AsyncClient(base_url=address, timeout=60) as client:
        layout = await visit(client)
        async with Tab(client, layout), Tab(client, layout):
            opened = len(kept.session_data)
        async with asyncio.timeout(20):
            while kept.session_data:
                await asyncio.sleep(0.01)
        async with Tab(client, layout) as tab:
            closed = await hand_in(client, tab, "one.pdf")
            asked = closed.exists()
        async with asyncio.timeout(20):
            while closed.exists():
                await asyncio.sleep(0.01)
        most, kept.capacity = kept.capacity, 2
        async with Tab(client, layout) as tab:
            crowded = await hand_in(client, tab, "two.pdf")
            for _ in range(2):
                await Tab(client, layout).ask("Who?", None, None)
            left = crowded.exists()
        added = library.add(text=Canary(7).text, title="Gate").id  # later than the server began
        async with Tab(client, layout) as tab:
            await tab.fire("picker", "input", picker=added)
            await tab.fire(
                "question", "submit", question="Who keeps the gate?", scope="This document"
            )
            others = [await Tab(client, layout).ask("Who?", None, None) for _ in range(3)]
            forgotten = len(kept.session_data)
            await tab.fire(
                "question", "submit", question="When was it closed?", scope="This document"
            )
            answers = tab.answers()
    waiting = {"asked": asked, "left": left}
    return waiting | {"opened": opened, "most": most, "forgotten": forgotten, "answers": answers}

with Library.open(sys.argv[1]) as library, running(library) as address:
    print(json.dumps(asyncio.run(look(address, library))))
"""


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What was seen of a server's tabs."""
    folder: Path = tmp_path_factory.mktemp("tabs") / "library"
    done = subprocess.run(
        [sys.executable, "-c", TABS, folder], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_closed_tab_is_forgotten(seen: dict[str, Any]) -> None:
    """What the open ones have shown is there; the loop above ends when nothing is, any more."""
    assert seen["opened"] == 2


def test_a_file_that_waited_for_its_reader_is_forgotten(seen: dict[str, Any]) -> None:
    """Its upload goes as its tab is closed, see the loop above, or is one too many."""
    assert seen["asked"]
    assert not seen["left"]


def test_an_open_tab_that_the_server_has_forgotten_goes_on(seen: dict[str, Any]) -> None:
    """Of more tabs than it keeps; its conversation and its document come from the browser."""
    assert (seen["most"], seen["forgotten"]) == (MOST_TABS, 2)
    first, second = seen["answers"]
    assert [cited["quote"] for cited in first["citations"]] == [Canary(7).kept]
    assert [cited["quote"] for cited in second["citations"]] == [Canary(7).closed]
