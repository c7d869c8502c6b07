"""What can be done with answers, in a real browser: keep, export, copy, link to, ask again.

As in ``test_page.py`` the console stays clean.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from index import Library
from index.document import Document
from qa import ask as ask_python
from qa.answer import Answer
from tests.opened import BEES, DESKTOP, HOSTILE, PHONE, WHO, WHY, ask, choose, grave, lit, opened
from tests.served import ARTICLE, served
from tests.watched import own
from ui.copied import as_markdown, as_text
from ui.place import Place
from ui.web import free_port

pytestmark = [pytest.mark.browser]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("turns") / "library"
    with Library.open(folder) as library:
        library.add(ARTICLE)
        library.add(text=BEES, title="Bees.md")
    return folder


@pytest.fixture
def documents(library: Library) -> dict[str, Document]:
    return {document.id: document for document in library.documents()}


@pytest.fixture
def bees(documents: dict[str, Document]) -> Document:
    return next(d for d in documents.values() if d.text == BEES)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser without a past, that lets the page copy."""
    context = browser.new_context(viewport=DESKTOP)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, address: str, article: Document) -> Iterator[Page]:
    with opened(context, address) as page:
        choose(page, article.title)
        yield page


def clipboard(page: Page) -> str:
    """What was copied, once the page has said that it was."""
    expect(page.get_by_role("status").filter(has_text="Copied")).to_have_count(1)
    return page.evaluate("navigator.clipboard.readText()")


def saved(page: Page, choice: str, folder: Path) -> Path:
    """A file that the "Export" menu makes."""
    page.locator("#export summary").click()
    with page.expect_download() as download:
        page.locator("#export").get_by_role("button", name=choice).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    expect(page.locator("#export .choices")).to_be_hidden()
    return path


def without_times(answer: Answer) -> dict[str, object]:
    return replace(answer, timings={}).to_dict()


def test_an_exported_page_lights_the_text_offline(
    page: Page,
    context: BrowserContext,
    tmp_path: Path,
    documents: dict[str, Document],
    bees: Document,
) -> None:
    """A file on a disk: each chip lights exactly its words and brings them into view."""
    ask(page, WHO)
    ask(page, "How many goals did Real Madrid score in 2014?")
    choose(page, bees.title)
    ask(page, "Where did the honey win a prize?")
    ask(page, "What is this document about?")
    hrefs = [chip.get_attribute("href") for chip in page.locator("#chat a.cite").all()]
    answers = page.locator("#chat .answer .short").all_text_contents()
    path = saved(page, "Web page", tmp_path)
    assert path.name.endswith("-who-blocked-cooperation-between-nato-and-israel.html")
    context.set_offline(True)
    with opened(context, path.as_uri()) as file:
        chips = file.locator("a.cite")
        assert [chip.get_attribute("href") for chip in chips.all()] == hrefs
        assert file.locator("#chat .answer .short").all_text_contents() == answers
        for number in [*range(chips.count()), 0]:
            chips.nth(number).click()
            place = Place.parse(hrefs[number])
            text = documents[place.document_id].text
            exact = text[place.answer_start : place.answer_end]
            assert (
                "".join(file.locator(".quote[data-quote]").all_text_contents())
                == (text[place.start : place.end])
            )
            assert "".join(file.locator(".exact[data-quote]").all_text_contents()) == exact
            first = file.locator(".exact[data-quote]" if exact else ".quote[data-quote]").first
            expect(first).to_be_in_viewport()
            expect(first).to_be_focused()
        file.emulate_media(color_scheme="dark")
        expect(file.locator("body")).to_have_class("dark")
        file.set_viewport_size(PHONE)
        assert file.evaluate("document.documentElement.scrollWidth") <= 360
        assert grave(file) == []
    context.set_offline(False)


def test_an_exported_page_runs_nothing_of_others(context: BrowserContext, tmp_path: Path) -> None:
    """Hostile words of document and question are shown; nothing loads, nothing runs."""
    with Library.open(tmp_path / "hostile") as library:
        library.add(text=HOSTILE, title="</title><script>hacked=1</script>.md")
        gate = library.documents()[0]
    with served(tmp_path / "hostile") as address, opened(context, address) as page:
        ask(page, "When does the secret gate open? <img src=x onerror=hacked=1>")
        path = saved(page, "Web page", tmp_path)
    with opened(context, path.as_uri()) as file:
        assert file.locator(".text").text_content() == gate.text
        assert file.locator("img, iframe, form, a:not(.cite)").count() == 0
        assert file.locator("script").count() == 1
        assert file.evaluate("typeof hacked") == "undefined"


