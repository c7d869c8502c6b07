"""Logging in, as a person does, and what the page's policy keeps from running."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from index import Library
from tests import watched
from tests.opened import ask, grave, opened, send
from tests.served import ARTICLE, served
from ui.door.users import Users

SECRET = "forty hives of bees"  # noqa: S105


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shared library with the article, and two users."""
    folder = tmp_path_factory.mktemp("door") / "library"
    with Library.open(folder) as library:
        library.add(ARTICLE)
    users = Users(folder.with_name("users"))
    for name in ("maya", "noor"):
        users.put(name, SECRET)
    return folder


@pytest.fixture(scope="module")
def users_page(folder: Path) -> Iterator[str]:
    """A page where one has to log in."""
    with served(folder, users=folder.with_name("users")) as address:
        yield address


def log_in(page: Page, name: str, password: str = SECRET) -> None:
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_login_page_is_for_everybody(browser: Browser, users_page: str, scheme: str) -> None:
    """Without a script, on a phone, in light and dark; axe finds nothing grave."""
    page = browser.new_page(
        viewport={"width": 360, "height": 740}, color_scheme=scheme, java_script_enabled=False
    )
    page.goto(users_page)
    expect(page).to_have_url(users_page + "login")
    expect(page.get_by_label("Name")).to_be_focused()
    log_in(page, "maya", "wrong password")
    expect(page.get_by_role("alert")).to_have_text(re.compile("do not fit"))
    expect(page.get_by_label("Name")).to_have_value("maya")
    log_in(page, "Maya")
    expect(page).to_have_url(users_page)
    page.close()
    page = browser.new_page(color_scheme=scheme, bypass_csp=True)  # axe is a script
    page.goto(users_page)
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (paper == "rgb(25, 27, 26)") is (scheme == "dark")
    assert grave(page) == []
    page.close()


def test_two_people_at_one_page(
    browser: Browser, users_page: str, folder: Path, tmp_path: Path
) -> None:
    """Each has what is shared and what is theirs; logging out ends it."""
    diary = tmp_path / "diary.txt"
    diary.write_text("Maya hid the lantern under the stairs.")
    with browser.new_context() as mayas, browser.new_context() as noors:
        for context, name in ((mayas, "maya"), (noors, "noor")):
            page = context.new_page()
            page.goto(users_page)
            log_in(page, name)
            expect(page.locator("#pane .source")).to_be_attached()
            page.close()
        with opened(mayas, users_page) as page:
            send(page, diary)
            expect(page.locator("#pane .source")).to_have_attribute("aria-label", "diary")
            ask(page, "Where is the lantern?")
            expect(page.locator("#chat .answer")).to_contain_text("under the stairs")
            assert grave(page) == []
        with opened(noors, users_page) as page:
            page.locator("#picker input").click()
            expect(page.get_by_role("option")).to_have_count(1)
            page.keyboard.press("Escape")
            expect(page.locator("#chat .answer")).to_have_count(0)
            page.get_by_role("radio", name="All documents").check()
            ask(page, "Where is the lantern?")
            expect(page.locator("#chat .answer")).not_to_contain_text("stairs")
            page.get_by_role("button", name="Remove").click()
            page.get_by_role("button", name="Remove it").click()
            expect(page.locator("#notes")).to_contain_text("shared by everybody")
        with opened(mayas, users_page) as page:
            expect(page.locator("#chat .answer")).to_contain_text("under the stairs")
            page.get_by_role("button", name="Log out").click()
            expect(page.get_by_label("Password")).to_be_visible()
            page.goto(users_page)
            expect(page.get_by_label("Password")).to_be_visible()
    with Library.open(folder) as library:
        assert len(library.entries()) == 1


def test_nothing_that_is_put_into_the_page_runs(browser: Browser, address: str) -> None:
    """Inline scripts, handlers, other hosts' scripts, forms, frames and bases: each is refused."""
    page = browser.new_page()
    refused: list[str] = []

    def note(directive: str) -> None:
        refused.append(directive)

    page.expose_function("refused", note)
    page.goto(address)
    expect(page.locator("#pane .source").first).to_be_attached()
    page.evaluate("""() => {
        addEventListener("securitypolicyviolation", (e) => refused(e.effectiveDirective));
        const put = (tag, attributes, text) => {
          const made = document.createElement(tag);
          for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
          made.textContent = text ?? "";
          document.body.append(made);
          return made;
        };
        put("script", {}, "window.ran = 1");
        put("button", { onclick: "window.ran = 2" }).click();
        put("script", { src: "http://evil.example/x.js" });
        put("img", { src: "http://evil.example/x.png" });
        put("iframe", { src: "http://evil.example/" });
        put("object", { data: "http://evil.example/" });
        put("base", { href: "http://evil.example/" });
        put("form", { action: "http://evil.example/", method: "post" }).submit();
        fetch("http://evil.example/").catch(() => {});
    }""")
    wanted = {
        *("script-src-elem", "script-src-attr", "img-src", "frame-src", "object-src"),
        *("base-uri", "form-action", "connect-src"),
    }
    for _ in range(50):
        if wanted <= set(refused):
            break
        page.wait_for_timeout(100)
    assert wanted <= set(refused)
    assert page.evaluate("window.ran") is None
    page.close()
    watched.strangers.clear()  # asked for by this test, and refused before anything was sent


def test_another_site_cannot_show_the_page(browser: Browser, address: str, tmp_path: Path) -> None:
    """Not in a frame of its own (clickjacking)."""
    site = tmp_path / "site.html"
    site.write_text(f'<iframe src="{address}"></iframe>')
    page = browser.new_page()
    page.goto(site.as_uri())
    frame = page.frames[1]
    expect(frame.locator("#question")).to_have_count(0)
    assert not frame.url.startswith(address)
    page.close()
