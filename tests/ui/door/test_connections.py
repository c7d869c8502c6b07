"""More connections than the server answers, with a real server in a process of its own."""

import resource
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from index import Library
from tests.served import ARTICLE, served
from ui.door.connections import MOST, OWN, PATIENCE, REFUSED

HEAD = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n"  # without the empty line that ends it
USUAL = 1_024  # descriptors of a process, as Linux gives them


@contextmanager
def descriptors(number: int) -> Iterator[None]:
    """So many for this process, and for those that it starts."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (number, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A page of the article, begun with the usual number of descriptors."""
    wanted = MOST + REFUSED + OWN
    if not 0 <= wanted <= resource.getrlimit(resource.RLIMIT_NOFILE)[1]:
        pytest.skip(f"the system gives a process fewer than {wanted} descriptors")
    with Library.open(tmp_path / "library") as library:
        library.add(ARTICLE)
    with ExitStack() as limited:
        limited.enter_context(descriptors(USUAL))
        with served(tmp_path / "library") as address:
            limited.close()
            yield address


def test_those_that_never_ask(address: str, capfd: pytest.CaptureFixture[str]) -> None:
    """They are told to wait or closed, then all are closed; the page is there afterwards.

    What the server loads meanwhile it can open: no traceback is on its terminal.
    """
    place = urlsplit(address)
    with ExitStack() as held, descriptors(MOST + REFUSED + OWN):
        began = time.monotonic()
        opened = [
            held.enter_context(socket.create_connection((place.hostname, place.port), timeout=5))
            for _ in range(MOST + 1)
        ]
        for one in opened:
            one.sendall(HEAD)
        assert httpx.get(address).status_code == 503
        for _ in range(REFUSED + 10):
            held.enter_context(socket.create_connection((place.hostname, place.port), timeout=5))
        with pytest.raises(httpx.TransportError):
            httpx.get(address)
        for one in opened:
            one.settimeout(PATIENCE + 20)
            assert one.recv(1) == b""
        assert time.monotonic() - began > PATIENCE - 1
        assert httpx.get(address).status_code == 200
    assert "Traceback" not in capfd.readouterr().err


def test_one_that_has_asked(address: str) -> None:
    """It stays for as long as its answer takes: the page's heartbeat has no end."""
    with httpx.Client(base_url=address, timeout=PATIENCE + 20) as page:
        page.get("/").raise_for_status()  # for its cookie
        with page.stream("GET", "/gradio_api/heartbeat/silent") as beats:
            beats.raise_for_status()
            began = time.monotonic()
            assert any(time.monotonic() - began > PATIENCE + 1 for _ in beats.iter_raw())
