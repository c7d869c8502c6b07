"""The whole path in a real browser: file, index, question, answer, and its place lit in the text.

One server and one browser for all tests here; each test has a page of its own, and leaves the
library as it found it, and the console clean.
"""

import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import httpx
import pytest
from filelock import FileLock
from playwright.sync_api import Browser, Page, expect

from index import Library
from index.document import Document
from qa import ask as ask_python
from qa.answer import Answer
from tests.opened import BEES, HOSTILE, PHONE, WHO, WHY, ask, choose, grave, lit, opened, send
from tests.served import gate
from ui.place import Place

pytestmark = [pytest.mark.browser]

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(64))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # how an encrypted Office file begins
KILLED = "How many people have been killed in Gaza?"
EDIT = "Edit how the question was understood"


@pytest.fixture
def page(page: Page, article: Document) -> Page:
    """The page with the article open."""
    choose(page, article.title)
    return page


@pytest.fixture
def add(page: Page, library: Library, tmp_path: Path) -> Iterator[Callable[[str, str], Document]]:
    """Uploads a text through the page; takes it out of the library afterwards."""
    added: list[str] = []

    def upload(name: str, text: str) -> Document:
        path = tmp_path / name
        path.write_bytes(text.encode())
        send(page, path)
        expect(page.locator("#files .good")).to_contain_text(name)
        known = {entry.id for entry in library.entries()}
        document = next(d for d in map(library.document, known) if d.text == text)
        added.append(document.id)
        return document

    yield upload
    for identifier in set(added) & {entry.id for entry in library.entries()}:
        library.remove(identifier)


def expect_lit(page: Page, answer: Answer, document: Document) -> None:
    """The pane shows the answer's first citation, to the code point."""
    citation = answer.citations[0]
    expect(page.locator("#lit")).to_be_in_viewport()
    assert lit(page, "exact") == document.text[citation.answer_start : citation.answer_end]
    assert lit(page, "quote") == citation.quote == document.text[citation.start : citation.end]


def test_an_answer_is_lit_in_the_text(page: Page, library: Library, article: Document) -> None:
    """Type, Enter: the answer, its chip, and its exact words lit and in view; focus stays."""
    expected = ask_python(WHO, library, documents=[article.id])
    ask(page, WHO)
    shown = page.locator("#chat .answer").last
    expect(shown.locator(".short")).to_have_text(expected.short)
    expect(shown.locator("a.cite").first).to_contain_text("[1]")
    expect(shown).to_contain_text(re.compile(r"(High|Fair|Low) confidence · \d+% · \d+\.\d\d s"))
    expect_lit(page, expected, article)
    expect(page.get_by_label("Your question")).to_be_focused()
    expect(page.get_by_label("Your question")).to_have_value("")


@contextmanager
def another_asked(page: Page, folder: Path) -> Iterator[str]:
    """Another question is under way, and its answer comes when the block ends.

    A new one: the answer to one that was asked before comes from memory at once.
    """
    asked = f"Who is number {uuid.uuid4().int}?"
    with FileLock(gate(folder)):
        page.get_by_label("Your question").fill(asked)
        page.get_by_label("Your question").press("Enter")
        expect(page.locator("#chat .waiting")).to_be_visible()
        yield asked


def test_a_second_question_waits_for_the_first(page: Page, folder: Path) -> None:
    """It stays in its box while an answer is on its way, and is asked then; no turn is lost."""
    question = page.get_by_label("Your question")
    with another_asked(page, folder) as asked:
        question.fill(WHY)
        question.press("Enter")
        page.keyboard.type(" A draft")
        page.wait_for_timeout(500)  # it is asked again and again meanwhile
        expect(question).to_have_value(f"{WHY} A draft")
        expect(page.locator("#chat .answer")).to_have_count(0)
    expect(page.locator("#chat .answer")).to_have_count(2)
    expect(page.locator("#chat .asked")).to_have_text([asked, WHY])
    expect(question).to_have_value(" A draft")


def test_a_question_that_waits_can_be_taken_back(page: Page, folder: Path) -> None:
    """Changed or deleted in its box before its turn has come, it is not asked."""
    question = page.get_by_label("Your question")
    with another_asked(page, folder) as asked:
        question.fill(WHY)
        question.press("Enter")
        question.fill("Or rather")
    expect(page.locator("#chat .answer")).to_have_count(1)
    page.wait_for_timeout(500)
    expect(page.locator("#chat .asked")).to_have_text([asked])
    expect(question).to_have_value("Or rather")


