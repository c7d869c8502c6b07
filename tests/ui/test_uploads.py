"""Where uploads wait: a folder for its owner only, that goes with its server."""

import os
import stat
import tempfile
from pathlib import Path

import pytest

from ui.uploads import PREFIX, VARIABLE, forget, private_uploads


@pytest.fixture
def parent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_for_its_owner_and_gone_with_its_server(parent: Path) -> None:
    """Gradio is told of it, nobody else can enter it, and nothing of it stays."""
    with private_uploads() as folder:
        assert os.environ[VARIABLE] == str(folder)
        assert folder.parent == parent
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        (folder / "ab").mkdir()
        (folder / "ab" / "letter.txt").write_text("private")
    assert VARIABLE not in os.environ
    assert list(parent.iterdir()) == []


def test_two_servers_have_two(parent: Path) -> None:
    """The second leaves the first one's alone, also as it ends."""
    with private_uploads() as first:
        (first / "letter.txt").write_text("private")
        with private_uploads() as second:
            assert second not in {first, first.parent}
        assert (first / "letter.txt").exists()
    assert list(parent.rglob(f"{PREFIX}*")) == []


def test_what_a_killed_server_has_left(parent: Path) -> None:
    """It goes when the next one starts; a link of that name is not followed."""
    (parent / f"{PREFIX}dead").mkdir()
    (parent / f"{PREFIX}dead" / "letter.txt").write_text("private")
    (parent / "mine").mkdir()
    (parent / "mine" / "diary.txt").write_text("kept")
    (parent / f"{PREFIX}link").symlink_to(parent / "mine")
    with private_uploads():
        assert not (parent / f"{PREFIX}dead").exists()
    assert (parent / "mine" / "diary.txt").read_text() == "kept"


def test_an_upload_goes_with_the_folder_that_held_it(tmp_path: Path) -> None:
    """Unless the same bytes are there under another name; gone twice is no mistake."""
    (tmp_path / "ab").mkdir()
    one, other = tmp_path / "ab" / "one.txt", tmp_path / "ab" / "other.txt"
    for file in (one, other):
        file.write_text("x")
    forget(one)
    assert other.exists()
    forget(other)
    forget(other)
    assert list(tmp_path.iterdir()) == []
