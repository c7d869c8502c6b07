"""Fifty chats at once; see ``load.py``. ``make soak`` is the long form."""

import os
from pathlib import Path

import pytest

from tests.load import WARM_UP, load

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="Linux tells the memory"),
]

CHATS = 50
SECONDS, WARM = (600, 60) if os.environ.get("FOOTNOTE_LONG") else (30, WARM_UP)
MOST_GROWTH = 0.05  # of the server's memory
MOST_WAIT = 60.0  # seconds, of 95 in 100 questions, on a machine that has other work as well


def test_fifty_chats_at_once() -> None:
    """No error, no crossed answer, and memory that does not grow after the warm-up."""
    found = load(CHATS, SECONDS, WARM)
    print(found)
    assert found.errors == []
    assert found.wrong == []
    assert found.asked > CHATS
    assert 0 < found.page_p50 <= found.page_p95 < MOST_WAIT
    assert 0 < found.ask_p50 <= found.ask_p95 < MOST_WAIT
    assert found.growth < MOST_GROWTH
