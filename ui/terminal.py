"""Standard output and standard error: lines, JSON, progress, one-sentence complaints.

How an answer looks is told in ``printed.py``; what is said, in ``cli.py``.
"""

import contextlib
import dataclasses
import json
import re
import sys
from collections.abc import Callable, Iterator
from io import TextIOWrapper
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from index import Progress

# C0 controls and DEL become their pictures; C1 controls, and marks that turn the direction of
# writing beyond their own text, the replacement character.
_VISIBLE = (
    {code: 0x2400 + code for code in range(32) if code not in (9, 10)}
    | {0x7F: 0x2421}
    | dict.fromkeys((*range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)), 0xFFFD)
)
# What JSON may hold as it is and a terminal may obey: as JSON's own escapes the same text.
_STEERING = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


class ReaderGone(Exception):  # not an error: `footnote list | head -1`
    """Whoever read the output has closed it."""


def prepare() -> None:
    """Let no character stop the output: one that the terminal lacks is printed as an escape."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def visible(text: str) -> str:
    r"""The text with control characters shown, apart from tab and newline.

    For whatever comes from a document, a file name or a question: no text may steer the terminal.

    >>> visible("a\x1b[31mb\n")
    'a␛[31mb\n'
    """
    return text.translate(_VISIBLE)


def one_line(text: str) -> str:
    r"""The same without tabs and line breaks, so that no text may look like a line of ours.

    >>> one_line("notes\nadded  0 a.txt")
    'notes added 0 a.txt'
    """
    return visible(re.sub(r"\s+", " ", text))


def emit(text: str) -> None:
    """Print a line (or several) to standard output, at once.

    Raises:
        ReaderGone: the other end of the pipe is closed.
    """
    try:
        print(text, flush=True)
    except BrokenPipeError as error:
        raise ReaderGone from error


def emit_json(data: object, *, on_one_line: bool = False) -> None:
    r"""Print one JSON document, in UTF-8 whatever the terminal speaks.

    A lone surrogate, which UTF-8 cannot hold, comes out as JSON's own escape (``\udc80``).
    """
    document = as_json(data, on_one_line=on_one_line)
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(document.encode(errors="backslashreplace"))
        sys.stdout.buffer.flush()
    except BrokenPipeError as error:
        raise ReaderGone from error


def as_json(data: object, *, on_one_line: bool = False) -> str:
    """One JSON document and a line's end; dataclasses become objects, nothing steers a terminal."""
    indent = None if on_one_line else 2
    document = json.dumps(data, ensure_ascii=False, indent=indent, default=_plain)
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", document) + "\n"


def tell(sentence: str) -> None:
    """Tell a person something that is no data, such as what went wrong, on standard error."""
    with contextlib.suppress(BrokenPipeError):
        print("footnote:", one_line(sentence.strip()), file=sys.stderr, flush=True)


def _plain(value: object) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    return str(value)


@contextlib.contextmanager
def working() -> "Iterator[Callable[[Progress], None]]":
    """Progress bars on standard error, if it is a terminal; they vanish when the work is done.

    Yields:
        What a library takes as its ``progress``.
    """
    with contextlib.ExitStack() as drawn:
        yield _bars(drawn) if sys.stderr.isatty() else _unseen


def _unseen(_progress: "Progress") -> None:
    """Nobody watches."""


def _bars(drawn: contextlib.ExitStack) -> "Callable[[Progress], None]":
    """One bar for each stage, drawn from the first report on: most commands report nothing.

    Where a stage goes on after others, they were parts of it, and their bars go.
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn
    from rich.progress import Progress as Bars

    from ui.pace import Pace

    stages: dict[str, Any] = {}
    paces: dict[str, Pace] = {}
    bars = Bars(
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[pace]}", markup=False),
        console=Console(stderr=True),
        transient=True,
        # Lines printed meanwhile go above the bars if both are seen, else where they should.
        redirect_stdout=sys.stdout.isatty(),
    )

    def show(progress: "Progress") -> None:
        if not stages:
            drawn.enter_context(bars)
        if progress.stage not in stages:
            stages[progress.stage] = bars.add_task(progress.stage, total=None, pace="")
            paces[progress.stage] = Pace()
        # What began after this stage was a part of its last step, which is done.
        for later in list(stages)[list(stages).index(progress.stage) + 1 :]:
            bars.remove_task(stages.pop(later))
        paces[progress.stage].watch(progress)
        bars.update(
            stages[progress.stage],
            completed=progress.done,
            total=progress.total or None,
            pace=paces[progress.stage].said,
        )

    return show