def test_the_other_exports_hold_the_answers(
    page: Page, tmp_path: Path, library: Library, article: Document
) -> None:
    """Markdown to read, JSON as Python gives it."""
    expect(page.locator("#export")).to_be_hidden()  # nothing to export yet
    ask(page, WHO)
    expected = ask_python(WHO, library, documents=[article.id])
    markdown = saved(page, "Markdown", tmp_path).read_text(encoding="utf-8")
    assert f"## {WHO}\n\n**{expected.short}** [1]" in markdown
    for _ in range(2):  # the same file twice
        data = json.loads(saved(page, "JSON", tmp_path).read_text(encoding="utf-8"))
        assert [answer | {"timings": {}} for answer in data["answers"]] == [without_times(expected)]


def test_the_export_menu_by_keyboard(page: Page) -> None:
    """Opened, left by Escape, and used, without a mouse; the focus comes back."""
    ask(page, WHO)
    summary = page.locator("#export summary")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#export .choices")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#export .choices")).to_be_hidden()
    expect(summary).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename.endswith(".md")
    expect(page.get_by_role("status").filter(has_text=".md saved")).to_have_count(1)


def test_an_answer_is_copied(page: Page, library: Library, article: Document) -> None:
    """As text and as Markdown, with its citations, and those who listen hear it."""
    ask(page, WHO)
    ask(page, "Why?")
    first = ask_python(WHO, library, documents=[article.id])
    second = ask_python("Why?", library, history=[first], documents=[article.id])
    for number, answer in enumerate((first, second)):
        page.get_by_role("button", name="Copy this answer").nth(number).click()
        assert clipboard(page) == as_text(answer)
        page.get_by_role("button", name="Copy Markdown of this answer").nth(number).click()
        expect(page.locator("#chat .tool.done")).to_have_count(1)
        expect(page.locator("#chat .tool.done")).to_contain_text("Copy Markdown")
        assert clipboard(page) == as_markdown(answer)


def test_copying_where_the_clipboard_is_closed_to_pages(
    page: Page, browser: Browser, context: BrowserContext, library: Library, article: Document
) -> None:
    """The browser's older way is tried; the box shows what was copied."""
    target = context.new_cdp_session(page).send("Target.getTargetInfo")["targetInfo"]
    denied = {"permission": {"name": "clipboard-write"}, "setting": "denied"}
    denied["browserContextId"] = target["browserContextId"]
    browser.new_browser_cdp_session().send("Browser.setPermission", denied)
    ask(page, WHO)
    refused = "navigator.clipboard.writeText('x').then(() => false, () => true)"
    assert page.evaluate(refused)
    button = page.get_by_role("button", name="Copy this answer")
    button.click()
    expect(page.locator("#chat .tool.done")).to_have_count(1)
    expect(button).to_be_focused()
    page.get_by_label("Your question").focus()
    page.keyboard.press("Control+v")
    expected = as_text(ask_python(WHO, library, documents=[article.id]))
    expect(page.get_by_label("Your question")).to_have_value(expected)


def test_a_conversation_outlives_reloads(page: Page, article: Document) -> None:
    """Its turns, their order, and their chips; "New conversation" ends it for good."""
    ask(page, WHO)
    ask(page, "Why?")
    shown = page.locator("#chat .message").all_inner_texts()
    page.reload()
    expect(page.locator("#chat .answer")).to_have_count(2)
    assert page.locator("#chat .message").all_inner_texts() == shown
    expect(page.locator("#picker input")).to_have_value(article.title)
    chip = page.locator("#chat a.cite").first
    chip.click()
    expect(page.locator("#lit")).to_be_focused()
    place = Place.parse(chip.get_attribute("href"))
    assert lit(page, "exact") == article.text[place.answer_start : place.answer_end]
    assert lit(page, "quote") == article.text[place.start : place.end]
    ask(page, "And with Egypt?")  # a follow-up of what came before the reload
    expect(page.locator("#chat .understood")).to_have_count(2)
    page.reload()
    expect(page.locator("#chat .answer")).to_have_count(3)
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator("#chat .answer")).to_have_count(0)
    page.reload()
    expect(page.locator("#starters .starter")).not_to_have_count(0)
    expect(page.locator("#chat .answer")).to_have_count(0)


