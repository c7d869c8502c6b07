"""No page of the tests may ask another host for anything: all their browsers are watched.

``chromium`` of ``served.py`` hands every browser to ``watch``, and ``served`` names its address to
``own``; the fixture ``no_strangers`` of ``conftest.py`` fails the test in which a page, a frame, a
worker or a window of it asked anybody else, by a request or by a web socket.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

LOCAL = {"about", "blob", "data", "file"}  # schemes that ask nobody

strangers: list[str] = []  # addresses that were asked and are not ours, in this test
_own: list[str] = []  # an address may stand there twice


@contextmanager
def own(address: str) -> Iterator[None]:
    """The host and port of an address may be asked for as long as the block lasts."""
    host = urlsplit(address).netloc
    _own.append(host)
    try:
        yield
    finally:
        _own.remove(host)


def watch(browser: "Browser") -> None:
    """Note every stranger that a page of this browser asks from now on."""
    browser.on("context", _watch_context)


def _watch_context(context: "BrowserContext") -> None:
    context.on("request", lambda request: _note(request.url))
    context.on("page", _watch_page)


def _watch_page(page: "Page") -> None:
    page.on("websocket", lambda socket: _note(socket.url))


def _note(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in LOCAL and parts.netloc not in _own:
        strangers.append(url)
