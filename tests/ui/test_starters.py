"""The questions to begin with, while they are made, kept, and where they cannot be made."""

import time
from pathlib import Path

import pytest

from index import Document, Library
from qa import Answer, ask
from ui import starters
from ui.starters import GENERAL, Starters

TEXT = "In 1731, the mill was sold to a baker. The wheel was repaired in 1902."


def made(kept: Starters, document: Document) -> tuple[str, ...]:
    """The questions, as a page looks for them again and again."""
    end = time.monotonic() + 20
    while (questions := kept.of(document)) is None:
        assert time.monotonic() < end
        time.sleep(0.01)
    return questions


def test_a_fault_of_our_own_leaves_the_general_ones(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Reported once, without the words it quotes, however often the page looks."""

    def fails(question: str, _: str) -> Answer:
        raise ValueError(question)

    with Library.open(tmp_path / "library") as library:
        document = library.add(text=TEXT, title="The mill")
        kept = Starters(fails)
        assert made(kept, document) == made(kept, document) == GENERAL
    (record,) = caplog.records
    assert "ValueError" in record.getMessage()
    assert "mill" not in record.getMessage()


def test_only_the_last_texts_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest ones' questions are made anew when they are looked for again."""
    monkeypatch.setattr(starters, "MOST_KEPT", 2)
    with Library.open(tmp_path / "library") as library:
        kept = Starters(lambda question, id_: ask(question, library, documents=[id_]))
        for number in range(5):
            document = library.add(text=f"{TEXT} It has {number} floors.", title=f"{number}")
            assert made(kept, document) != GENERAL
            assert len(kept._made) <= 2
        assert document.text_sha256 in kept._made
