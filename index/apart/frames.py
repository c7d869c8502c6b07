"""What goes to and from the process that reads: numbers, JSON and UTF-8, nothing that can act.

A message is its kind, its length and so many bytes. A text and its blocks come in pieces, so that
neither side holds them twice. What came is checked: a file may have taken the process over.
"""

import json
import os
import struct
from collections.abc import Iterator
from typing import Any, get_args

from index.document import LABEL_LENGTH, Block, BlockKind, Document, Span
from index.formats.detect import Format
from index.progress import Progress

FORMAT, TEXT, BLOCKS, HEAD, PROGRESS, REFUSED, FAULT = b"fxbhpre"  # kinds, as numbers
START = struct.Struct(">BI")  # a message's kind and length
REQUEST = struct.Struct(">I")  # a request's length
MOST = 16 << 20  # bytes of a message
PIECE = 1 << 20  # code points of a text in a message
FEW = 10_000  # blocks in a message


class Garbled(Exception):
    """What came is nothing that the process says."""


def said(kind: int, content: object) -> bytes:
    """A message that is JSON, or UTF-8 where its content is a string."""
    body = content.encode() if isinstance(content, str) else json.dumps(content).encode()
    return START.pack(kind, len(body)) + body


def document_said(document: Document) -> Iterator[bytes]:
    """The messages that hold what was read of a document; its head comes last."""
    for first in range(0, len(document.text), PIECE):
        yield said(TEXT, document.text[first : first + PIECE])
    for first in range(0, len(document.blocks), FEW):
        yield said(BLOCKS, document.blocks[first : first + FEW])
    yield said(HEAD, [document.title, document.format, document.encoding, document.pages])


def messages(buffer: bytearray) -> Iterator[tuple[int, Any]]:
    """The whole messages at a buffer's begin, taken out of it.

    Raises:
        Garbled: it holds something else.

    >>> buffer = bytearray(said(FORMAT, "txt") + said(PROGRESS, ["Reading", 1, 2])[:-1])
    >>> list(messages(buffer)), len(buffer)
    ([(102, 'txt')], 21)
    """
    while len(buffer) >= START.size:
        kind, length = START.unpack_from(buffer)
        if length > MOST:
            raise Garbled
        if len(buffer) < START.size + length:
            return
        body = bytes(buffer[START.size : START.size + length])
        del buffer[: START.size + length]
        try:
            yield kind, body.decode() if kind in (TEXT, FORMAT, FAULT) else json.loads(body)
        except (ValueError, RecursionError) as error:
            raise Garbled from error


def checked(kind: int, content: Any) -> Any:
    """What a message of a kind holds, as far as it can be told without the others.

    Raises:
        Garbled, TypeError, ValueError, LookupError: it holds something else.
    """
    if kind == FORMAT:
        return checked_format(content)
    if kind == PROGRESS:
        step = Progress(*content)
        if not isinstance(step.stage, str) or not 0 <= step.done <= step.total:
            raise Garbled
        return step
    if kind == BLOCKS:
        blocks = [Block(*block) for block in content]
        if not all(isinstance(block.label, str) for block in blocks):
            raise Garbled
        return blocks
    if kind == TEXT and not content:
        raise Garbled
    return content


def checked_label(told: Any) -> str:
    """A title that a document has of its own, or the name of its encoding.

    Raises:
        Garbled: it is none, or longer than is shown.
        UnicodeEncodeError: nothing can store it.
    """
    if not isinstance(told, str) or len(told) > LABEL_LENGTH:
        raise Garbled
    told.encode()
    return told


def checked_blocks(told: Any, length: int) -> tuple[Block, ...]:
    """Blocks of a text of some code points.

    Raises:
        Garbled: they are none, overlap, or are not in order.
    """
    kinds = get_args(BlockKind)
    blocks = tuple(Block(*block) for block in told)
    place = 0
    for start, end, kind, level, label in blocks:
        are_whole = type(start) is type(end) is type(level) is int and isinstance(label, str)
        if not are_whole or kind not in kinds or not place <= start <= end <= length:
            raise Garbled
        place = end
    return blocks


def checked_pages(told: Any, length: int) -> tuple[Span, ...]:
    """Pages of a text of some code points.

    Raises:
        Garbled: they are none, or not in order.
    """
    pages = tuple(Span(*page) for page in told)
    place = 0
    for start, end in pages:
        if not type(start) is type(end) is int or not place <= start <= end <= length:
            raise Garbled
        place = end
    return pages


def checked_format(told: Any) -> Format:
    """The name of a format.

    Raises:
        Garbled: it is none.
    """
    for name in get_args(Format):
        if told == name:
            return name  # type: ignore[no-any-return]
    raise Garbled


def read_whole(file: int, length: int) -> bytes:
    """So many bytes from a pipe; fewer where it ends."""
    pieces = b""
    while len(pieces) < length and (piece := os.read(file, length - len(pieces))):
        pieces += piece
    return pieces


def write_whole(file: int, data: bytes) -> None:
    """All of the bytes into a pipe."""
    view = memoryview(data)
    while view:
        view = view[os.write(file, view) :]
