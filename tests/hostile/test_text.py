"""Hostile text in a real Chromium: none of it runs, asks another host or becomes an element.

A script that escaped would be known by ``ran``, which every frame has and which complains; by a
dialog; by an error of the page; by a request (``tests/watched.py``); and by what it is in the page,
an element or attribute that is not the page's own, also where a content security policy stops it.
"""

import json
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from urllib.parse import quote

import pytest
from markdown_it import MarkdownIt
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from index import Library, Progress, Source
from tests import watched
from tests.hostile.payloads import HOST, PAYLOADS
from tests.opened import ask, choose, opened, send
from tests.served import SERVER, chromium, served
from ui.incoming import incoming_html
from ui.intake import Incoming
from ui.notices import Note, confirm_html, notes_html

pytestmark = [pytest.mark.browser]

# A reader that finds every sentence to be an answer, so that each payload is shown as one.
READER = """
from qa.reader import AnswerSpan, Reading

class Everything:
    def read(self, question, hits):
        return tuple(
            Reading(hit, tuple(AnswerSpan(*sentence, 0.9) for sentence in hit.sentences))
            for hit in hits
        )
"""
PROGRAM = READER + SERVER.replace("serve(library, ", "serve(library, reader=Everything(), ")

# Some of every class in each part; three parts, 61 payloads, unless there is time for all.
PARTS = tuple(PAYLOADS[part::5] for part in range(5 if os.environ.get("FOOTNOTE_LONG") else 3))
ALIVE = 55  # payloads that run or ask where nothing is escaped
RAN = "window.ran = (number) => console.error(`payload ${number} ran`);"

# What the page's own drawing is made of, inside the places where others' words are shown.
FOREIGN = """() => {
  const places = "#chat .question, #chat .answer, #chat .under, #pane, #notes, #files, #found, " +
    "#notice, #confirm, #preview, #chat .waiting, main#room, #drawn";
  const tags = new Set(("A ARTICLE B BDI BLOCKQUOTE BR BUTTON DIV EM FORM H1 H2 H3 H4 H5 H6 " +
    "HEADER INPUT LI MAIN MARK NAV P PROGRESS SECTION SPAN STRONG SUP UL").split(" "));
  const found = [];
  for (const place of document.querySelectorAll(places)) {
    for (const each of place.querySelectorAll("*")) {
      if (place.id === "chat" || each.closest("svg, style") || each.matches("#confirm *")) continue;
      if (!tags.has(each.tagName)) found.push(each.outerHTML.slice(0, 200));
    }
  }
  for (const each of document.querySelectorAll("body *")) {
    for (const { name, value } of each.attributes) {
      const leads = ["href", "src", "srcset", "srcdoc", "action", "style", "data", "poster",
                     "xlink:href", "formaction"].includes(name);
      if (/^on/i.test(name)) found.push(`${each.tagName} ${name}`);
      else if (leads && /evil|javascript:|ran\\(/i.test(value)) found.push(`${name}=${value}`);
    }
  }
  for (const link of document.querySelectorAll("#chat a, #pane a")) {
    if (!/^#(cite|part)=[0-9a-f.]+$/.test(link.getAttribute("href"))) found.push(link.outerHTML);
  }
  return found;
}"""


def on_one_line(payloads: Iterable[str]) -> str:
    return re.sub(r"[\s\0]+", " ", " ".join(payloads)).strip()


def title(part: int) -> str:
    return f"Part {part}: {on_one_line(PARTS[part])}"


def text(part: int) -> str:
    """Each payload twice: as a line of its own, and in a sentence."""
    lines = "\n\n".join(PARTS[part])
    pairs = [
        " and ".join(PARTS[part][first : first + 2]) for first in range(0, len(PARTS[part]), 2)
    ]
    told = "\n\n".join(f"Word {number} of the gate is {each}." for number, each in enumerate(pairs))
    return f"{told}\n\n# {PARTS[part][0]}\n\n{lines}\n"


def seen(words: str) -> str:
    """As a browser has it, which knows no NUL."""
    return words.replace("\0", "\ufffd")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile") / "library"
    with Library.open(folder) as library:
        for part in range(len(PARTS)):
            data = text(part).encode()
            library.ingest(Source(data, f"{PARTS[part][1]}.md", title=title(part)))
    return folder


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with served(folder, program=PROGRAM) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@contextmanager
def guarded(browser: Browser) -> Iterator[BrowserContext]:
    """A window in which nothing may run, open or ask."""
    context = browser.new_context(accept_downloads=True)
    context.add_init_script(RAN)
    seen: list[str] = []
    context.on("dialog", lambda dialog: (seen.append(f"dialog {dialog.message}"), dialog.dismiss()))
    context.on("console", lambda m: seen.append(m.text) if m.type == "error" else None)
    context.on("weberror", lambda error: seen.append(str(error.error)))
    context.on("page", lambda _: seen.append("a window") if len(context.pages) > 1 else None)
    yield context
    context.close()
    assert seen == []


