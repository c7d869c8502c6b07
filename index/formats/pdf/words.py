"""A PDF page's content stream → words with their places.

A page is a program that draws glyphs, in any order, by the line, the word or the letter. It is
run here as far as text goes, so that each word has a place and a size; words on the page's
lines are put in order by ``lines.py``. Colours, clipping and text hidden behind other things
are not looked at, and vertical writing is read as if it were horizontal.

ISO 32000-2, sections 8 (graphics state) and 9 (text).
"""

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from index.formats.pdf.content import dictionary_of, direction, on_page, operations, shown
from index.formats.pdf.fonts import Face, Glyph
from index.formats.pdf.pen import IDENTITY, SHOWING, Matrix, Pen, State, matrix_of, product

if TYPE_CHECKING:
    from pypdf import PageObject

# Glyphs further apart than this share of the type size are two words. Between words of a
# justified line there is rarely less than 0.22, inside a word hardly ever more than 0.08.
WORD_GAP = 0.15
BASELINE_DRIFT = 0.05  # share of the type size: letters of one word stand on one line
NO_WIDTH = 0.02  # share of the type size: a blank that is narrower is none
SKEW = 5.0  # degrees: lines of a page that was scanned a little askew are level all the same

MAX_GLYPHS = 400_000  # of a page; a broadsheet has about 40,000. A loop of forms stops here
MAX_FORMS = 2_000  # forms drawn on a page, each counted as often as it is drawn
MAX_FORM_DEPTH = 12  # forms inside forms


class TooManyGlyphsError(Exception):
    """A page draws more than any page says."""


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


@dataclass(slots=True)
class Sheet:
    """What a page holds.

    Attributes:
        words: in the order they are drawn.
        width, height: in points, the page turned as it is shown.
        pictured: the share of the page that images cover, from 0; overlaps count twice.
        is_whole: whether all of it could be read.
        is_too_long: it was not, as it draws more than any page does.
    """

    words: list[Word]
    width: float
    height: float
    pictured: float = 0.0
    is_whole: bool = True
    is_too_long: bool = False


def read_page(page: "PageObject", faces: dict[int, Face]) -> Sheet:
    """The words of a page.

    Args:
        page: of an open document.
        faces: the document's fonts by object number; filled here.
    """
    ctm, width, height = shown(page)
    sheet = Sheet([], width, height)
    painter = _Painter(sheet, faces, getattr(page.indirect_reference, "pdf", None))
    try:
        painter.draw(page, page.get("/Contents"), State(ctm), 0)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001  # a broken object leads pypdf into any error;
        painter.note(error)  # what was drawn before it can be read all the same
    painter.end_word()
    sheet.words = on_page(sheet.words, width, height)
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

    def draw(self, owner: Any, contents: Any, state: State, depth: int) -> None:
        """Run the content stream of a page or form."""
        resources = dictionary_of(owner, "/Resources")
        pen = Pen(state)
        saved: list[State] = []
        found, fault = operations(contents, self.pdf)
        self.note(fault)
        for operands, operator in found:
            if self.glyph_count > MAX_GLYPHS:
                raise TooManyGlyphsError
            if operator == b"q":
                saved.append(pen.state.copy())
            elif operator == b"Q":
                pen.state = saved.pop() if saved else pen.state
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

    def note(self, fault: Exception | None) -> None:
        """Remember what kept the page from being read whole, if anything did."""
        from pypdf.errors import LimitReachedError

        self.sheet.is_whole &= fault is None
        self.sheet.is_too_long |= isinstance(fault, LimitReachedError | TooManyGlyphsError)

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

    def _show(self, piece: bytes, pen: "Pen") -> None:
        state = pen.state
        if state.face is None or not piece:
            return
        matrix = product(pen.line, state.ctm)
        a, b, c, d, _, _ = matrix
        along = math.hypot(a, b)
        size = abs(state.size) * math.hypot(c, d)
        if not along or not size or not math.isfinite(size + along):
            return
        sign = -1 if state.size < 0 else 1  # type of negative size is turned upside down
        turn = round(math.degrees(math.atan2(sign * b, sign * a)) % 360)
        for right in (0, 90, 180, 270, 360):
            if abs(turn - right) <= SKEW:
                turn = right % 360
        cosine, sine = direction(turn, sign * a / along, sign * b / along)
        forward = sign * along * state.stretch
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

    def _choose_face(self, resources: Any, operands: list[Any], state: State) -> None:
        if len(operands) > 1 and isinstance(operands[1], int | float):
            state.size = float(operands[1])
        fonts = dictionary_of(resources, "/Font")
        raw = fonts.raw_get(operands[0]) if operands and operands[0] in fonts else None
        if raw is None:
            state.face = None
            return
        number = getattr(raw, "idnum", None) or id(raw)
        if number not in self.faces:
            resource = raw.get_object()
            self.faces[number] = Face(resource)
        state.face = self.faces[number]

    def _draw_object(self, resources: Any, operands: list[Any], state: State, depth: int) -> None:
        objects = dictionary_of(resources, "/XObject")
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
            matrix = matrix_of(drawn.get("/Matrix") or ())
            inner.ctm = product(matrix or IDENTITY, state.ctm)
            owner = drawn if "/Resources" in drawn else {"/Resources": resources}
            self.draw(owner, drawn, inner, depth + 1)
            self.drawing.pop()

    def _count_image(self, ctm: Matrix) -> None:
        a, b, c, d, _, _ = ctm
        area = self.sheet.width * self.sheet.height
        self.sheet.pictured += abs(a * d - b * c) / area if area else 0.0
