"""Laws of the PDF reader: sentences are whole, nothing is lost but heads and page numbers."""

import importlib.util
import io
import logging
import random
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from fpdf import FPDF
from fpdf.enums import AccessPermission, EncryptionMethod
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, NameObject

from index.document import Block
from index.formats.extraction import Extraction, Refusal
from index.formats.pdf import read
from index.progress import Progress
from index.sentences import sentences

HERE = Path(__file__).parent
SPEC = importlib.util.spec_from_file_location("made_pdf", HERE.parents[1] / "made_pdf.py")
assert SPEC
assert SPEC.loader
made_pdf = importlib.util.module_from_spec(SPEC)
__import__("sys").modules["made_pdf"] = made_pdf
SPEC.loader.exec_module(made_pdf)

DATA = HERE.parents[1] / "data"


def said(extraction: Extraction, *kinds: str) -> list[str]:
    """The words of the blocks of some kinds, or of all."""
    return [
        extraction.text[b.start : b.end] for b in extraction.blocks if not kinds or b.kind in kinds
    ]


def headings(extraction: Extraction) -> list[tuple[int, str]]:
    return [(b.level, b.label) for b in extraction.blocks if b.kind == "heading"]


def page_of(extraction: Extraction, words: str) -> int:
    """The page, from 1, on which some words stand; they must stand there once."""
    assert extraction.text.count(words) == 1
    at = extraction.text.index(words)
    (page,) = [n for n, p in enumerate(extraction.pages, 1) if p.start <= at < p.end]
    return page


def check(extraction: Extraction, page_count: int) -> None:
    """What holds for every extraction."""
    text, blocks = extraction.text, extraction.blocks
    text.encode()
    end = 0
    for block in blocks:
        assert end <= block.start < block.end
        assert not text[end : block.start].strip()
        assert text[block.start : block.end] == text[block.start : block.end].strip()
        end = block.end
    assert not text[end:].strip()
    assert len(extraction.pages) == page_count
    edges = [0, *(edge for page in extraction.pages for edge in page), len(text)]
    assert all(edges[i] == edges[i + 1] for i in range(0, len(edges), 2))


def paper() -> FPDF:
    pdf = made_pdf.blank_pdf()
    pdf.add_page()
    pdf.set_font("Times", "", 11)
    return pdf


def finished(pdf: FPDF) -> bytes:
    return bytes(pdf.output())


def prose(seed: int, count: int) -> str:
    chance = random.Random(seed)
    return " ".join(made_pdf.filler(chance) for _ in range(count))


@pytest.mark.parametrize("mode", ["line", "word", "letter"])
def test_sentences_of_the_article_are_whole(mode: str) -> None:
    """However a program draws, the sentences are those of the text, without head and number."""
    title, *paragraphs = made_pdf.article_text().strip().split("\n")
    extraction = read(made_pdf.article_pdf(mode=mode, times=3))
    check(extraction, 4)
    text = "\n\n".join(paragraphs * 3)
    expected = [text[slice(*s)] for block in sentences(text, "txt") for s in block]
    body = "\n\n".join(said(extraction, "paragraph"))
    found = [body[slice(*s)] for block in sentences(body, "txt") for s in block]
    assert [f for f in found if not f.startswith("Reuters world news")] == expected
    assert headings(extraction) == [(1, title)]
    assert extraction.title == title
    assert extraction.text.count("Reuters world news") == 1


@settings(max_examples=40)
@given(
    st.integers(0, 10_000),
    st.integers(1, 12),
    st.sampled_from(["line", "word", "letter"]),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)
