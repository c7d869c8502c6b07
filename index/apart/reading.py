"""Bytes → ``Document`` or one clear sentence, whatever the bytes are, in bounded time and memory.

The document is the one that ``load.load`` makes, made in another process. What comes back is
checked as far as it can be: offsets that fit the text, names that there are. Which document it is,
and of which bytes, is worked out here.
"""

import hashlib
import logging
import os
import signal
from collections.abc import Iterator
from typing import Any

from index.apart import keeper
from index.apart.confine import MEMORY
from index.apart.frames import (
    BLOCKS,
    FAULT,
    FORMAT,
    HEAD,
    PROGRESS,
    REFUSED,
    TEXT,
    Garbled,
    checked,
    checked_blocks,
    checked_format,
    checked_label,
    checked_pages,
)
from index.document import Block, Document
from index.errors import LockedFile, UnreadableFile
from index.formats.detect import Format
from index.load import Source, check_size
from index.progress import OnProgress, Progress, silent

# Of a file from here to its end, just below ten: ten million bytes of text or markup take 4. A PDF
# has more for each million bytes, as one of text takes 5 for that, and longer on a small machine.
SECONDS = 9.5
SECONDS_MORE_OF_PDF = 20.0
SMALL_PDF = 250_000  # bytes that bring no more
MAX_SECONDS = 600.0

MAX_TEXT = 100_000_000  # code points, with labels; no format's text is as long as this
MAX_BLOCKS = 4_000_000  # more than the process has memory for
MAX_SENTENCE = 1_000  # code points of what is told of a file that is refused

# What comes of content that the process never says.
WRONG = (Garbled, TypeError, ValueError, LookupError)

log = logging.getLogger(__name__)


def ready(name: str) -> None:
    """Have a process ready for a file of such a name, while something else is done here."""
    kept = keeper.take()
    try:
        kept.prepare(name)
    except keeper.Gone:
        kept.close()
    else:
        keeper.give_back(kept)


def format_of(source: Source) -> Format:
    """What the bytes are.

    Raises:
        UnreadableFile: nothing that is read.
    """
    found: Format | None = None
    for kind, content in _said(source, "format"):
        if kind == FORMAT:
            found = content
    if not found:
        raise _crashed(source)
    return found


def read(source: Source, progress: OnProgress = silent) -> Document:
    """Make the document that everything else cites; see ``load.load``.

    Args:
        source: the bytes.
        progress: told now and then also where nothing is new; what it raises ends the reading.

    Raises:
        LockedFile: encrypted, and its password is missing or wrong.
        UnreadableFile: too large, of a format that is not read, damaged, without any text, or
            nothing that can be read within the limits.
    """
    pieces: list[str] = []
    blocks: list[Block] = []
    head: Any = None
    length = 0
    latest = Progress("Reading", 0, 0)
    for kind, content in _said(source, "document"):
        if kind == PROGRESS:
            latest = content
        if kind in (PROGRESS, keeper.SILENT):
            progress(latest)
        elif kind == TEXT:
            pieces.append(content)
            length += len(content)
        elif kind == BLOCKS:
            blocks += content
            length += sum(len(block.label) for block in content)
        elif kind == HEAD:
            head = content
        if length > MAX_TEXT or len(blocks) > MAX_BLOCKS:
            raise _crashed(source)
    text = "".join(pieces)
    try:
        title, format_, encoding, pages = head
        if not text.strip():
            raise Garbled
        return Document(
            id=source.document_id,
            title=source.title or checked_label(title),
            text=text,
            text_sha256=hashlib.sha256(text.encode()).hexdigest(),
            blocks=checked_blocks(blocks, len(text)),
            pages=checked_pages(pages, len(text)),
            format=checked_format(format_),
            encoding=checked_label(encoding),
            bytes_sha256=hashlib.sha256(source.data).hexdigest(),
            source=source.path,
        )
    except WRONG as error:
        raise _crashed(source) from error


def _said(source: Source, what: str) -> Iterator[tuple[int, Any]]:
    """What the process says of a file, until it has ended well."""
    check_size(source)
    seconds = _seconds(source.data)
    request = {
        "what": what,
        "size": len(source.data),
        "seconds": seconds,
        "name": source.name,
        "title": source.title,
        "encoding": source.encoding,
        "password": source.password,
    }
    error: UnreadableFile | None = None
    kept = keeper.take()
    is_well = False
    try:
        for kind, content in kept.read(request, source.data, seconds):
            if kind == keeper.ENDED:
                is_well = content.status == 0
                error = _ended(source, content, seconds) or error
            elif kind in (REFUSED, FAULT):
                error = _refusal(source, kind, content)
            elif kind == keeper.SILENT:
                yield kind, content
            else:
                yield kind, checked(kind, content)
    except keeper.TooSlow as late:
        raise _too_slow(source, seconds) from late
    except (keeper.Gone, *WRONG) as broken:
        raise error or _crashed(source) from broken
    finally:
        if is_well:
            keeper.give_back(kept)
        else:
            kept.close()
    if error:
        raise error


def _refusal(source: Source, kind: int, content: Any) -> UnreadableFile:
    """The error that the process tells of."""
    if kind == FAULT:
        log.debug("the reader stopped with %s", content)
        return _too_large(source) if content == "MemoryError" else _crashed(source)
    is_locked, sentence = content
    return (LockedFile if is_locked else UnreadableFile)(str(sentence)[:MAX_SENTENCE])


def _ended(source: Source, end: keeper.End, seconds: float) -> UnreadableFile | None:
    """The error that the process has ended in, if it did."""
    log.debug("read in %.1f s with %d MB", end.seconds, end.peak >> 20)
    if not os.WIFSIGNALED(end.status):
        return None
    is_late = os.WTERMSIG(end.status) == signal.SIGXCPU
    return _too_slow(source, seconds) if is_late else _crashed(source)


def _seconds(data: bytes) -> float:
    """How long reading may take."""
    if not data.startswith(b"%PDF-"):
        return SECONDS
    more = SECONDS_MORE_OF_PDF * max(0, len(data) - SMALL_PDF) / 1_000_000
    return min(SECONDS + more, MAX_SECONDS)


def _too_slow(source: Source, seconds: float) -> UnreadableFile:
    return UnreadableFile(
        f"{source.shown} takes longer than {seconds:.0f} seconds to read: split it into parts, or "
        "save it anew in another program."
    )


def _too_large(source: Source) -> UnreadableFile:
    return UnreadableFile(
        f"{source.shown} needs more than {MEMORY >> 20} MB of memory to read: split it into parts."
    )


def _crashed(source: Source) -> UnreadableFile:
    return UnreadableFile(
        f"{source.shown} cannot be read, it is damaged in an odd way: open it in the program that "
        "made it and save it again."
    )
