"""Questions to begin with, in a real browser: they fit the document, and disturb nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, Page, expect

from index import Library
from index.document import Document
from qa import ask as ask_python
from tests.opened import PHONE, WHY, ask, choose, grave, opened, send
from tests.served import ARTICLE, ROOT, gate, served
from ui.starters import ABOUT, GENERAL, LEAST_SURE, MOST

pytestmark = [pytest.mark.browser]

PDF = ROOT / "tests" / "data" / "harbour.pdf"
HTML = ROOT / "tests" / "data" / "council.html"
BUILT = "What was the breakwater built of?"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("starters") / "library"
    with Library.open(folder) as library:
        for file in (ARTICLE, PDF, HTML):
            library.add(file)
        library.add(text="Wer liest das hier? Niemand weiß es so genau.", title="Deutsch")
    return folder


@pytest.fixture
def harbour(library: Library) -> Document:
    return next(d for d in library.documents() if d.format == "pdf")


def made(page: Page, document: Document) -> list[str]:
    """The questions of a document that is open, when all have been made."""
    expect(page.locator("#starters [data-ready]")).to_have_attribute("data-ready", document.id)
    return page.locator("#starters .starter").all_text_contents()


def test_the_questions_fit_the_open_document(page: Page, library: Library) -> None:
    """Of a text, a PDF and a web page: each is answered, surely, by its own document."""
    seen: set[str] = set()
    for document in library.documents():
        if document.title == "Deutsch":
            continue
        choose(page, document.title)
        about, *own = made(page, document)
        assert about == ABOUT
        assert 1 <= len(own) <= MOST
        for question in own:
            answer = ask_python(question, library, documents=[document.id])
            assert answer.answered
            assert answer.confidence >= LEAST_SURE
            assert answer.citations[0].document_id == document.id
        assert seen.isdisjoint(own)
        seen |= set(own)
    assert BUILT in seen


def test_a_document_without_any_has_those_that_suit_all(page: Page, library: Library) -> None:
    """What rules for English find nothing in can still be asked what it is about."""
    document = next(d for d in library.documents() if d.title == "Deutsch")
    choose(page, document.title)
    assert made(page, document) == list(GENERAL)


def test_a_click_asks_and_leaves_the_draft(page: Page, harbour: Document) -> None:
    """By mouse and keyboard; the box keeps its words, and a new conversation offers them again."""
    choose(page, harbour.title)
    made(page, harbour)
    question = page.get_by_label("Your question")
    question.fill("half a question")
    page.get_by_role("button", name=BUILT).click()
    expect(page.locator("#chat .answer .short")).to_have_text("granite")
    expect(page.locator("#chat .asked")).to_have_text([BUILT])
    expect(question).to_have_value("half a question")
    expect(page.locator("#starters")).to_be_hidden()
    page.get_by_role("button", name="New conversation").click()
    page.get_by_role("button", name=BUILT).press("Enter")
    expect(page.locator("#chat .answer")).to_have_count(1)


@pytest.fixture
def fresh(tmp_path: Path, library: Library) -> Iterator[Path]:
    """A file that the library does not hold; out of it again afterwards."""
    file = tmp_path / "mill.txt"
    file.write_text(
        "The mill\n\nThe mill was built of oak by the monks of the valley. In 1731, the mill was "
        "sold to a baker. The wheel was repaired in 1902 because the river had risen."
    )
    yield file
    for entry in library.entries():
        if entry.title == "The mill":
            library.remove(entry.id)


def test_they_come_later_and_wait_for_a_question(
    page: Page, folder: Path, fresh: Path, library: Library
) -> None:
    """A question under way is neither held up nor lost; they are there in the end."""
    send(page, fresh)
    expect(page.locator("#files .good")).to_be_visible()
    with FileLock(gate(folder)):
        mill = next(e for e in library.entries() if e.title == "The mill")
        choose(page, mill.title)
        page.get_by_label("Your question").fill("Who built the mill?")
        page.get_by_label("Your question").press("Enter")
        expect(page.locator("#chat .waiting")).to_be_visible()
    expect(page.locator("#chat .answer")).to_have_count(1)
    page.get_by_role("button", name="New conversation").click()
    expect(page.get_by_role("button", name="When was the mill sold to a baker?")).to_be_visible()
    page.get_by_label("Your question").fill(WHY)
    page.get_by_role("button", name="What was the mill built of?").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#chat .answer .short")).to_have_text("oak")


def test_they_change_with_the_document(page: Page, harbour: Document, library: Library) -> None:
    """Switched quickly, the page ends with those of the document that is open."""
    others = [d for d in library.documents() if d.id != harbour.id]
    for document in [*others, harbour]:
        page.locator("#picker input").click()
        page.get_by_role("option", name=document.title).click()
    assert BUILT in made(page, harbour)
    ask(page, WHY)
    choose(page, others[0].title)
    expect(page.locator("#chat .answer")).to_have_count(1)
    page.get_by_role("button", name="New conversation").click()
    assert BUILT not in made(page, others[0])


def test_an_empty_library_says_what_to_do(browser: Browser, tmp_path: Path) -> None:
    """On either side, and on a phone; the button adds a file, and then there is what to ask."""
    with Library.open(tmp_path / "library") as library:
        for entry in library.entries():
            library.remove(entry.id)
    with (
        served(tmp_path / "library") as address,
        opened(browser, address, viewport=PHONE, reduced_motion="reduce") as page,
    ):
        expect(page.get_by_role("heading", name="Nothing to ask yet")).to_be_visible()
        assert grave(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        with page.expect_file_chooser() as chooser:
            page.locator("#starters").get_by_role("button", name="Add files").click()
        chooser.value.set_files([HTML])
        expect(page.get_by_role("heading", name="Ask the document")).to_be_visible()
        expect(page.get_by_role("button", name=ABOUT)).to_be_visible()
