"""Who is signed in, in a cookie that only the server can write: claims and their HMAC-SHA256.

Nothing is remembered here. A user's session is signed with what the password is kept as, too, so
that it ends with a new password, and with the user.
"""

import base64
import binascii
import hashlib
import hmac
import json
import secrets
import time
from dataclasses import asdict, dataclass
from http.cookies import CookieError, SimpleCookie

from index import Library
from ui.door.users import Users
from ui.secret import secret_of

LONGEST = 7 * 86400  # seconds that a user stays signed in
LONGEST_COOKIE = 2000  # characters; what is longer is none of ours
SETTING = "door-key"


@dataclass(frozen=True, slots=True)
class Session:
    """One browser's, or one program's, visits.

    Attributes:
        visitor: tells it from all others.
        user: who has signed in, None where nobody has to.
        is_page: whether it was given out with the page itself.
        since: when it began, in seconds since 1970.
    """

    visitor: str
    user: str | None
    is_page: bool
    since: int

    @classmethod
    def new(cls, user: str | None = None, *, is_page: bool = False) -> "Session":
        """A session that begins now."""
        return cls(secrets.token_hex(16), user, is_page, int(time.time()))


class Sessions:
    """Writes sessions down and reads them back; without ``users`` nobody signs in."""

    def __init__(self, key: bytes, users: Users | None = None) -> None:
        self._key = key
        self._users = users

    def token(self, session: Session) -> str:
        """The session as a cookie's value."""
        claims = _encoded(json.dumps(asdict(session)).encode())
        return f"{claims}.{_encoded(self._signature(claims, session.user) or b'')}"

    def read(self, token: str) -> Session | None:
        """The session in a cookie's value; None where it is forged, too old or of nobody known."""
        claims, _, signature = token.partition(".")
        try:
            session = Session(**json.loads(_decoded(claims)))
            ours = self._signature(claims, session.user)
            if ours is None or not hmac.compare_digest(ours, _decoded(signature)):
                return None
        except (ValueError, TypeError, binascii.Error):
            return None
        if (session.user is None) != (self._users is None):
            return None
        is_over = session.user is not None and time.time() - session.since > LONGEST
        return None if is_over else session

    def _signature(self, claims: str, user: str | None) -> bytes | None:
        """None for a user who is not known."""
        secret = "" if user is None or self._users is None else self._users.secret(user)
        if secret is None:
            return None
        return hmac.digest(self._key, f"{claims}\n{secret}".encode(), "sha256")


def signing_key(library: Library) -> bytes:
    """What a library's sessions are signed with; kept with it, so that they outlive the server.

    Where it cannot be kept, sessions end with the server.
    """
    key = secret_of(library, SETTING) or secrets.token_hex(32)
    return hashlib.sha256(key.encode()).digest()


def cookie(header: str, name: str) -> str:
    """One cookie's value in a request's header; "" where there is none.

    >>> cookie("a=1; footnote-7860=x.y", "footnote-7860")
    'x.y'
    """
    try:
        found = SimpleCookie(header).get(name)
    except CookieError:
        return ""
    return "" if found is None or len(found.value) > LONGEST_COOKIE else found.value


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
