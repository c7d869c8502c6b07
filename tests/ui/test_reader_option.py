"""``--reader``: a model of transformers answers, on the command line and on the page."""

import json
import os
import re
import signal
from pathlib import Path

import httpx
import pytest

from index import Library
from qa import open_reader
from qa.threshold import own_threshold
from tests.command import Foot, on_terminal, one_sentence, started
from tests.made_reader import HARBOUR, LESSONS, SILENT, roberta
from ui.desk import Desk
from ui.views import Reply

BUILT = LESSONS[0][1]


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """The folder of a library with the text that the tiny reader knows."""
    with Library.open(tmp_path / "library") as library:
        library.add(text=HARBOUR, title="Harbour")
    return tmp_path / "library"


@pytest.fixture
def squad(tmp_path: Path) -> Path:
    """The lessons as a SQuAD file."""
    questions = [
        {
            "id": str(number),
            "question": question,
            "is_impossible": not answer,
            "answers": [{"text": answer, "answer_start": text.index(answer)}] if answer else [],
        }
        for number, (text, question, answer) in enumerate(LESSONS)
    ]
    article = {"title": "Harbour", "paragraphs": [{"context": HARBOUR, "qas": questions}]}
    file = tmp_path / "harbour.json"
    file.write_text(json.dumps({"version": "v2.0", "data": [article]}))
    return file


def test_ask(foot: Foot, shelf: Path, tiny_reader: Path) -> None:
    """The named model answers what it has learnt to answer, and keeps silent where it has not."""
    at = ["--library", shelf, "--reader", tiny_reader]
    code, out, err = foot("ask", BUILT, *at, "--json")
    answer = json.loads(out)
    assert (code, err, answer["short"]) == (0, "", "Mara Quill")
    assert answer["citations"][0]["quote"] == "Mara Quill built the harbour in 1932."
    code, out, err = foot("ask", SILENT, *at, "--json")
    assert (code, err, json.loads(out)["answered"]) == (0, "", False)


def test_nothing_is_printed_beside_the_answer(shelf: Path, tiny_reader: Path) -> None:
    """In a process of its own too, neither a warning nor a bar of a library is left."""
    with started("ask", BUILT, "--library", shelf, "--reader", tiny_reader) as process:
        out, err = process.communicate()
    assert (process.returncode, err) == (0, b"")
    assert out.startswith(b"Mara Quill [1]\n")
    shown = on_terminal("ask", BUILT, "--library", shelf, "--reader", tiny_reader)
    assert b"Loading weights" not in shown
    assert b"transformers" not in shown


def test_the_environment_names_one_as_well(
    foot: Foot, shelf: Path, tiny_reader: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """FOOTNOTE_READER counts where ``--reader`` is not given, and only there."""
    monkeypatch.setenv("FOOTNOTE_READER", str(tiny_reader))
    code, out, _ = foot("ask", BUILT, "--library", shelf)
    assert code == 0
    assert out.startswith("Mara Quill [1]")
    code, _, err = foot("ask", BUILT, "--library", shelf, "--reader", "/nowhere/at/all")
    assert code == 2
    assert "/nowhere/at/all" in err


def test_squads_figures_are_of_the_named_reader(foot: Foot, squad: Path, tiny_reader: Path) -> None:
    """It has learnt these very questions."""
    code, out, err = foot("eval squad", squad, "--reader", tiny_reader, "--json")
    assert (code, err) == (0, "")
    assert json.loads(out)["scores"]["f1"] == 100


def test_the_report_shows_the_command_and_nobodys_folders(
    foot: Foot, tmp_path: Path, squad: Path, tiny_reader: Path
) -> None:
    """Gold questions are asked with the reader; of its path the page has the last part."""
    page = tmp_path / "report.html"
    words = ["eval", squad, "--split", "all", "--reader", tiny_reader, "--html", page]
    code, out, err = foot(*words, "--min", "answer_f1=1", "--min", "abstention_f1=1")
    assert (code, err) == (0, ""), out
    text = page.read_text(encoding="utf-8")
    assert f"--reader {tiny_reader.name}" in text
    assert str(tiny_reader.parent) not in text


def test_a_threshold_is_kept_for_the_named_reader(
    foot: Foot, shelf: Path, squad: Path, tiny_reader: Path, tmp_path: Path
) -> None:
    """It counts for that reader, as ``calibrate`` without gold tells, and for no other."""
    at = ["--library", shelf, "--reader"]
    code, out, err = foot("calibrate", squad, *at, tiny_reader, "--risk", "0", "--split", "all")
    assert code == 0, err
    with Library.open(shelf) as library:
        own = own_threshold(library)
    assert own is not None
    assert own.reader == open_reader(str(tiny_reader)).identity
    code, out, _ = foot("calibrate", *at, tiny_reader)
    assert code == 0
    assert out.startswith("The library's own threshold counts")
    code, out, _ = foot("calibrate", *at, roberta(tmp_path / "other"))
    assert code == 0
    assert "was chosen with another reader" in out


def test_the_page_asks_with_it(shelf: Path, tiny_reader: Path) -> None:
    """The desk of the page gives the named reader's answer."""
    with Library.open(shelf) as library:
        desk = Desk(library, open_reader(str(tiny_reader)))
        *_, last = desk.ask(BUILT, (), None, everywhere=True)
    assert isinstance(last, Reply)
    assert [turn.answer.short for turn in last.turns] == ["Mara Quill"]


def test_the_chat_is_served_with_it(shelf: Path, tiny_reader: Path) -> None:
    """``footnote chat`` answers through the page's public endpoint with the named reader."""
    words = ["--reader", tiny_reader, "--library", shelf, "--port", 0, "--no-browser"]
    with started("chat", *map(str, words)) as process:
        assert process.stdout
        address = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline().decode())
        assert address
        api = f"{address[0]}/gradio_api/call/ask"
        try:
            event = httpx.post(api, json={"data": [BUILT, None, None]}).json()["event_id"]
            said = httpx.get(f"{api}/{event}", timeout=60).text
        finally:
            process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=20)
    assert (process.returncode, err) == (0, b"")
    (answer,) = json.loads(said.split("data: ", 1)[1])
    assert answer["short"] == "Mara Quill"


@pytest.mark.parametrize("command", ["ask", "chat", "eval", "eval squad", "calibrate"])
def test_a_reader_that_is_none(
    foot: Foot, shelf: Path, squad: Path, tmp_path: Path, command: str
) -> None:
    """One sentence that names it, and exit code 2, from every command that takes one."""
    (tmp_path / "empty").mkdir()
    words: dict[str, list[object]] = {
        "ask": ["Who?", "--library", shelf],
        "chat": ["--library", shelf, "--port", 0, "--no-browser"],
        "eval": [squad, "--split", "all"],
        "eval squad": [squad],
        "calibrate": [squad, "--library", shelf],
    }
    code, out, err = foot(command, *words[command], "--reader", tmp_path / "empty")
    assert (code, out) == (2, "")
    assert one_sentence(err)
    assert str(tmp_path / "empty") in err


def test_a_name_that_the_machine_does_not_have(shelf: Path) -> None:
    """Offline a hub's name is one sentence and exit code 2, without a traceback."""
    offline = os.environ | {"HF_HUB_OFFLINE": "1"}
    words = ["ask", BUILT, "--library", shelf, "--reader", "nobody/no-such-model"]
    with started(*words, env=offline) as process:
        out, err = process.communicate()
    assert (process.returncode, out) == (2, b"")
    assert one_sentence(err.decode())
    assert b"'nobody/no-such-model' could not be loaded" in err
