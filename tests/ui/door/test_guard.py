"""What the door does when something behind it breaks."""

import asyncio
import logging

import httpx
import pytest

from ui.door.guard import Guard, Site
from ui.door.room import Room, Rooms
from ui.door.sessions import Sessions
from ui.intake import OUR_FAULT

CANARY = "Larkspur-4471"


def test_a_fault_is_told_without_its_words(caplog: pytest.LogCaptureFixture) -> None:
    """The browser gets the page's own sentence, the log the kind and the place."""

    def furnish(_: str | None) -> Room:
        raise ValueError(CANARY)

    site = Site(frozenset({"localhost"}), is_loopback=True, cookie="footnote")
    guard = Guard(site, Rooms(furnish), Sessions(b"key"), None)

    async def asked() -> httpx.Response:
        transport = httpx.ASGITransport(guard)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.get("/config")

    with caplog.at_level(logging.ERROR):
        response = asyncio.run(asked())
    assert response.status_code == 500
    assert response.json() == {"detail": OUR_FAULT}
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "builtins.ValueError" in caplog.text
    assert CANARY not in caplog.text
