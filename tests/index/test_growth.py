"""What a library takes after many cycles of adding and removing; ``make soak`` is the long form."""

import ctypes
import gc
import os
from pathlib import Path

import pytest

from index import Library
from tests.load import resident
from tests.served import ARTICLE

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="Linux tells the memory"),
]

CYCLES = 2_000 if os.environ.get("FOOTNOTE_LONG") else 500
WARM_UP = 100  # cycles until every file has its size and every cache is full
STEP = 25  # cycles between two looks
MOST_GROWTH = 0.05  # of the largest, from the first half of the cycles to the second


def memory() -> int:
    """Bytes that this process holds and needs: what was freed goes back to the system first."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    return resident(os.getpid())


def disk(folder: Path) -> int:
    """Bytes of all files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def test_500_cycles_of_adding_and_removing(tmp_path: Path) -> None:
    """Memory and disk are flat: what they peak at in the second half they did in the first.

    Peaks, because Chroma's log is folded into its graph now and then only.
    """
    text = ARTICLE.read_text(encoding="utf-8")
    with Library.open(tmp_path) as library:
        kept = library.add(ARTICLE)
        sizes, held = [], []
        for cycle in range(WARM_UP + CYCLES):
            added = library.add(text=f"Edition {cycle}. {text}", title=f"Edition {cycle}")
            library.remove(added.id)
            if cycle >= WARM_UP and cycle % STEP == 0:
                sizes.append(disk(tmp_path))
                held.append(memory())
        assert [entry.id for entry in library.entries()] == [kept.id]
        assert library.search("Who blocked cooperation?")
    print(f"memory {held[0] / 1e6:.1f} to {held[-1] / 1e6:.1f} MB")
    print(f"disk {sizes[0] / 1e6:.2f} to {sizes[-1] / 1e6:.2f} MB")
    half = len(held) // 2
    assert max(held[half:]) < max(held[:half]) * (1 + MOST_GROWTH)
    assert max(sizes[half:]) < max(sizes[:half]) * (1 + MOST_GROWTH)
