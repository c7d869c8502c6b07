"""The users' file and the passwords in it."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index import UserError
from ui.door.users import Secret, Users

PASSPHRASE = "forty hives of bees"  # noqa: S105


@pytest.fixture
def users(tmp_path: Path) -> Users:
    users = Users(tmp_path / "users")
    users.put("maya", PASSPHRASE)
    return users


def test_only_the_password_itself_opens(users: Users) -> None:
    """Not another one, not that of somebody unknown, not the hash, and none in the file."""
    text = users.path.read_text()
    assert users.is_let_in("maya", PASSPHRASE)
    for name, password in [
        ("maya", PASSPHRASE + " "),
        ("maya", ""),
        ("maya", Secret.parse(text.partition(":")[2].strip()).hash),
        ("maya", PASSPHRASE + "\0" * 2000),
        ("nobody", PASSPHRASE),
        ("", ""),
        ("../maya", PASSPHRASE),
    ]:
        assert not users.is_let_in(name, password)
    assert PASSPHRASE not in text
    assert "hives" not in text


def test_equal_passwords_look_different(users: Users) -> None:
    """Each has a salt of its own."""
    users.put("noor", PASSPHRASE)
    hashes = {line.partition(":")[2] for line in users.path.read_text().splitlines()}
    assert len(hashes) == 2


def test_the_file_is_for_its_owner_alone(users: Users) -> None:
    """Nobody else on the machine reads the hashes; beside it is an empty lock."""
    lock = users.path.with_name(".users.lock")
    assert sorted(users.path.parent.iterdir()) == [lock, users.path]
    assert lock.read_bytes() == b""
    for file in (users.path, lock):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_many_at_once_are_all_kept(users: Users) -> None:
    """Each from a process's own view of the file, as six commands started together are."""
    names = [f"user{number}" for number in range(6)]
    with ThreadPoolExecutor(6) as threads:
        list(threads.map(lambda name: Users(users.path).put(name, PASSPHRASE), names))
    assert users.names() == ("maya", *names)
    with ThreadPoolExecutor(6) as threads:
        list(threads.map(lambda name: Users(users.path).take(name), names))
    assert users.names() == ("maya",)


def test_what_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    """One sentence, and no hash in a file beside it."""
    users = Users(tmp_path / "users")
    (users.path / "in the way").mkdir(parents=True)
    with pytest.raises(UserError, match="cannot be written"), users._alone():
        users._write({"maya": Secret.of(PASSPHRASE)})
    assert [file for file in tmp_path.iterdir() if file.name.startswith(".footnote")] == []


def test_a_change_is_seen_by_who_has_the_file_open(users: Users) -> None:
    """A new password, a new user, a user's end: each holds at once."""
    running = Users(users.path)
    assert running.is_let_in("maya", PASSPHRASE)
    before = running.secret("maya")
    users.put("maya", "another password")
    assert not running.is_let_in("maya", PASSPHRASE)
    assert running.is_let_in("maya", "another password")
    assert running.secret("maya") != before
    users.put("noor", PASSPHRASE)
    users.take("maya")
    assert running.names() == ("noor",)
    assert running.secret("maya") is None
    users.path.unlink()
    assert running.secret("noor") is None


@pytest.mark.parametrize(
    "name", ["", "..", ".x", "a/b", "a\nb", "Maya", "ø", "-x", "a:b", "x" * 33]
)
def test_a_name_is_also_a_folder(users: Users, name: str) -> None:
    """What could lead out of the folder, or mean two things, is refused."""
    with pytest.raises(UserError, match="cannot be a user's name"):
        users.put(name, PASSPHRASE)
    assert users.names() == ("maya",)


@pytest.mark.parametrize("password", ["", "seven77", "x" * 1001])
def test_a_password_has_a_length(users: Users, password: str) -> None:
    """Neither empty nor endless."""
    with pytest.raises(UserError, match="8 to 1,000 characters"):
        users.put("maya", password)
    assert users.is_let_in("maya", PASSPHRASE)


@pytest.mark.parametrize(
    "line",
    [
        *("maya:secret", "maya", "maya:scrypt$1$2$3$zz$00", "../x:" + "a" * 9),
        f"maya:scrypt$3$8$5$ab${'0' * 64}",
        f"maya:scrypt$16384$0$5$ab${'0' * 64}",
        f"maya:scrypt$65536$1$5$ab${'0' * 64}",
        f"maya:scrypt$65536$8$5$ab${'0' * 64}",
        f"maya:scrypt$16384$8$5$abc${'0' * 64}",
        f"maya:scrypt$16384$8$5$ab${'0' * 63}",
    ],
)
def test_a_line_that_is_none_is_told(tmp_path: Path, line: str) -> None:
    """By its number; nobody is let in meanwhile."""
    path = tmp_path / "users"
    path.write_text(f"# ours\n\n{line}\n")
    with pytest.raises(UserError, match=r"Line 3 of .* is no user"):
        Users(path).names()
    assert not Users(path).is_let_in("maya", "secret")


def test_a_missing_file_says_how_to_make_it(tmp_path: Path) -> None:
    """One sentence, with the command in it."""
    with pytest.raises(UserError, match="footnote user NAME --auth-file"):
        Users(tmp_path / "none").names()