def test_a_new_conversation_is_not_caught_up_by_the_old_one(page: Page, folder: Path) -> None:
    """What was asked before it is not answered into it, and it can be asked at once."""
    ask(page, WHO)
    question = page.get_by_label("Your question")
    with FileLock(gate(folder)):
        question.fill(WHY)
        question.press("Enter")
        expect(page.locator("#chat .waiting")).to_be_visible()
        page.get_by_role("button", name="New conversation").click()
        expect(page.locator("#chat .asked")).to_have_count(0)
    ask(page, KILLED)
    expect(page.locator("#chat .asked")).to_have_text([KILLED])


def test_what_is_typed_right_after_enter_is_kept(page: Page) -> None:
    """The box is emptied as the question leaves it, and not written to again."""
    question = page.get_by_label("Your question")
    question.fill(WHO)
    question.press("Enter")
    page.keyboard.type("Why was it?")
    expect(page.locator("#chat .answer")).to_have_count(1)
    expect(page.locator("#chat .asked")).to_have_text([WHO])
    expect(question).to_have_value("Why was it?")


def test_many_files_leave_room_for_the_text(page: Page, tmp_path: Path) -> None:
    """The notes scroll; the document beside them stays readable."""
    files = [tmp_path / f"{number}.png" for number in range(20)]
    for file in files:
        file.write_bytes(PICTURE)
    send(page, *files)
    expect(page.locator("#files .bad")).to_have_count(20)
    assert page.locator("#pane").bounding_box()["height"] > 300
    assert page.locator("#files").bounding_box()["height"] <= 240
    page.locator("#files .bad").last.scroll_into_view_if_needed()
    expect(page.locator("#files .bad").last).to_be_in_viewport()


def test_a_locked_office_file_says_what_to_do(page: Page, tmp_path: Path) -> None:
    """Beside its name, as the sentence of any file that cannot be read."""
    file = tmp_path / "contract.docx"
    file.write_bytes(OLE + bytes(504) + "EncryptedPackage".encode("utf-16-le").ljust(128, b"\0"))
    send(page, file)
    said = page.locator("#files .bad")
    expect(said).to_contain_text("contract.docx")
    expect(said).to_contain_text("encrypted Office file: save it without a password first")


def test_the_chosen_scope_can_be_seen_under_the_pointer(page: Page) -> None:
    """Its dot stays on the accent, in light and dark."""
    chosen = page.locator("#scope input:checked")
    colours = "node => [getComputedStyle(node).backgroundColor, getComputedStyle(node).borderColor]"
    before = chosen.evaluate(colours)
    chosen.hover()
    assert chosen.evaluate(colours) == before == ["rgb(11, 93, 87)"] * 2


def test_a_document_that_was_removed_elsewhere(
    page: Page, article: Document, add: Callable[[str, str], Document], library: Library
) -> None:
    """Asked or removed from this tab: a sentence, the question kept, another document shown."""
    for name in ("asked.md", "removed.md"):
        gone = add(name, f"{BEES}{name}")
        library.remove(gone.id)
        if name == "asked.md":
            page.get_by_label("Your question").fill(WHO)
            page.get_by_label("Your question").press("Enter")
            expect(page.locator("#notice .bad")).to_contain_text("has been removed")
            expect(page.get_by_label("Your question")).to_have_value(WHO)
        else:
            page.get_by_role("button", name="Remove", exact=True).click()
            expect(page.locator("#notes .bad")).to_contain_text("has been removed")
            expect(page.get_by_role("button", name="Keep it")).to_be_hidden()
        expect(page.locator("#picker input")).to_have_value(article.title)


def test_a_draft_outlives_an_error(
    page: Page, folder: Path, add: Callable[[str, str], Document], library: Library
) -> None:
    """The question stands beside it, and goes into the box when that is wanted."""
    gone = add("draft.md", f"{BEES}draft")
    question = page.get_by_label("Your question")
    with FileLock(gate(folder)):
        question.fill(WHO)
        question.press("Enter")
        expect(page.locator("#chat .waiting")).to_be_visible()
        page.keyboard.type("A draft")
        library.remove(gone.id)
    expect(page.locator("#notice .bad")).to_contain_text("has been removed")
    expect(question).to_have_value("A draft")
    expect(page.locator("#notice .back")).to_contain_text(WHO)
    page.get_by_role("button", name="Put it into the box").click()
    expect(question).to_have_value(WHO)
    expect(page.locator("#notice .back")).to_be_hidden()
    page.keyboard.press("ControlOrMeta+z")
    expect(question).to_have_value("A draft")


