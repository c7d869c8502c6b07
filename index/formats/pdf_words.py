"""A PDF page's content stream → words with their places.

A page is a program that draws glyphs, in any order, by the line, the word or the letter. It is
run here as far as text goes, so that each word has a place and a size; words on the page's
lines are put in order by ``pdf_lines.py``. Colours, clipping and text hidden behind other things
are not looked at, and vertical writing is read as if it were horizontal.

ISO 32000-2, sections 8 (graphics state) and 9 (text).
"""

import math
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from pypdf import PageObject
    from pypdf.generic import DictionaryObject

# Glyphs further apart than this share of the type size are two words. Between words of a
# justified line there is rarely less than 0.22, inside a word hardly ever more than 0.08.
WORD_GAP = 0.15
BASELINE_DRIFT = 0.05  # share of the type size: letters of one word stand on one line
NO_WIDTH = 0.02  # share of the type size: a blank that is narrower is none
SKEW = 5.0  # degrees: lines of a page that was scanned a little askew are level all the same

MAX_GLYPHS = 400_000  # of a page; a broadsheet has about 40,000. A loop of forms stops here
MAX_FORMS = 2_000  # forms drawn on a page, each counted as often as it is drawn
MAX_FORM_DEPTH = 12  # forms inside forms

UNKNOWN = "\ufffd"
BOLD = re.compile(r"bold|black|heavy|demi(?!light)", re.IGNORECASE)
FORCE_BOLD = 1 << 18  # a font descriptor's flag, ISO 32000-2, table 121
# Word's bullets are shapes of the font Symbol, which pypdf hands on as private characters; and
# ligatures are one shape for several letters.
SPELT_OUT = str.maketrans({
    "\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "▸", "\uf076": "❖",
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl",
    "\ufb05": "st", "\ufb06": "st",
})  # fmt: skip

Matrix = tuple[float, float, float, float, float, float]
A4 = (595.0, 842.0)  # points
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Word(NamedTuple):
    """Glyphs in a row without a gap.

    Attributes:
        start, end: where it begins and ends along its line, in points from the page's left edge.
        y: its baseline, in points from the page's foot, upwards.
        size: of the type, in points.
        has_blank: a blank follows it in the file.
        turn: degrees, counter-clockwise, that its line is turned; the page's own turn is undone,
            and ``start``, ``end`` and ``y`` are told as if the page lay so that the word is level.
    """

    text: str
    start: float
    end: float
    y: float
    size: float
    is_bold: bool
    has_blank: bool
    turn: int


class Glyph(NamedTuple):
    """A character code of a font: what it says, and its width for type of size 1."""

    text: str
    width: float
    is_blank: bool


class Face:
    """A font as far as text is concerned: bytes → glyphs."""

    def __init__(self, resource: "DictionaryObject") -> None:
        # pypdf has no public name for its reader of fonts. Reading encodings, character maps
        # and widths again would be a thousand lines.
        from pypdf.generic._font import Font

        font = Font.from_font_resource(resource)
        self._map, self._widths = font.character_map, font.character_widths
        self._encoding = font.encoding
        self.is_simple = isinstance(font.encoding, dict)
        self._scale = _glyph_space(resource)
        self._is_unreadable = not font.interpretable or _lacks_characters(resource, font)
        self._glyphs: dict[str, Glyph] = {}
        named = f"{font.name} {font.font_descriptor.weight}"
        self.is_bold = bool(BOLD.search(named)) or _is_forced_bold(font.font_descriptor.flags)

    def glyphs(self, data: bytes) -> Iterator[Glyph]:
        """The glyphs that a string draws."""
        if isinstance(self._encoding, str):
            codes = data.decode(self._encoding, "replace")
        else:
            codes = data.decode("latin-1")
        known = self._glyphs
        for code in codes:
            glyph = known.get(code)
            if glyph is None:
                glyph = known[code] = self._glyph(code)
            yield glyph

    def _glyph(self, code: str) -> Glyph:
        text = code
        if isinstance(self._encoding, dict):
            text = self._encoding.get(ord(code), UNKNOWN)
        text = str(self._map.get(text, text)).translate(SPELT_OUT)
        is_glyph_name = len(text) > 1 and text[0] == "/"
        if self._is_unreadable or is_glyph_name:
            text = UNKNOWN
        width = float(self._widths.get(code, self._widths["default"]))
        return Glyph(text.replace("\0", ""), width * self._scale, not text.strip() and text != "")