def test_paragraphs_come_back(
    seed: int, count: int, mode: str, is_justified: bool, is_indented: bool, is_wide: bool
) -> None:
    """Paragraphs of any length, set in any of the usual ways, are the blocks of the text."""
    chance = random.Random(seed)
    texts = [
        " ".join(made_pdf.filler(chance) for _ in range(chance.randrange(2, 7)))
        for _ in range(count)
    ]
    pdf = made_pdf.blank_pdf()
    setter = made_pdf.Setter(
        pdf, mode=mode, is_justified=is_justified, width=450 if is_wide else 240, foot=400
    )
    setter.new_page()
    for text in texts:
        indent, after = (14, 0) if is_indented else (0, 7)
        setter.paragraph(made_pdf.hyphenated(text), indent=indent, after=after)
    extraction = read(finished(pdf))
    check(extraction, pdf.page_no())
    found = said(extraction)
    assert " ".join(found) == " ".join(texts)
    # Where a paragraph fills a page to its last letter, nobody can tell that the next begins.
    edges = {page.start for page in extraction.pages[1:]}
    for block in extraction.blocks:
        words = extraction.text[block.start : block.end]
        if words not in texts:
            assert edges & set(range(block.start, block.end))
            assert any(words.startswith(text) for text in texts)


def two_columns(pdf: FPDF, texts: list[str], *, by_row: bool, count: int = 2, y: float = 100,
                shift: float = 0.0, mode: str = "line") -> float:  # fmt: skip
    """Set texts in columns; the height at which they end."""
    width = (451 - 18 * (count - 1)) / count
    setter = made_pdf.Setter(pdf, width=width, size=10, leading=12, mode=mode)
    pdf.set_font("Times", "", 10)
    lines: list[tuple[list[str], float, bool]] = []
    for text in texts:
        wrapped = setter.wrapped(made_pdf.hyphenated(text), 12)
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
    pdf = paper()
    texts = [prose(seed, 9) for seed in range(8)]
    pdf.set_font("Helvetica", "B", 18)
    pdf.text(150, 80, "On the silence of valleys")
    setter = made_pdf.Setter(pdf, left=110, width=370)
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
    setter = made_pdf.Setter(pdf, width=451)
    setter.y = y
    setter.paragraph(texts[3])
    assert said(read(finished(pdf))) == [
        "1 Part", texts[0], "2 Part", texts[1], "3 Part", texts[2], texts[3],
    ]  # fmt: skip


def test_what_runs_over_a_page_is_one_block() -> None:
    """A paragraph goes on after the page's edge, although a note and a table stand between."""
    pdf = made_pdf.blank_pdf()
    setter = made_pdf.Setter(pdf, foot=200)
    text = prose(5, 14)
    setter.new_page()
    setter.paragraph(made_pdf.hyphenated(text))
    assert pdf.page_no() == 2
    pdf.page = 1
    pdf.set_font("Times", "", 8)
    pdf.text(72, 700, "* A note that stands below the text of the first page.")
    extraction = read(finished(pdf))
    check(extraction, 2)
    assert said(extraction, "paragraph") == [text]
    assert said(extraction, "note") == ["* A note that stands below the text of the first page."]
    assert page_of(extraction, "A note that") == 1
    last = text.rsplit(". ", 1)[1]
    assert page_of(extraction, last) == 2


def test_running_heads_feet_and_numbers_are_left_out() -> None:
    """Left and right heads, a number in each of the usual forms; what is said once is kept."""
    forms: list[Callable[[int], str]] = [
        str, "- {} -".format, "Page {} of 12".format, "{} | The second title".format,
        "[{}]".format, "p. {}".format, lambda n: "i ii iii iv v vi vii viii ix x xi xii".split()[n - 1],
    ]  # fmt: skip
    for form in forms:
        pdf = made_pdf.blank_pdf()
        setter = made_pdf.Setter(pdf, foot=700)
        texts = [prose(number, 12) for number in range(12)]
        for number, text in enumerate(texts, 1):
            setter.new_page()
            pdf.set_font("Helvetica", "", 8)
            pdf.text(72, 50, "Left head of the book" if number % 2 else "Chapter on right hands")
            pdf.text(280, 800, form(number))
            setter.paragraph(text)
        extraction = read(finished(pdf))
        check(extraction, 12)
        kept = [
            "Left head of the book",
            "Chapter on right hands",
            *(["1 | The second title"] if "|" in form(1) else []),
        ]
        assert [t for t in said(extraction) if t not in kept] == texts, form(3)
        assert sorted(t for t in said(extraction) if t in kept) == sorted(kept)


