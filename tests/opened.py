"""A page in a real browser whose console stays clean, and what is done on it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page

DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 360, "height": 740}
WHO = "Who blocked cooperation between NATO and Israel?"
WHY = "Why was cooperation blocked?"
# Astral emoji with joiners, combining marks, right-to-left and CRLF before and in the answer.
BEES = (
    "# Bees 👩🏽‍🚀 of the mill\r\n\r\n"
    "שלום עולם. Zoe\u0301 Ferna\u0301ndez 🐝🐝 keeps forty hives behind the old mill.\r\n\r\n"
    "The honey of Zoe\u0301 won a prize 🏆 in Ljubljana in 1987.\r\n\r\n"
    "مرحبا بالعالم.\r\n"
)
HOSTILE = (
    "# <img src=x onerror=hacked=1> $\\frac{a}{b}$ ![t](http://evil.example/t.png)\n\n"
    "The secret gate opens with <script>hacked=1</script> [a link](http://evil.example) "
    "and `${hacked=1}` {{hacked}} $x^2$ <b>at dawn</b>.\n"
)

GRAVE = {"serious", "critical"}  # impacts of what axe-core finds
expect.set_options(timeout=20_000)  # milliseconds; the machine may be busy with other tests


@contextmanager
def opened(browser: "Browser | BrowserContext", address: str, **options: Any) -> Iterator["Page"]:
    """The page with a document open; ``options`` are those of ``Browser.new_page``."""
    page = browser.new_page(**options)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.goto(address)
    expect(page.locator("#pane .source").first).to_be_attached()
    yield page
    told = complaints.copy()  # what is under way is broken off as a page closes, and says so
    page.close()
    assert told == []


def send(page: "Page", *paths: "Path") -> None:
    """Hand files in through the button."""
    with page.expect_file_chooser() as chooser:
        page.locator("#upload").click()
    chooser.value.set_files(paths)


def choose(page: "Page", title: str) -> None:
    """Open a document."""
    page.locator("#picker input").click()
    page.get_by_role("option", name=title).click()
    expect(page.locator("#pane .source")).to_have_attribute("aria-label", title)


def ask(page: "Page", question: str) -> None:
    """Type a question and wait for what it brings."""
    answers = page.locator("#chat .answer")
    before = answers.count()
    page.get_by_label("Your question").fill(question)
    page.get_by_label("Your question").press("Enter")
    expect(answers).to_have_count(before + 1)


def grave(page: "Page") -> list[str]:
    """What axe-core finds to be a serious or critical violation, as it is now."""
    violations = Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {each['nodes'][0]['html']}"
        for each in violations
        if each["impact"] in GRAVE
    ]


def lit(page: "Page", kind: str) -> str:
    """The text of all marks of a kind, joined."""
    return "".join(page.locator(f"#pane mark.{kind}").all_text_contents())