@dataclass(slots=True)
class _State:
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

    def copy(self) -> "_State":
        return _State(
            self.ctm, self.face, self.size, self.letter_gap, self.word_gap, self.stretch,
            self.leading, self.rise, self.is_stroked,
        )  # fmt: skip


@dataclass(slots=True)
class Sheet:
    """What a page holds.

    Attributes:
        words: in the order they are drawn.
        width, height: in points, the page turned as it is shown.
        pictured: the share of the page that images cover, from 0; overlaps count twice.
        is_whole: whether all of it could be read.
    """

    words: list[Word]
    width: float
    height: float
    pictured: float = 0.0
    is_whole: bool = True


def read_page(page: "PageObject", faces: dict[int, Face]) -> Sheet:
    """The words of a page.

    Args:
        page: of an open document.
        faces: the document's fonts by object number; filled here.
    """
    ctm, width, height = _shown(page)
    sheet = Sheet([], width, height)
    painter = _Painter(sheet, faces, getattr(page.indirect_reference, "pdf", None))
    try:
        painter.draw(page, page.get("/Contents"), _State(ctm), 0)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001  # a broken object leads pypdf into any error; what was
        sheet.is_whole = False  # drawn before it can be read all the same
    painter.end_word()
    return sheet


@dataclass(slots=True)
class _Painter:
    sheet: Sheet
    faces: dict[int, Face]
    pdf: Any
    glyph_count: int = 0
    form_count: int = 0
    # The word that is being drawn.
    letters: list[str] = field(default_factory=list)
    start: float = 0.0
    end: float = 0.0
    following: float = 0.0  # where its next letter is expected: after the gap between letters
    y: float = 0.0
    size: float = 0.0
    turn: int = 0
    is_bold: bool = False
    drawing: list[int] = field(default_factory=list)  # the forms that are being drawn

    def draw(self, owner: Any, contents: Any, state: _State, depth: int) -> None:
        """Run the content stream of a page or form."""
        resources = _dictionary(owner, "/Resources")
        pen = _Pen(state)
        saved: list[_State] = []
        for operands, operator in self._operations(contents):
            if self.glyph_count > MAX_GLYPHS:
                return
            if operator == b"q":
                saved.append(pen.state.copy())
            elif operator == b"Q":
                if saved:
                    pen.state = saved.pop()
            elif operator == b"Do":
                self._draw_object(resources, operands, pen.state, depth)
            elif operator == b"Tf":
                self._choose_face(resources, operands, pen.state)
            elif operator == b"INLINE IMAGE":
                self._count_image(pen.state.ctm)
            elif operator in SHOWING:
                for piece in pen.pieces(operator, operands):
                    self._show(piece, pen)
            else:
                pen.move(operator, operands)

    def _operations(self, contents: Any) -> list[tuple[Any, bytes]]:
        """A content stream's operators with their operands."""
        from pypdf.generic import ContentStream

        stream = ContentStream(contents, self.pdf, "bytes")
        try:
            return stream.operations
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001  # cut off, most likely: take what comes before the break
            self.sheet.is_whole = False
            data = stream.get_data()
            whole = ContentStream(None, self.pdf, "bytes")
            whole.set_data(data[: data.rfind(b"ET") + 2])
            return whole.operations

    def end_word(self, *, has_blank: bool = False) -> None:
        """Put the word that is being drawn on the sheet."""
        if self.letters:
            text = "".join(self.letters)
            self.letters = []
            if text.strip():
                self.sheet.words.append(
                    Word(
                        text, self.start, self.end, self.y, self.size, self.is_bold, has_blank,
                        self.turn,
                    )
                )  # fmt: skip
                return
        if has_blank and self.sheet.words:
            last = self.sheet.words[-1]
            if last.turn == self.turn and abs(last.end - self.end) < last.size:
                self.sheet.words[-1] = last._replace(has_blank=True)

    def _show(self, piece: bytes, pen: "_Pen") -> None:
        state = pen.state
        if state.face is None or not piece:
            return
        matrix = _product(pen.line, state.ctm)
        a, b, c, d, _, _ = matrix
        along = math.hypot(a, b)
        size = abs(state.size) * math.hypot(c, d)
        if not along or not size or not math.isfinite(size + along):
            return
        turn = round(math.degrees(math.atan2(b, a)) % 360)
        for right in (0, 90, 180, 270, 360):
            if abs(turn - right) <= SKEW:
                turn = right % 360
        cosine, sine = _direction(turn, a / along, b / along)
        forward = along * state.stretch
        is_bold = state.face.is_bold or state.is_stroked
        is_new_line = True
        x = y = 0.0
        for glyph in state.face.glyphs(piece):
            self.glyph_count += 1
            advance = glyph.width * state.size + state.letter_gap
            if glyph.is_blank and state.face.is_simple:
                advance += state.word_gap  # never with codes of two bytes: section 9.3.3
            if is_new_line:
                left = pen.line[4] * state.ctm[0] + pen.line[5] * state.ctm[2] + state.ctm[4]
                up = pen.line[4] * state.ctm[1] + pen.line[5] * state.ctm[3] + state.ctm[5]
                left, up = left + c * state.rise, up + d * state.rise
                x, y = left * cosine + up * sine, up * cosine - left * sine
                is_new_line = False
            end = x + (advance if glyph.is_blank else advance - state.letter_gap) * forward
            self._place(glyph, (x, end, y), size, turn, is_bold=is_bold)
            x += advance * forward
            self.following = x
            pen.advance(advance * state.stretch)

    def _place(
        self,
        glyph: Glyph,
        place: tuple[float, float, float],
        size: float,
        turn: int,
        *,
        is_bold: bool,
    ) -> None:
        start, end, y = place
        if glyph.is_blank:
            if self.letters and abs(end - start) < NO_WIDTH * size:
                return  # what browsers draw for a soft hyphen inside a line
            self.end = start if not self.letters else self.end
            self.turn = turn
            self.end_word(has_blank=True)
            return
        goes_on = (
            self.letters
            and self.turn == turn
            and min(abs(start - self.end), abs(start - self.following)) <= WORD_GAP * size
            and abs(y - self.y) <= BASELINE_DRIFT * size
            and abs(size - self.size) <= BASELINE_DRIFT * size
        )
        if not goes_on:
            self.end_word()
            self.start, self.y, self.size, self.turn = start, y, size, turn
            self.is_bold = is_bold
        self.letters.append(glyph.text)
        self.end = end

    def _choose_face(self, resources: Any, operands: list[Any], state: _State) -> None:
        if len(operands) > 1 and isinstance(operands[1], int | float):
            state.size = float(operands[1])
        fonts = _dictionary(resources, "/Font")
        raw = fonts.raw_get(operands[0]) if operands and operands[0] in fonts else None
        if raw is None:
            state.face = None
            return
        number = getattr(raw, "idnum", None) or id(raw)
        if number not in self.faces:
            resource = raw.get_object()
            self.faces[number] = Face(resource)
        state.face = self.faces[number]

    def _draw_object(self, resources: Any, operands: list[Any], state: _State, depth: int) -> None:
        objects = _dictionary(resources, "/XObject")
        if not operands or operands[0] not in objects:
            return
        drawn = objects[operands[0]]
        kind = drawn.get("/Subtype")
        if kind == "/Image":
            self._count_image(state.ctm)
        elif (
            kind == "/Form"
            and id(drawn) not in self.drawing
            and depth < MAX_FORM_DEPTH
            and self.form_count < MAX_FORMS
        ):
            self.form_count += 1
            self.drawing.append(id(drawn))
            inner = state.copy()
            matrix = _matrix(drawn.get("/Matrix") or ())
            inner.ctm = _product(matrix or IDENTITY, state.ctm)
            owner = drawn if "/Resources" in drawn else {"/Resources": resources}
            self.draw(owner, drawn, inner, depth + 1)
            self.drawing.pop()

    def _count_image(self, ctm: Matrix) -> None:
        a, b, c, d, _, _ = ctm
        area = self.sheet.width * self.sheet.height
        self.sheet.pictured += abs(a * d - b * c) / area if area else 0.0


