"""Makes the pictures of the real pages in docs/images: ``python -m tests.screenshots``.

Libraries with the bundled documents are made for the occasion; nothing of the reader's is touched.
Whether a picture is beautiful is not checked: look at it.
"""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from eval import evaluate, gold_library, load_gold
from eval.page import page as report_page
from index import Library
from tests.served import ARTICLE, ROOT, chromium, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PDF = ROOT / "tests" / "data" / "harbour.pdf"
IMAGES = ROOT / "docs" / "images"
DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
REPORT = {"width": 1280, "height": 1360}  # down to the first two plots

WHO = "Who blocked cooperation between NATO and Israel?"
WHY = "Why was cooperation blocked?"
KEEPER = "Who kept a diary of every ship?"
LAMP = "When was the lamp of the lighthouse converted?"
PICTURE = b"\x89PNG\r\n\x1a\n"
MINUTES = b"Minutes of the meeting in May\n\nThe harbour stays open on Sundays, the board decided."
UNSAID = "How many hostages were taken on Oct. 7?"


def main() -> None:
    """Make every picture anew."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with _shown(ARTICLE) as (browser, address):
        _picture(browser, address, "chat-light", [WHO, WHY])
        _picture(browser, address, "chat-dark", [WHO, WHY], dark=True)
        _picture(browser, address, "chat-phone", [WHO], size=PHONE)
        _picture(browser, address, "chat-phone-document", [WHO], size=PHONE, then=_document)
        _picture(browser, address, "chat-abstained", [UNSAID])
        _exported(browser, address, "export")
        _picture(browser, address, "chat-bad-file", [], then=_bad_file)  # adds a document
    with _shown(PDF) as (browser, address):
        _picture(browser, address, "chat-pdf", [KEEPER, LAMP])
        _picture(browser, address, "chat-begin", [], then=_starters)
        _loading(browser, address, "chat-loading")
    with _shown() as (browser, address):
        _picture(browser, address, "chat-empty", [], then=_starters)
    _report("report")


@contextmanager
def _shown(*files: Path) -> Iterator[tuple["Browser", str]]:
    """The page with some documents, or none."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "library"
        with Library.open(folder) as library:
            for entry in library.entries():
                library.remove(entry.id)
            for file in files:
                library.add(file)
        with served(folder) as address, chromium() as browser:
            yield browser, address


def _picture(
    browser: "Browser",
    address: str,
    name: str,
    questions: list[str],
    *,
    size: dict[str, int] = DESKTOP,
    dark: bool = False,
    then: "Callable[[Page], None] | None" = None,
) -> None:
    """One page, from opening it to its picture; ``then`` is done last."""
    page = browser.new_page(
        viewport=size, color_scheme="dark" if dark else "light", reduced_motion="reduce"
    )
    page.goto(address)
    page.locator("#pane .source").wait_for(state="attached")
    for number, question in enumerate(questions):
        _ask(page, question)
        page.locator("#chat .answer").nth(number).wait_for()
    if then:
        then(page)
    _save(page, name)
    page.close()


def _starters(page: "Page") -> None:
    """An empty conversation, when what to ask has been found."""
    page.locator("#starters [data-ready]").wait_for()


def _loading(browser: "Browser", address: str, name: str) -> None:
    """The page before its library has been looked at."""
    page = browser.new_page(viewport=DESKTOP, color_scheme="light", reduced_motion="reduce")
    page.route("**/queue/join*", lambda _: None)  # no event is answered
    page.goto(address)
    page.locator("#pane .loading").wait_for()
    page.locator("#question textarea").wait_for()
    _save(page, name)
    page.close()


def _document(page: "Page") -> None:
    page.locator("#chat a.cite").first.click()
    page.locator("#lit").wait_for()


def _bad_file(page: "Page") -> None:
    """One file that is none of a kind that is read, beside one that is."""
    files = [
        {"name": "Photo of the harbour.png", "mimeType": "image/png", "buffer": PICTURE},
        {"name": "Minutes.txt", "mimeType": "text/plain", "buffer": MINUTES},
    ]
    page.locator("#reading input[type=file]").set_input_files(files)
    page.locator("#files .good").wait_for()
    page.locator("#files .bad").wait_for()
    page.locator("#pane .source[aria-label^=Minutes]").wait_for()
    _starters(page)


def _exported(browser: "Browser", address: str, name: str) -> None:
    """The web page that a conversation is exported as, its first citation followed."""
    page = browser.new_page(viewport=DESKTOP, color_scheme="light", reduced_motion="reduce")
    page.goto(address)
    page.locator("#pane .source").wait_for(state="attached")
    for number, question in enumerate((WHO, WHY)):
        _ask(page, question)
        page.locator("#chat .answer").nth(number).wait_for()
    page.locator("#export summary").click()
    with page.expect_download() as download, tempfile.TemporaryDirectory() as scratch:
        page.locator("#export [data-format=html]").click()
        file = Path(scratch) / "export.html"
        download.value.save_as(file)
        page.goto(file.as_uri())
        page.locator("a.cite").first.click()
        _save(page, name)
    page.close()


def _save(page: "Page", name: str) -> None:
    """A picture of the page, as small as 256 colours make it."""
    page.evaluate("document.fonts.ready")
    path = IMAGES / f"{name}.png"
    page.screenshot(path=path, animations="disabled")
    with Image.open(path) as picture:
        small = picture.convert("RGB").quantize(256, dither=Image.Dither.NONE)
    small.save(path, optimize=True)


def _report(name: str) -> None:
    """The top of the report that ``footnote eval --split tune --html`` writes."""
    gold = load_gold()
    with gold_library(gold) as library:
        report = evaluate(gold.rows, library, split="tune")
    with tempfile.TemporaryDirectory() as scratch, chromium() as browser:
        file = Path(scratch) / f"{name}.html"
        file.write_text(report_page(report), encoding="utf-8")
        page = browser.new_page(viewport=REPORT, color_scheme="light", reduced_motion="reduce")
        page.goto(file.as_uri())
        _save(page, name)
        page.close()


def _ask(page: "Page", question: str) -> None:
    page.get_by_label("Your question").fill(question)
    page.get_by_label("Your question").press("Enter")


if __name__ == "__main__":
    main()
