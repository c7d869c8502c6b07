"""Where a request comes from: by which name it calls this server, and from which page.

A page of another site can make a browser ask this server, also under a name of its own that it
lets point here (DNS rebinding). An address in digits cannot be bent so; other names have to be
known. Programs that are no browser send neither ``Origin`` nor ``Sec-Fetch-Site``.
"""

import ipaddress
import socket
from collections.abc import Collection, Mapping
from urllib.parse import urlsplit

LOCAL_NAMES = frozenset({"localhost"})
DEFAULT_PORTS = {"http": 80, "https": 443}


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches a server that listens there.

    >>> is_loopback("127.0.0.1"), is_loopback("::1"), is_loopback("0.0.0.0")
    (True, True, False)
    """
    if host.lower() in LOCAL_NAMES:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def known_names(host: str, names: Collection[str]) -> frozenset[str]:
    """The names by which a server that listens there may be called, besides addresses."""
    own = set() if is_loopback(host) else {host, socket.gethostname(), socket.getfqdn()}
    return LOCAL_NAMES | {name.lower() for name in (*own, *names)}


def is_known(authority: str, names: Collection[str], *, loopback: bool) -> bool:
    """Whether a ``Host`` header names this server.

    Args:
        authority: the header, a name or an address, with or without a port.
        names: those of ``known_names``.
        loopback: addresses of other machines are then strangers, too.

    >>> is_known("127.0.0.1:7860", {"localhost"}, loopback=True)
    True
    >>> is_known("evil.example:7860", {"localhost"}, loopback=True)
    False
    """
    host = _host(authority)
    if host is None:
        return False
    if host in names:
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or not loopback


def _host(authority: str) -> str | None:
    """The name or address, in small letters; None where the header is none."""
    try:
        parts = urlsplit(f"//{authority}")
        bare = parts.username is None and not (parts.path or parts.query or parts.fragment)
        _ = parts.port  # raises where it is no number
    except ValueError:
        return None
    return parts.hostname if bare else None


def is_from_here(headers: Mapping[str, str], *, navigates: bool) -> bool:
    """Whether a request comes from this server's own page, or from no page at all.

    Args:
        headers: by their names in small letters.
        navigates: whether it asks for a page, which any site may link to.

    >>> is_from_here({"host": "localhost:7860", "origin": "http://evil.example"}, navigates=False)
    False
    """
    origin = headers.get("origin")
    if origin is not None and not _is_same(origin, headers.get("host", "")):
        return False
    site = headers.get("sec-fetch-site", "none")
    if site in {"same-origin", "none"}:
        return True
    return navigates and headers.get("sec-fetch-mode") == "navigate" and origin is None


def _is_same(origin: str, authority: str) -> bool:
    """Whether an ``Origin`` is that of a ``Host``; a proxy may have taken the TLS away."""
    try:
        page, here = urlsplit(origin), urlsplit(f"//{authority}")
        port = DEFAULT_PORTS.get(page.scheme)
        ports = (page.port or port, here.port or port)
    except ValueError:
        return False
    return port is not None and page.hostname == here.hostname and ports[0] == ports[1]