def test_few_pages_keep_all_but_bare_numbers() -> None:
    """Two pages are hardly any evidence: only the number that is the page's own goes."""
    pdf = made_pdf.blank_pdf()
    setter = made_pdf.Setter(pdf)
    for number in (1, 2):
        setter.new_page()
        setter.paragraph(f"Words of page {number}, which are many and fill its line. " * 3)
        pdf.text(72, 730, f"Sum {number + 40}")
        pdf.text(72, 760, "1984")
        pdf.text(290, 800, str(number))
    extraction = read(finished(pdf))
    assert [t for t in said(extraction) if not t.startswith("Words")] == [
        "Sum 41", "1984", "Sum 42", "1984",
    ]  # fmt: skip


def test_figures_of_a_table_at_the_edge_are_no_page_numbers() -> None:
    """A table that runs to the foot of each page keeps all its rows."""
    pdf = made_pdf.blank_pdf()
    rows = []
    chance = random.Random(3)
    for _page in range(4):
        pdf.add_page()
        pdf.set_font("Times", "", 10)
        for line in range(50):
            row = [str(chance.randrange(100, 999)) for _ in range(3)]
            rows.append(" | ".join(row))
            for column, cell in enumerate(row):
                pdf.text(100 + 120 * column, 60 + 15 * line, cell)
    extraction = read(finished(pdf))
    assert said(extraction, "row") == rows


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
    setter = made_pdf.Setter(pdf)
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
    pdf = made_pdf.blank_pdf()
    setter = made_pdf.Setter(pdf)
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
    setter = made_pdf.Setter(pdf)
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
    setter = made_pdf.Setter(pdf, width=300, is_justified=False)
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


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["This is an unfor-", "tunate word."], "This is an unfortunate word."),
        (["The Anglo-", "Saxon king in 19-", "20 said it."], "The Anglo-Saxon king in 19-20 said it."),
        (["A well-", "known man, well-known."], "A well-known man, well-known."),
        (["It is re-entry after re-", "entry of it."], "It is re-entry after re-entry of it."),
        (["The reentry at re-", "entry of it."], "The reentry at reentry of it."),
        (["Both pre-", "and postwar years."], "Both pre- and postwar years."),
        (["It ended INTER-", "NATIONAL trade."], "It ended INTERNATIONAL trade."),
        (["It was so – yet", "it was not."], "It was so – yet it was not."),
        (["A soft hy\u00ad", "phen is gone."], "A soft hyphen is gone."),
    ],
)  # fmt: skip
def test_hyphens_at_a_lines_end(lines: list[str], text: str) -> None:
    """A word cut at a line's end is whole; a hyphen that belongs to the word stays."""
    from index.formats.pdf_joins import Spellings

    spellings = Spellings.of(lines)
    joined = lines[0]
    for line in lines[1:]:
        joined, glue = spellings.join(joined, line)
        joined += glue + line
    assert joined == text


