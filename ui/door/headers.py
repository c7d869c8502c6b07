"""What a browser is told about every response: where it may be shown, and what may run in it.

The page's policy is as strict as Gradio lets it be. Two directives are weaker than one would
like: ``'unsafe-eval'``, because Gradio makes functions out of the page's own scripts
(``js_on_load``, ``js=``) with ``Function`` and ``AsyncFunction``, and ``'unsafe-inline'`` for
styles, because its components carry style attributes and put their style sheets into the page.
Inline scripts run by a nonce, so that a script in a document or a file name does not.
"""

import base64
import hashlib
import re
from collections.abc import Iterable

FOR_ALL = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}

# For everything that is no page: nothing in it runs, should a browser show it as one.
NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

# Gradio's own files that have a hash of their content in their name, and how long they are kept: no
# reload asks for them again. All else is asked for anew, and stands on no disk.
HASHED = re.compile(r"/assets/[\w.-]+-[\w-]{8,9}\.[a-z0-9]+", re.ASCII)
FOR_GOOD = "private, max-age=31536000, immutable"

LOGIN = (
    "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)

_PAGE = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'{hashes} 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
    "connect-src 'self'; manifest-src 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)

# Gradio's page names where it is itself; from the root that says nothing, and ``base-uri`` is shut.
_BASE = re.compile(rb'<base href="\./"\s*/?>')
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_SCRIPT = re.compile(rb"<script(?=[\s>])")


def page_policy(nonce: str, hashes: Iterable[str] = ()) -> str:
    """The policy of the page whose inline scripts carry this nonce, or have one of the hashes."""
    return _PAGE.format(nonce=nonce, hashes="".join(f" '{each}'" for each in hashes))


def hashes_of(head: str) -> tuple[str, ...]:
    """The hashes of the inline scripts that the page's own head holds.

    Gradio puts them in with a script, where no nonce reaches them.

    >>> hashes_of("<script>let a = 1</script>")
    ('sha256-LAfYd7pbFUgwfQu8b4q135PeTG2z+/coPEUYCd74eCQ=',)
    """
    digests = (hashlib.sha256(code.encode()).digest() for code in _INLINE.findall(head))
    return tuple(f"sha256-{base64.b64encode(digest).decode()}" for digest in digests)


def with_nonce(page: bytes, nonce: str) -> bytes:
    r"""Gradio's page with the nonce on its own scripts.

    Gradio escapes every ``<`` of what it puts into them, and the page's title is ours: there is no
    other place for a ``<script`` than Gradio's own template.

    >>> with_nonce(b'<base href="./" /><script>let a = "\\u003cscript>"</script>', "r4nd0m")
    b'<script nonce="r4nd0m">let a = "\\u003cscript>"</script>'
    """
    return _SCRIPT.sub(b'<script nonce="' + nonce.encode() + b'"', _BASE.sub(b"", page))
