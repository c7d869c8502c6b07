"""Many chats at once: ``python -m tests.load --chats 50 --seconds 30`` prints how it goes.

``footnote chat`` runs in a process of its own over a library with one document a chat; a chat that
is shown another document's canary has been crossed. It opens a tab, asks, asks "Why?", goes to the
cited place, asks the endpoint ``ask`` the same, closes the tab and begins again, without a pause
for thought. ``test_load.py`` holds it to limits, for ten minutes where it runs as ``make soak``.
"""

import argparse
import asyncio
import contextlib
import itertools
import json
import os
import re
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import httpx

from index import Library
from tests.canary import Canary
from tests.command import started
from tests.tab import Layout, ServerSaid, Tab, visit

# Seconds, at least, before anything is counted, and every chat has gone one round: then there are
# the models, the caches and each thread's own memory.
WARM_UP = 10.0
SAMPLES = 5  # of the server's memory at either end, of which the median counts
DISTINCT = 40  # rounds whose questions differ, by their marks: more answers than are remembered


@dataclass(slots=True)
class Load:
    """What came of it. Times in seconds, memory in bytes.

    Attributes:
        chats, seconds: how many at once, for how long, after the warm-up.
        asked: questions that were answered, on the page and by the endpoint.
        errors: what the server said instead of an answer, or wrote of faults of its own.
        wrong: answers that were not the chat's own: crossed, without the quote, or none.
        page, ask: medians of the wait for an answer, and their 95th percentiles.
        memory: the server's resident memory after the warm-up and at the end.
        growth: of the memory, as a share of what it was.
    """

    chats: int
    seconds: float
    asked: int = 0
    errors: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    page_p50: float = 0.0
    page_p95: float = 0.0
    ask_p50: float = 0.0
    ask_p95: float = 0.0
    memory: tuple[int, int] = (0, 0)
    growth: float = 0.0

    def __str__(self) -> str:
        """In a sentence."""
        return (
            f"{self.chats} chats for {self.seconds:.0f} s on {os.cpu_count()} cores: "
            f"{self.asked} answers, {len(self.errors)} errors, {len(self.wrong)} wrong answers; "
            f"on the page p50 {self.page_p50:.2f} s, p95 {self.page_p95:.2f} s; by the endpoint "
            f"p50 {self.ask_p50:.2f} s, p95 {self.ask_p95:.2f} s; the server's memory "
            f"{self.memory[0] / 1e6:.0f} MB, at the end {self.growth:+.1%}"
        )


class Chat:
    """One reader, who goes on asking until the time is up."""

    def __init__(self, canary: Canary, document_id: str, load: Load) -> None:
        self.canary = canary
        self.document_id = document_id
        self.load = load
        self.is_warm = asyncio.Event()  # set after the first round
        self.page_waits: list[float] = []
        self.ask_waits: list[float] = []
        self._rounds = 0

    async def round(self, client: httpx.AsyncClient, layout: Layout) -> None:
        """A tab from its opening to its closing."""
        canary = self.canary
        # Never the same again, which would be answered from memory.
        self._rounds += 1
        mark = "?" * (1 + self._rounds % DISTINCT)
        when = f"When was the gate of {canary.place} closed{mark}"
        async with Tab(client, layout) as tab:
            await tab.fire("picker", "input", picker=self.document_id)
            self._check("opened", tab.html("pane"), canary.beast)
            # Word for word what all the others ask, but each of its own document.
            await self._asks(tab, f"Who keeps the gate{mark}", "This document", canary.kept)
            await self._asks(tab, when, "All documents", canary.closed)
            # Resolved against the turn before: no document is chosen, no place is named.
            await self._asks(tab, "Why?", "All documents", canary.closed)
            self._check("understood", tab.answers()[-1]["understood"], canary.place)
            href = re.findall('href="(#[^"]*)', tab.html("chat"))[-1]
            await tab.fire("pane", "cite", {"href": href})
            self._check("lit", tab.html("pane"), canary.beast, 'id="lit"')
            answer = await self._endpoint(tab, when, [self.document_id], None)
            history = [[answer["question"], answer["text"]]]
            why = await self._endpoint(tab, "Why?", None, history)
            self._check("understood", why["understood"], canary.place)

    async def _asks(self, tab: Tab, question: str, scope: str, quote: str) -> None:
        before = time.perf_counter()
        await tab.fire("question", "submit", question=question, scope=scope)
        self.page_waits.append(time.perf_counter() - before)
        turns = tab.answers()
        if not turns or turns[-1]["question"] != question:
            raise ServerSaid(tab.html("notice"))
        self._check(question, _quotes(turns[-1]), quote)
        self._check("turns", json.dumps(turns))
        self._check("chat", tab.html("chat"), self.canary.stem)
        self._check("pane", tab.html("pane"), self.canary.stem, 'id="lit"')

    async def _endpoint(self, tab: Tab, question: str, *more: Any) -> dict[str, Any]:
        before = time.perf_counter()
        answer = await tab.ask(question, *more)
        self.ask_waits.append(time.perf_counter() - before)
        self._check(question, _quotes(answer), self.canary.closed)
        self._check("answer", json.dumps(answer))
        return answer

    def _check(self, what: str, shown: str, *words: str) -> None:
        """Note what is not this chat's own, or not there."""
        crossed = self.canary.crossed(shown)
        missing = [each for each in words if each not in shown]
        if crossed or missing:
            self.load.wrong.append(f"{what}: {crossed} or without {missing}, in {shown}")


