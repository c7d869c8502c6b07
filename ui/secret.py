"""What only a library knows: secrets that are made when they are first needed, and kept with it.

Each has a name of its own, so that nobody learns one from another.
"""

import secrets

from index import Library, LibraryBusy, WriteFailed


def secret_of(library: Library, name: str) -> str | None:
    """The library's secret of that name, 64 hex digits; the same for as long as it lives.

    None where a new one cannot be kept: another process is writing, or the disk is read-only.
    """
    secret = library.setting(name)
    if secret is None:
        secret = secrets.token_hex(32)
        try:
            library.set_setting(name, secret)
        except (LibraryBusy, WriteFailed):
            return None
    return secret