def test_letters_of_any_script_and_ligatures() -> None:
    """Accents and other scripts pass; ligatures are spelt out; Hebrew is read from the right."""
    font = made_pdf.unicode_font()
    if font is None:
        pytest.skip("no TrueType font on this machine")
    pdf = made_pdf.blank_pdf()
    pdf.add_page()
    pdf.add_font("any", "", str(font))
    pdf.set_font("any", "", 12)
    lines = ["The e\ufb03cient o\ufb03ce of the \ufb01rst \ufb02oor.", "Łódź, Ærø, naïve, Żółć.",
             "Ελληνικά και русский текст."]  # fmt: skip
    for number, line in enumerate(lines):
        pdf.text(72, 100 + 40 * number, line)
    pdf.text(72, 240, "שלום עולם טוב"[::-1])  # as it stands on the page, from left to right
    assert said(read(finished(pdf))) == [
        "The efficient office of the first floor.", *lines[1:], "שלום עולם טוב",
    ]  # fmt: skip


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_turned_pages_are_read_upright(turn: int) -> None:
    """A page that is shown turned, and one on which all words are drawn turned, read the same."""
    text = prose(8, 8)
    pdf = paper()
    setter = made_pdf.Setter(pdf)
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


def test_watermarks_are_no_part_of_the_text() -> None:
    """Words across every page are said once, outside the paragraphs that they cross."""
    pdf = made_pdf.blank_pdf()
    texts = [prose(seed, 10) for seed in range(4)]
    setter = made_pdf.Setter(pdf)
    for text in texts:
        setter.new_page()
        setter.paragraph(text)
        with pdf.rotation(45, 300, 400):
            pdf.set_font("Helvetica", "B", 60)
            pdf.text(200, 400, "CONFIDENTIAL")
    assert said(read(finished(pdf))) == ["CONFIDENTIAL", *texts]


def test_words_drawn_twice_are_read_once() -> None:
    """Poor man's bold: the same word again, a hair to the right."""
    pdf = paper()
    for shift in (0, 0.3):
        pdf.text(72 + shift, 100, "Twice is enough.")
    assert said(read(finished(pdf))) == ["Twice is enough."]


def test_titles_that_programs_make_up_are_none() -> None:
    """The file's own title is taken unless it is a file's name or a placeholder."""
    titles = {
        "The Harbour of Holm": "The Harbour of Holm",
        "Untitled": "", "untitled document 1": "", "Microsoft Word - thesis_v3.doc": "",
        "report-final.pdf": "", "Slide 1": "", "  ": "", "Document1": "", "Title I": "Title I",
        "about:blank": "", "12": "",
    }  # fmt: skip
    for given_title, title in titles.items():
        pdf = paper()
        pdf.set_title(given_title)
        pdf.text(72, 100, "Some words.")
        assert read(finished(pdf)).title == title, given_title


def test_progress_is_told() -> None:
    """One step a page, and the end."""
    steps: list[Progress] = []
    pdf = paper()
    pdf.text(72, 100, "Some words.")
    read(finished(pdf), progress=steps.append)
    assert steps == [Progress("Reading pages", 0, 1), Progress("Reading pages", 1, 1)]


def test_pages_without_words_have_a_span() -> None:
    """Page numbers of citations count blank pages."""
    pdf = made_pdf.blank_pdf()
    for number in range(4):
        pdf.add_page()
        pdf.set_font("Times", "", 11)
        if number == 2:
            pdf.text(72, 100, "Only here are words.")
    extraction = read(finished(pdf))
    check(extraction, 4)
    assert page_of(extraction, "Only here") == 3


METHODS = [EncryptionMethod.RC4, EncryptionMethod.AES_128, EncryptionMethod.AES_256]


@pytest.mark.parametrize("method", METHODS)
def test_encrypted_files_ask_for_their_password(method: EncryptionMethod) -> None:
    """Without, with a wrong and with the right password; an owner's password alone bars nobody."""
    pdf = paper()
    pdf.text(72, 100, "A secret.")
    pdf.set_encryption("owner", "user", encryption_method=method)
    data = finished(pdf)
    with pytest.raises(Refusal, match=r"is encrypted: name its password with --password\."):
        read(data)
    with pytest.raises(Refusal, match="is encrypted, and the password does not open it: "):
        read(data, password="wrong")  # noqa: S106
    assert said(read(data, password="user")) == ["A secret."]  # noqa: S106
    assert said(read(data, password="owner")) == ["A secret."]  # noqa: S106
    pdf = paper()
    pdf.text(72, 100, "No secret.")
    pdf.set_encryption("owner", permissions=AccessPermission.none(), encryption_method=method)
    assert said(read(finished(pdf))) == ["No secret."]
    assert said(read(finished(pdf), password="anything")) == ["No secret."]  # noqa: S106