def load(chats: int, seconds: float, warm_up: float = WARM_UP) -> Load:
    """Serve a page, and let so many chats ask it for so long."""
    result = Load(chats, seconds)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "library"
        canaries = [Canary(number) for number in range(chats)]
        with Library.open(folder) as library:
            readers = [
                Chat(canary, library.add(text=canary.text, title=f"Gate {number}").id, result)
                for number, canary in enumerate(canaries)
            ]
        with serving(folder, result.errors) as (address, process):
            asyncio.run(_all(readers, address, process, result, warm_up))
    return result


@contextlib.contextmanager
def serving(folder: Path, errors: list[str]) -> Iterator[tuple[str, int]]:
    """The page's address and process; what it says of its own faults is added to the errors."""
    environment = os.environ | {"GRADIO_TEMP_DIR": str(folder.with_name("uploads"))}
    words = ["chat", "--library", folder, "--no-browser", "--port", "0"]
    with (
        tempfile.TemporaryFile() as said,
        started(*words, stderr=said, env=environment) as server,
    ):
        try:
            line = server.stdout.readline().decode()
            yield re.search(r"http://[\d.:]+", line)[0], server.pid
        finally:
            server.send_signal(signal.SIGINT)
            try:
                server.wait(30)
            except subprocess.TimeoutExpired:
                errors.append("Ctrl-C did not end the server")
                server.kill()
        said.seek(0)
        if faults := said.read().decode().strip():
            errors.append(faults)


async def _all(
    readers: list[Chat], address: str, process: int, result: Load, warm_up: float
) -> None:
    """All the chats side by side, and a look at the server's memory each half second."""
    # The server closes what is idle for 5 s: let go before, since nothing here asks again.
    limits = httpx.Limits(keepalive_expiry=2.0)
    async with httpx.AsyncClient(base_url=address, timeout=120, limits=limits) as client:
        layout = await visit(client)
        over = asyncio.Event()
        asking = [asyncio.create_task(_until(over, reader, client, layout)) for reader in readers]
        await asyncio.sleep(warm_up)
        for reader in readers:
            await reader.is_warm.wait()
        for reader in readers:
            reader.page_waits.clear()
            reader.ask_waits.clear()
        memory, end = [], time.monotonic() + result.seconds
        while time.monotonic() < end:
            memory.append(resident(process))
            await asyncio.sleep(0.5)
        over.set()
        await asyncio.gather(*asking)
    result.page_p50, result.page_p95 = _waits(readers, "page_waits")
    result.ask_p50, result.ask_p95 = _waits(readers, "ask_waits")
    result.asked = sum(len(one.page_waits) + len(one.ask_waits) for one in readers)
    first, last = median(memory[:SAMPLES]), median(memory[-SAMPLES:])
    result.memory, result.growth = (int(first), int(last)), last / first - 1


async def _until(
    over: asyncio.Event, chat: Chat, client: httpx.AsyncClient, layout: Layout
) -> None:
    while not over.is_set():
        try:
            await chat.round(client, layout)
        except (ServerSaid, httpx.HTTPError) as error:
            chat.load.errors.append(f"{type(error).__name__}: {error}")
        chat.is_warm.set()


def _waits(readers: list[Chat], which: str) -> tuple[float, float]:
    """The median and the 95th percentile."""
    waits = list(itertools.chain.from_iterable(getattr(one, which) for one in readers))
    if len(waits) < 2:
        return 0.0, 0.0  # the errors say why
    cuts = quantiles(waits, n=100, method="inclusive")
    return cuts[49], cuts[94]


def resident(process: int) -> int:
    """The bytes of memory that a process holds; Linux tells."""
    pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def _quotes(answer: dict[str, Any]) -> str:
    return "\n".join(citation["quote"] for citation in answer["citations"])


def main() -> None:
    """Print it."""
    parser = argparse.ArgumentParser(prog="python -m tests.load")
    parser.add_argument("--chats", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--warm-up", type=float, default=WARM_UP)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = load(options.chats, options.seconds, options.warm_up)
    if options.json:
        print(json.dumps(asdict(found), indent=2))
        return
    print(found, *[fault[:2_000] for fault in [*found.errors, *found.wrong][:3]], sep="\n")


if __name__ == "__main__":
    main()
