"""The page's server and its desk, without a browser."""

import logging
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index import Library
from index.errors import FootnoteError, LibraryBusy, UserError
from index.load import MAX_BYTES
from ui import web
from ui.desk import MOST_TURNS_SHOWN, OUR_FAULT, Desk
from ui.door import guard as door
from ui.door.room import Room, Rooms
from ui.door.sessions import Sessions
from ui.place import Place
from ui.render import answer_html
from ui.views import Arrival, Reading, Reply

ARTICLE = Path(__file__).parents[2] / "index" / "article.txt"
OTHER = "# Bees\r\n\r\nMaya keeps forty hives behind the mill. 🐝 Her honey won a prize.\r\n"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library") as library:
        library.add(ARTICLE)
        yield library


@pytest.fixture
def desk(library: Library) -> Desk:
    return Desk(library)


@pytest.fixture
def upload(tmp_path: Path) -> Callable[[str, str], str]:
    """A file as the browser hands it in: a copy of its own, read once."""

    def save(name: str, text: str) -> str:
        path = tmp_path / name
        path.write_bytes(text.encode())
        return str(path)

    return save


def last(steps: Iterator[Reading] | Iterator[Reply]) -> Reading | Reply:
    return list(steps)[-1]


def added(desk: Desk, *paths: str, opened: str | None = None) -> Arrival:
    """What the page shows when all these uploads have had their turn."""
    return list(desk.add(paths, (), opened))[-1]