SHOWING = (b"Tj", b"TJ", b"'", b'"')


class _Pen:
    """Where the next glyph goes: the text matrix and what moves it."""

    def __init__(self, state: _State) -> None:
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
        self.line = self._margin = IDENTITY

    def set_line(self, numbers: tuple[float, ...]) -> None:
        self.line = self._margin = _matrix(numbers) or self._margin

    def shift(self, numbers: tuple[float, ...]) -> None:
        across, up = (*numbers, 0.0, 0.0)[:2]
        a, b, c, d, e, f = self._margin
        self.line = self._margin = (a, b, c, d, e + across * a + up * c, f + across * b + up * d)

    def shift_and_lead(self, numbers: tuple[float, ...]) -> None:
        self.state.leading = -numbers[1] if len(numbers) > 1 else self.state.leading
        self.shift(numbers)

    def next_line(self, _numbers: tuple[float, ...]) -> None:
        self.shift((0.0, -self.state.leading))

    def transform(self, numbers: tuple[float, ...]) -> None:
        matrix = _matrix(numbers)
        if matrix:
            self.state.ctm = _product(matrix, self.state.ctm)


def _setter(name: str, share: float = 1.0) -> Callable[[_Pen, tuple[float, ...]], None]:
    def set_measure(pen: _Pen, numbers: tuple[float, ...]) -> None:
        if numbers:
            setattr(pen.state, name, numbers[0] * share)

    return set_measure


