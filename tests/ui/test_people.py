"""``footnote user``, and whom ``footnote chat`` lets in."""

import io
from pathlib import Path

import pytest

from index import UserError
from tests.command import Foot
from ui.door.users import Users
from ui.people import let_in

EVERYWHERE = "0.0.0.0"  # noqa: S104


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A password from a pipe."""
    monkeypatch.setattr("sys.stdin", io.StringIO("forty hives of bees\n"))


@pytest.mark.usefixtures("typed")
def test_a_user_is_made_and_taken_out(foot: Foot, tmp_path: Path) -> None:
    """The password is printed nowhere."""
    path = tmp_path / "users"
    code, out, err = foot("user", "maya", "--auth-file", path)
    assert (code, out, err) == (0, "can log in maya\n", "")
    assert Users(path).is_let_in("maya", "forty hives of bees")
    assert let_in(EVERYWHERE, str(path), no_login=False).names() == ("maya",)
    assert foot("user", "maya", "--auth-file", path, "--remove")[0] == 0
    assert foot("user", "maya", "--auth-file", path, "--remove")[0] == 2
    with pytest.raises(UserError, match="holds no user"):
        let_in("127.0.0.1", str(path), no_login=False)


def test_an_empty_password_is_none(
    foot: Foot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is written then."""
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    code, _, err = foot("user", "maya", "--auth-file", tmp_path / "users")
    assert (code, "8 to 1,000 characters" in err) == (2, True)
    assert not (tmp_path / "users").exists()


def test_other_machines_take_a_login(foot: Foot, tmp_path: Path) -> None:
    """Told before a library is opened; this machine alone takes none."""
    code, _, err = foot("chat", "--host", EVERYWHERE, "--library", tmp_path / "none")
    assert code == 2
    assert "takes a login" in err
    code, _, err = foot("chat", "--auth-file", tmp_path / "none", "--library", tmp_path / "none")
    assert code == 2
    assert "cannot be read" in err
    assert let_in("127.0.0.1", None, no_login=False) is None


def test_no_login_is_warned_of(capsys: pytest.CaptureFixture[str]) -> None:
    """And does not go with a users' file."""
    assert let_in(EVERYWHERE, None, no_login=True) is None
    assert "everybody who reaches" in capsys.readouterr().err
    with pytest.raises(UserError, match="contradict"):
        let_in(EVERYWHERE, "users", no_login=True)
