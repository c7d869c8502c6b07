"""``footnote add --watch``: a real process follows real changes; lines are waited for."""

import json
import os
import queue
import re
import shutil
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from index import Library
from index.progress import silent
from tests.command import Foot, one_sentence, started
from ui.folders import CannotWatch, Folders

WAIT = 60  # seconds for a line to come, on a busy machine


class Watched:
    """A running ``footnote add --watch``, its lines as they come."""

    def __init__(self, folder: Path, library: Path, *words: str) -> None:
        self.process = started("add", "--watch", folder, "--library", library, *words)
        self._lines: queue.Queue[str] = queue.Queue()
        self._reading = threading.Thread(target=self._read)
        self._reading.start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self._lines.put(line.decode().rstrip("\n"))

    def line(self) -> str:
        return self._lines.get(timeout=WAIT)

    def until(self, pattern: str) -> list[str]:
        """The lines up to the first one that matches."""
        lines = [self.line()]
        while not re.search(pattern, lines[-1]):
            lines.append(self.line())
        return lines

    def end(self, signal_: int | None = signal.SIGINT) -> tuple[int, list[str], str]:
        """Exit code, the lines that were left, standard error."""
        if signal_ is not None:
            self.process.send_signal(signal_)
        code = self.process.wait(WAIT)
        self._reading.join()
        assert self.process.stderr
        return code, list(self._lines.queue), self.process.stderr.read().decode()


@contextmanager
def watched(folder: Path, library: Path, *words: str) -> Iterator[Watched]:
    running = Watched(folder, library, *words)
    try:
        yield running
    finally:
        running.process.kill()
        running.process.wait()
        running._reading.join()
        for stream in (running.process.stdout, running.process.stderr):
            assert stream
            stream.close()


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """A folder with two files."""
    folder = tmp_path / "docs"
    (folder / "sub").mkdir(parents=True)
    (folder / "rain.txt").write_text("It rained in May.")
    (folder / "sub" / "snow.md").write_text("# Snow\n\nIt snowed in June.")
    return folder


def put(file: Path, content: bytes | str) -> None:
    """Write a file as many editors do: under another name first, so that it is never half."""
    draft = file.with_name(f".{file.name}.swp")
    draft.write_bytes(content.encode() if isinstance(content, str) else content)
    draft.replace(file)


def texts(library: Path) -> dict[str, str]:
    """The text of each document, by its file's name."""
    with Library.open(library) as opened:
        return {Path(d.source).name: d.text for d in opened.documents()}