def _set_mode(pen: _Pen, numbers: tuple[float, ...]) -> None:
    # Type that is filled and stroked is how some programs make it bold.
    pen.state.is_stroked = bool(numbers) and numbers[0] == 2  # noqa: PLR2004  # table 104


ACTIONS: dict[bytes, Callable[[_Pen, tuple[float, ...]], None]] = {
    b"BT": _Pen.begin,
    b"Tm": _Pen.set_line,
    b"Td": _Pen.shift,
    b"TD": _Pen.shift_and_lead,
    b"T*": _Pen.next_line,
    b"cm": _Pen.transform,
    b"Tc": _setter("letter_gap"),
    b"Tw": _setter("word_gap"),
    b"Tz": _setter("stretch", 0.01),
    b"TL": _setter("leading"),
    b"Ts": _setter("rise"),
    b"Tr": _set_mode,
}


def _shown(page: "PageObject") -> tuple[Matrix, float, float]:
    """The matrix that turns a page as it is shown, and its width and height then."""
    try:
        box, turn = page.cropbox, page.rotation % 360
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001  # a page whose box is broken has words all the same
        return IDENTITY, *A4
    left, foot = float(box.left), float(box.bottom)
    width, height = abs(float(box.width)), abs(float(box.height))
    if turn == 90:  # noqa: PLR2004  # degrees, clockwise
        return (0, -1, 1, 0, -foot, left + width), height, width
    if turn == 180:  # noqa: PLR2004
        return (-1, 0, 0, -1, left + width, foot + height), width, height
    if turn == 270:  # noqa: PLR2004
        return (0, 1, -1, 0, foot + height, -left), height, width
    return (1, 0, 0, 1, -left, -foot), width, height


def _direction(turn: int, cosine: float, sine: float) -> tuple[float, float]:
    exact = {0: (1.0, 0.0), 90: (0.0, 1.0), 180: (-1.0, 0.0), 270: (0.0, -1.0)}
    return exact.get(turn, (cosine, sine))


def _product(m: Matrix, n: Matrix) -> Matrix:
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _matrix(numbers: Iterable[Any]) -> Matrix | None:
    parsed = _numbers(list(numbers))
    if parsed is None or len(parsed) != 6:  # noqa: PLR2004  # a matrix has six
        return None
    a, b, c, d, e, f = parsed
    return (a, b, c, d, e, f)


def _numbers(operands: list[Any]) -> tuple[float, ...] | None:
    if all(isinstance(operand, int | float) for operand in operands):
        return tuple(float(operand) for operand in operands)
    return None


def _dictionary(owner: Any, key: str) -> Any:
    """A dictionary inside another; an empty one where there is none."""
    found = owner.get(key) if hasattr(owner, "get") else None
    found = found.get_object() if hasattr(found, "get_object") else found
    return found if isinstance(found, dict) else {}


def _glyph_space(resource: "DictionaryObject") -> float:
    """What a font's widths are multiplied by; only Type 3 fonts have a scale of their own."""
    matrix = _matrix(resource.get("/FontMatrix") or ()) if "/FontMatrix" in resource else None
    return abs(matrix[0]) if matrix and resource.get("/Subtype") == "/Type3" else 0.001


def _lacks_characters(resource: "DictionaryObject", font: Any) -> bool:
    """Whether codes are numbers of shapes and nothing says which characters they stand for."""
    encoding = resource.get("/Encoding")
    is_numbered = not isinstance(encoding, str) or encoding.startswith("/Identity")
    is_composite = resource.get("/Subtype") == "/Type0"
    return bool(is_composite and is_numbered and not font.character_map)


def _is_forced_bold(flags: Any) -> bool:
    return isinstance(flags, int) and bool(flags & FORCE_BOLD)
