"""What every test shares: a user folder of its own, and libraries made from real parts."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from index import Document, Library
from tests import watched

# Real SQLite and Chroma: one example takes tens of milliseconds, now and then much longer.
settings.register_profile(
    "footnote", deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.load_profile("footnote")

# Ctrl-C is tried on commands that tests start: a suite in the background would have them ignore it.
signal.signal(signal.SIGINT, signal.default_int_handler)

ARTICLE = Path(__file__).parent.parent / "index" / "article.txt"


@pytest.fixture(autouse=True, scope="session")
def user_data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The default library of the tests is never the user's; the encoder's cache stays shared."""
    before = os.environ.get("XDG_DATA_HOME")
    os.environ["XDG_DATA_HOME"] = str(tmp_path_factory.mktemp("data"))
    yield Path(os.environ["XDG_DATA_HOME"])
    if before is None:
        del os.environ["XDG_DATA_HOME"]
    else:
        os.environ["XDG_DATA_HOME"] = before


@pytest.fixture(autouse=True)
def no_strangers() -> Iterator[None]:
    """No page asks another host for anything, in any test."""
    yield
    asked = watched.strangers.copy()
    watched.strangers.clear()
    assert asked == []


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """An empty library."""
    with Library.open(tmp_path / "library") as opened:
        yield opened


@pytest.fixture(scope="session")
def article_library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A library that holds the article; tests only read it."""
    with Library.open(tmp_path_factory.mktemp("article") / "library") as opened:
        opened.add(ARTICLE)
        yield opened


@pytest.fixture(scope="session")
def article(article_library: Library) -> Document:
    """The article."""
    (document,) = article_library.documents()
    return document


@pytest.fixture(scope="session")
def tiny_reader(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small transformers model that has learnt ``made_reader.LESSONS``."""
    from tests import made_reader

    return made_reader.bert(tmp_path_factory.mktemp("reader") / "tiny", epochs=150)
