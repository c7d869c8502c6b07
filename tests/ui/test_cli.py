"""The command line, run as a person runs it, over a real library."""

import json
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import platformdirs
import pytest

from index import Library
from index.errors import LibraryDamaged, UserError
from qa import ask, compose
from tests.command import Foot, on_terminal, one_sentence, started
from ui import exits
from ui.cli import app, main
from ui.printed import show_answer, show_entries
from ui.settings import settings

HARBOUR = (
    "The harbour of Port Ellis\n\n"
    "Mara Quill built the harbour in 1932. It took her 14 months.\n\n"
    "The storm of 1951 broke the northern pier, because its stones were loose.\n"
)
# What must not reach a terminal as it is, and what rich would take for markup.
NASTY = "The [bold]label[/bold] of crate 7 reads \x1b[31mdanger\x1b[0m in red paint.\n"

COMMANDS = (
    *("chat", "ask", "add", "list", "remove", "search", "check", "doctor", "user"),
    *("eval", "eval check", "eval squad", "feedback", "calibrate", "bench"),
)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a library with two documents, which no test changes."""
    folder = tmp_path_factory.mktemp("cli") / "library"
    with Library.open(folder) as library:
        library.add(text=HARBOUR, title="Harbour")
        library.add(text=NASTY, title="Crate [i]7[/i]")
    return folder


class TestAsk:
    def test_prints_the_answer_and_the_quote_with_its_exact_words_marked(
        self, foot: Foot, shelf: Path
    ) -> None:
        """The quote as printed, marks taken away, is the document's text at the offsets."""
        code, out, err = foot("ask", "Who built the harbour?", "--library", shelf)
        assert (code, err) == (0, "")
        quote = re.search(r'\[1\] "(.*)"\n', out)
        place = re.search(r"Harbour, characters (\d+)-(\d+), the answer (\d+)-(\d+)\n", out)
        assert quote
        assert place
        start, end, answer_start, answer_end = map(int, place.groups())
        assert quote[1].replace("**", "") == HARBOUR[start:end]
        assert f"**{HARBOUR[answer_start:answer_end]}**" in quote[1]
        assert re.search(r"^Confidence \d+%$", out, re.MULTILINE)

    def test_several_documents_have_a_line_each(self, foot: Foot, shelf: Path) -> None:
        """The title, then what it says, or that it does not say."""
        question = "When was the harbour built, according to all documents?"
        code, out, _ = foot("ask", question, "--library", shelf)
        assert code == 0
        lines = out.splitlines()
        assert "Harbour: 1932 [1]" in lines
        assert "Crate [i]7[/i]: does not say." in lines
        assert lines[2] == ""

    def test_says_how_the_question_was_understood(self, capsys: pytest.CaptureFixture[str]) -> None:
        """Where that is not what was asked, on one line."""
        answer = compose.small_talk("Why?", "I do not know.", 0.0)
        show_answer(replace(answer, understood="Why did\nit rain?"))
        assert capsys.readouterr().out == "I do not know.\n\nUnderstood as: Why did it rain?\n"
        show_answer(answer)
        assert "Understood as" not in capsys.readouterr().out

    def test_json_is_the_answer_of_python(self, foot: Foot, shelf: Path) -> None:
        """``--json`` prints ``answer.to_dict()``: one document, the same as ``qa.ask`` gives."""
        question = "When was the harbour built?"
        code, out, _ = foot("ask", question, "--library", shelf, "--json")
        with Library.open(shelf) as library:
            expected = json.loads(json.dumps(ask(question, library).to_dict()))
        given = json.loads(out)
        assert code == 0
        assert given.pop("timings").keys() == expected.pop("timings").keys()
        assert given == expected

    def test_words_are_one_question(self, foot: Foot, shelf: Path) -> None:
        """Unquoted words are joined by spaces."""
        _, out, _ = foot("ask", "Who", "built", "it?", "--library", shelf, "--json")
        assert json.loads(out)["question"] == "Who built it?"

    def test_abstaining_is_an_answer(self, foot: Foot, shelf: Path) -> None:
        """Exit code 0, no citation, and the nearest passage is shown."""
        question = "Which vitamins does a ripe mango contain?"
        code, out, _ = foot("ask", question, "--library", shelf, "--json")
        answer = json.loads(out)
        assert code == 0
        assert (answer["kind"], answer["citations"]) == ("abstained", [])
        code, out, _ = foot("ask", question, "--library", shelf)
        nearest = answer["nearest"]
        assert code == 0
        assert f"{nearest['title']}, characters {nearest['start']}-{nearest['end']}\n" in out
        assert "Confidence" not in out

    @pytest.mark.parametrize("name", ["Crate [i]7[/i]", "whole id", "beginning"])
    def test_only_the_documents_that_are_named(self, foot: Foot, shelf: Path, name: str) -> None:
        """``--document`` takes an exact title, an id, or the beginning of one."""
        with Library.open(shelf) as library:
            crate, harbour = library.entries()
        unlike = next(n for n in range(1, 17) if not harbour.id.startswith(crate.id[:n]))
        name = {"whole id": crate.id, "beginning": crate.id[:unlike]}.get(name, name)
        code, out, _ = foot(
            "search", "harbour pier crate", "--library", shelf, "--document", name, "--json"
        )
        assert code == 0
        assert {hit["document_id"] for hit in json.loads(out)} == {crate.id}

    def test_control_characters_and_markup_are_text(self, foot: Foot, shelf: Path) -> None:
        """A document cannot steer the terminal, nor style what is printed."""
        _, out, _ = foot("search", "crate label", "--library", shelf, "-k", 1)
        assert "\x1b" not in out
        assert "[bold]label[/bold]" in out
        assert "␛[31mdanger" in out
        _, out, _ = foot("search", "crate label", "--library", shelf, "-k", 1, "--json")
        assert "\x1b[31mdanger" in json.loads(out)[0]["text"]

    def test_a_question_with_control_characters(self, foot: Foot, shelf: Path) -> None:
        """It is asked, and given back in JSON as it was."""
        question = "Who built\x00 the\x1b harbour?\x07"
        code, out, _ = foot("ask", question, "--library", shelf, "--json")
        assert code == 0
        assert json.loads(out)["question"] == question

    def test_bytes_that_are_no_utf8_and_a_terminal_that_speaks_ascii(self, shelf: Path) -> None:
        """JSON is UTF-8 all the same, and plain output loses no answer."""
        environment = os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
        words = ["ask", b"Who built the harbour \xff of \xe2\x82\xac?", "--library", shelf]
        with started(*words, "--json", env=environment) as process:
            out, err = process.communicate()
        assert (process.returncode, err) == (0, b"")
        assert json.loads(out.decode())["question"] == "Who built the harbour \ufffd of €?"
        with started(*words, env=environment) as process:
            out, err = process.communicate()
        assert (process.returncode, err) == (0, b"")
        assert b"[1]" in out

    def test_nothing_heavy_is_imported(self, shelf: Path) -> None:
        """A question pays for no page, no torch and no LlamaIndex; a list for no model and no
        Chroma either, help not even for numpy.
        """
        program = (
            "import sys; from ui.cli import main; code = main(sys.argv[1:]);"
            "print(' '.join(sys.modules), file=sys.stderr); sys.exit(code)"
        )
        heavy = {"torch", "transformers", "sentence_transformers", "gradio", "llama_index"}
        heavy |= {"matplotlib", "watchfiles", "pypdf", "docx", "trafilatura", "lxml", "py3langid"}
        searching = {"chromadb", "onnxruntime", "tokenizers", "qa"}
        for words, unwanted in (
            (["ask", "Who built the harbour?", "--library", shelf, "--json"], heavy),
            (["list", "--library", shelf], heavy | searching),
            (["--help"], heavy | {"numpy", "chromadb", "onnxruntime", "pydantic_settings"}),
        ):
            done = subprocess.run(
                [sys.executable, "-c", program, *words], capture_output=True, text=True, check=True
            )
            assert not unwanted & set(done.stderr.split())


