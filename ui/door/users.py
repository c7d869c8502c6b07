"""The users' file: one line each, ``name:scrypt$N$r$p$salt$hash``, the hash in hexadecimal.

A password itself is never kept. The file is read anew when it has changed, so that a new user, a
new password or a user's end hold at once. Who is signed in is ``sessions.py``.
"""

import hashlib
import hmac
import os
import re
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from index import UserError

# OWASP's advice for scrypt: 16 MB and five rounds, a fifth of a second for each try.
COST, BLOCK, ROUNDS = 2**14, 8, 5
MEMORY = 64 * 2**20  # bytes that one hash may take at most
SALT_BYTES = 16
SHORTEST, LONGEST = 8, 1000  # characters of a password

# Also the name of a folder: the same on disks that tell no case apart, and never "..".
NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,31}", re.ASCII)
_LINE = re.compile(
    r"scrypt\$(\d{1,8})\$(\d{1,3})\$(\d{1,3})\$((?:[0-9a-f]{2})+)\$([0-9a-f]{64})", re.ASCII
)

PATIENCE = 20  # seconds to wait for somebody else who changes the file


@dataclass(frozen=True, slots=True)
class Secret:
    """A password as it is kept: what it takes to try one, and nothing to tell it by."""

    cost: int
    block: int
    rounds: int
    salt: str
    hash: str

    @classmethod
    def of(cls, password: str) -> "Secret":
        """A new password's, with a salt of its own."""
        salt = secrets.token_hex(SALT_BYTES)
        return cls(COST, BLOCK, ROUNDS, salt, _hashed(password, COST, BLOCK, ROUNDS, salt))

    @classmethod
    def parse(cls, text: str) -> "Secret | None":
        """What ``str`` wrote; None for anything else."""
        match = _LINE.fullmatch(text)
        if match is None:
            return None
        cost, block, rounds = int(match[1]), int(match[2]), int(match[3])
        is_power = cost > 1 and cost & (cost - 1) == 0
        # What scrypt takes, and only then: anything else fails at the login.
        if not (is_power and block and rounds and cost < 2 ** (16 * block)):
            return None
        if 128 * block * (cost + rounds + 2) > MEMORY:
            return None
        return cls(cost, block, rounds, match[4], match[5])

    def __str__(self) -> str:
        return f"scrypt${self.cost}${self.block}${self.rounds}${self.salt}${self.hash}"

    def opens(self, password: str) -> bool:
        """Whether this is the password; takes the same time either way."""
        tried = _hashed(password, self.cost, self.block, self.rounds, self.salt)
        return hmac.compare_digest(tried, self.hash)


def _hashed(password: str, cost: int, block: int, rounds: int, salt: str) -> str:
    data = password.encode("utf-8", "surrogatepass")
    return hashlib.scrypt(
        data, salt=bytes.fromhex(salt), n=cost, r=block, p=rounds, maxmem=MEMORY, dklen=32
    ).hex()


class Users:
    """The users in a file.

    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     users = Users(pathlib.Path(folder) / "users")
    ...     users.put("maya", "forty hives of bees")
    ...     users.is_let_in("maya", "forty hives of bees"), users.is_let_in("maya", "forty")
    (True, False)
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._read: dict[str, Secret] = {}
        self._stamp: tuple[int, int, int] | None = None
        self._nobody = Secret.of(secrets.token_hex())  # tried where there is no such user

    def names(self) -> tuple[str, ...]:
        """All users.

        Raises:
            UserError: the file is missing, or a line is none of ours.
        """
        return tuple(self._secrets())

    def secret(self, name: str) -> str | None:
        """What a user's password is kept as; None for somebody unknown, or of a broken file."""
        try:
            secret = self._secrets().get(name)
        except UserError:
            return None
        return None if secret is None else str(secret)

    def is_let_in(self, name: str, password: str) -> bool:
        """Whether the password is that user's; as slow where there is no such user."""
        try:
            secret = self._secrets().get(name)
        except UserError:
            secret = None
        opens = (secret or self._nobody).opens(password[:LONGEST])
        return opens and secret is not None and len(password) <= LONGEST

    def put(self, name: str, password: str) -> None:
        """Add a user, or give one a new password, which ends the sessions of the old one.

        Raises:
            UserError: the name or the password cannot be one, or the file cannot be written.
        """
        if not NAME.fullmatch(name):
            raise UserError(
                f"{name!r} cannot be a user's name: take 1 to 32 of a-z, 0-9, dot, hyphen and "
                "underline, beginning with a letter or a digit"
            )
        if not SHORTEST <= len(password) <= LONGEST:
            raise UserError(f"A password has {SHORTEST} to {LONGEST:,} characters: choose another")
        secret = Secret.of(password)
        with self._alone():
            self._write({**(self._secrets() if self.path.exists() else {}), name: secret})

    def take(self, name: str) -> None:
        """Take a user out, whose documents stay where they are.

        Raises:
            UserError: there is none of that name, or the file cannot be written.
        """
        with self._alone():
            left = dict(self._secrets())
            if left.pop(name, None) is None:
                raise UserError(f"There is no user {name!r} in {self.path}")
            self._write(left)

    def _secrets(self) -> dict[str, Secret]:
        try:
            status = self.path.stat()
            stamp = (status.st_mtime_ns, status.st_size, status.st_ino)
            if stamp != self._stamp:
                self._read = _parsed(self.path.read_text(encoding="utf-8"), self.path)
                self._stamp = stamp
        except (OSError, UnicodeDecodeError) as error:
            raise UserError(
                f"The users' file {self.path} cannot be read: make it with "
                f"footnote user NAME --auth-file {self.path}"
            ) from error
        return self._read

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Read and written by nobody else meanwhile: of two changes none is lost."""
        lock = self.path.with_name(f".{self.path.name}.lock")
        try:
            with FileLock(lock, timeout=PATIENCE, mode=0o600):
                yield
        except OSError as error:  # also where the patience is over
            raise UserError(f"The users' file {self.path} cannot be written: {error}") from error

    def _write(self, users: dict[str, Secret]) -> None:
        """All at once or not at all, for its owner's eyes only."""
        lines = "".join(f"{name}:{secret}\n" for name, secret in sorted(users.items()))
        handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=".footnote-users-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(lines)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(self.path)
        finally:
            Path(name).unlink(missing_ok=True)


def _parsed(text: str, path: Path) -> dict[str, Secret]:
    """The users of a file; blank lines and those that begin with # are left out."""
    found: dict[str, Secret] = {}
    for number, line in enumerate(text.splitlines(), 1):
        name, _, kept = line.strip().partition(":")
        if not name or name.startswith("#"):
            continue
        secret = Secret.parse(kept)
        if secret is None or not NAME.fullmatch(name):
            raise UserError(
                f"Line {number} of {path} is no user: write it with "
                f"footnote user NAME --auth-file {path}"
            )
        found[name] = secret
    return found