def picture() -> io.BytesIO:
    from PIL import Image

    stream = io.BytesIO()
    Image.new("L", (60, 80), 200).save(stream, "PNG")
    return stream


def test_scans_are_refused() -> None:
    """Pictures of pages have no text, whatever a scanner stamps on them; a poster has."""
    poster = "But this is a poster with a good many words on it, and they can be read."
    for words in ("", "Scanned by X", poster):
        pdf = made_pdf.blank_pdf()
        for _ in range(3):
            pdf.add_page()
            pdf.image(picture(), 0, 0, 595, 842)
        pdf.set_font("Times", "", 8)
        pdf.text(20, 400, words)
        if words == poster:
            assert said(read(finished(pdf))) == [poster]
        else:
            with pytest.raises(Refusal, match=r"has no text layer: it is a scan\. Run it through"):
                read(finished(pdf))


def test_blank_files_are_refused() -> None:
    """A page without words or pictures has no text layer either."""
    pdf = paper()
    with pytest.raises(Refusal, match="has no text layer"):
        read(finished(pdf))


def test_damaged_files_give_what_can_be_had() -> None:
    """Without its table of objects a file can be read; with half of its bytes it is refused."""
    data = made_pdf.article_pdf()
    whole = read(data)
    for cut in (data[:-30], data[: data.rindex(b"\nxref\n")], b"junk before\n" + data):
        assert read(cut).text == whole.text
    for broken in (data[:2000], b"", b"%PDF-1.7\n", b"%PDF-1.7\n" + b"\0" * 5000, data[:50] * 20):
        with pytest.raises(Refusal, match=r"is damaged or cut off: .*\.$"):
            read(broken)


def test_a_damaged_page_does_not_hide_the_others() -> None:
    """What a broken content stream draws before the break is read, and so are other pages."""
    pdf = made_pdf.blank_pdf()
    pdf.set_compression(False)
    for number in range(3):
        pdf.add_page()
        pdf.set_font("Times", "", 11)
        pdf.text(72, 100, f"Words of page {number + 1}.")
    data = finished(pdf).replace(b"(Words of page 2.) Tj", b"(Words of page 2. Tj<")
    found = said(read(data))
    assert "Words of page 1." in found
    assert "Words of page 3." in found


def test_files_without_pages_are_refused() -> None:
    """Zero pages are an empty file."""
    writer = PdfWriter()
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(Refusal, match=r"has no pages in it"):
        read(out.getvalue())


def test_letters_that_cannot_be_told_are_refused() -> None:
    """A font of numbered shapes without a table to characters gives no text."""
    font = made_pdf.unicode_font()
    if font is None:
        pytest.skip("no TrueType font on this machine")
    pdf = made_pdf.blank_pdf()
    pdf.add_page()
    pdf.add_font("any", "", str(font))
    pdf.set_font("any", "", 12)
    pdf.text(72, 100, "Nobody can read this.")
    writer = PdfWriter(clone_from=io.BytesIO(finished(pdf)))
    fonts = writer.pages[0]["/Resources"]["/Font"]  # type: ignore[index]
    for name in fonts:
        del fonts[name].get_object()["/ToUnicode"]
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(Refusal, match=r"its letters cannot be told, .* ocrmypdf --force-ocr\.$"):
        read(out.getvalue())


def raw_pdf(*objects: bytes) -> bytes:
    """A file of objects, the first of which is the catalogue."""
    out = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer\n<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1, start,
    )  # fmt: skip


FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"