def test_a_conversation_outlives_the_server_and_is_its_librarys_own(
    context: BrowserContext, tmp_path: Path
) -> None:
    """Stopped and started; another library at the same address; removed documents say so."""
    port = free_port(0)
    for name in ("one", "two"):
        with Library.open(tmp_path / name) as library:
            library.add(ARTICLE)
    with served(tmp_path / "one", port) as address, opened(context, address) as page:
        ask(page, WHO)
        stored = page.evaluate("JSON.stringify(localStorage)")
        assert "Turkey" not in stored
    with served(tmp_path / "two", port) as address, opened(context, address) as page:
        expect(page.locator("#starters .starter")).not_to_have_count(0)
        expect(page.locator("#chat .answer")).to_have_count(0)
        ask(page, "How many people have been killed in Gaza?")
    with Library.open(tmp_path / "one") as library:
        (old,) = library.documents()
        library.remove(old.id)
        library.add(text=BEES, title="Bees.md")
    with served(tmp_path / "one", port) as address, opened(context, address) as page:
        expect(page.locator("#chat .asked")).to_have_text([WHO])
        page.locator("#chat a.cite").first.click()
        expect(page.locator("#notes .bad")).to_contain_text("has been removed")
        ask(page, "How many hives does Zoé keep?")
        expect(page.locator("#chat .asked")).to_have_count(2)


def test_each_tab_keeps_its_own_conversation(
    page: Page, context: BrowserContext, address: str
) -> None:
    """A new tab goes on from the one that was active last; then neither overwrites the other."""
    ask(page, WHO)
    asked = page.locator("#chat .asked")
    with opened(context, address) as other:
        theirs = other.locator("#chat .asked")
        expect(theirs).to_have_text([WHO])
        ask(other, "Why?")
        ask(page, WHY)
        other.reload()
        expect(theirs).to_have_text([WHO, "Why?"])
        page.reload()
        expect(asked).to_have_text([WHO, WHY])
        other.get_by_role("button", name="New conversation").click()
        expect(theirs).to_have_count(0)
        page.reload()
        expect(asked).to_have_text([WHO, WHY])
        assert "Turkey" not in other.evaluate("JSON.stringify(sessionStorage)")
        other.reload()
        expect(other.locator("#starters .starter")).not_to_have_count(0)
        expect(theirs).to_have_count(0)
    ask(page, "Who?")
    with opened(context, address) as third:
        expect(third.locator("#chat .asked")).to_have_text([WHO, WHY, "Who?"])


def test_an_open_page_outlives_the_server(context: BrowserContext, tmp_path: Path) -> None:
    """Asked in a page that was opened before a restart, a follow-up still follows on."""
    port = free_port(0)
    with Library.open(tmp_path / "library") as library:
        library.add(ARTICLE)
    page = context.new_page()  # its console tells of the server that is away
    with own(f"http://127.0.0.1:{port}"):  # also while nobody is there
        with served(tmp_path / "library", port) as address:
            page.goto(address)
            expect(page.locator("#starters [data-ready]")).to_be_attached()  # no more is asked
            ask(page, WHO)
        with served(tmp_path / "library", port):
            ask(page, "Why?")
            expect(page.locator("#chat .asked")).to_have_text([WHO, "Why?"])
            expect(page.locator("#chat .understood")).to_have_count(1)
            page.reload()
            expect(page.locator("#chat .asked")).to_have_text([WHO, "Why?"])
    page.close()