def test_chips_of_older_turns_keep_working(
    page: Page,
    library: Library,
    article: Document,
    add: Callable[[str, str], Document],
) -> None:
    """By mouse and keyboard, also when another document is open: lit, in view, focused."""
    first = ask_python(WHO, library, documents=[article.id])
    ask(page, WHO)
    ask(page, WHY)
    page.locator("#chat .answer").first.locator("a.cite").first.click()
    expect(page.locator("#lit")).to_be_focused()
    expect_lit(page, first, article)
    add("bees.md", BEES)
    expect(page.locator("#pane mark")).to_have_count(0)
    page.locator("#chat .answer").first.locator("a.cite").first.press("Enter")
    expect(page.locator("#lit")).to_be_focused()
    expect_lit(page, first, article)
    expect(page.locator("#picker input")).to_have_value(article.title)


def test_what_is_lit_is_exact_in_any_script(
    page: Page, library: Library, add: Callable[[str, str], Document]
) -> None:
    """Emoji, combining marks, right-to-left and CRLF: the lit text equals the slice."""
    bees = add("bees.md", BEES)
    expect(page.locator("#picker input")).to_have_value(bees.title)
    for question in ("Where did the honey win a prize?", "Who keeps hives behind the old mill?"):
        expected = ask_python(question, library, documents=[bees.id])
        assert expected.answered
        ask(page, question)
        expect_lit(page, expected, bees)
        page.get_by_role("button", name="New conversation").click()
        expect(page.locator("#chat .answer")).to_have_count(0)


def test_the_open_document_is_asked_or_all_of_them(
    page: Page, article: Document, add: Callable[[str, str], Document]
) -> None:
    """With the switch at "All documents" an answer may open another document."""
    bees = add("bees.md", BEES)
    choose(page, article.title)
    page.get_by_label("All documents").check()
    ask(page, "Who keeps hives behind the old mill?")
    expect(page.locator("#picker input")).to_have_value(bees.title)
    expect(page.locator("#chat .origin").first).to_have_text(bees.title)
    assert "hives" in lit(page, "quote")


def test_a_document_is_removed_after_asking_first(
    page: Page, article: Document, add: Callable[[str, str], Document], library: Library
) -> None:
    """Remove asks; "Keep it" keeps, "Remove it" removes; an old chip then says so."""
    bees = add("bees.md", BEES)
    ask(page, "Who keeps hives behind the old mill?")
    page.get_by_role("button", name="Remove", exact=True).click()
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("button", name="Keep it")).to_be_hidden()
    assert bees.id in {entry.id for entry in library.entries()}
    page.get_by_role("button", name="Remove", exact=True).click()
    page.get_by_role("button", name="Remove it").click()
    expect(page.locator("#notes .good")).to_contain_text("Removed from your library")
    expect(page.locator("#picker input")).to_have_value(article.title)
    assert bees.id not in {entry.id for entry in library.entries()}
    page.locator("#chat a.cite").first.click()
    expect(page.locator("#notes .bad")).to_contain_text("has been removed")
    expect(page.locator("#notes .notes")).to_be_focused()


def test_what_was_understood_can_be_edited(page: Page) -> None:
    """Edit puts it into the box, asks nothing, and what it becomes there is asked as it is."""
    question = page.get_by_label("Your question")
    ask(page, "Who has blocked cooperation with Israel?")
    expect(page.locator("#chat .understood")).to_have_count(0)
    ask(page, "Why?")
    understood = "Why has Turkey blocked cooperation with Israel?"
    expect(page.locator("#chat .understood .words")).to_have_text(understood)
    question.fill("A draft")
    page.get_by_role("button", name=EDIT).click()
    expect(question).to_have_value(understood)
    expect(question).to_be_focused()
    assert question.evaluate("box => box.selectionEnd") == len(understood)
    expect(page.locator("#chat .asked")).to_have_count(2)
    page.keyboard.press("ControlOrMeta+z")
    expect(question).to_have_value("A draft")
    page.get_by_role("button", name=EDIT).click()
    for _ in range(len("blocked cooperation with Israel?")):
        page.keyboard.press("Backspace")
    page.keyboard.type("halted all bilateral trade?")
    page.keyboard.press("Enter")
    expect(page.locator("#chat .answer")).to_have_count(3)
    changed = "Why has Turkey halted all bilateral trade?"
    expect(page.locator("#chat .asked").last).to_have_text(changed)
    expect(page.locator("#chat .understood")).to_have_count(1)  # of the second turn still
    expect(question).to_have_value("")