class TestProcess:
    def test_a_folder_is_followed_until_ctrl_c(self, docs: Path) -> None:
        """New, changed, renamed, removed; then a summary and exit code 0."""
        shelf = docs / "library"  # writes to it are no changes
        with watched(docs, shelf) as running:
            assert running.until("Watching")[-4:] == [
                "", "2 added", "", f"Watching {docs} (Ctrl-C ends it)",
            ]  # fmt: skip
            put(docs / "new.txt", "The sun shone.")
            assert running.line().startswith(f"added      {docs}/new.txt: ")
            put(docs / "rain.txt", "It rained in August.")
            assert running.line().startswith(f"replaced   {docs}/rain.txt: ")
            (docs / "sub").rename(docs / "below")
            assert re.fullmatch(r"removed    [0-9a-f]{16}  Snow", running.line())
            assert running.line().startswith(f"added      {docs}/below/snow.md: ")
            put(docs / "new.txt", "The sun shone on Sunday.")
            assert running.line().startswith(f"replaced   {docs}/new.txt: ")
            put(docs / "bad.txt", b"\0\0\0\1\2")
            assert running.line().startswith(f"refused    {docs}/bad.txt: ")
            put(docs / "bad.txt", "Now it is a text.")
            assert running.line().startswith(f"added      {docs}/bad.txt: ")
            (docs / "rain.txt").unlink()
            assert running.line().startswith("removed    ")
            code, lines, err = running.end()
        assert (code, err) == (0, "")
        assert lines == ["", "2 added, 1 replaced, 2 removed"]
        assert texts(shelf) == {
            "new.txt": "The sun shone on Sunday.",
            "snow.md": "# Snow\n\nIt snowed in June.",
            "bad.txt": "Now it is a text.",
        }

    def test_a_file_that_grows_slowly_ends_as_a_whole(self, docs: Path, tmp_path: Path) -> None:
        """Half of it may be added, or refused, for a while; nothing of that stays."""
        with watched(docs, tmp_path / "library") as running:
            running.until("Watching")
            with (docs / "slow.txt").open("w") as slow:
                running.until("refused .*slow.txt: .* is empty")
                slow.write("The first half. ")
                slow.flush()
                running.until("added .*slow.txt: ")
                slow.write("The second half.")
            running.until("replaced .*slow.txt: ")
            assert running.end() == (0, ["", "1 replaced"], "")
        assert texts(tmp_path / "library")["slow.txt"] == "The first half. The second half."

    def test_json_is_an_object_a_line(self, docs: Path, tmp_path: Path) -> None:
        """With the keys of ``add --json``; a document that went has no file any more."""
        (docs / "picture.png").write_bytes(b"png")
        with watched(docs, tmp_path / "library", "--json") as running:
            first = [json.loads(running.line()) for _ in range(3)]
            assert [report["outcome"] for report in first] == ["skipped", "added", "added"]
            (docs / "rain.txt").unlink()
            gone = json.loads(running.line())
            assert gone.keys() == first[0].keys()
            assert (gone["outcome"], gone["file"]) == ("removed", str(docs / "rain.txt"))
            assert gone["document"] == first[1]["document"]
            assert running.end() == (0, [], "")

    def test_a_folder_that_is_deleted_ends_it(self, docs: Path, tmp_path: Path) -> None:
        """With a sentence and exit code 2; its documents stay, as if a drive had gone."""
        with watched(docs, tmp_path / "library") as running:
            running.until("Watching")
            docs.rename(tmp_path / "elsewhere")
            code, lines, err = running.end(None)
        assert (code, lines) == (2, [])
        assert one_sentence(err)
        assert "is gone" in err
        assert len(texts(tmp_path / "library")) == 2

    def test_a_busy_library_is_tried_again(self, docs: Path, tmp_path: Path) -> None:
        """It is told once, and nothing is lost."""
        shelf = tmp_path / "library"
        with watched(docs, shelf) as running:
            running.until("Watching")
            with Library.open(shelf) as library, library._store.writing():
                put(docs / "new.txt", "The sun shone.")
                assert running.process.stderr
                told = running.process.stderr.readline().decode()
            assert one_sentence(told)
            assert "tried again" in told
            assert running.line().startswith(f"added      {docs}/new.txt: ")
            code, _, err = running.end()
        assert (code, err) == (0, "")

    def test_ctrl_c_before_everything_was_added(self, tmp_path: Path) -> None:
        """It is 130, with what was done and how to go on."""
        (tmp_path / "docs").mkdir()
        for n in range(300):
            (tmp_path / "docs" / f"{n}.txt").write_text(f"It rained {n} times. " * 50)
        with watched(tmp_path / "docs", tmp_path / "library") as running:
            running.line()
            code, lines, err = running.end()
        assert code == 130
        assert re.fullmatch(r"\d+ added", lines[-1])
        assert one_sentence(err)
        assert "run the same command again" in err


class TestMistakes:
    @pytest.mark.parametrize("name", ["docs/rain.txt", "no-such-folder", "docs/*", ""])
    def test_only_folders_can_be_watched(
        self, foot: Foot, docs: Path, monkeypatch: pytest.MonkeyPatch, name: str
    ) -> None:
        """Anything else is refused before anything is added."""
        monkeypatch.chdir(docs.parent)
        code, out, err = foot("add", "--watch", "docs", name, "--library", "library")
        assert (code, out) == (2, "")
        assert one_sentence(err)
        assert "name folders only" in err

    def test_a_folder_that_was_emptied(self, foot: Foot, docs: Path, tmp_path: Path) -> None:
        """It may be where a drive is missing: nothing is removed."""
        at = ["--library", tmp_path / "library"]
        assert foot("add", docs, *at)[0] == 0
        shutil.rmtree(docs)
        docs.mkdir()
        code, out, err = foot("add", "--watch", docs, *at)
        assert (code, out) == (2, "")
        assert one_sentence(err)
        assert "2 of the library's documents" in err
        assert len(texts(tmp_path / "library")) == 2


def look(folders: Folders) -> list[tuple[str, str]]:
    """What a look does, by the name of the file."""
    return [(r.outcome, Path(r.file).name) for r in folders.look(silent)]


