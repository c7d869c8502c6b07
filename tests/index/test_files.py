"""Names, folders and patterns become files."""

import glob
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.files import candidates, inside


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, which is the current one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def make(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)


def taken(*names: str, without: Sequence[str] = ()) -> list[str]:
    return [c.name for c in candidates(names, without=without) if c.fate == "take"]


def left(*names: str) -> list[str]:
    return [c.name for c in candidates(names) if c.fate == "leave"]


def refused(*names: str) -> list[str]:
    return [c.name for c in candidates(names) if c.fate == "refuse"]


class TestFolders:
    def test_files_by_name_and_then_folders_by_name(self, here: Path) -> None:
        """However they were made; the endings' case does not matter."""
        make(
            here, "docs/z.txt", "docs/b/x.md", "docs/a/y/w.markdown", "docs/B.TXT", "docs/a/z.text"
        )
        assert taken("docs") == [
            "docs/B.TXT", "docs/z.txt", "docs/a/z.text", "docs/a/y/w.markdown", "docs/b/x.md",
        ]  # fmt: skip

    def test_hidden_files_and_litter_are_no_documents(self, here: Path) -> None:
        """Hidden folders, Office's locks and thumbnails are not even told."""
        make(
            here, "d/a.txt", "d/.b.txt", "d/.git/c.txt", "d/~$a.md", "d/Thumbs.db", "d/desktop.ini"
        )
        assert [c.name for c in candidates(["d"])] == ["d/a.txt"]
        assert taken("d/.b.txt", "d/.git") == ["d/.b.txt", "d/.git/c.txt"]  # named themselves

    def test_other_endings_are_left_alone_unless_named(self, here: Path) -> None:
        """Each with a reason; a file that was named itself is always taken, and once."""
        make(here, "d/a.txt", "d/b.png", "d/README")
        assert left("d") == ["d/README", "d/b.png"]
        assert all(c.reason for c in candidates(["d"]) if c.fate == "leave")
        assert taken("d", "d/b.png") == ["d/a.txt", "d/b.png"]
        assert taken("d/b.png", "d") == ["d/b.png", "d/a.txt"]
        assert left("d", "d/b.png") == left("d/b.png", "d") == ["d/README"]

    def test_links_to_files_are_followed_and_links_to_folders_are_not(self, here: Path) -> None:
        """A circle ends; a link to nothing, and what is no regular file, is passed over."""
        make(here, "elsewhere/a.txt", "d/b.txt")
        (here / "d/link.txt").symlink_to(here / "elsewhere/a.txt")
        (here / "d/folder").symlink_to(here / "elsewhere")
        (here / "d/circle").symlink_to(here / "d")
        (here / "d/nothing.txt").symlink_to(here / "no-such-file")
        (here / "d/itself.txt").symlink_to(here / "d/itself.txt")
        os.mkfifo(here / "d/pipe.txt")
        assert [c.name for c in candidates(["d"])] == ["d/b.txt", "d/link.txt"]
        assert taken("d/**/*.txt") == ["d/b.txt", "d/link.txt"]
        assert taken("d/folder") == ["d/folder/a.txt"]  # named itself
        assert taken("d/fold*/*.txt") == ["d/folder/a.txt"]  # and so here

    def test_each_file_once_however_it_is_named(
        self, here: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The first name counts; ``~`` is the home folder."""
        make(here, "d/a.txt", "b.txt")
        monkeypatch.setenv("HOME", str(here))
        again = ["./d/a.txt", "d/../d", str(here / "d"), "~/d/*.txt", "~/d", "d/**", "b.txt"]
        assert taken("d/a.txt", "b.txt", *again) == ["d/a.txt", "b.txt"]

    def test_a_tilde_is_the_home_folder_only_where_it_was_typed(
        self, here: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Not in what a pattern has found."""
        monkeypatch.setenv("HOME", "/nowhere")
        make(here, "~/a.txt")
        (found,) = candidates(["*/a.txt"])
        assert (found.name, found.path) == ("~/a.txt", f"{here}/~/a.txt")

    def test_a_folder_can_be_left_out(self, here: Path) -> None:
        """Such as the library's own, also where it is reached by a link."""
        make(here, "d/a.txt", "d/library/b.txt", "d/c/library/b.txt")
        (here / "way").symlink_to(here / "d")
        assert taken("d", without=["way/library"]) == ["d/a.txt", "d/c/library/b.txt"]
        assert taken("d/**/*.txt", without=["d/library"])[0] == "d/a.txt"

    def test_nothing_to_read_is_refused(self, here: Path) -> None:
        """Beside what is left alone in it, and the other names go on."""
        make(here, "pictures/a.png", "d/b.txt")
        (here / "empty").mkdir()
        found = candidates(["empty", "pictures", "", "*.epub", "d"])
        assert [(c.name, c.fate) for c in found] == [
            ("empty", "refuse"), ("pictures/a.png", "leave"), ("pictures", "refuse"),
            ("", "refuse"), ("*.epub", "refuse"), ("d/b.txt", "take"),
        ]  # fmt: skip
        assert all(c.reason.endswith(".") for c in found if c.fate == "refuse")

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
    def test_a_folder_that_may_not_be_read(self, here: Path) -> None:
        """It is refused by its name, and those beside it are read."""
        make(here, "d/a/x.txt", "d/b/y.txt")
        (here / "d/a").chmod(0)
        try:
            assert (refused("d"), taken("d")) == (["d/a"], ["d/b/y.txt"])
        finally:
            (here / "d/a").chmod(0o700)

    def test_a_folder_as_deep_as_a_path_can_name(self, here: Path) -> None:
        """No depth is too much."""
        deep = "d/" + "x/" * 1_200
        (here / "d").mkdir()
        os.chdir("d")
        for _ in range(1_200):
            os.mkdir("x")  # noqa: PTH102  # the whole path would soon be too long
            os.chdir("x")
        Path("a.txt").write_text("a")
        os.chdir(here)
        try:
            assert taken("d") == [f"{deep}a.txt"]
        finally:  # pytest, which keeps such folders for a while, could not delete this one
            os.chdir("d")
            for _ in range(1_200):
                os.chdir("x")
            Path("a.txt").unlink()
            for _ in range(1_200):
                os.chdir("..")
                os.rmdir("x")  # noqa: PTH106
            os.chdir(here)

    @pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are text")
    def test_names_that_are_no_text(self, here: Path) -> None:
        """They are files like any other."""
        (here / "d").mkdir()
        Path(os.fsdecode(os.fsencode(here) + b"/d/\xff.txt")).write_text("a")
        assert taken("d") == taken("d/*.txt") == ["d/\udcff.txt"]


class TestPatterns:
    def test_a_name_that_is_there_wins_over_a_pattern(self, here: Path) -> None:
        """Brackets in a name are nothing special then."""
        make(here, "[ab].txt", "a.txt", "b.txt", "what?.md", "[d]/e.txt")
        assert taken("[ab].txt", "what?.md", "[d]") == ["[ab].txt", "what?.md", "[d]/e.txt"]
        (here / "[ab].txt").unlink()
        assert taken("[ab].txt") == ["a.txt", "b.txt"]

    def test_what_a_pattern_matches(self, here: Path) -> None:
        """Files whose ending is read, whole folders, hidden ones only if it says so."""
        make(here, "a.txt", "b.md", "c.png", ".d.txt", "f/a.txt", "f/g/a.txt", ".h/a.txt")
        assert taken("*.txt") == ["a.txt"]
        assert taken(str(here / "?.*")) == [f"{here}/a.txt", f"{here}/b.md"]
        assert taken("*") == ["a.txt", "b.md", "f/a.txt", "f/g/a.txt"]
        assert left("*") == ["c.png"]
        assert taken("**/a.txt") == ["a.txt", "f/a.txt", "f/g/a.txt"]
        assert taken("f/**") == ["f/a.txt", "f/g/a.txt"]
        assert taken(".*.txt", ".h*/*") == [".d.txt", ".h/a.txt"]
        assert taken("./f/../[a-b].*") == ["./f/../a.txt", "./f/../b.md"]

    @settings(max_examples=40)
    @given(
        files=st.sets(
            st.text("ab.", min_size=1, max_size=3).filter(lambda t: t.strip(".")), max_size=6
        ),
        folders=st.lists(st.sampled_from(["", "x", "x/y", "y", ".z"]), min_size=6, max_size=6),
        pattern=st.sampled_from(["**/*.txt", "*/*.txt", "**/x/**/*.txt", "*.txt", "?/**/a*.txt"]),
    )
    def test_patterns_are_those_of_the_glob_module(
        self,
        tmp_path_factory: pytest.TempPathFactory,
        files: set[str],
        folders: list[str],
        pattern: str,
    ) -> None:
        """Where there are no links; and a folder is what ``**`` is."""
        root = tmp_path_factory.mktemp("tree")
        make(root, *(f"{f}/{name}.txt" for f, name in zip(folders, sorted(files), strict=False)))
        expected = set(glob.glob(f"{root}/{pattern}", recursive=True))  # noqa: PTH207
        found = [c.path for c in candidates([f"{root}/{pattern}"]) if c.fate == "take"]
        assert len(found) == len(set(found))
        assert set(found) == expected
        whole = {c.path for c in inside(str(root))}
        assert whole == set(glob.glob(f"{root}/**/*.txt", recursive=True))  # noqa: PTH207
