"""Reading and checking in a real browser: find, chips, passages, tabs, and very long documents.

One server for all tests here; none changes its library.
"""

import random
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import Browser, Page, expect

from index import Document, Encoder, Library, default_encoder
from tests.opened import PHONE, WHO, ask, choose, grave, lit, opened
from tests.served import ARTICLE, served

pytestmark = [pytest.mark.browser]

OPENS = 2.0  # seconds until a document of 1,000 pages can be read
FRAMES = 60
SMOOTH = 100  # milliseconds that most frames of a scroll stay below, on a machine that is busy
SCROLL = f"""async (pane) => {{
  const times = [];
  for (let last = performance.now(), now; times.length < {FRAMES}; last = now) {{
    pane.scrollBy(0, -120);
    now = await new Promise(requestAnimationFrame);
    times.push(now - last);
  }}
  return times;
}}"""
TWICE = (  # answered in two places
    "About “Turkey has blocked cooperation between NATO and Israel since October because of the "
    "war in Gaza”: why?"
)
SEA = "שלום 🐝🐝 Zoe\u0301 saw the SEA\r\n is wide. And the sea is <b>deep</b>.\r\n\r\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reading")
    (folder / "sea.txt").write_bytes(f"{SEA}{'Filler. ' * 11_000}\r\n\r\n{SEA}".encode())
    with Library.open(folder / "library") as library:
        library.add(ARTICLE)
        library.add(folder / "sea.txt")
    return folder / "library"


@pytest.fixture
def sea(library: Library) -> Document:
    return next(d for d in library.documents() if d.source.endswith("sea.txt"))


def test_words_are_found_in_all_parts_of_a_document(page: Page, sea: Document) -> None:
    """Enter and Shift+Enter go from hit to hit, around and over parts; Esc closes, text whole."""
    choose(page, sea.title)
    page.get_by_role("button", name="Find", exact=True).click()
    field = page.get_by_label("Find in the document")
    expect(field).to_be_focused()
    page.keyboard.type("THE sea is")
    count = page.locator("#finder output")
    expect(count).to_have_text("1 of 4")
    assert lit(page, "hit") == "the SEA\r\n isthe sea is"
    places = {1: "the SEA\r\n is", 2: "the sea is", 3: "the SEA\r\n is", 4: "the sea is"}
    for key, at in [("Enter", 2), ("Enter", 3), ("Enter", 4), ("Enter", 1), ("Shift+Enter", 4)]:
        page.keyboard.press(key)
        expect(count).to_have_text(f"{at} of 4")
        expect(page.locator("#lit")).to_be_in_viewport()
        assert lit(page, "here") == places[at]
        part = "Part 1" if at < 3 else "Part 3"
        expect(page.locator(".parts").first).to_contain_text(part)
        expect(field).to_be_focused()
    field.fill("no such words")
    expect(count).to_have_text("Not found")
    expect(page.locator("#pane mark")).to_have_count(0)
    field.fill("<B>")
    expect(count).to_have_text("2 of 2")  # on from the part that is shown
    page.keyboard.press("Escape")
    expect(field).to_be_hidden()
    expect(page.locator("#pane mark")).to_have_count(0)
    expect(page.get_by_role("button", name="Find", exact=True)).to_be_focused()
    assert sea.text.endswith(page.locator("#pane .text").text_content())
    page.keyboard.press("ControlOrMeta+f")
    expect(field).to_be_focused()


