"""What the tests of the command line share: settings of their own, and a way to run it."""

from collections.abc import Iterator

import pytest

from tests.command import Foot
from ui.cli import main
from ui.settings import settings


@pytest.fixture(autouse=True)
def _fresh_settings(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No setting of the machine, and none of the test before, has a say."""
    for name in ("FOOTNOTE_LIBRARY", "FOOTNOTE_READER", "FOOTNOTE_PORT", "FOOTNOTE_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.fixture
def foot(capsys: pytest.CaptureFixture[str]) -> Foot:
    """Run ``footnote`` with some words: exit code, standard output, standard error."""

    def run(*words: object) -> tuple[int, str, str]:
        code = main([str(word) for word in words])
        return code, *capsys.readouterr()

    return run
