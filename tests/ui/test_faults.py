"""What the log is told of a fault of ours."""

import logging
from collections.abc import Sequence
from pathlib import Path

import pytest

from index import Hit, Library
from ui import faults
from ui.desk import Desk
from ui.intake import Incoming, take_in
from ui.settings import settings

CANARY = "Larkspur-4471"


class Stumbling:
    """A reader that quotes what it stumbles over, as many libraries do."""

    def read(self, question: str, hits: Sequence[Hit]) -> tuple[()]:
        raise ValueError(f"cannot read {question!r} in {hits[0].text!r}")


def ask(library: Library) -> None:
    library.add(text=f"The password is {CANARY}.")
    list(Desk(library, Stumbling()).ask(f"Who is {CANARY}?", (), None, everywhere=True))


def test_neither_question_nor_text_is_logged(
    library: Library, caplog: pytest.LogCaptureFixture
) -> None:
    """What happened, its kind and where stand there; what the exception says does not."""
    with caplog.at_level(logging.ERROR):
        ask(library)
    assert CANARY not in caplog.text
    assert "a question could not be answered" in caplog.text
    assert "builtins.ValueError" in caplog.text
    assert "in read" in caplog.text


def test_whoever_looks_for_a_fault_sees_all_of_it(
    library: Library, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With FOOTNOTE_DEBUG=1 the message stands there too."""
    monkeypatch.setenv("FOOTNOTE_DEBUG", "1")
    settings.cache_clear()
    with caplog.at_level(logging.ERROR):
        ask(library)
    assert CANARY in caplog.text


def test_nor_is_a_file(library: Library, caplog: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    """A file that makes something break is told as a fault; its name and text are not logged."""
    file = tmp_path / f"{CANARY}.txt"
    file.write_text(CANARY)
    library.close()
    with caplog.at_level(logging.ERROR):
        (*_, last) = take_in(library, (Incoming(1, file.name, file),))
    assert last[0].state == "bad"
    assert "a file could not be added" in caplog.text
    assert CANARY not in caplog.text


def test_a_cause_is_not_told_either(caplog: pytest.LogCaptureFixture) -> None:
    """The exception that another one was raised from may quote as well."""
    try:
        try:
            int(CANARY)
        except ValueError as error:
            raise KeyError(CANARY) from error
    except KeyError as error:
        faults.report("it broke", error)
    assert CANARY not in caplog.text
