"""Files in a real browser: dropped anywhere, each with its own progress, result and questions."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from index import Library
from tests.made_pdf import finished, long_pdf, paper
from tests.opened import grave, opened, send
from tests.served import ARTICLE, chromium, served

pytestmark = [pytest.mark.browser]

PASSWORD = "swordfish"  # noqa: S105  # of a file made here
DROP = """([names, texts]) => {
  const data = new DataTransfer();
  names.forEach((name, n) => data.items.add(new File([texts[n]], name)));
  const at = (name, node) => node.dispatchEvent(
    new DragEvent(name, { dataTransfer: data, bubbles: true, cancelable: true }));
  window.drag = (name) => at(name, document.querySelector("#chat"));
}"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Library.open(tmp_path / "library") as library:
        library.add(ARTICLE)
    return tmp_path / "library"


@pytest.fixture
def page(folder: Path) -> Iterator[Page]:
    with served(folder) as address, chromium() as browser, opened(browser, address) as page:
        yield page


def locked_pdf(path: Path) -> Path:
    pdf = paper()
    pdf.text(72, 100, "The treasure lies under the oak.")
    pdf.set_encryption("owner", PASSWORD)
    path.write_bytes(finished(pdf))
    return path


def test_files_are_dropped_anywhere(page: Page, library: Library) -> None:
    """A target appears while files are over the page; each file has its result, one is bad."""
    names = ["one.txt", "broken.pdf", "two.md"]
    page.evaluate(DROP, [names, ["Owls hoot at night.", "%PDF-1.7", "# Foxes\n\nFoxes bark."]])
    expect(page.locator("#drop")).to_be_hidden()
    page.evaluate("drag('dragenter'); drag('dragover')")
    expect(page.get_by_text("Drop files here to add them")).to_be_visible()
    page.evaluate("drag('dragleave')")
    expect(page.locator("#drop")).to_be_hidden()
    page.evaluate("drag('dragover'); drag('drop')")
    expect(page.locator("#drop")).to_be_hidden()
    expect(page.locator("#files .good")).to_have_count(2)
    expect(page.locator("#files .note")).to_contain_text(names)
    expect(page.locator("#files .bad")).to_contain_text("broken.pdf")
    expect(page.get_by_role("status").filter(has_text="2 of 3")).to_have_count(1)
    texts = {document.text for document in library.documents()}
    assert {"Owls hoot at night.", "# Foxes\n\nFoxes bark."} < texts
    expect(page.locator("#pane .text")).to_have_text("# Foxes\n\nFoxes bark.")
    page.get_by_role("button", name="Close this list").click()
    expect(page.locator("#files .note")).to_have_count(0)


def test_a_long_file_tells_how_far_it_is(page: Page, tmp_path: Path) -> None:
    """A bar beside its name, that moves; a second batch comes after it and loses nothing."""
    data, _ = long_pdf(80)
    (tmp_path / "long.pdf").write_bytes(data)
    (tmp_path / "short.txt").write_text("Mice squeak.")
    send(page, tmp_path / "long.pdf")
    bar = page.get_by_role("progressbar", name="long.pdf")
    expect(bar).to_be_visible()
    send(page, tmp_path / "short.txt")
    expect(page.locator("#files .good", has_text="short.txt")).to_have_count(1, timeout=120_000)
    expect(page.locator("#picker input")).to_have_value("short")


def test_an_encrypted_pdf_asks_for_its_password(
    page: Page, library: Library, tmp_path: Path
) -> None:
    """By keyboard: wrong, then right; other files do not wait, and what is typed is kept."""
    (tmp_path / "plain.txt").write_text("Mice squeak.")
    send(page, locked_pdf(tmp_path / "treasure.pdf"), tmp_path / "plain.txt")
    expect(page.locator("#files .good")).to_contain_text("plain.txt")
    field = page.get_by_label("Password of treasure.pdf")
    expect(field).to_be_visible()
    assert grave(page) == []
    field.fill("wrong")
    page.keyboard.press("Enter")
    expect(page.locator("#files .note", has_text="does not open it")).to_be_visible()
    expect(field).to_be_focused()
    expect(field).to_have_value("")
    page.keyboard.type(PASSWORD[:4])
    (tmp_path / "more.txt").write_text("Cats purr.")
    send(page, tmp_path / "more.txt")
    expect(page.locator("#files .good")).to_contain_text("more.txt")
    expect(field).to_have_value(PASSWORD[:4])
    field.press("End")
    page.keyboard.type(PASSWORD[4:])
    page.keyboard.press("Enter")
    expect(page.locator("#files .good", has_text="treasure.pdf")).to_be_visible()
    expect(page.locator("#pane .text")).to_contain_text("The treasure lies under the oak.")
    assert len(library.entries()) == 4
    assert page.content().count(PASSWORD) == 0


@pytest.mark.parametrize("word", ["Replace it", "Keep both", "Leave it out"])
@pytest.mark.parametrize("from_path", [False, True], ids=["uploaded", "from a path"])
def test_a_changed_file_of_the_same_name_is_asked_about(
    page: Page, library: Library, tmp_path: Path, word: str, from_path: bool
) -> None:
    """Nothing is replaced unasked; the same bytes again are no change."""
    path = tmp_path / "report.txt"
    path.write_text("The first report.")
    if from_path:
        library.add(path)
    send(page, path)
    expect(page.locator("#files .good")).to_contain_text("report.txt")
    send(page, path)
    expect(page.locator("#files .good")).to_contain_text("already")
    # Elsewhere: of a path that it has sent before, the browser may send as many bytes as before.
    newer = tmp_path / "newer" / path.name
    newer.parent.mkdir()
    newer.write_text("The second report.")
    send(page, newer)
    expect(page.locator("#files")).to_contain_text("Replace the earlier version or keep both?")
    texts = [d.text for d in library.documents() if d.text.startswith("The ")]
    assert texts == ["The first report."]
    page.get_by_role("button", name=word).press("Enter")
    if word == "Leave it out":
        expect(page.locator("#files .note")).to_have_count(0)
        left = ["The first report."]
    else:
        expect(page.locator("#files .good")).to_be_visible()
        expect(page.locator("#pane .text")).to_have_text("The second report.")
        left = ["The second report."]
        left += ["The first report."] * (word == "Keep both")
    texts = [d.text for d in library.documents() if d.text.startswith("The ")]
    assert sorted(texts) == sorted(left)
    if word == "Leave it out":
        expect(page.get_by_role("button", name="Add files")).to_be_focused()