class TestMistakes:
    @pytest.mark.parametrize(
        "words",
        [
            ["frobnicate"],
            ["ask"],
            ["ask", "--colour", "Who?"],
            ["ask", ""],
            ["ask", "why " * 25_000],
            ["ask", "Who?", "--document", "No such title"],
            ["search", "harbour", "-k", "0"],
            ["search", "harbour", "-k", "2147483648"],
            ["search", ""],
            ["search", "why " * 25_000],
            ["list", "--library", ""],
            ["list", "--library", "x" * 300],
            ["add", "a.txt", "--library", " "],
            ["remove", "No such title"],
            ["remove", ""],
            ["chat", "--port", "65536"],
            ["list", "--library", "~nobody-of-this-name/library"],
        ],
        ids=lambda words: " ".join(words)[:40],
    )
    def test_a_mistake_gets_one_sentence_and_exit_code_2(
        self, foot: Foot, shelf: Path, words: Sequence[str]
    ) -> None:
        """Never a traceback, nothing on standard output."""
        at = ["--library", shelf] if words[0] in ("ask", "search", "remove") else []
        code, out, err = foot(*words, *at)
        assert (code, out) == (2, "")
        assert one_sentence(err), err

    def test_a_mistyped_library_is_not_made(self, foot: Foot, tmp_path: Path) -> None:
        """Only ``add`` and ``chat`` make a library that was named."""
        missing = tmp_path / "mistyped"
        for words in (["ask", "Who?"], ["search", "who"], ["list"], ["remove", "x"]):
            code, _, err = foot(*words, "--library", missing)
            assert code == 2
            assert one_sentence(err)
            assert str(missing) in err
        assert not missing.exists()

    def test_a_folder_of_something_else_is_left_alone(self, foot: Foot, tmp_path: Path) -> None:
        """``add`` refuses it and changes nothing."""
        (tmp_path / "holiday.jpg").write_bytes(b"jpeg")
        code, _, err = foot("add", tmp_path / "holiday.jpg", "--library", tmp_path)
        assert code == 2
        assert one_sentence(err)
        assert [file.name for file in tmp_path.iterdir()] == ["holiday.jpg"]
        code, _, err = foot("list", "--library", tmp_path)
        assert code == 2
        assert "holds other files" in err

    def test_a_setting_that_means_nothing(
        self, foot: Foot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The sentence names the variable and its value."""
        monkeypatch.setenv("FOOTNOTE_PORT", "a lot")
        code, _, err = foot("chat", "--no-browser")
        assert code == 2
        assert one_sentence(err)
        assert "FOOTNOTE_PORT is 'a lot'" in err

    def test_an_ambiguous_name(self, foot: Foot, tmp_path: Path) -> None:
        """Two documents of one title: the sentence names both ids, and nothing is removed."""
        with Library.open(tmp_path / "library") as library:
            first = library.add(text="It rained.", title="Notes")
            second = library.add(text="It snowed.", title="Notes")
        code, _, err = foot("remove", "Notes", "--library", tmp_path / "library")
        assert code == 2
        assert one_sentence(err)
        assert first.id in err
        assert second.id in err


class TestShelf:
    def test_a_name_cannot_look_like_a_line_of_ours(self, foot: Foot, tmp_path: Path) -> None:
        """One line a file, whatever it is called; nothing turns the direction of writing."""
        nasty = tmp_path / "a\nadded      0123456789abcdef  b\u202e.txt"
        nasty.write_text("It rained.")
        at = ["--library", tmp_path / "library"]
        with Library.open(tmp_path / "library") as library:
            library.add(text="It snowed.", title="Snow\nremoved    all\u2066")
        for words in (["add", nasty], ["list"], ["remove", "Snow\nremoved    all\u2066"]):
            code, out, _ = foot(*words, *at)
            assert code == 0
            assert len(out.splitlines()) == (2 if words == ["list"] else 1)
            assert not set("\u202e\u2066") & set(out)

    def test_list_and_remove(self, foot: Foot, tmp_path: Path) -> None:
        """What is listed can be removed by its title or the beginning of its id."""
        at = ["--library", tmp_path / "library"]
        with Library.open(tmp_path / "library") as library:
            library.add(text="It rained.", title="Rain")
            snow = library.add(text="It snowed.", title="雪 & ice")
        _, out, _ = foot("list", *at)
        line = next(line for line in out.splitlines() if snow.id in line)
        assert re.fullmatch(rf"{snow.id}  txt  utf-8  10 characters  1 passages  雪 & ice", line)
        assert foot("remove", "Rain", *at)[0] == 0
        code, out, _ = foot("remove", snow.id[:6], "--yes", *at)
        assert code == 0
        assert snow.id in out
        code, out, err = foot("list", *at)
        assert (code, out) == (0, "")
        assert one_sentence(err)
        assert foot("list", *at, "--json")[1] == "[]\n"

    def test_a_list_is_in_columns(self, shelf: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """The title begins in one column; a format that says itself how it is read has "-"."""
        with Library.open(shelf) as library:
            entry, _ = library.entries()
        long = {"encoding": "", "format": "markdown", "characters": 1_234_567, "title": entry.title}
        show_entries([entry, replace(entry, **long), replace(entry, encoding="shift_jis")])
        lines = capsys.readouterr().out.splitlines()
        assert len({line.index(entry.title) for line in lines}) == 1
        assert [line.split()[2] for line in lines] == ["utf-8", "-", "shift_jis"]
        assert "  1,234,567 characters  " in lines[1]

    def test_search_gives_offsets_into_the_document(self, foot: Foot, shelf: Path) -> None:
        """A hit's text is the slice that it names."""
        _, out, _ = foot("search", "storm", "pier", "-k", 1, "--library", shelf, "--json")
        (hit,) = json.loads(out)
        assert HARBOUR[hit["start"] : hit["end"]] == hit["text"]

    def test_the_library_of_the_environment_and_a_tilde(
        self, foot: Foot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """FOOTNOTE_LIBRARY is used where ``--library`` is not given; ``~`` is the home folder."""
        # The encoder of the real home is used, where the system says so: it takes long to make.
        monkeypatch.setenv("XDG_CACHE_HOME", str(platformdirs.user_cache_path()))
        monkeypatch.setenv("HOME", str(tmp_path))
        monkeypatch.setenv("FOOTNOTE_LIBRARY", "~/shelf")
        Library.open(tmp_path / "shelf").close()
        Library.open(tmp_path / "other").close()
        assert foot("list", "--json")[:2] == (0, "[]\n")
        assert foot("list", "--library", "~/other", "--json")[:2] == (0, "[]\n")


class TestEnds:
    def test_a_bug_is_called_one(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """One sentence, exit code 1; the traceback is shown where it is asked for."""
        assert exits.run(lambda: 1 // 0) == 1
        err = capsys.readouterr().err
        assert one_sentence(err)
        assert "bug in Footnote" in err
        assert "FOOTNOTE_DEBUG=1" in err
        settings.cache_clear()
        monkeypatch.setenv("FOOTNOTE_DEBUG", "1")
        assert exits.run(lambda: 1 // 0) == 1
        assert "Traceback" in capsys.readouterr().err

    @pytest.mark.parametrize(
        ("error", "code"),
        [
            (UserError("Name a file that\nis there."), 2),
            (LibraryDamaged("The catalogue is damaged: restore it."), 1),
            (OSError(28, "No space left on device"), 1),
        ],
    )
    def test_an_error_is_one_sentence(
        self, capsys: pytest.CaptureFixture[str], error: Exception, code: int
    ) -> None:
        """Its own, in one line; only what nobody foresaw is called a bug."""

        def fail() -> None:
            raise error

        assert exits.run(fail) == code
        err = capsys.readouterr().err
        assert one_sentence(err)
        assert "bug" not in err

    def test_ctrl_c_is_130(self, capsys: pytest.CaptureFixture[str]) -> None:
        """And says nothing."""

        def interrupt() -> None:
            raise KeyboardInterrupt

        assert exits.run(interrupt) == 130
        assert capsys.readouterr() == ("", "")

    def test_a_reader_that_has_gone(self, shelf: Path) -> None:
        """``footnote list | head -0`` ends without a word."""
        for words in (["list"], ["list", "--json"], ["search", "harbour"]):
            reading, writing = os.pipe()
            os.close(reading)
            with started(*words, "--library", shelf, stdout=writing) as process:
                os.close(writing)
                assert (process.communicate()[1], process.returncode) == (b"", 141)

    def test_help_has_an_example_for_every_command(self, foot: Foot) -> None:
        """It names the command, and what it shows is understood by it."""
        names = {c.name or c.callback.__name__ for c in app.registered_commands}
        assert names == set(COMMANDS)
        assert foot() == foot("--help")
        for name in COMMANDS:
            code, out, _ = foot(*name.split(), "--help")
            example = re.search(rf"Example: footnote ({name}\b.*)", out)
            assert code == 0
            assert example
            assert main([*shlex.split(example[1]), "--help"]) == 0

    def test_version(self, foot: Foot) -> None:
        """Of the distribution; a checkout that nobody installed has none."""
        code, out, _ = foot("--version")
        assert code == 0
        assert re.fullmatch(r"footnote (\d+\.\d+\.\d+|\(not installed\))\n", out)


class TestTerminal:
    def test_a_terminal_gets_styles_progress_and_a_question_before_a_removal(
        self, tmp_path: Path
    ) -> None:
        """Answer words are bold, work shows how far it is, and "n" removes nothing."""
        at = ["--library", tmp_path / "library"]
        note = tmp_path / "harbour.txt"
        note.write_text(HARBOUR)
        assert b"Embedding" in on_terminal("add", note, *at)
        assert b"\x1b[1;4m" in on_terminal("ask", "Who built the harbour?", *at)
        title = "The harbour of Port Ellis"
        assert b"nothing was removed" in on_terminal("remove", title, *at, typed=b"n\n").lower()
        assert title.encode() in on_terminal("list", *at)
        on_terminal("remove", title, *at, typed=b"y\n")
        assert title.encode() not in on_terminal("list", *at)

    def test_a_pipe_gets_neither(self, tmp_path: Path) -> None:
        """Nothing on standard error, no escape sequence on standard output."""
        note = tmp_path / "harbour.txt"
        note.write_text(HARBOUR)
        with started("add", note, "--library", tmp_path / "library") as process:
            out, err = process.communicate()
        assert err == b""
        assert b"\x1b" not in out


class TestChat:
    def test_says_where_it_is_and_ends_with_ctrl_c(self, shelf: Path) -> None:
        """The address is printed once the page answers; ending it so is no failure."""
        words = ["chat", "--port", "0", "--no-browser", "--library", shelf]
        with started(*words) as process:
            assert process.stdout
            ready = process.stdout.readline().decode()
            address = re.search(r"http://127\.0\.0\.1:\d+", ready)
            assert address, ready
            with urllib.request.urlopen(address[0], timeout=10) as page:  # noqa: S310
                assert page.status == 200
            process.send_signal(signal.SIGINT)
            _, err = process.communicate(timeout=20)
        assert (process.returncode, err) == (0, b"")

    def test_a_port_in_use(self, foot: Foot) -> None:
        """Told before anything is loaded, with another port to take."""
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            code, _, err = foot("chat", "--port", port, "--no-browser")
        assert code == 2
        assert one_sentence(err)
        assert f"Port {port} is in use" in err