def test_what_is_cited_is_lit_again_after_a_search(page: Page, article: Document) -> None:
    """Dimmed while hits are lit, also one inside it; closed, its exact words are lit as before."""
    choose(page, article.title)
    ask(page, WHO)
    before = lit(page, "exact"), lit(page, "quote")
    light = "mark => getComputedStyle(mark).backgroundColor"
    colour = page.locator("#pane mark.exact").evaluate(light)
    page.get_by_role("button", name="Find", exact=True).click()
    count = page.locator("#finder output")
    turkeys = article.text.count("Turkey")
    nato, turkey = f"of {article.text.count('NATO')}", f"of {turkeys}"
    for words, expected in (("NATO", nato), ("no such words", "Not found"), ("türkéy", turkey)):
        page.get_by_label("Find in the document").fill(words)
        expect(count).to_contain_text(expected)
        assert lit(page, "quote") == before[1]
        dimmed = page.locator("#pane mark.exact").evaluate(light) != colour
        assert dimmed == (expected != "Not found")
    assert lit(page, "hit") == "Turkey" * turkeys
    page.keyboard.press("Enter")
    expect(count).to_have_text(f"2 {turkey}")
    page.keyboard.press("Escape")
    assert (lit(page, "exact"), lit(page, "quote")) == before
    assert page.locator("#pane mark.exact").evaluate(light) == colour
    expect(page.locator("#pane mark.hit")).to_have_count(0)
    expect(page.locator("#lit")).to_have_text(before[0])
    assert page.locator("#pane .text").text_content() == article.text


def test_a_search_begins_anew_in_another_document(
    page: Page, article: Document, sea: Document
) -> None:
    """No count of hits that are not there; Enter looks for the same words in this one."""
    choose(page, article.title)
    page.get_by_role("button", name="Find", exact=True).click()
    page.keyboard.type("the")
    count = page.locator("#finder output")
    expect(count).to_contain_text("1 of")
    of_article = count.text_content()
    choose(page, sea.title)
    expect(count).to_have_text("")
    expect(page.locator("#pane mark")).to_have_count(0)
    page.get_by_label("Find in the document").press("Enter")
    expect(count).to_have_text("1 of 4")
    assert of_article != "1 of 4"


def test_a_chip_previews_its_quote(page: Page, article: Document) -> None:
    """Under the pointer and with the focus; Esc closes; arrows go from chip to chip."""
    choose(page, article.title)
    ask(page, TWICE)
    chips = page.locator("#chat .answer a.cite")
    assert chips.count() > 1
    title = chips.first.get_attribute("title")
    tooltip = page.get_by_role("tooltip")
    chips.first.hover()
    expect(tooltip).to_have_text(title)
    expect(chips.first).not_to_have_attribute("title", title)
    page.locator("#brand").hover()
    expect(tooltip).to_be_hidden()
    expect(chips.first).to_have_attribute("title", title)
    page.keyboard.press("Shift+Tab")
    for _ in range(20):
        if chips.last.evaluate("chip => chip === document.activeElement"):
            break
        page.keyboard.press("Shift+Tab")
    expect(tooltip).to_be_visible()
    expect(chips.last).to_have_accessible_description(tooltip.text_content())
    for _ in range(chips.count()):  # one more than there are steps: it stays at the end
        page.keyboard.press("ArrowLeft")
    expect(chips.first).to_be_focused()
    expect(tooltip).to_have_text(title)
    page.keyboard.press("ArrowRight")
    expect(chips.nth(1)).to_be_focused()
    page.keyboard.press("Escape")
    expect(tooltip).to_be_hidden()
    expect(chips.nth(1)).to_be_focused()
    page.keyboard.press("/")
    question = page.get_by_label("Your question")
    expect(question).to_be_focused()
    page.keyboard.type("and/or")
    expect(question).to_have_value("and/or")
    page.keyboard.press("Escape")
    expect(question).not_to_be_focused()


def select(page: Page, words: str) -> None:
    """Select words that stand in one paragraph of the text."""
    page.locator("#pane .text p", has_text=words).first.evaluate(
        """(paragraph, words) => {
          const node = paragraph.firstChild, at = node.data.indexOf(words);
          document.getSelection().setBaseAndExtent(node, at, node, at + words.length);
        }""",
        words,
    )


def test_a_paragraph_is_selected_with_three_clicks(page: Page, article: Document) -> None:
    """Also the last one, whose selection ends behind the text; what stands outside is no part."""
    choose(page, article.title)
    about = page.get_by_role("button", name="Ask about this")
    paragraph = page.locator("#pane .text p").last
    paragraph.scroll_into_view_if_needed()
    paragraph.click(click_count=3)
    ends = "() => document.querySelector('#pane .text').contains(getSelection().focusNode)"
    assert not page.evaluate(ends)
    about.click()
    words = " ".join(paragraph.text_content().split())
    assert words.startswith("Earlier this week")
    shown = words if len(words) <= 300 else f"{words[:299]}…"
    expect(page.get_by_label("Your question")).to_have_value(f"About “{shown}”: ")
    page.keyboard.press("ControlOrMeta+a")
    page.locator("#brand h1").click(click_count=3)
    expect(about).to_be_hidden()