def test_the_payloads_are_alive(browser: Browser) -> None:
    """Written into a page as they are, most run or ask at once: what is escaped matters."""
    ran: set[str] = set()
    with browser.new_context() as context:
        context.add_init_script("window.ran = (number) => console.log(`payload ${number} ran`);")
        context.on("console", lambda m: ran.update(re.findall(r"payload (\d+) ran", m.text)))
        context.on("request", lambda r: ran.update(re.findall(rf"//{HOST}/(\d+)", r.url)))
        page = context.new_page()

        def answer(route: Route) -> None:
            host, _, number = route.request.url.removeprefix("http://").partition("/")
            body = "".join(f"<iframe src='/{n}'></iframe>" for n in range(len(PAYLOADS)))
            if number.isdigit():
                body = f"<!DOCTYPE html><body><p>{PAYLOADS[int(number)]}</p>"
            if host == "own.invalid" and (not number or number.isdigit()):
                route.fulfill(body=body, content_type="text/html; charset=utf-8")
            else:
                route.abort()

        page.route("**", answer)
        page.goto("http://own.invalid/")
        for _ in range(100):
            if len(ran) >= ALIVE:
                break
            page.wait_for_timeout(50)
    watched.strangers.clear()
    assert len(ran) >= ALIVE, sorted(map(int, ran))


def test_nothing_runs_on_the_page(browser: Browser, address: str, tmp_path: Path) -> None:
    """In texts, titles, questions, answers, previews, hits, notes, exports and after a reload."""
    with guarded(browser) as context, opened(context, address) as page:
        for part, payloads in enumerate(PARTS):
            choose(page, title(part))
            assert page.locator("#pane .text").text_content() == seen(text(part))
            ask(page, "What are all the words of the gate?")
            shown(page, part)
            question = f"Which words are {on_one_line(payloads)}"
            ask(page, question)
            expect(page.locator("#chat .asked").last).to_have_text(question, use_inner_text=False)
            assert page.evaluate(FOREIGN) == []
        follow_up(page)
        preview_all(page)
        look_for(page, PARTS[0][:3])
        page.get_by_role("button", name="Right for this answer", exact=True).first.click()
        expect(page.locator("#verdicts [role=status]")).to_have_text("Marked as right")
        page.get_by_role("button", name="Remove", exact=True).click()
        expect(page.locator("#confirm")).to_contain_text(PARTS[-1][0])
        assert page.evaluate(FOREIGN) == []
        page.reload()
        expect(page.locator("#chat .answer").nth(2 * len(PARTS))).to_be_attached()
        assert page.evaluate(FOREIGN) == []
        files = {kind: exported(page, kind, tmp_path) for kind in ("html", "md", "json")}
        nothing_runs_in(context, files)


def shown(page: Page, part: int) -> None:
    """The answer's words and quotes are the document's, payloads and all."""
    answer = page.locator("#chat .answer").last
    quotes = answer.locator("blockquote").all_text_contents()
    assert len(quotes) >= 6
    flat = " ".join(seen(text(part)).split())
    for quoted in quotes:
        assert " ".join(quoted.split("\u00a0Show source")[0].split()) in flat
    assert answer.locator("a.cite").count() >= len(quotes)
    assert page.evaluate(FOREIGN) == []


def follow_up(page: Page) -> None:
    """How a question was understood is shown, and taken into the box to be changed."""
    ask(page, "why?")
    understood = page.locator("#chat .understood").last
    expect(understood).to_contain_text(PARTS[-1][0])
    understood.get_by_role("button").click()
    expect(page.get_by_label("Your question")).to_have_value(re.compile(re.escape(PARTS[-1][0])))
    page.get_by_label("Your question").fill("")


def preview_all(page: Page) -> None:
    """Each chip's preview shows its words, and holds no element."""
    inside = page.evaluate(
        """() => [...document.querySelectorAll("#chat a.cite")].map((chip) => {
          const title = chip.title;
          chip.dispatchEvent(new MouseEvent("mouseover", { bubbles: true }));
          const { children, textContent } = document.querySelector("#preview");
          return [children.length, textContent === title];
        })"""
    )
    assert len(inside) > 30
    assert {tuple(each) for each in inside} == {(0, True)}


