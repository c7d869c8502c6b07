"""What the tests in a browser share: one server and one browser for all tests of a file."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from index import Library
from index.document import Document
from tests.opened import opened
from tests.served import ARTICLE, chromium, served


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A browser on a busy machine now and then loses a step: such a test gets a second try.

    pytest tells of it in its last line ("1 rerun").
    """
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a library that holds the article."""
    folder = tmp_path_factory.mktemp("page") / "library"
    with Library.open(folder) as library:
        library.add(ARTICLE)
    return folder


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    """Where the page over that library is served."""
    with served(folder) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser."""
    with chromium() as browser:
        yield browser


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The page, in a window without a past."""
    with opened(browser, address) as page:
        yield page


@pytest.fixture
def library(folder: Path) -> Iterator[Library]:
    """The same library, read by this process."""
    with Library.open(folder) as library:
        yield library


@pytest.fixture
def article(library: Library) -> Document:
    """The article, in that library."""
    return next(d for d in library.documents() if d.title.startswith("Turkey blocks"))