def test_what_was_understood_is_edited_by_keyboard(page: Page) -> None:
    """Of any turn, also one that got no answer, from the answer to the box and on."""
    question = page.get_by_label("Your question")
    question.focus()
    for asked in ("Who has blocked cooperation with Israel?", "Why?", "and with Egypt?"):
        page.keyboard.type(asked)
        page.keyboard.press("Enter")
        expect(page.locator("#chat .asked").last).to_have_text(asked)
        expect(page.locator("#chat .waiting")).to_have_count(0)
    expect(page.locator("#chat .understood")).to_have_count(2)
    for number, key in enumerate(("Enter", "Space")):
        words = page.locator("#chat .understood .words").nth(number).text_content()
        button = page.get_by_role("button", name=EDIT).nth(number)
        for _ in range(40):
            page.keyboard.press("Shift+Tab")
            if button.evaluate("button => button === document.activeElement"):
                break
        expect(button).to_be_focused()
        page.keyboard.press(key)
        expect(question).to_be_focused()
        expect(question).to_have_value(words)
        expect(page.locator("#chat .asked")).to_have_count(3)
    page.keyboard.press("Enter")
    expect(page.locator("#chat .answer")).to_have_count(4)
    expect(page.locator("#chat .asked").last).to_have_text(words)
    expect(page.locator("#chat .understood")).to_have_count(2)


def test_what_is_edited_is_in_view_on_a_phone(page: Page) -> None:
    """All of the box, however many lines the question has there."""
    page.set_viewport_size(PHONE)
    ask(page, "Who has blocked cooperation with Israel?")
    ask(page, "Why?")
    page.get_by_role("button", name=EDIT).click()
    expect(page.locator("#question")).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_several_documents_have_a_line_each(
    page: Page, article: Document, add: Callable[[str, str], Document]
) -> None:
    """Named, with a chip of its own, and the one that says nothing is named too."""
    harbour = add("harbour.txt", "Harbour report\n\nThe bridge was closed in May 1999.\n")
    council = add("council.txt", "Council minutes\n\nThe bridge was closed in April 1987.\n")
    page.get_by_label("All documents").check()
    ask(page, "When was the bridge closed according to all documents?")
    lines = page.locator("#chat .documents li")
    expect(lines).to_have_count(3)
    for document, words in ((harbour, "May 1999"), (council, "April 1987")):
        line = lines.filter(has_text=document.title)
        expect(line.locator("strong")).to_have_text(words)
        line.locator("a.cite").click()
        expect(page.locator("#picker input")).to_have_value(document.title)
        assert lit(page, "exact") == words
    expect(lines.filter(has_text=article.title)).to_have_text(f"{article.title}: does not say.")
    ask(page, "Which documents do you have?")
    titles = {article.title, harbour.title, council.title}
    assert set(page.locator("#chat .help li").all_text_contents()) == titles


