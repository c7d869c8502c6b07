"""How many connections are open, and how long one may take to ask.

uvicorn accepts any number, and one that never asks stays open for good; each takes one of the
process's descriptors, which the library's files need, too. The server begins with enough for both
where the system gives as many, closes what asks for nothing, and what comes when far too many are
there. Between the two bounds uvicorn answers 503.
"""

import resource
from asyncio import Transport

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MOST = 1_000  # that are answered at once; each open page holds two
REFUSED = 100  # beyond those, that are told so
PATIENCE = 10  # seconds that the head of a first request may take
OWN = 1_000  # descriptors, about, that libraries, uploads and threads hold


class Connection(HttpToolsProtocol):
    """One connection to the server."""

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """Begin it, or end it at once."""
        super().connection_made(transport)
        if len(self.connections) > MOST + REFUSED:
            transport.abort()
        else:
            self.loop.call_later(PATIENCE, self._close_if_silent)

    def _close_if_silent(self) -> None:
        if self in self.connections and self.cycle is None:  # no request, and no WebSocket
            self.transport.close()


def enough_descriptors() -> None:
    """Let this process open as many files and connections as it may need, if the system does."""
    own, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST + REFUSED + OWN
    if own != resource.RLIM_INFINITY and own < wanted:
        allowed = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, most))