def look_for(page: Page, payloads: tuple[str, ...]) -> None:
    """What is looked for is found as it stands there."""
    choose(page, title(0))
    page.get_by_role("button", name="Find", exact=True).click()
    for payload in payloads:
        page.get_by_label("Find in the document").fill(payload)
        expect(page.locator("#pane mark.hit").first).to_have_text(payload, use_inner_text=False)
    page.keyboard.press("Escape")
    choose(page, title(len(PARTS) - 1))


def exported(page: Page, kind: str, folder: Path) -> Path:
    """The conversation, saved as the page saves it."""
    page.locator("#export summary").click()
    with page.expect_download() as download:
        page.locator(f"#export [data-format={kind}]").click()
    file = folder / f"export.{kind}"
    download.value.save_as(file)
    return file


def nothing_runs_in(context: BrowserContext, files: dict[str, Path]) -> None:
    """The exported page with every chip clicked, and the Markdown as a strict reader draws it."""
    assert len(json.loads(files["html"].with_name("export.json").read_text())["answers"]) > 2 * len(
        PARTS
    )
    drawn = MarkdownIt("commonmark", {"html": True}).enable("table").render(files["md"].read_text())
    markdown = files["md"].with_name("markdown.html")
    markdown.write_text(f"<!DOCTYPE html><meta charset=utf-8><div id=drawn>{drawn}</div>")
    for file in (files["html"], markdown):
        page = context.pages[0]
        page.goto(file.as_uri())
        page.evaluate("document.querySelectorAll('a.cite').forEach((chip) => chip.click())")
        assert page.evaluate(FOREIGN) == []
        words = on_one_line([page.locator("main#room, #drawn").text_content() or ""])
        for payload in chain.from_iterable(PARTS):
            assert on_one_line([seen(payload)]) in words


def test_nothing_runs_from_an_address_or_a_file_name(
    browser: Browser, address: str, tmp_path: Path
) -> None:
    """Links that name a question or a place, and files that are refused, taken or asked about."""
    names = [name for name in PAYLOADS if "/" not in name and "\0" not in name]
    with guarded(browser) as context:
        for hash_ in (
            f"#ask={quote(PAYLOADS[0])}&everywhere",
            f"#ask={PAYLOADS[6]}",
            *PAYLOADS[:2],
        ):
            with opened(context, address + "#" + hash_.removeprefix("#")) as page:
                if "&" in hash_:
                    expect(page.locator("#chat .asked")).to_have_text(PAYLOADS[0])
                assert page.evaluate(FOREIGN) == []
        with opened(context, address) as page:
            files = [
                {"name": f"{name}.png", "mimeType": "image/png", "buffer": bytes(9)}
                for name in names
            ]
            with page.expect_file_chooser() as chooser:
                page.get_by_role("button", name="Add files").click()
            chooser.value.set_files(files)
            expect(page.locator("#files .bad")).to_have_count(len(names))
            expect(page.locator("#files")).to_contain_text("onerror=ran")
            assert page.evaluate(FOREIGN) == []
            twins(page, tmp_path)


def twins(page: Page, folder: Path) -> None:
    """A file of the same name as another one: its name and the other's title are told."""
    file = folder / "x' onerror=ran(1).md"
    for number in range(2):
        file.write_text(f"# <svg onload=ran({number})>\n\nWe read number {number}.\n")
        send(page, file)
        said = page.locator("#files li").last
        expect(said).to_contain_text(file.name)
        expect(said).to_contain_text("in your library" if number else "Added")
    expect(page.locator("#files .answers")).to_contain_text("Replace it")
    assert page.evaluate(FOREIGN) == []
    page.get_by_role("button", name="Leave it out").click()
    expect(page.locator("#files li")).to_have_count(0)


STATES = ("waiting", "reading", "good", "bad", "locked", "twin")


def test_nothing_runs_in_what_is_said_of_files(browser: Browser) -> None:
    """Gradio takes signs out of the names of uploads; what the page draws does not rely on it."""
    step = Progress(PAYLOADS[0], 1, 2)
    files = [
        Incoming(number, name, Path(name), state, text=name, progress=step)
        for number, name in enumerate(PAYLOADS)
        for state in STATES
    ]
    notes = [Note(name, name, "bad") for name in PAYLOADS]
    drawn = incoming_html(files) + notes_html(notes) + "".join(map(confirm_html, PAYLOADS))
    with guarded(browser) as context:
        page = context.new_page()
        page.set_content(f"<main id=room>{drawn}</main>")
        assert page.evaluate(FOREIGN) == []
        assert seen(PAYLOADS[-1]) in page.locator("main").text_content()
