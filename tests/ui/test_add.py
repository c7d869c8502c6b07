"""``footnote add``: many files at once, over a real library."""

import json
import os
import re
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from index import Library
from tests.command import Foot, on_terminal, one_sentence, started


def make(folder: Path, **texts: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text)


def outcomes(stdout: str) -> list[str]:
    return [report["outcome"] for report in json.loads(stdout)]


class TestReports:
    def test_each_file_is_reported_and_a_bad_one_stops_nothing(
        self, foot: Foot, tmp_path: Path
    ) -> None:
        """Added, replaced, unchanged or refused, in the order given; a refusal is exit code 2."""
        new, same, changed = (tmp_path / name for name in ("new.txt", "same.md", "changed.txt"))
        for file in (same, changed):
            file.write_text(f"It rained on {file.stem}.")
        at = ["--library", tmp_path / "library"]
        assert foot("add", same, changed, *at)[0] == 0
        new.write_text("The sun shone.")
        changed.write_text("It snowed.")
        (tmp_path / "empty").mkdir()
        (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n")
        files = [
            tmp_path / "empty", new, Path("~nobody-of-this-name/a.txt"), same,
            tmp_path / "picture.png", changed,
        ]  # fmt: skip
        code, out, err = foot("add", *files, *at, "--json")
        reports = json.loads(out)
        assert (code, err) == (2, "")
        assert [report["file"] for report in reports] == [str(file) for file in files]
        assert outcomes(out) == [
            "refused", "added", "refused", "unchanged", "refused", "replaced",
        ]  # fmt: skip
        assert all(set(r) == {"file", "outcome", "reason", "document"} for r in reports)
        assert all(bool(r["reason"]) == (r["outcome"] == "refused") for r in reports)
        code, out, err = foot("add", *files, *at)
        *lines, blank, summary = out.splitlines()
        assert (code, err, blank) == (2, "", "")
        assert [line.split()[0] for line in lines] == [
            "refused", "unchanged", "refused", "unchanged", "refused", "unchanged",
        ]  # fmt: skip
        assert summary == "3 unchanged, 3 refused"
        assert len(json.loads(foot("list", *at, "--json")[1])) == 3

    def test_names_that_cannot_be_files(self, foot: Foot, tmp_path: Path) -> None:
        """Blank or too long: refused one by one, the others are added."""
        good = tmp_path / "good.txt"
        good.write_text("It rained.")
        at = ["--library", tmp_path / "library"]
        code, out, err = foot("add", "", "x" * 300 + ".txt", good, *at, "--json")
        assert (code, err) == (2, "")
        assert outcomes(out) == ["refused", "refused", "added"]
        reports = json.loads(out)
        assert reports[0]["reason"] == "A name is empty: write a path."
        assert "File name too long" in reports[1]["reason"]

    def test_a_folder_and_a_pattern(self, foot: Foot, tmp_path: Path) -> None:
        """What is not read is counted by its endings; in JSON each such file is told."""
        make(tmp_path / "d/e", a="It rained.", b="It snowed.")
        (tmp_path / "d/c.png").write_bytes(b"png")
        (tmp_path / "d/d.zip").write_bytes(b"zip")
        at = ["--library", tmp_path / "d/library"]  # in the folder itself, and passed over
        code, out, _ = foot("add", tmp_path / "d", *at)
        assert code == 0
        assert [line.split()[0] for line in out.splitlines()[:2]] == ["added", "added"]
        assert out.endswith("\n\n2 added, 2 left alone (not read: .png, .zip)\n")
        code, out, _ = foot("add", f"{tmp_path}/**/*.txt", tmp_path / "d", *at, "--json")
        assert code == 0
        assert outcomes(out) == ["unchanged", "unchanged", "skipped", "skipped"]
        assert "ends in .png" in json.loads(out)[2]["reason"]

    def test_one_file_gets_no_summary(self, foot: Foot, tmp_path: Path) -> None:
        """One line says it all, also of a file named twice."""
        make(tmp_path, a="It rained.")
        code, out, _ = foot(
            "add", tmp_path / "a.txt", f"{tmp_path}/./a.txt", "--library", tmp_path / "l"
        )
        assert (code, len(out.splitlines())) == (0, 1)

    def test_after_many_lines_what_was_refused_is_told_again(
        self, foot: Foot, tmp_path: Path
    ) -> None:
        """With its reason, where it had scrolled away."""
        make(tmp_path / "d", **{f"n{n}": f"It rained {n} times." for n in range(20)}, a=" ")
        _, out, _ = foot("add", tmp_path / "d", "--library", tmp_path / "library")
        first, *_, blank, summary, again = out.splitlines()
        assert (blank, summary) == ("", "20 added, 1 refused")
        assert first == again
        assert re.fullmatch(r"refused    \S+a\.txt: a\.txt is empty: .*", again)

    def test_a_copy_is_not_lost_when_the_other_one_changes(
        self, foot: Foot, tmp_path: Path
    ) -> None:
        """Two copies are one document; after one run every file's text is in the library."""
        at = ["--library", tmp_path / "library"]
        make(tmp_path / "d", b="It rained.")
        foot("add", tmp_path / "d", *at)
        make(tmp_path / "d", a="It rained.", b="It snowed.")  # a.txt is looked at first
        code, out, _ = foot("add", tmp_path / "d", *at, "--json")
        assert code == 0
        assert outcomes(out) == ["added", "replaced"]
        with Library.open(tmp_path / "library") as library:
            assert sorted(d.text for d in library.documents()) == ["It rained.", "It snowed."]

    def test_a_name_that_is_no_text(self, tmp_path: Path) -> None:
        """It is added from its folder, and shown with what cannot be shown spelt out."""
        if sys.platform != "linux":
            pytest.skip("elsewhere names are text")
        make(tmp_path / "d")
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/d/\xff.txt")).write_text("It rained.")
        with started("add", tmp_path / "d", "--library", tmp_path / "library") as process:
            out, err = process.communicate()
        assert (process.returncode, err) == (0, b"")
        assert rb"/d/\udcff.txt: " in out


class TestEnds:
    def test_what_was_added_is_told_also_when_a_later_file_ends_the_run(
        self, foot: Foot, tmp_path: Path
    ) -> None:
        """Another process takes the lock: what was done, what was not reached, and why."""
        at = ["--library", tmp_path / "library"]
        good, missing = tmp_path / "good.txt", tmp_path / "missing.txt"
        good.write_text("It rained.")
        with Library.open(tmp_path / "library") as library, library._store.writing():
            code, out, err = foot("add", missing, good, *at, "--json")
            assert code == 2
            assert outcomes(out) == ["refused"]
            assert one_sentence(err)
            assert "Another process is writing" in err
            code, out, err = foot("add", missing, good, *at)
        assert out.endswith("\n\n1 refused, 1 not reached\n")
        assert one_sentence(err)

    def test_ctrl_c_keeps_what_was_done(self, tmp_path: Path) -> None:
        """And says how far it came, and how to go on."""
        make(tmp_path / "d", **{f"n{n:03}": f"It rained {n} times. " * 50 for n in range(300)})
        with started("add", tmp_path / "d", "--library", tmp_path / "library") as process:
            assert process.stdout
            assert process.stdout.readline().startswith(b"added")
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=30)
        assert process.returncode == 130
        lines = out.decode().splitlines()
        done = re.fullmatch(r"(\d+) added, (\d+) not reached", lines[-1])
        assert done
        count = int(done[1])
        assert int(done[2]) == 300 - count > 0
        assert err.decode() == (
            f"footnote: Stopped after {count} of 300 files. What was done stays: run the same "
            "command again to go on.\n"
        )
        with Library.open(tmp_path / "library") as library:
            # The last one may have been stored just before it would have been told.
            assert len(library.entries()) - count in (0, 1)