def drawn(content: bytes, **more: bytes) -> bytes:
    """A file of one page with this content."""
    return raw_pdf(
        b"<</Type/Catalog/Pages 2 0 R%s>>" % more.get("catalog", b""),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>"
        b"/XObject<</X 6 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        FONT,
        *([more["form"]] if "form" in more else []),
        *more.get("others", b"").split(b"|"),
    )


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"BT /F 12 Tf 72 700 Td [(Ker)20(ned w)-10(ords) -400 (apart.)] TJ ET", "Kerned words apart."),
        (b"BT /F 12 Tf 14 TL 72 700 Td (One line) Tj (and the next.) ' ET", "One line and the next."),
        (b"BT /F 1 Tf 12 0 0 12 72 700 Tm (Scaled) Tj 4 0 Td (words.) Tj ET", "Scaled words."),
        (b"BT /F 12 Tf 150 700 Td (second.) Tj -78 0 Td (Drawn first,) Tj ET", "Drawn first, second."),
        (b"q 1 0 0 -1 0 800 cm BT /F 12 Tf 1 0 0 -1 72 100 Tm (Upside up.) Tj ET Q", "Upside up."),
        (b"BT /F 12 Tf 4 Tc 72 700 Td (S) Tj 12 0 Td (o.) Tj ET", "So."),
        (b"BT /F 12 Tf 72 700 Td (H) Tj 0 -2 Td /F 7 Tf 8.7 0 Td (2) Tj /F 12 Tf 3.9 2 Td (O.) Tj ET",
         "H2O."),
        (b"/F 12 Tf BT 72 700 Td <46696E65> Tj ET Q Q Q ] >> (", "Fine"),
        (b"BT /None 12 Tf 72 700 Td (lost) Tj /F 12 Tf 0 -20 Td (Found.) Tj ET", "Found."),
        (b"BT /F 12 Tf 72 700 Td (A) Tj /F /G Tf (B) Tj 1 Tm x y Td () Tj (.) Tj ET", "AB."),
    ],
)  # fmt: skip
def test_quirks_of_content_streams(content: bytes, text: str) -> None:
    """However the operators place the words, they read as they stand on the page."""
    assert said(read(drawn(content))) == [text]


def test_forms_are_read_in_place() -> None:
    """Words in a form stand where the form is drawn; a form that draws itself ends."""
    form = (
        b"<</Type/XObject/Subtype/Form/BBox[0 0 600 800]/Matrix[1 0 0 1 0 10]/Resources<</Font"
        b"<</F 5 0 R>>/XObject<</X 6 0 R>>>>/Length 54>>stream\n"
        b"BT /F 12 Tf 72 90 Td (in the middle) Tj ET /X Do    \nendstream"
    )
    content = (
        b"BT /F 12 Tf 72 720 Td (First) Tj ET q 1 0 0 1 0 600 cm /X Do Q "
        b"BT /F 12 Tf 72 680 Td (and last.) Tj ET"
    )
    assert read(drawn(content, form=form)).text.startswith("First")
    assert "in the middle" in read(drawn(content, form=form)).text


def test_loops_end() -> None:
    """A page tree or an outline that leads back to itself is refused or passed over, in time."""
    words = b"BT /F 12 Tf 72 700 Td (Some words.) Tj ET"
    looped = drawn(words, catalog=b"/Outlines 7 0 R", form=b"<<>>", others=(
        b"<</First 8 0 R/Last 8 0 R>>|<</Title(A)/Next 8 0 R/First 8 0 R/Parent 7 0 R>>"
    ))  # fmt: skip
    assert said(read(looped)) == ["Some words."]
    tree = raw_pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R 3 0 R]/Count 99999999>>",
        b"<</Type/Pages/Kids[2 0 R]/Count 99999999>>",
    )
    with pytest.raises(Refusal, match="is damaged or cut off"):
        read(tree)