def test_a_port_in_use_gets_one_sentence_before_anything_starts(library: Library) -> None:
    """Who else listens there is not disturbed, and another port is offered."""
    with socket.socket() as taken:
        taken.bind((web.HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(UserError) as caught:
            web.serve(library, port=port)
    assert str(caught.value) == f"Port {port} is in use: choose another with --port {port + 1}"


def test_a_port_is_taken_from_the_start() -> None:
    """Before the page answers: of two that start together only one gets it."""
    with web._bound(web.HOST, 0) as first:
        port = first.getsockname()[1]
        with pytest.raises(UserError, match=f"Port {port} is in use"):
            web.free_port(port)
        with pytest.raises(UserError, match="is in use"), web._bound(web.HOST, port):
            pass
    assert web.free_port(port) == port


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")  # uvicorn exits
def test_a_server_that_does_not_start_is_no_page(caplog: pytest.LogCaptureFixture) -> None:
    """It is told, and nobody is given the address."""

    def furnish(_: str | None) -> Room:
        raise LibraryBusy("another process is writing")

    site = door.Site(frozenset(), is_loopback=True, cookie="footnote")
    guard = door.Guard(site, Rooms(furnish), Sessions(b"key", None), None)
    with (
        caplog.at_level(logging.CRITICAL),
        web._bound(web.HOST, 0) as listener,
        pytest.raises(FootnoteError, match="could not be started"),
        web._answering(guard, listener),
    ):
        pytest.fail("nothing answers")


def test_port_0_is_any_free_one() -> None:
    """A free port is found by asking the system for one."""
    assert 1024 <= web.free_port(0) <= 65535


def test_a_host_that_is_not_here_is_told() -> None:
    """An address of another machine cannot be served."""
    with pytest.raises(UserError, match="is no address of this machine"):
        web.free_port(0, "203.0.113.1")


def test_a_conversation_has_an_end(desk: Desk) -> None:
    """The oldest turns go first; the newest stay, whoever keeps asking."""
    first = last(desk.ask("Who blocked cooperation?", (), None, everywhere=True)).turns[0]
    asked = last(desk.ask("Why?", (first,) * MOST_TURNS_SHOWN, None, everywhere=True))
    assert len(asked.turns) == MOST_TURNS_SHOWN
    assert asked.turns[-1].answer.question == "Why?"


def test_importing_the_page_does_not_import_gradio() -> None:
    """The check of the port does not wait for seconds of imports."""
    code = "import sys, ui.web; sys.exit('gradio' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_uploads_that_nobody_waits_for_any_more(
    desk: Desk, upload: Callable[[str, str], str]
) -> None:
    """The tab closed while they are read, the one that is read and the next one leave no copy."""
    paths = [upload("bees.md", OTHER), upload("more.md", OTHER * 2)]
    steps = desk.add(paths, (), None)
    next(steps)
    assert all(Path(path).exists() for path in paths)
    steps.close()
    assert not any(Path(path).exists() for path in paths)


def test_an_answer_opens_its_first_citation(desk: Desk, library: Library) -> None:
    """First the page that waits, then the answer, lit without moving the focus."""
    opened = desk.arrive().opened
    waiting, answered = desk.ask("Who blocked cooperation?", (), opened, everywhere=False)
    assert waiting.waiting == "Who blocked cooperation?"
    assert len(waiting.messages()) == 2
    citation = answered.turns[0].answer.citations[0]
    text = library.document(citation.document_id).text
    assert text[citation.start : citation.end] == citation.quote
    assert 'id="lit"' in answered.reading.html
    assert 'data-attend="look"' in answered.reading.html
    assert (waiting.kept, answered.kept) == (None, None)  # what is typed meanwhile stays
    assert answered.notice == ""


@pytest.mark.parametrize("question", ["Why?", "Who else?", "Since when?", "And with Egypt?"])
def test_what_was_understood_can_be_asked_itself(desk: Desk, question: str) -> None:
    """Sent again, as it was or changed, in the same conversation, it is not rewritten."""
    turns = last(desk.ask("Who has blocked cooperation with Israel?", (), None, everywhere=True))
    turns = last(desk.ask(question, turns.turns, None, everywhere=True)).turns
    understood = turns[-1].answer.understood
    assert understood != question
    for edited in (understood, understood.replace("cooperation", "joint exercises")):
        again = last(desk.ask(edited, turns, None, everywhere=True)).turns[-1]
        assert again.answer.understood == edited
        assert "Understood as" not in answer_html(again.answer)


@pytest.mark.parametrize("question", ["", "   ", "why " * 25_000])
def test_a_question_that_cannot_be_asked_stays_in_its_box(desk: Desk, question: str) -> None:
    """An empty or endless question gets a sentence; the conversation stays."""
    first = last(desk.ask("Who blocked cooperation?", (), None, everywhere=True))
    reply = last(desk.ask(question, first.turns, None, everywhere=True))
    assert reply.kept == question
    assert reply.turns == first.turns
    assert "question" in reply.notice


def test_what_breaks_here_is_logged_and_nothing_is_lost(
    desk: Desk, library: Library, caplog: pytest.LogCaptureFixture
) -> None:
    """A fault of ours, here a closed library, becomes a sentence and a log entry."""
    library.close()
    with caplog.at_level(logging.ERROR):
        asking = desk.ask("Who?", (), None, everywhere=True)
        reply = last(asking)
    assert reply.kept == "Who?"
    assert OUR_FAULT.split(",")[0] in reply.notice
    assert "in generation" in caplog.text
    assert "builtins.ValueError" in caplog.text


def test_uploads_are_told_of_one_by_one(
    desk: Desk, library: Library, upload: Callable[[str, str], str]
) -> None:
    """Good and bad files in one go: each has its own result, the good one is opened."""
    paths = [upload("bees.md", OTHER), upload("report.pdf", "%PDF-1.7"), upload("empty.txt", "")]
    steps = list(desk.add(paths, (), desk.arrive().opened))
    assert all(len(step.files) == 3 for step in steps)
    assert [file.state for file in steps[-1].files] == ["good", "bad", "bad"]
    assert steps[-1].html.count('class="note bad"') == 2
    assert steps[-1].reading.opened in {entry.id for entry in library.entries()}
    assert library.document(steps[-1].reading.opened).text == OTHER
    assert not any(Path(path).exists() for path in paths)
    bad = added(desk, upload("empty.txt", ""), opened=steps[-1].reading.opened)
    assert bad.reading.html is None  # what is open stays as it is
    assert "already" in added(desk, upload("bees.md", OTHER)).html


def test_a_file_that_is_handed_in_twice_has_two_lines(
    desk: Desk, upload: Callable[[str, str], str]
) -> None:
    """Gradio has one copy of equal names and bytes: it stays until both are done with."""
    bees = upload("bees.md", OTHER)
    first, second = list(desk.add([bees, bees], (), None))[-1].files
    assert (first.text, second.text) == ("Added", "Is in your library already")
    assert not Path(bees).exists()
    newer = upload("bees.md", OTHER + "\nSeven hives were moved.\n")
    asking = list(desk.add([newer, newer], (), None))[-1].files
    assert [file.state for file in asking] == ["twin", "twin"]
    (left,) = list(desk.settle(asking, asking[0].key, "skip", None))[-1].files
    assert Path(newer).exists()
    (done,) = list(desk.settle((left,), left.key, "both", None))[-1].files
    assert done.text == "Added"
    assert not Path(newer).exists()


def test_a_document_is_removed_and_its_chips_say_so(
    desk: Desk, upload: Callable[[str, str], str]
) -> None:
    """After removal another document is shown; an old chip leads to a sentence."""
    bees = added(desk, upload("bees.md", OTHER)).reading.opened
    answered = last(desk.ask("How many hives?", (), bees, everywhere=False))
    href = Place.from_citation(answered.turns[0].answer.citations[0]).href
    assert 'data-attend="focus"' in desk.follow(href, None).html
    removed = desk.remove(bees)
    assert removed.opened != bees
    assert "Removed" in removed.notes
    followed = desk.follow(href, removed.opened)
    assert followed.html is None
    assert "has been removed" in followed.notes
    assert "has been removed" in desk.remove(bees).notes  # twice: a sentence, not a fault
    assert desk.open(bees).opened != bees


def test_a_document_that_somebody_else_removed(
    desk: Desk, library: Library, upload: Callable[[str, str], str]
) -> None:
    """Whatever is done with it then says so and shows what is there, the question kept."""
    article = desk.arrive().opened
    bees = added(desk, upload("bees.md", OTHER)).reading.opened
    library.remove(bees)
    assert desk.title(bees) is None
    reply = last(desk.ask("How many hives?", (), bees, everywhere=False))
    assert (reply.kept, reply.turns) == ("How many hives?", ())
    assert "has been removed" in reply.notice
    bad = added(desk, upload("empty.txt", ""), opened=bees)
    for reading in (reply.reading, bad.reading, desk.open(bees), desk.follow("#nowhere", bees)):
        assert reading.opened == article
        assert "<article" in reading.html
    assert "is empty" in bad.html
    library.remove(article)
    for nothing in (desk.open(article), desk.open(None), desk.remove(None)):
        assert nothing.opened is None
        assert "Your library is empty" in nothing.html
        assert nothing.notes


def test_a_file_that_is_too_large_gets_a_sentence_beside_its_name(
    desk: Desk, tmp_path: Path
) -> None:
    """The page lets a little more through than is read, so that the note can say so."""
    large = tmp_path / "large.txt"
    large.write_bytes(b"x" * (MAX_BYTES + 1))
    assert web.MAX_UPLOAD > MAX_BYTES
    assert "larger than 200 MB" in added(desk, str(large)).html


def test_titles_that_are_the_same_are_told_apart(desk: Desk, library: Library) -> None:
    """Two documents of one title have two labels."""
    library.add(text="One thing.", title="Same")
    library.add(text="Another thing.", title="Same")
    labels = [label for label, _ in desk.arrive().choices]
    assert len(set(labels)) == len(labels) == 3
