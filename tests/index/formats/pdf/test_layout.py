"""Laws of a PDF's layout: columns in order, rows whole, headings from outline or type."""

import io
import sys

import pytest
from fpdf import FPDF
from pypdf import PdfWriter

from index.formats.pdf import read
from index.formats.pdf.blocks import Style, drafts
from index.formats.pdf.lines import lay_out
from index.formats.pdf.notes import mark_notes, unmarked
from index.formats.pdf.words import Sheet, Word
from tests.index.formats.pdf.checks import headings, said
from tests.made_pdf import (
    Setter,
    blank_pdf,
    finished,
    hyphenated,
    paper,
    prose,
)


def two_columns(pdf: FPDF, texts: list[str], *, by_row: bool, count: int = 2, y: float = 100,
                shift: float = 0.0, mode: str = "line") -> float:  # fmt: skip
    """Set texts in columns; the height at which they end."""
    width = (451 - 18 * (count - 1)) / count
    setter = Setter(pdf, width=width, size=10, leading=12, mode=mode)
    pdf.set_font("Times", "", 10)
    lines: list[tuple[list[str], float, bool]] = []
    for text in texts:
        wrapped = setter.wrapped(hyphenated(text), 12)
        lines += [(words, 12.0 * (not n), n + 1 == len(wrapped)) for n, words in enumerate(wrapped)]
    height = -(-len(lines) // count)
    places = [(column, row) for column in range(count) for row in range(height)]
    if by_row:
        places.sort(key=lambda place: place[1])
    for column, row in places:
        if column * height + row < len(lines):
            words, indent, is_last = lines[column * height + row]
            setter.y = y + 12 * row + shift * column
            x = 72 + column * (width + 18) + indent
            setter.line(words, x, width - indent, is_justified=not is_last)
    return y + 12 * height


@pytest.mark.parametrize("by_row", [True, False], ids=["row by row", "column by column"])
@pytest.mark.parametrize("count", [2, 3])
@pytest.mark.parametrize("shift", [0.0, 5.0], ids=["level", "not level"])
@pytest.mark.parametrize("mode", ["line", "word"])
def test_columns_are_read_one_after_the_other(
    by_row: bool, count: int, shift: float, mode: str
) -> None:
    """Titles and abstracts across the page stand between the columns above and below them."""
    pdf = blank_pdf()
    pdf.add_page(format=(595, 1200))
    texts = [prose(seed, 9) for seed in range(8)]
    pdf.set_font("Helvetica", "B", 18)
    pdf.text(150, 80, "On the silence of valleys")
    setter = Setter(pdf, left=110, width=370)
    setter.y = 110
    setter.paragraph(texts[0])
    y = two_columns(pdf, texts[1:4], by_row=by_row, count=count, y=setter.y + 20, shift=shift,
                    mode=mode)  # fmt: skip
    setter.left, setter.width, setter.y = 72, 451, y + 24
    setter.paragraph(texts[4])
    two_columns(
        pdf, texts[5:7], by_row=by_row, count=count, y=setter.y + 20, shift=shift, mode=mode
    )
    extraction = read(finished(pdf))
    assert said(extraction) == ["On the silence of valleys", *texts[:7]]


def test_a_heading_above_and_below_columns_stays_there() -> None:
    """A short heading that crosses no gutter still stands between two bands of columns."""
    pdf = paper()
    texts = [prose(seed, 8) for seed in range(4)]
    y = 80.0
    for number, text in enumerate(texts[:3]):
        pdf.set_font("Helvetica", "B", 15)
        pdf.text(72, y, f"{number + 1} Part")
        y = two_columns(pdf, [text], by_row=True, y=y + 30) + 34
    setter = Setter(pdf, width=451)
    setter.y = y
    setter.paragraph(texts[3])
    assert said(read(finished(pdf))) == [
        "1 Part", texts[0], "2 Part", texts[1], "3 Part", texts[2], texts[3],
    ]  # fmt: skip


def test_tables_are_rows() -> None:
    """Cells on one line are one row; a bold first row, or one without figures, is the header."""
    pdf = paper()
    rows = [
        ["Harbour", "Ships", "Goods"],
        ["Ostrava", "212", "18,400"],
        ["Port of Holm", "1,388", "41,950"],
        ["Elk", "", "77"],
    ]
    text = prose(1, 5)
    setter = Setter(pdf)
    setter.y = 80
    setter.paragraph(text, after=10)
    pdf.text(72, setter.y, "Table 2: Ships of three harbours")
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            x = 80 + 120 * column if not column else 80 + 120 * column + 60 - setter.measured(cell)
            if cell:
                pdf.text(x, setter.y + 24 + 16 * number, cell)
    setter.y += 110
    setter.paragraph(text)
    extraction = read(finished(pdf))
    assert said(extraction) == [
        text,
        "Table 2: Ships of three harbours",
        "Harbour | Ships | Goods",
        "Ostrava | 212 | 18,400",
        "Port of Holm | 1,388 | 41,950",
        "Elk | | 77",
        text,
    ]
    kinds = [(b.kind, b.level) for b in extraction.blocks]
    assert kinds[1:6] == [("caption", 0), ("row", 1), ("row", 0), ("row", 0), ("row", 0)]


def test_headings_come_from_the_outline() -> None:
    """Level by nesting; only what stands on its page word for word, numbers aside."""
    pdf = blank_pdf()
    setter = Setter(pdf)
    expected = []
    for number, title in enumerate(["The beginning of it all", "What happened then"], 1):
        setter.new_page()
        for level, words in [(0, title), (1, f"Of the details ({number})")]:
            pdf.set_y(setter.y - 12)
            pdf.start_section(words.upper(), level)
            pdf.set_font("Times", "", 11)  # no larger than the text, so that only the outline tells
            pdf.text(72, setter.y, f"{number}.{level} {words}" if level else words)
            expected.append((level + 1, f"{number}.{level} {words}" if level else words))
            setter.y += 14
            setter.paragraph(prose(number + level, 6))
    pdf.start_section("Nowhere on the page", 0)
    assert headings(read(finished(pdf))) == expected


def test_headings_come_from_the_type() -> None:
    """Without an outline: larger type by its size, bold lines of their own below them."""
    pdf = paper()
    setter = Setter(pdf)
    setter.y = 80
    for size, words in [(22, "The whole book"), (15, "Part one"), (11, "Its first section")]:
        setter.heading(words, size)
        setter.paragraph(prose(size, 4), after=16)
    pdf.set_font("Times", "B", 11)
    pdf.text(72, setter.y, "A bold sentence ends like a sentence.")
    setter.y += 20
    setter.paragraph(prose(3, 4))
    extraction = read(finished(pdf))
    assert headings(extraction) == [
        (1, "The whole book"), (2, "Part one"), (3, "Its first section"),
    ]  # fmt: skip


def test_lists_are_items() -> None:
    """Each item is a block, its wrapped lines joined, its depth by its indent."""
    pdf = paper()
    setter = Setter(pdf, width=300, is_justified=False)
    setter.y = 80
    setter.paragraph(prose(1, 3), after=6)
    items = [("1.", 0), ("2.", 0), ("(a)", 40), ("(b)", 40), ("-", 0), ("-", 0)]
    expected = []
    for number, (mark, indent) in enumerate(items):
        text = prose(number, 2)
        pdf.text(72 + indent, setter.y, mark)
        setter.left = 72 + indent + 18
        setter.paragraph(text)
        expected.append((indent // 40 + 1, f"{mark} {text}"))
    setter.left = 72
    setter.y += 8
    setter.paragraph(prose(9, 3))
    extraction = read(finished(pdf))
    found = [(b.level, extraction.text[b.start : b.end]) for b in extraction.blocks]
    assert found[1:-1] == expected
    assert {b.kind for b in extraction.blocks[1:-1]} == {"item"}


def test_footnotes_are_notes_and_their_marks_are_links() -> None:
    """The raised number goes if its note stands on the page; powers of ten stay powers."""
    pdf = paper()
    pdf.text(72, 100, "The harbour was begun in 1871")
    x = 72 + pdf.get_string_width("The harbour was begun in 1871")
    pdf.set_font("Times", "", 7)
    pdf.text(x, 96, "1")
    pdf.set_font("Times", "", 11)
    pdf.text(x + 3.5, 100, ", and it cost 10")
    x += 3.5 + pdf.get_string_width(", and it cost 10")
    pdf.set_font("Times", "", 7)
    pdf.text(x, 96, "6")
    pdf.set_font("Times", "", 11)
    pdf.text(x + 3.5, 100, " crowns of that time.")
    pdf.set_font("Times", "", 5.5)
    pdf.text(72, 757, "1")
    pdf.set_font("Times", "", 8)
    pdf.text(76, 760, "The year is given by the diary.")
    extraction = read(finished(pdf))
    assert said(extraction) == [
        "The harbour was begun in 1871, and it cost 10⁶ crowns of that time.",
        "¹ The year is given by the diary.",
    ]
    assert extraction.blocks[1].kind == "note"


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_turned_pages_are_read_upright(turn: int) -> None:
    """A page that is shown turned, and one on which all words are drawn turned, read the same."""
    text = prose(8, 8)
    pdf = paper()
    setter = Setter(pdf)
    setter.y = 80
    setter.paragraph(text)
    writer = PdfWriter(clone_from=io.BytesIO(finished(pdf)))
    writer.pages[0].rotate(turn)
    out = io.BytesIO()
    writer.write(out)
    assert said(read(out.getvalue())) == [text]
    writer.pages[0].transfer_rotation_to_content()
    out = io.BytesIO()
    writer.write(out)
    assert said(read(out.getvalue())) == [text]


@pytest.mark.parametrize("cells", [1, 2], ids=["text", "table"])
def test_the_time_for_a_page_grows_with_its_lines(cells: int) -> None:
    """Twice the lines are about twice the work; it is counted in calls, as clocks are noisy."""

    def work(count: int) -> int:
        sheet = Sheet([], 600.0, 12.0 * count)
        for number in range(count):
            for cell in range(cells):
                start = 50.0 + 200 * cell
                words = Word(f"Line{number}", start, start + 45, 12.0 * (count - number), 10.0,
                             is_bold=False, has_blank=False, turn=0)  # fmt: skip
                sheet.words.append(words)
        calls = 0

        def count_call(*_: object) -> None:
            nonlocal calls
            calls += 1

        sys.setprofile(count_call)
        try:
            lines = lay_out(sheet).lines
            style = Style.of([lines])
            found = drafts(0, lines, style)
            mark_notes(found, style)
            unmarked(found)
        finally:
            sys.setprofile(None)
        return calls

    assert work(1000) < 2.5 * work(500)


def test_tables_of_sentences_are_rows() -> None:
    """Cells of several lines look like columns, but begin level after more room, row by row."""
    pdf = paper()
    rows = [[prose(3 * number + cell, 1 + cell) for cell in range(3)] for number in range(4)]
    above = 80.0
    for row in rows:
        setters = [Setter(pdf, left=72 + 155 * cell, width=141, size=10, leading=12,
                          is_justified=False, is_hyphenated=False, y=above)
                   for cell in range(3)]  # fmt: skip
        for setter, cell in zip(setters, row, strict=True):
            setter.paragraph(cell)
        above = max(setter.y for setter in setters) + 8
    pdf.text(72, above + 10, "So much for this.")
    extraction = read(finished(pdf))
    assert said(extraction) == [*(" | ".join(row) for row in rows), "So much for this."]
    assert said(extraction, "row") == [" | ".join(row) for row in rows]


@pytest.mark.parametrize("seed", [13, 25, 31, 40])
def test_columns_of_short_paragraphs_are_no_table(seed: int) -> None:
    """Room between paragraphs falls level in both columns by chance; that makes no rows."""
    pdf = paper()
    texts = []
    for column in range(2):
        setter = Setter(
            pdf, left=72 + 234 * column, width=216, size=10, leading=12, is_justified=False, y=100
        )
        while setter.y < 700:
            texts.append(prose(97 * seed + 31 * column + len(texts), 1 + len(texts) % 2))
            setter.paragraph(texts[-1], after=6)
    assert said(read(finished(pdf))) == texts


def test_full_cells_are_cells() -> None:
    """Beside a cell that fills its column little room is left; its second line is of the row."""
    pdf = paper()
    pdf.set_font("Times", "", 10)
    wide = "Widgets, large and blue, with a coating"
    edge = 72 + pdf.get_string_width(wide) + 7  # less than the room that tells cells elsewhere
    lines = [["Goods", "Price", "Sum"], [wide, "25.00", "250.00"], ["that lasts"],
             ["Delivery", "15.00", "15.00"]]  # fmt: skip
    for y, cells in zip([100, 118, 130, 148], lines, strict=True):
        for cell, x in zip(cells, [72, edge, edge + 60], strict=False):
            pdf.text(x, y, cell)
    assert said(read(finished(pdf)), "row") == [
        "Goods | Price | Sum",
        f"{wide} that lasts | 25.00 | 250.00",
        "Delivery | 15.00 | 15.00",
    ]


@pytest.mark.parametrize("seed", [22, 51, 101])
def test_loosely_justified_lines_are_no_rows(seed: int) -> None:
    """The blanks of a justified line are even; they are no gaps between full cells."""
    pdf = paper()
    setter = Setter(pdf, width=110, size=10, leading=12, is_hyphenated=False, y=100)
    number = 0
    while setter.y < 700:
        setter.paragraph(prose(97 * seed + number, 2), after=6)
        number += 1
    assert not said(read(finished(pdf)), "row")


def test_a_note_has_its_mark_in_the_text_or_a_raised_one() -> None:
    """A date in small type at a column's foot is no note."""
    pdf = paper()
    setter = Setter(pdf)
    setter.y = 80
    setter.paragraph(prose(1, 5), after=20)
    pdf.set_font("Times", "", 8)
    pdf.text(72, setter.y, "1 July: the fair of the summer.")
    assert not said(read(finished(pdf)), "note")


def test_a_table_of_contents_is_an_entry_a_block() -> None:
    """The dots that lead to a page's number are one sign, and each entry stands alone."""
    pdf = paper()
    for number, name in enumerate(("Rain", "Snow and ice", "The long frost of 1890")):
        pdf.text(72, 100 + 16 * number, f"{name} {'. ' * (60 - len(name))}{3 + 9 * number}")
    assert said(read(finished(pdf))) == [
        "Rain … 3", "Snow and ice … 12", "The long frost of 1890 … 21",
    ]  # fmt: skip
