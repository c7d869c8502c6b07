"""Sessions that only the server can write."""

import base64
import json
from dataclasses import replace
from pathlib import Path

import pytest

from index import Library
from ui.door.sessions import LONGEST, Session, Sessions, cookie, signing_key
from ui.door.users import Users

KEY = b"k" * 32


@pytest.fixture
def users(tmp_path: Path) -> Users:
    users = Users(tmp_path / "users")
    users.put("maya", "forty hives of bees")
    users.put("noor", "forty hives of bees")
    return users


def altered(token: str, **claims: object) -> str:
    """The token with other claims and the old signature."""
    said, _, signature = token.partition(".")
    data = json.loads(base64.urlsafe_b64decode(said + "==")) | claims
    return (
        base64.urlsafe_b64encode(json.dumps(data).encode()).decode().rstrip("=") + f".{signature}"
    )


def test_what_is_written_is_read(users: Users) -> None:
    """With logins and without."""
    for sessions, session in [
        (Sessions(KEY, users), Session.new("maya", is_page=True)),
        (Sessions(KEY), Session.new()),
    ]:
        assert sessions.read(sessions.token(session)) == session


def test_nothing_else_is_believed(users: Users) -> None:
    """Altered claims, another key, a cut or empty token, another user's signature."""
    sessions = Sessions(KEY, users)
    token = sessions.token(Session.new("maya"))
    said, _, signature = token.partition(".")
    noors = sessions.token(Session.new("noor")).partition(".")[2]
    forged = [
        altered(token, user="noor"),
        altered(token, is_page=True),
        altered(token, visitor="0" * 32),
        altered(token, user=None),
        Sessions(b"x" * 32, users).token(Session.new("maya")),
        *("", ".", "a.b", said, f"{said}.", f".{signature}", f"{said}.{noors}", "é.ü", "[].e30"),
        f"{said}.{signature[:-2]}",
    ]
    assert sessions.read(token).user == "maya"
    for each in forged:
        assert sessions.read(each) is None, each


def test_a_session_ends(users: Users) -> None:
    """With its time, with a new password, with the user; others' go on."""
    sessions = Sessions(KEY, users)
    mayas, noors = (sessions.token(Session.new(name)) for name in ("maya", "noor"))
    old = replace(Session.new("maya"), since=Session.new().since - LONGEST - 1)
    assert sessions.read(sessions.token(old)) is None
    users.put("maya", "another password")
    assert sessions.read(mayas) is None
    assert sessions.read(noors).user == "noor"
    users.take("noor")
    assert sessions.read(noors) is None


def test_a_session_without_a_user_opens_no_login(users: Users) -> None:
    """Nor the other way round, though the key is the same."""
    assert Sessions(KEY, users).read(Sessions(KEY).token(Session.new(is_page=True))) is None
    assert Sessions(KEY).read(Sessions(KEY, users).token(Session.new("maya"))) is None


def test_the_key_stays_with_the_library(tmp_path: Path) -> None:
    """The same after a restart, another for another library."""
    keys = []
    for name in ("one", "one", "two"):
        with Library.open(tmp_path / name) as library:
            keys.append(signing_key(library))
    assert keys[0] == keys[1] != keys[2]


@pytest.mark.parametrize("header", ["", "x=1", "footnote=" + "a" * 3000, "\x00", "footnote"])
def test_a_cookie_that_is_none(header: str) -> None:
    """An odd header is no fault of ours."""
    assert cookie(header, "footnote") == ""