class TestLook:
    """One look at the folders, without anything that waits."""

    def test_the_first_look_removes_what_went_while_nobody_watched(
        self, docs: Path, library: Library
    ) -> None:
        """Documents of other places, and texts that never were files, stay."""
        other = docs.parent / "docs-2"
        other.mkdir()
        (other / "a.txt").write_text("Elsewhere.")
        for file in (docs / "rain.txt", other / "a.txt"):
            library.add(file)
        library.add(text="A text.")
        (other / "a.txt").unlink()
        (docs / "rain.txt").rename(docs / "storm.txt")
        assert look(Folders(library, [str(docs)], "")) == [
            ("removed", "rain.txt"), ("added", "storm.txt"), ("added", "snow.md"),
        ]  # fmt: skip
        assert len(library.entries()) == 4

    def test_nothing_is_done_twice(self, docs: Path, library: Library) -> None:
        """A file that was seen settled is not read again, and a young one changes nothing."""
        for file in docs.rglob("*.*"):
            os.utime(file, (1, 1))
        folders = Folders(library, [str(docs), str(docs / "sub")], "")
        assert look(folders) == [("added", "rain.txt"), ("added", "snow.md")]
        assert all(outcome == "unchanged" for outcome, _ in look(folders))
        generation = library.generation()
        look(folders)
        assert library.generation() == generation

    def test_the_copy_of_a_file_that_goes_or_changes_is_added(
        self, docs: Path, library: Library
    ) -> None:
        """Two copies are one document, known by the first; the second one takes its place."""
        for name in ("copy1.txt", "copy2.txt"):
            shutil.copyfile(docs / "rain.txt", docs / name)
        folders = Folders(library, [str(docs)], "")
        look(folders)
        (docs / "copy1.txt").unlink()
        done = look(folders)
        assert done[:2] == [("removed", "copy1.txt"), ("added", "copy2.txt")]
        (docs / "copy2.txt").write_text("It rained no more.")
        done = look(folders)
        assert ("replaced", "copy2.txt") in done
        assert ("added", "rain.txt") in done
        assert {d.text for d in library.documents()} >= {"It rained in May.", "It rained no more."}

    def test_a_busy_library_loses_no_copy(self, docs: Path, library: Library) -> None:
        """Whatever was not reached is due at the next look."""
        shutil.copyfile(docs / "rain.txt", docs / "a.txt")
        folders = Folders(library, [str(docs)], "")
        look(folders)
        (docs / "a.txt").write_text("It rained no more.")
        looking = folders.look(silent)
        while next(looking).outcome != "replaced":
            pass
        looking.close()  # as where LibraryBusy comes from the next file
        assert ("added", "rain.txt") in look(folders)

    def test_files_that_are_there_but_were_not_looked_for_stay(
        self, docs: Path, library: Library
    ) -> None:
        """A hidden file, or one of another ending, that was added by its name."""
        for name in (".hidden.txt", "~$lock.md"):
            (docs / name).write_text(name)
            library.add(docs / name)
        look(Folders(library, [str(docs)], ""))
        assert len(library.entries()) == 4

    @pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are text")
    def test_names_that_are_no_text(self, tmp_path: Path, library: Library) -> None:
        """They stay while they are there, and go when they are gone."""
        folder = os.fsdecode(os.fsencode(tmp_path) + b"/\xfe")
        file = Path(os.fsdecode(os.fsencode(folder) + b"/\xff.txt"))
        file.parent.mkdir()
        file.write_text("It rained.")
        folders = Folders(library, [folder], "")
        assert [outcome for outcome, _ in look(folders)] == ["added"]
        assert [outcome for outcome, _ in look(folders)] == ["unchanged"]  # it is young
        file.unlink()
        assert [outcome for outcome, _ in look(folders)] == ["removed"]

    def test_a_folder_that_becomes_another_one(self, docs: Path, library: Library) -> None:
        """An empty folder in its place is a drive that has gone: nothing is removed."""
        folders = Folders(library, [str(docs)], "")
        look(folders)
        docs.rename(docs.parent / "mounted")
        docs.mkdir()
        with pytest.raises(CannotWatch, match="is gone"):
            look(folders)
        assert len(library.entries()) == 2

    def test_a_file_becomes_a_folder(self, docs: Path, library: Library) -> None:
        """Its document goes."""
        folders = Folders(library, [str(docs)], "")
        look(folders)
        (docs / "rain.txt").unlink()
        (docs / "rain.txt").mkdir()
        assert look(folders)[0] == ("removed", "rain.txt")

    def test_a_link_to_a_folder_is_followed_where_it_was_named(
        self, docs: Path, library: Library
    ) -> None:
        """Documents are known by the way that was named."""
        (docs.parent / "way").symlink_to(docs)
        folders = Folders(library, [str(docs.parent / "way")], "")
        look(folders)
        (docs / "rain.txt").unlink()
        assert ("removed", "rain.txt") in look(folders)
        assert [e.source for e in library.entries()] == [str(docs.parent / "way/sub/snow.md")]
