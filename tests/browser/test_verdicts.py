"""What a reader says of an answer, in a real browser, is kept in the library and comes back.

As in ``test_page.py``, no request may leave this machine and the console stays clean.
"""

from pathlib import Path
from typing import Literal

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, Locator, Page, expect

from index import Library
from tests.opened import PHONE, WHO, ask, grave, opened
from tests.served import gate
from ui.feedback import given

pytestmark = [pytest.mark.browser]


def button(page: Page, name: str, number: int = 0) -> Locator:
    return page.get_by_role("button", name=f"{name} for this answer", exact=True).nth(number)


def expect_said(page: Page, words: str) -> None:
    expect(page.locator("#verdicts [role=status]")).to_have_text(words)


def expect_pressed(page: Page, name: str | None, number: int = 0) -> None:
    for each in ("Right", "Wrong", "Wrong place"):
        pressed = "true" if each == name else "false"
        expect(button(page, each, number)).to_have_attribute("aria-pressed", pressed)


def kept(folder: Path) -> list[tuple[str, str]]:
    with Library.open(folder) as library:
        return [(said.answer.question, said.verdict) for said in given(library)]


def test_said_changed_and_taken_back(page: Page, folder: Path) -> None:
    """Said, changed, kept over a reload and a new conversation, taken back; each is heard."""
    ask(page, WHO)
    expect(page.get_by_role("group", name="Was this right?")).to_have_count(1)
    expect_pressed(page, None)
    button(page, "Right").click()
    expect_said(page, "Marked as right")
    expect_pressed(page, "Right")
    assert kept(folder) == [(WHO, "right")]
    button(page, "Wrong place").focus()
    page.keyboard.press("Enter")
    expect_said(page, "Marked as from the wrong place")
    expect_pressed(page, "Wrong place")
    expect(button(page, "Wrong place")).to_be_focused()
    assert kept(folder) == [(WHO, "place")]
    page.reload()
    expect_pressed(page, "Wrong place")
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator("#chat .answer")).to_have_count(0)
    ask(page, WHO)
    ask(page, WHO)
    for number in (0, 1):  # one answer, given twice
        expect_pressed(page, "Wrong place", number)
    button(page, "Wrong place", 1).click()
    expect_said(page, "Mark taken back")
    for number in (0, 1):
        expect_pressed(page, None, number)
    assert kept(folder) == []


def test_while_an_answer_is_on_its_way(page: Page, folder: Path) -> None:
    """What is said of an earlier answer meanwhile stays said."""
    ask(page, WHO)
    with FileLock(gate(folder)):
        page.get_by_label("Your question").fill("Why was cooperation blocked?")
        page.get_by_label("Your question").press("Enter")
        expect(page.locator("#chat .waiting")).to_be_visible()
        button(page, "Wrong").click()
        expect_said(page, "Marked as wrong")
    expect(page.locator("#chat .answer")).to_have_count(2)
    expect_pressed(page, "Wrong")
    expect_pressed(page, None, 1)
    button(page, "Wrong").click()
    expect_said(page, "Mark taken back")
    assert kept(folder) == []


def test_what_the_answer_is_decides_what_can_be_said(page: Page) -> None:
    """Of an abstention no place is wrong; of small talk there is nothing to say."""
    ask(page, "Who painted the Mona Lisa?")
    expect(page.locator("#chat .verdict")).to_have_count(2)
    ask(page, "Hello")
    expect(page.locator("#chat .verdict")).to_have_count(2)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_for_everybody(browser: Browser, address: str, scheme: Literal["light", "dark"]) -> None:
    """axe-core finds nothing serious, also with one pressed; 360 pixels are enough."""
    options = {"color_scheme": scheme, "reduced_motion": "reduce", "viewport": PHONE}
    with opened(browser, address, **options) as page:
        ask(page, WHO)
        button(page, "Right").click()
        expect_said(page, "Marked as right")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        assert grave(page) == []
        button(page, "Right").click()
        expect_said(page, "Mark taken back")
