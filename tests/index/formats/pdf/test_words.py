"""Laws of a PDF's words: they read as they stand on the page, however they are drawn."""

import pytest

from index.formats.pdf import read
from index.formats.pdf.joins import Spellings
from tests.index.formats.pdf.checks import said
from tests.made_pdf import blank_pdf, drawn, finished, paper, system_font


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["This is an unfor-", "tunate word."], "This is an unfortunate word."),
        (["The Anglo-", "Saxon of 19-", "20 said it."], "The Anglo-Saxon of 19-20 said it."),
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
    spellings = Spellings.of(lines)
    joined = lines[0]
    for line in lines[1:]:
        joined, glue = spellings.join(joined, line)
        joined += glue + line
    assert joined == text


def test_letters_of_any_script_and_ligatures() -> None:
    """Accents and other scripts pass; ligatures are spelt out; Hebrew is read from the right."""
    font = system_font()
    if font is None:
        pytest.skip("no TrueType font on this machine")
    pdf = blank_pdf()
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


def test_words_drawn_twice_are_read_once() -> None:
    """Poor man's bold: the same word again, a hair to the right."""
    pdf = paper()
    for shift in (0, 0.3):
        pdf.text(72 + shift, 100, "Twice is enough.")
    assert said(read(finished(pdf))) == ["Twice is enough."]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"BT /F 12 Tf 72 700 Td [(Ker)20(ned w)-10(ords) -400 (end.)] TJ ET", "Kerned words end."),
        (b"BT /F 12 Tf 14 TL 72 700 Td (One line) Tj (and more.) ' ET", "One line and more."),
        (b"BT /F 1 Tf 12 0 0 12 72 700 Tm (Scaled) Tj 4 0 Td (words.) Tj ET", "Scaled words."),
        (b"BT /F 12 Tf 150 700 Td (second.) Tj -78 0 Td (The first,) Tj ET", "The first, second."),
        (b"q 1 0 0 -1 0 800 cm BT /F 12 Tf 1 0 0 -1 72 100 Tm (Upside up.) Tj ET Q", "Upside up."),
        (b"BT /F 12 Tf 4 Tc 72 700 Td (S) Tj 12 0 Td (o.) Tj ET", "So."),
        (b"BT /F 12 Tf 72 700 Td (H) Tj /F 7 Tf 9 -2 Td (2) Tj /F 12 Tf 4 2 Td (O) Tj ET", "H2O"),
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


def test_type_of_negative_size_is_turned() -> None:
    """Type of negative size stands on its head, where the matrix does not turn it back."""
    content = b"BT /F -10 Tf -1 0 0 -1 72 600 Tm (Hello there, friend of mine.) Tj ET"
    assert said(read(drawn(content))) == ["Hello there, friend of mine."]
    content = b"BT /F -10 Tf 1 0 0 1 300 600 Tm (Hello there, friend of mine.) Tj ET"
    assert said(read(drawn(content))) == ["Hello there, friend of mine."]


@pytest.mark.parametrize("box", [b"/a /b /c /d", b"0 0 0 0", b"", b"(x) 0 (y) 842", b"0 0 1 1"])
def test_a_page_without_a_box_has_words(box: bytes) -> None:
    """A box that is none, or that most words stand outside of, hides no words."""
    data = drawn(b"BT /F 10 Tf 72 700 Td (Some words.) Tj ET")
    assert said(read(data.replace(b"[0 0 600 800]", b"[" + box + b"]"))) == ["Some words."]


@pytest.mark.parametrize("turn", [b"0", b"90", b"180", b"270"])
def test_words_outside_the_page_are_left_out(turn: bytes) -> None:
    """What a printer writes beside the page is not shown, however the page is turned."""
    content = b"BT /F 10 Tf 72 700 Td (Words on the page.) Tj ET" + b"".join(
        b" BT /F 10 Tf %d %d Td (Slug) Tj ET" % place
        for place in ((72, -40), (72, 830), (-60, 300), (700, 300))
    )
    data = drawn(content).replace(b"/MediaBox", b"/Rotate " + turn + b"/MediaBox")
    assert said(read(data)) == ["Words on the page."]


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["The X-", "ray of B-", "cells."], "The X-ray of B-cells."),
        (["See https://example.org/a-", "b/c there."], "See https://example.org/a-b/c there."),
        (["See www.exam-", "ple.org there."], "See www.exam-ple.org there."),
        (["Mail jo@long-", "name.org now."], "Mail jo@long-name.org now."),
        (["An Xray and an X-", "ray of it."], "An Xray and an Xray of it."),
    ],
)  # fmt: skip
def test_hyphens_that_are_always_kept(lines: list[str], text: str) -> None:
    """After one letter and inside an address a hyphen belongs to the word."""
    test_hyphens_at_a_lines_end(lines, text)