class TestTerminal:
    def test_progress_over_all_files_and_of_each(self, tmp_path: Path) -> None:
        """The lines stand above the bars, and the bars are gone in the end."""
        make(tmp_path / "d", **{f"n{n}": f"It rained {n} times." for n in range(3)})
        shown = on_terminal("add", tmp_path / "d", "--library", tmp_path / "library")
        assert b"Adding files" in shown
        assert b"0/3" in shown
        assert b"Embedding passages: n0.txt" in shown
        assert shown.count(b"added      ") == 3
        assert shown.rstrip().endswith(b"3 added")

    def test_lines_go_where_they_are_sent_while_bars_are_shown(self, tmp_path: Path) -> None:
        """Standard output is a file, standard error the terminal."""
        import pty

        make(tmp_path / "d", a="It rained.", b="It snowed.")
        ours, theirs = pty.openpty()
        words = ["add", tmp_path / "d", "--library", tmp_path / "library"]
        with started(*words, stderr=theirs, env=os.environ | {"TERM": "xterm"}) as process:
            os.close(theirs)
            assert process.stdout
            out = process.stdout.read()
            shown = os.read(ours, 65536)
            os.close(ours)
        assert b"Adding files" in shown
        assert b"added  " not in shown
        assert out.count(b"added      ") == 2
        assert b"\x1b" not in out

    def test_a_password_is_asked_for_without_echo(self, tmp_path: Path) -> None:
        """Where ``--password -`` stands on a terminal."""
        make(tmp_path, a="It rained.")
        words = ["add", tmp_path / "a.txt", "--library", tmp_path / "library", "--password", "-"]
        shown = on_terminal(*words, typed=b"open sesame\n", prompt=b"Password:")
        assert b"sesame" not in shown
        assert b"added" in shown


class TestPassword:
    @pytest.mark.parametrize(("given", "code"), [(b"open sesame\n", 0), (b"", 2)])
    def test_it_is_a_line_of_a_pipe(self, tmp_path: Path, given: bytes, code: int) -> None:
        """Where there is none, nothing is added and a sentence says so."""
        make(tmp_path, a="It rained.")
        words: Sequence[object] = ["add", tmp_path / "a.txt", "--library", tmp_path / "library"]
        with started(*words, "--password", "-", stdin=-1) as process:
            out, err = process.communicate(given)
        assert process.returncode == code
        assert out.startswith(b"added") == (code == 0)
        assert err == b"" or one_sentence(err.decode())
