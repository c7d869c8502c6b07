"""Where a PDF's page draws its next glyph: the graphics state as far as text needs it.

ISO 32000-2, sections 8.4 and 9.3.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from index.formats.pdf.fonts import Face

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
SHOWING = (b"Tj", b"TJ", b"'", b'"')


@dataclass(slots=True)
class State:
    """The part of the graphics state that text needs; saved by q and restored by Q."""

    ctm: Matrix
    face: Face | None = None
    size: float = 0.0
    letter_gap: float = 0.0
    word_gap: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    is_stroked: bool = False

    def copy(self) -> "State":
        """The same state, to be restored."""
        return State(
            self.ctm, self.face, self.size, self.letter_gap, self.word_gap, self.stretch,
            self.leading, self.rise, self.is_stroked,
        )  # fmt: skip


class Pen:
    """Where the next glyph goes: the text matrix and what moves it."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.line: Matrix = IDENTITY  # the text matrix
        self._margin: Matrix = IDENTITY  # the text line matrix

    def advance(self, distance: float) -> None:
        """Move along the line, in units of the text matrix."""
        a, b, c, d, e, f = self.line
        self.line = (a, b, c, d, e + distance * a, f + distance * b)

    def pieces(self, operator: bytes, operands: list[Any]) -> Iterator[bytes]:
        """The strings that an operator shows; the pen is moved before each."""
        if operator == b'"' and len(operands) > 2:  # noqa: PLR2004  # aw ac string
            self.move(b"Tw", operands[:1])
            self.move(b"Tc", operands[1:2])
        if operator in (b"'", b'"'):
            self.move(b"T*", [])
        shown = operands[-1] if operands else None
        for piece in shown if operator == b"TJ" and isinstance(shown, list) else [shown]:
            if isinstance(piece, bytes):
                yield piece
            elif isinstance(piece, int | float):
                self.advance(-float(piece) / 1000 * self.state.size * self.state.stretch)

    def move(self, operator: bytes, operands: list[Any]) -> None:
        """Obey an operator that sets a matrix or a measure; others do nothing."""
        action = ACTIONS.get(operator)
        if action is None:
            return
        numbers = _numbers(operands)
        if numbers is not None:
            action(self, numbers)

    def begin(self, _numbers: tuple[float, ...]) -> None:
        """Begin a text object."""
        self.line = self._margin = IDENTITY

    def set_line(self, numbers: tuple[float, ...]) -> None:
        """Set the text matrix; an invalid one changes nothing."""
        self.line = self._margin = matrix_of(numbers) or self._margin

    def shift(self, numbers: tuple[float, ...]) -> None:
        """Go to the start of a line, from the start of the last."""
        across, up = (*numbers, 0.0, 0.0)[:2]
        a, b, c, d, e, f = self._margin
        self.line = self._margin = (a, b, c, d, e + across * a + up * c, f + across * b + up * d)

    def shift_and_lead(self, numbers: tuple[float, ...]) -> None:
        """The same, and remember how far down it was."""
        self.state.leading = -numbers[1] if len(numbers) > 1 else self.state.leading
        self.shift(numbers)

    def next_line(self, _numbers: tuple[float, ...]) -> None:
        """Go to the start of the next line."""
        self.shift((0.0, -self.state.leading))

    def transform(self, numbers: tuple[float, ...]) -> None:
        """Change the coordinates."""
        matrix = matrix_of(numbers)
        if matrix:
            self.state.ctm = product(matrix, self.state.ctm)


def _setter(name: str, share: float = 1.0) -> Callable[[Pen, tuple[float, ...]], None]:
    def set_measure(pen: Pen, numbers: tuple[float, ...]) -> None:
        if numbers:
            setattr(pen.state, name, numbers[0] * share)

    return set_measure


def _set_mode(pen: Pen, numbers: tuple[float, ...]) -> None:
    # Type that is filled and stroked is how some programs make it bold.
    pen.state.is_stroked = bool(numbers) and numbers[0] == 2  # noqa: PLR2004  # table 104


ACTIONS: dict[bytes, Callable[[Pen, tuple[float, ...]], None]] = {
    b"BT": Pen.begin,
    b"Tm": Pen.set_line,
    b"Td": Pen.shift,
    b"TD": Pen.shift_and_lead,
    b"T*": Pen.next_line,
    b"cm": Pen.transform,
    b"Tc": _setter("letter_gap"),
    b"Tw": _setter("word_gap"),
    b"Tz": _setter("stretch", 0.01),
    b"TL": _setter("leading"),
    b"Ts": _setter("rise"),
    b"Tr": _set_mode,
}


def product(m: Matrix, n: Matrix) -> Matrix:
    """The matrix that does what the first does, then what the second does."""
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def matrix_of(numbers: Iterable[Any]) -> Matrix | None:
    """Six numbers as a matrix; None if they are not six numbers."""
    parsed = _numbers(list(numbers))
    if parsed is None or len(parsed) != 6:  # noqa: PLR2004  # a matrix has six
        return None
    a, b, c, d, e, f = parsed
    return (a, b, c, d, e, f)


def _numbers(operands: list[Any]) -> tuple[float, ...] | None:
    if all(isinstance(operand, int | float) for operand in operands):
        return tuple(float(operand) for operand in operands)
    return None
