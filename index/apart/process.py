"""What runs in the process that reads: it waits for files, and meets each in a copy of itself.

It starts with nothing but what reads files, no numpy and no database. Requests come through
standard input, each followed by the bytes of its file; a fork of this process, confined, reads
them and answers through standard output, so that no file can leave anything behind for the next
one. Only this process itself, which never sees the bytes, has standard error: there it tells how
each reading ended.
"""

import json
import os
import select
import signal
import sys
from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import PurePath
from typing import Any

from index.apart.confine import confine
from index.apart.frames import (
    FAULT,
    FORMAT,
    PROGRESS,
    REFUSED,
    REQUEST,
    document_said,
    read_whole,
    said,
    write_whole,
)
from index.errors import LockedFile, UnreadableFile
from index.formats import html, plain  # noqa: F401 - every fork would import it anew
from index.load import Source, format_of, load

IDLE = 60  # seconds without a file, after which the process ends

# What the readers import late, by the endings of names: imported before a file is looked at, so
# that its fork has it at once. A wrong ending costs time only.
PAGES = ("trafilatura", "lxml.html")
PAGE = b"<main><h1>Rain</h1><p>It rained all day, and nobody went out.</p></main>"
NEEDED = {
    ".pdf": ("index.formats.pdf", "pypdf"),
    ".docx": ("index.formats.docx", "docx"),
    ".odt": ("index.formats.odt", "lxml.etree"),
    ".epub": ("index.formats.epub", *PAGES),
    ".md": ("index.formats.markdown", "markdown_it"),
    ".mhtml": ("index.formats.mhtml", *PAGES),
    ".csv": ("index.formats.delimited",),
} | dict.fromkeys((".html", ".htm", ".xhtml"), PAGES)


def serve() -> None:
    """Read files until no more come."""
    requests, replies, ends = os.dup(0), os.dup(1), os.dup(2)
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):  # whatever a library prints
        os.dup2(nothing, stream)
    while request := _request(requests):
        _prepare(PurePath(request["name"]).suffix.lower())
        if request["size"] < 0:
            continue
        running, held = os.pipe()
        child = os.fork()
        if not child:
            os.close(ends)
            _read(request, requests, lambda message: write_whole(replies, message))
        os.close(held)
        if not _is_wanted(requests, running):
            os.kill(child, signal.SIGKILL)
        os.close(running)
        _, status, usage = os.wait4(child, 0)
        if select.select([requests], [], [], 0)[0]:
            return  # of the file something is left over, and would be taken for a request
        peak = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
        seconds = round(usage.ru_utime + usage.ru_stime, 3)
        write_whole(ends, json.dumps([status, peak, seconds]).encode() + b"\n")


@cache
def _prepare(suffix: str) -> None:
    """Have everything at hand that reads files of such a name."""
    for module in NEEDED.get(suffix, ()):
        import_module(module)
    if NEEDED.get(suffix, ())[-len(PAGES) :] == PAGES:
        html.read(PAGE)  # trafilatura loads its lists and models with its first page


def _is_wanted(requests: int, running: int) -> bool:
    """Wait for a reading to end; False if nobody is there any more who has asked for it."""
    waiting = select.poll()
    waiting.register(requests, 0)  # for its other end to be closed
    waiting.register(running, select.POLLIN)
    return any(file == running for file, _ in waiting.poll())


def _request(requests: int) -> dict[str, Any] | None:
    """The next request; None if there is none for long, or never again."""
    if not select.select([requests], [], [], IDLE)[0]:
        return None
    start = read_whole(requests, REQUEST.size)
    if len(start) < REQUEST.size:
        return None
    found: dict[str, Any] = json.loads(read_whole(requests, *REQUEST.unpack(start)))
    return found


def _read(request: dict[str, Any], requests: int, tell: Callable[[bytes], None]) -> None:
    """Read one file, and end."""
    try:
        confine(request["seconds"])
        with os.fdopen(requests, "rb") as stream:
            data = stream.read(request["size"])
        source = Source(
            data,
            request["name"],
            title=request["title"],
            encoding=request["encoding"],
            password=request["password"],
        )
        if request["what"] == "format":
            tell(said(FORMAT, format_of(source)))
        else:
            document = load(
                source, lambda step: tell(said(PROGRESS, [step.stage, step.done, step.total]))
            )
            for message in document_said(document):
                tell(message)
    except LockedFile as refusal:
        tell(said(REFUSED, [True, str(refusal)]))
    except UnreadableFile as refusal:
        tell(said(REFUSED, [False, str(refusal)]))
    except BaseException as error:  # noqa: BLE001 - told, and this process is over
        tell(said(FAULT, type(error).__name__))
    finally:
        os._exit(0)