@pytest.mark.parametrize("by", ["mouse", "keyboard"])
def test_a_passage_is_asked_about(page: Page, article: Document, by: str) -> None:
    """What is selected stands quoted in the question; the open document answers from there."""
    choose(page, article.title)
    page.get_by_label("All documents").check()
    about = page.get_by_role("button", name="Ask about this")
    expect(about).to_be_hidden()
    passage = "Turkey has blocked cooperation between NATO and Israel since October"
    select(page, passage)
    expect(about).to_be_in_viewport(ratio=0.9)
    if by == "mouse":
        about.click()
    else:
        page.locator("#pane").focus()
        page.keyboard.press("Tab")
        expect(about).to_be_focused()
        page.keyboard.press("Enter")
    question = page.get_by_label("Your question")
    expect(question).to_be_focused()
    expect(question).to_have_value(f"About “{passage}”: ")
    expect(about).to_be_hidden()
    expect(page.get_by_label("This document")).to_be_checked()
    page.keyboard.type("Why?")
    page.keyboard.press("Enter")
    expect(page.locator("#chat .answer.abstained")).to_have_count(0)
    expect(page.locator("#chat .answer .short").first).to_contain_text("the war in Gaza")
    expect(page.locator("#lit")).to_be_in_viewport()
    assert passage in lit(page, "quote")


def test_a_phone_has_two_tabs(browser: Browser, address: str, article: Document) -> None:
    """A chip leads to its lit words, Esc or the tab back to the chip; arrows go between tabs."""
    with opened(browser, address, viewport=PHONE, reduced_motion="reduce") as page:
        talk = page.get_by_role("tab", name="Conversation")
        document = page.get_by_role("tab", name="Document")
        expect(page.get_by_label("Your question")).to_be_in_viewport(ratio=1)
        document.click()
        expect(page.get_by_label("Your question")).to_be_hidden()
        choose(page, article.title)
        talk.click()
        ask(page, WHO)
        expect(page.locator("#pane")).to_be_hidden()
        chip = page.locator("#chat a.cite").first
        chip.click()
        expect(document).to_have_attribute("aria-selected", "true")
        expect(page.locator("#lit")).to_be_focused()
        expect(page.locator("#lit")).to_be_in_viewport()
        assert lit(page, "exact")
        page.keyboard.press("Escape")
        expect(chip).to_be_focused()
        expect(chip).to_be_in_viewport()
        talk.focus()
        page.keyboard.press("ArrowRight")
        expect(document).to_be_focused()
        expect(page.locator("#lit")).to_be_in_viewport()
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_no_word_breaks_the_layout_of_a_phone(browser: Browser, tmp_path: Path) -> None:
    """Right-to-left text, endless words, wide tables and long names: nothing sticks out."""
    endless = "antidisestablishment" * 30
    texts = {
        f"{'n' * 120}.md": f"# {endless}\n\nThe gate is {endless}.\n\n- {endless}\n",
        "rtl.md": "# שער העיר\n\nהשער נפתח בשנת 1987. " + "א" * 400 + "\n\n> מרחבא\n",
        "wide.csv": "\n".join(",".join(f"column{n}of{row}" for n in range(20)) for row in range(5)),
    }
    with Library.open(tmp_path / "library") as library:
        for name, text in texts.items():
            (tmp_path / name).write_text(text)
            library.add(tmp_path / name)
        titles = [entry.title for entry in library.entries()]
    size = PHONE
    with (
        served(tmp_path / "library") as address,
        opened(browser, address, viewport=size) as page,
    ):
        for title in titles:
            page.get_by_role("tab", name="Document").click()
            choose(page, title)
            assert page.evaluate("document.documentElement.scrollWidth") <= 360
            inside = "pane => pane.scrollWidth <= pane.clientWidth"
            assert page.locator("#pane").evaluate(inside)
            page.get_by_role("tab", name="Conversation").click()
            ask(page, f"What is the gate {endless}?")
            assert page.evaluate("document.documentElement.scrollWidth") <= 360
            assert page.locator("#chat [role=log]").evaluate(inside)


