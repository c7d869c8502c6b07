"""A PDF's page → its operators, and how it lies: what ``words.py`` needs of pypdf's objects.

A content stream may be broken anywhere, or hold a million points of a drawing; what can be had of
it is read. A page's box may be no box at all.
"""

import math
import re
from typing import TYPE_CHECKING, Any

from index.formats.pdf.pen import IDENTITY, Matrix

if TYPE_CHECKING:
    from pypdf import PageObject

    from index.formats.pdf.words import Word

Operations = list[tuple[Any, bytes]]

A4 = (595.0, 842.0)  # points
# The points of a drawing, which say nothing. The same in a string would be lost as well, but this
# is for streams that are too long to be read otherwise.
POINTS = re.compile(rb"(?<![-+.\d(])(?:[-+.\d]{1,24}\s{1,4}){2,6}(?:[mlcvy]|re)(?=\s)")


def operations(contents: Any, pdf: Any) -> tuple[Operations, Exception | None]:
    """A content stream's operators with their operands, and what ended it early, if anything."""
    from pypdf.errors import LimitReachedError
    from pypdf.generic import ContentStream

    stream = ContentStream(contents, pdf, "bytes")
    data = stream.get_data()
    found, fault = _parsed(stream)
    if isinstance(fault, LimitReachedError):
        stream = ContentStream(None, pdf, "bytes")
        stream.set_data(POINTS.sub(b"", data))
        found, fault = _parsed(stream)
    return found, fault


def _parsed(stream: Any) -> tuple[Operations, Exception | None]:
    try:
        return stream.operations, None
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001  # a broken token leads pypdf into any error
        # It has no public way to what it parsed before the fault.
        return stream._operations, error  # noqa: SLF001


def dictionary_of(owner: Any, key: str) -> Any:
    """A dictionary inside another; an empty one where there is none."""
    found = owner.get(key) if hasattr(owner, "get") else None
    found = getattr(found, "get_object", lambda: found)()
    return found if isinstance(found, dict) else {}


def shown(page: "PageObject") -> tuple[Matrix, float, float]:
    """The matrix that turns a page as it is shown, and its width and height then."""
    try:
        box, turn = page.cropbox, page.rotation % 360
        left, foot = float(box.left), float(box.bottom)
        width, height = abs(float(box.width)), abs(float(box.height))
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001  # a page whose box is broken has words all the same
        return IDENTITY, *A4
    if not width * height or not math.isfinite(left + foot + width * height):
        return IDENTITY, *A4
    if turn == 90:  # noqa: PLR2004  # degrees, clockwise
        return (0, -1, 1, 0, -foot, left + width), height, width
    if turn == 180:  # noqa: PLR2004
        return (-1, 0, 0, -1, left + width, foot + height), width, height
    if turn == 270:  # noqa: PLR2004
        return (0, 1, -1, 0, foot + height, -left), height, width
    return (1, 0, 0, 1, -left, -foot), width, height


def direction(turn: int, cosine: float, sine: float) -> tuple[float, float]:
    """The cosine and sine of a turn in degrees, exact where it is a right one."""
    exact = {0: (1.0, 0.0), 90: (0.0, 1.0), 180: (-1.0, 0.0), 270: (0.0, -1.0)}
    return exact.get(turn, (cosine, sine))


def on_page(words: list["Word"], width: float, height: float) -> list["Word"]:
    """The words that stand inside the page's box: outside are printers' marks.

    If most are outside, the box is wrong.
    """
    directions = {
        turn: direction(turn, math.cos(math.radians(turn)), math.sin(math.radians(turn)))
        for turn in {word.turn for word in words}
    }
    inside = []
    for word in words:
        cosine, sine = directions[word.turn]
        ends = [(x * cosine - word.y * sine, x * sine + word.y * cosine) for x in word[1:3]]
        if (
            max(x for x, _ in ends) > -word.size
            and min(x for x, _ in ends) < width + word.size
            and max(y for _, y in ends) > -word.size
            and min(y for _, y in ends) < height + word.size
        ):
            inside.append(word)
    return inside if 2 * len(inside) >= len(words) else words