def test_deep_and_wide_trees_end() -> None:
    """A tree deeper than any book's is refused; so are more pages than any book has."""
    deep = [b"<</Type/Catalog/Pages 2 0 R>>"]
    deep += [b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % (n + 3) for n in range(3000)]
    with pytest.raises(Refusal, match="is damaged or cut off"):
        read(raw_pdf(*deep, b"<</Type/Page>>"))
    wide = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 30000/Kids[%s]>>" % (b"3 0 R " * 30_000),
        b"<</Type/Page/MediaBox[0 0 9 9]>>",
    ]
    with pytest.raises(Refusal, match=r"has more than 20,000 pages: split it into parts\."):
        read(raw_pdf(*wide))


def test_flaws_are_not_printed(capfd: pytest.CaptureFixture[str]) -> None:
    """pypdf's warnings stay out of the terminal."""
    logging.getLogger("pypdf")
    data = made_pdf.article_pdf()
    read(data[: data.rindex(b"\nxref\n")])
    assert capfd.readouterr() == ("", "")


@settings(max_examples=60)
@given(st.data())
def test_broken_bytes_never_escape(data: st.DataObject) -> None:
    """Whatever is done to a file, it is read or refused."""
    whole = bytearray(SMALL)
    for _ in range(data.draw(st.integers(1, 12))):
        place = data.draw(st.integers(0, len(whole) - 1))
        whole[place] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(len(whole) // 2, len(whole)))
    try:
        extraction = read(bytes(whole[:cut]))
    except Refusal as refusal:
        assert str(refusal).endswith(".")  # noqa: PT017
    else:
        check(extraction, len(extraction.pages))


def _small() -> bytes:
    pdf = paper()
    pdf.set_compression(False)
    pdf.text(72, 100, "Some words that are read.")
    pdf.start_section("Some words")
    return finished(pdf)


SMALL = _small()


def test_a_long_book_is_read_whole() -> None:
    """Each fact stands in one block, on its page; each chapter's heading is one."""
    data, facts = made_pdf.long_pdf(60)
    extraction = read(data)
    check(extraction, len(PdfReader(io.BytesIO(data)).pages))
    assert len(facts) == 50
    over = 0
    for fact in facts:
        assert extraction.text.count(fact.sentence) == 1, fact
        at = extraction.text.index(fact.sentence)
        answer = at + fact.sentence.index(fact.answer)
        page = extraction.pages[fact.page - 1]
        assert page.start <= answer < page.end, fact
        block = next(b for b in extraction.blocks if b.start <= at < b.end)
        assert isinstance(block, Block)
        assert block.end >= at + len(fact.sentence)
        over += any(at < p.start < at + len(fact.sentence) for p in extraction.pages)
    assert over
    outline = [str(item.title) for item in PdfReader(io.BytesIO(data)).outline]  # type: ignore[union-attr]
    assert [label for _, label in headings(extraction)] == outline
    assert not re.search(r"- \d+ -", extraction.text)


def test_the_same_bytes_give_the_same_text() -> None:
    """Reading is deterministic."""
    data = made_pdf.article_pdf(mode="letter")
    assert read(data) == read(data)


def test_made_books_are_the_same_each_time() -> None:
    """The figure that is measured on a made book can be measured again."""
    facts = [made_pdf.long_pdf(50)[1] for _ in range(2)]
    assert facts[0] == facts[1]
    assert all(a.page <= b.page for a, b in pairwise(facts[0]))


def test_kids_that_are_no_pages_are_passed_over() -> None:
    """A broken reference among the pages leaves the others."""
    pdf = paper()
    pdf.text(72, 100, "Some words.")
    writer = PdfWriter(clone_from=io.BytesIO(finished(pdf)))
    kids = writer.root_object["/Pages"]["/Kids"]  # type: ignore[index]
    assert isinstance(kids, ArrayObject)
    kids.append(NameObject("/Nothing"))
    out = io.BytesIO()
    writer.write(out)
    assert said(read(out.getvalue())) == ["Some words."]
