"""The watch over the browsers of the tests sees all that it has to see."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import watched
from tests.served import chromium

pytestmark = [pytest.mark.browser]

ASKS = {
    "a picture": ("<img src='http://a.invalid/x.png'>", "http://a.invalid/x.png"),
    "a style": ("<link rel=stylesheet href='//b.invalid/x.css'>", "http://b.invalid/x.css"),
    "a fetch": ("<script>fetch('http://c.invalid/')</script>", "http://c.invalid/"),
    "another port": ("<img src='http://127.0.0.1:9/x.png'>", "http://127.0.0.1:9/x.png"),
    "a frame": ("<iframe src='http://d.invalid/'></iframe>", "http://d.invalid/"),
    "a beacon": ("<script>navigator.sendBeacon('http://e.invalid/')</script>", "http://e.invalid/"),
    "a web socket": ("<script>new WebSocket('ws://f.invalid/')</script>", "ws://f.invalid/"),
    "a window": ("<script>open('http://g.invalid/')</script>", "http://g.invalid/"),
}


@pytest.fixture(autouse=True)
def forgiven(no_strangers: None) -> Iterator[None]:  # noqa: ARG001  (it is to end after this)
    """Strangers are asked on purpose here."""
    yield
    watched.strangers.clear()


@pytest.mark.parametrize("way", ASKS)
def test_whoever_asks_a_stranger_is_noted(way: str) -> None:
    """However the page asks; and its own host is none."""
    body, asked = ASKS[way]
    own = "http://own.invalid/"
    with chromium() as browser, watched.own(own):
        page = browser.new_page()
        page.route(own, lambda route: route.fulfill(body=body, content_type="text/html"))
        page.goto(own)
        for _ in range(100):  # Chromium tells some of it later
            if watched.strangers:
                break
            page.wait_for_timeout(50)
    assert watched.strangers == [asked]


def test_a_file_asks_nobody(tmp_path: Path) -> None:
    """Pages, pictures and blobs of this machine are no strangers."""
    (tmp_path / "page.html").write_text(
        "<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='><a href='http://h.invalid'>h</a>"
    )
    with chromium() as browser:
        browser.new_page().goto((tmp_path / "page.html").as_uri())
    assert watched.strangers == []
