"""The page and the command line on one library at once, and two pages: nothing is lost.

In a contest ``footnote add`` and ``footnote remove`` run while the page takes in uploads and
removes documents without a pause. ``FOOTNOTE_LONG=1`` (``make crash``) holds a hundred of them,
otherwise there is one.
"""

import asyncio
import os
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from filelock import FileLock

from index import Library
from index.store import LOCK
from tests.canary import Canary
from tests.command import one_sentence, started
from tests.load import serving
from tests.tab import Tab, visit

CONTESTS = 100 if os.environ.get("FOOTNOTE_LONG") == "1" else 1
LONGEST = 300  # seconds of a contest; a few on a machine with nothing else to do
SHELL = 5_000  # the first canary of the command line; the page's begin at 0
BUSY = "Another process is writing"


@dataclass(slots=True)
class Contest:
    """One library, a tab of its page and the command line.

    Attributes:
        titles: of the documents that have to be there.
        counted: what became of all writes.
    """

    folder: Path
    tab: Tab
    titles: set[str] = field(default_factory=set)
    counted: Counter[str] = field(default_factory=Counter)

    async def command(self, *words: object) -> bool:
        """Whether ``footnote`` has done it; else it has said in one sentence that it may not."""
        with started(*words, "--library", self.folder) as process:
            _, said = (each.decode() for each in await asyncio.to_thread(process.communicate))
        if process.returncode == 0:
            assert said == ""
        else:
            assert one_sentence(said), said
            assert BUSY in said
        return self._count(words[0], is_done=process.returncode == 0)

    async def upload(self, title: str, text: str) -> bool:
        """Whether the page has taken it in; else it says the same."""
        said = await self.tab.add(f"{title}.txt", text)
        assert ("Added" in said) != (BUSY in said), said
        return self._count("upload", is_done="Added" in said)

    async def take_out(self) -> bool:
        """Whether the page has removed the document that is open; else it says the same."""
        said = await self.tab.remove()
        assert ("Removed" in said) != (BUSY in said), said
        return self._count("page removed", is_done="Removed" in said)

    async def is_answered(self, canary: Canary) -> bool:
        """Whether the page answers from a canary's document."""
        answer = await self.tab.ask(f"When was the gate of {canary.place} closed?", None, None)
        return any(canary.closed in citation["quote"] for citation in answer["citations"])

    def _count(self, what: object, *, is_done: bool) -> bool:
        self.counted[f"{what}" if is_done else f"{what}, told to wait"] += 1
        return is_done

    async def hold(self, number: int) -> None:
        """The command line adds one document and removes the page's last one meanwhile."""
        own, last, theirs = Canary(number), Canary(number - 1), Canary(SHELL + number)
        file = self.folder.with_name(f"{theirs.stem}.txt")
        file.write_text(theirs.text)
        commands = asyncio.gather(
            self.command("add", file), self.command("remove", last.stem, "--yes")
        )
        assert await self.upload(own.stem, own.text)
        while not commands.done():
            if await self.upload("passing", "A cloud passes, and leaves no trace in the sky."):
                while not await self.take_out():
                    pass
        is_added, is_removed = await commands
        self.titles |= {own.stem} | ({theirs.stem} if is_added else set())
        self.titles -= {last.stem} if is_removed else set()
        for canary in (own, last, theirs):
            assert await self.is_answered(canary) == (canary.stem in self.titles), canary.stem


@asynccontextmanager
async def opened(address: str) -> AsyncIterator[Tab]:
    """A tab of a page."""
    async with (
        httpx.AsyncClient(base_url=address, timeout=120) as client,
        Tab(client, await visit(client)) as tab,
    ):
        yield tab


def test_the_page_and_the_command_line(tmp_path: Path) -> None:
    """Each writer has its turn or is told in a sentence; the page sees each finished write."""
    folder, first = tmp_path / "library", Canary(0)
    with Library.open(folder) as library:
        library.add(text=first.text, title=first.stem)

    async def held(address: str) -> Contest:
        async with opened(address) as tab:
            contest = Contest(folder, tab, {first.stem})
            with FileLock(folder / LOCK):  # a third writer, who does not finish in time
                told = contest.command("remove", first.stem, "--yes"), contest.upload("late", "It.")
                assert await asyncio.gather(*told) == [False, False]
            for number in range(1, CONTESTS + 1):
                await asyncio.wait_for(contest.hold(number), LONGEST)
            return contest

    errors: list[str] = []
    with serving(folder, errors) as (address, _):
        contest = asyncio.run(held(address))
    print(", ".join(f"{what}: {count}" for what, count in sorted(contest.counted.items())))
    assert errors == []
    with Library.open(folder) as library:
        assert {entry.title for entry in library.entries()} == contest.titles
        assert library.check() == ()


def test_two_pages(tmp_path: Path) -> None:
    """Both add at once, and both answer from what either has added."""
    folder, canaries = tmp_path / "library", [Canary(1), Canary(2)]
    Library.open(folder).close()

    async def held(addresses: list[str]) -> None:
        together = asyncio.Barrier(2)

        async def used(address: str, own: Canary) -> None:
            async with opened(address) as tab:
                contest = Contest(folder, tab)
                await together.wait()
                assert await contest.upload(own.stem, own.text)
                await together.wait()
                for canary in canaries:
                    assert await contest.is_answered(canary)

        await asyncio.gather(*map(used, addresses, canaries))

    errors: list[str] = []
    with serving(folder, errors) as (one, _), serving(folder, errors) as (other, _):
        asyncio.run(held([one, other]))
    assert errors == []
    with Library.open(folder) as library:
        assert {entry.title for entry in library.entries()} == {each.stem for each in canaries}
        assert library.check() == ()