def test_a_question_is_asked_again(page: Page, bees: Document) -> None:
    """It means what it meant, adds a turn, and what stands in the box stays there."""
    ask(page, WHO)
    ask(page, "Why?")
    ask(page, "How many people have been killed in Gaza?")
    page.get_by_label("Your question").fill("half a question")
    page.get_by_role("button", name="Ask again").nth(1).click()
    answers = page.locator("#chat .answer")
    expect(answers).to_have_count(4)
    expect(page.locator("#chat .asked").last).to_have_text("Why?")
    understood = page.locator("#chat .understood .words").all_text_contents()
    assert len(understood) == 2
    assert understood[0] == understood[1]
    short = page.locator("#chat .answer .short").all_text_contents()
    assert short[1] == short[3]
    expect(page.get_by_label("Your question")).to_have_value("half a question")
    choose(page, bees.title)  # now of another document
    page.get_by_role("button", name="Ask again").first.press("Enter")
    expect(answers).to_have_count(5)
    expect(answers.last).to_have_class("answer abstained")
    expect(answers.first).to_have_class("answer answer")


def test_a_question_is_edited_and_asked_anew(page: Page) -> None:
    """It goes into the box, word for word; nothing is asked or replaced until Enter."""
    asked = "Who blocked **cooperation** between NATO & Israel?"
    ask(page, asked)
    ask(page, "What is this article about?")
    page.get_by_role("button", name="Edit this question").first.click()
    question = page.get_by_label("Your question")
    expect(question).to_be_focused()
    expect(question).to_have_value(asked)
    expect(page.locator("#chat .answer")).to_have_count(2)
    question.press("End")
    page.keyboard.press("Backspace")
    page.keyboard.type(" since October?")
    page.keyboard.press("Enter")
    expect(page.locator("#chat .answer")).to_have_count(3)
    expect(page.locator("#chat .asked").first).to_have_text(asked)
    expect(page.locator("#chat .asked").last).to_have_text(f"{asked[:-1]} since October?")


def test_a_link_reopens_an_answer_in_another_browser(
    page: Page, browser: Browser, address: str, bees: Document
) -> None:
    """The document is opened, the span lit, and the question asked anew, once."""
    choose(page, bees.title)
    ask(page, "Where did the honey win a prize?")
    place = Place.parse(page.locator("#chat a.cite").first.get_attribute("href"))
    short = page.locator("#chat .answer").inner_text().split("\n")[0]
    page.get_by_role("button", name="Copy link").click()
    link = clipboard(page)
    assert link.startswith(f"{address}#ask=")
    other = browser.new_context(viewport=DESKTOP)
    with opened(other, link) as there:
        expect(there.locator("#chat .asked")).to_have_text(["Where did the honey win a prize?"])
        expect(there.locator("#chat .answer")).to_contain_text(short)
        expect(there.locator("#picker input")).to_have_value(bees.title)
        expect(there.locator("#lit")).to_be_in_viewport()
        assert lit(there, "exact") == BEES[place.answer_start : place.answer_end]
        assert lit(there, "quote") == BEES[place.start : place.end]
        there.reload()
        expect(there.locator("#chat .answer")).to_have_count(1)
        there.evaluate("link => location.assign(link)", link)  # pasted into the open page
        expect(there.locator("#chat .answer")).to_have_count(2)
    other.close()


def test_a_link_to_a_text_that_is_gone(browser: Browser, address: str, article: Document) -> None:
    """Says so; the question is asked still, or nothing is if there is none in it."""
    other = browser.new_context(viewport=DESKTOP)
    changed = f"{address}#ask=Who%20blocked%20it%3F&cite={article.id}.0.9.0.5.00000000"
    with opened(other, changed) as there:
        expect(there.locator("#chat .answer")).to_have_count(1)
        expect(there.locator("#notes .bad")).to_contain_text("has changed since")
    with opened(other, f"{address}#ask=%20") as there:
        expect(there.locator("#notice .bad")).to_contain_text("question")
        expect(there.locator("#chat .answer")).to_have_count(1)
    other.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_buttons_are_there_for_everybody(
    browser: Browser, address: str, scheme: Literal["light", "dark"]
) -> None:
    """axe-core finds nothing serious with the menu open; on 360 pixels nothing sticks out."""
    other = browser.new_context(color_scheme=scheme, reduced_motion="reduce", viewport=PHONE)
    with opened(other, address) as page:
        expect(page.locator("#pane .source")).to_have_count(1)
        ask(page, WHO)
        page.get_by_role("button", name="Copy this answer").click()
        page.locator("#export summary").click()
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        for choice in page.locator("#export .choices button").all():
            box = choice.bounding_box()
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= 360
        assert grave(page) == []
    other.close()