def test_a_question_in_another_language_gets_a_calm_card(page: Page) -> None:
    """It says which language that seems to be, and what to do."""
    ask(page, "Wer hat die Zusammenarbeit mit Israel blockiert?")
    card = page.locator("#chat .answer.abstained")
    expect(card).to_contain_text("The question seems to be in German")
    expect(card.locator("a, button")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(
    browser: Browser, address: str, article: Document, scheme: Literal["light", "dark"]
) -> None:
    """axe-core finds no serious violation in a conversation, in light and dark."""
    with opened(browser, address, color_scheme=scheme, reduced_motion="reduce") as page:
        choose(page, article.title)
        for question in (WHO, "Why?", "What documents are there?"):
            ask(page, question)
        ask(page, "Wer hat die Zusammenarbeit mit Israel blockiert?")
        assert grave(page) == []


def test_what_the_documents_do_not_say_gets_a_calm_card(page: Page) -> None:
    """An unanswerable question: no answer is made up, the nearest passage has a chip."""
    ask(page, "How many goals did Real Madrid score in 2014?")
    card = page.locator("#chat .answer.abstained")
    expect(card).to_contain_text("The documents don’t say.")
    expect(card).to_contain_text("The nearest passage:")
    card.locator("a.cite").click()
    expect(page.locator("#lit")).to_be_focused()
    assert lit(page, "exact") == ""


def test_errors_stand_beside_what_they_are_about(
    page: Page, tmp_path: Path, library: Library
) -> None:
    """A bad file, an empty question and an endless one get a sentence; nothing is lost."""
    ask(page, WHO)
    files = {"a.png": PICTURE, "b.txt": b""}
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    send(page, *(tmp_path / name for name in files))
    expect(page.locator("#files .bad")).to_have_count(2)
    for name in files:
        expect(page.locator("#files .bad", has_text=name)).to_be_visible()
    assert len(library.entries()) == 1
    question = page.get_by_label("Your question")
    for bad in ("  ", "why " * 25_000):
        question.fill(bad)
        question.press("Enter")
        expect(page.locator("#notice .bad")).to_contain_text("question")
        expect(question).to_have_value(bad)
        ask(page, WHY)
        expect(page.locator("#notice .bad")).to_have_count(0)
    expect(page.locator("#chat .answer")).to_have_count(3)


def test_hostile_words_are_shown_and_do_nothing(
    page: Page, add: Callable[[str, str], Document]
) -> None:
    """Tags, scripts, links, images, templates and formulas of a document stay text."""
    gate = add("gate.md", HOSTILE)
    ask(page, "When does the secret gate open? <img src=x onerror=hacked=1> $y$ **bold**")
    assert page.locator("#pane .text").text_content() == gate.text
    chip = page.locator("#chat a.cite").first
    chip.click()  # an abstention lights nothing by itself
    expect(page.locator("#lit")).to_be_focused()
    place = Place.parse(chip.get_attribute("href"))
    assert lit(page, "quote") == gate.text[place.start : place.end]
    page.get_by_role("button", name="Remove", exact=True).click()
    expect(page.locator("#confirm")).to_contain_text("<img src=x")
    for region in ("#chat", "#pane", "#notes", "#confirm"):
        assert page.locator(f"{region} :is(img, script, iframe, .katex)").count() == 0
        assert page.locator(f"{region} a:not(.cite, .turn)").count() == 0
    assert page.evaluate("typeof hacked") == "undefined"


def test_a_long_document_is_read_in_parts(
    page: Page, library: Library, add: Callable[[str, str], Document]
) -> None:
    """An answer near the end of a book opens its part; the parts before it are a click away."""
    filler = "\n\n".join(
        f"Paragraph {n} tells of the sea and of nothing else." for n in range(1800)
    )
    book = add("book.txt", f"The lighthouse book\n\n{filler}\n\nTim Orr painted the lighthouse.\n")
    ask(page, "Who painted the lighthouse?")
    expected = ask_python("Who painted the lighthouse?", library, documents=[book.id])
    expect_lit(page, expected, book)
    expect(page.locator(".parts").first).to_contain_text("Part 3 of 3")
    page.get_by_role("link", name="← Earlier").first.click()
    expect(page.locator(".parts").first).to_contain_text("Part 2 of 3")
    expect(page.locator("#pane .about")).to_be_in_viewport()


def test_the_page_fits_a_phone(page: Page) -> None:
    """On 360 pixels one pane is shown at a time and nothing sticks out."""
    page.set_viewport_size(PHONE)
    ask(page, WHO)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    expect(page.get_by_label("Your question")).to_be_in_viewport()
    page.locator("#chat a.cite").first.click()
    expect(page.locator("#lit")).to_be_in_viewport()


def test_messages_have_names_for_those_who_listen(page: Page) -> None:
    """Answers are announced politely, by a name and not by their HTML."""
    ask(page, WHO)
    expect(page.get_by_role("log")).to_have_attribute("aria-live", "polite")
    expect(page.get_by_label("Footnote answered")).to_have_count(1)
    expect(page.get_by_label("You asked")).to_have_count(1)


def test_other_programs_can_ask(address: str, article: Document) -> None:
    """The one public endpoint answers with ``to_dict()``; nothing else is offered or recorded."""
    api = f"{address}gradio_api/"
    assert set(httpx.get(f"{api}info").json()["named_endpoints"]) == {"/ask"}
    config = httpx.get(f"{address}config").json()
    assert config["run_history"] is False
    assert config["footer_links"] == []
    assert config["analytics_enabled"] is False
    assert httpx.get(f"{address}monitoring").status_code in {401, 403, 404}
    for data, expected in (
        ([WHO, [article.id], None], '"citations": [{'),
        ([WHO, None, [["Who?", "Turkey"]]], '"citations": [{'),
        ([" ", None, None], "The question is empty"),
        ([7, None, None], "question has to be a text"),
        ([None, None, None], "question has to be a text"),
        ([WHO, article.id, None], "documents has to be a list"),
        ([WHO, [7], None], "documents has to be a list"),
        ([WHO, None, [["Who?", None]]], "history has to be a list"),
        ([WHO, None, "Who?"], "history has to be a list"),
    ):
        event = httpx.post(f"{api}call/ask", json={"data": data}).json()
        reply = httpx.get(f"{api}call/ask/{event['event_id']}", timeout=30).text
        assert expected in reply
        assert "Traceback" not in reply
