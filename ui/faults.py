"""What the terminal is told of a fault of our own: what it was and where, and none of the words.

An exception's message may quote what it stumbled over, a question or a document's text, and what
stands on a server's terminal is often kept. With ``FOOTNOTE_DEBUG=1`` the message is shown too.
"""

import logging
import traceback

from ui.settings import settings

log = logging.getLogger(__name__)


def report(what: str, error: BaseException) -> None:
    """Log a fault: ``what`` happened, the exception's kind, and the lines it came through."""
    if settings().debug:
        log.error(what, exc_info=error)
        return
    way = "".join(traceback.format_tb(error.__traceback__))
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    log.error("%s\n%s%s (FOOTNOTE_DEBUG=1 shows its message)", what, way, kind)