class Quick:
    """The encoder's name and counting with vectors of no meaning: for a book nobody asks."""

    def __init__(self, encoder: Encoder) -> None:
        self.name, self.sha256, self.dimension = encoder.name, encoder.sha256, encoder.dimension
        self.languages = encoder.languages

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text) // 4 for text in texts]

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.full((len(texts), self.dimension), self.dimension**-0.5, dtype=np.float32)


def long_book(characters: int = 3_000_000) -> str:
    """About 1,000 pages of chapters, paragraphs and sentences."""
    chance = random.Random(3)  # noqa: S311
    words = ("river", "lamp", "of", "the", "a", "under", "sings", "stone", "winter", "seven")
    paragraphs, length = [], 0
    while length < characters:
        if len(paragraphs) % 60 == 0:
            paragraphs.append(f"# Chapter {len(paragraphs) // 60 + 1}")
        sentences = (" ".join(chance.choices(words, k=12)).capitalize() for _ in range(8))
        paragraphs.append(". ".join(sentences) + ".")
        length += len(paragraphs[-1]) + 2
    return "\n\n".join(paragraphs)


def test_a_very_long_book_is_there_at_once(browser: Browser, tmp_path: Path) -> None:
    """1,000 pages: opened, turned, searched to the end and scrolled, each within its bound."""
    (tmp_path / "book.md").write_text(long_book() + "\n\nThe very last owl.\n")
    (tmp_path / "short.txt").write_text("A short text.")
    with Library.open(tmp_path / "library", encoder=Quick(default_encoder())) as library:
        book = library.add(tmp_path / "book.md")
        short = library.add(tmp_path / "short.txt")
    with served(tmp_path / "library") as address, opened(browser, address) as page:
        choose(page, short.title)
        page.locator("#picker input").click()
        with within(OPENS):
            page.get_by_role("option", name=book.title).click()
            expect(page.locator(".parts").first).to_contain_text("Part 1 of")
            expect(page.locator("#pane h2").first).to_be_in_viewport()
        with within(OPENS):
            page.get_by_role("link", name="Later →").first.click()
            expect(page.locator(".parts").first).to_contain_text("Part 2 of")
        page.get_by_role("button", name="Find", exact=True).click()
        with within(OPENS):
            page.keyboard.type("last owl")
            expect(page.locator("#finder output")).to_have_text("1 of 1")
            expect(page.locator("#lit")).to_be_in_viewport()
        assert lit(page, "here") == "last owl"
        page.keyboard.press("Escape")
        frames = page.locator("#pane").evaluate(SCROLL)
        assert len(frames) == FRAMES
        assert sorted(frames)[FRAMES * 9 // 10] < SMOOTH


@contextmanager
def within(seconds: float) -> Iterator[None]:
    begin = time.monotonic()
    yield
    assert time.monotonic() - begin < seconds


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing_serious(
    browser: Browser,
    address: str,
    article: Document,
    width: int,
    scheme: Literal["light", "dark"],
) -> None:
    """With hits lit, a preview shown and a passage selected, on either tab."""
    options = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme}
    with opened(browser, address, reduced_motion="reduce", **options) as page:
        if width == 360:
            page.get_by_role("tab", name="Document").click()
        choose(page, article.title)
        page.get_by_role("button", name="Find", exact=True).click()
        page.keyboard.type("cooperation")
        expect(page.locator("#pane mark.here")).to_have_count(1)
        assert grave(page) == []
        page.keyboard.press("Escape")
        select(page, "Israel carries the status")
        expect(page.get_by_role("button", name="Ask about this")).to_be_visible()
        assert grave(page) == []
        if width == 360:
            page.get_by_role("tab", name="Conversation").click()
        ask(page, TWICE)
        page.locator("#chat a.cite").first.focus()
        page.keyboard.press("ArrowRight")
        expect(page.get_by_role("tooltip")).to_be_visible()
        assert grave(page) == []
