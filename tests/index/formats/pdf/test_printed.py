"""Laws on files that a browser printed: glyph by glyph, with real fonts.

The pages were written for this test as HTML, with styles for two columns, a float, an initial, a
table with centred cells, lists, footnotes, and Hebrew and Japanese, and printed by Chromium
(``chromium --headless --disable-pdf-tagging --no-pdf-header-footer --print-to-pdf=FILE PAGE``).
Chromium draws the dots of lists as pictures, so that those items are paragraphs.
"""

from pathlib import Path

import pytest

from index.formats.extraction import Extraction
from index.formats.pdf import read
from tests.index.formats.pdf.checks import check, headings, page_of, said

DATA = Path(__file__).parents[3] / "data"


@pytest.fixture(scope="module")
def harbour() -> Extraction:
    return read((DATA / "harbour.pdf").read_bytes())


@pytest.fixture(scope="module")
def tides() -> Extraction:
    return read((DATA / "tides.pdf").read_bytes())


def test_structure(harbour: Extraction, tides: Extraction) -> None:
    """Titles and headings are those of the page."""
    for extraction in (harbour, tides):
        check(extraction, 2)
    assert harbour.title == "The Harbour of Ostrava Bay"
    assert tides.title == ""
    assert headings(harbour) == [
        (1, "The Harbour of Ostrava Bay"),
        (2, "1. How it was built"),
        (2, "2. Trade"),
        (2, "3. The end of the diary"),
    ]
    assert headings(tides)[:4] == [
        (1, "Measuring the Tides of Small Harbours: A Report to the Commission"),
        (2, "1 Introduction"),
        (3, "Earlier work"),
        (2, "2 Instruments"),
    ]
    assert said(harbour, "caption") == ["Table 1. Ships and goods at Ostrava Bay"]
    assert said(tides, "caption") == ["Table 3. Mean range in metres"]


def test_columns(harbour: Extraction) -> None:
    """A sentence that runs from one column to the next is whole."""
    assert (
        "It was extraordinarily unpopular, and the collector, a retired schoolmaster called Anders "
        "Fogh, was twice thrown into the dock."
    ) in harbour.text
    starts = [text.split()[:3] for text in said(harbour, "paragraph")]
    order = [["The", "breakwater", "was"], ["In", "the", "spring"], ["Nobody", "expected", "the"]]
    assert [start for start in starts if start in order] == order


def test_tables(harbour: Extraction, tides: Extraction) -> None:
    """A cell of several lines is one cell, and so is the short one centred beside it."""
    assert said(harbour, "row") == [
        "Year | Ships | Goods (tonnes) | Remarks",
        "1880 | 212 | 18,400 | the first full year",
        "1890 | 388 | 41,950 | the new crane is in use",
        (
            "1900 | 501 | 77,020 | coal from Wales for the railway, which had reached the town in "
            "the year before"
        ),
        "1910 | 467 | 80,115 | larger ships",
    ]
    assert said(tides, "row")[-4:] == [
        "Harbour | Tables | Measured | Share of readings kept",
        "Aldersea | 2.60 | 2.31 | 97 %",
        "Tidewell and the outer basin of Tidewell | 3.12 | 3.01 | 91 %",
        "Netherquay | 1.98 | −0.45 | 88 %",
    ]
    assert [b.level for b in harbour.blocks if b.kind == "row"] == [1, 0, 0, 0, 0]


def test_lists_and_notes(harbour: Extraction, tides: Extraction) -> None:
    """Items begin with their mark, each a block."""
    assert said(harbour, "item") == [
        "1. A ship was met by the pilot.",
        "2. It paid its dues of 10² crowns at the customs house.",
        "3. It was unloaded by hand.",
    ]
    assert said(tides, "item")[1] == "• It has not changed since 2009."
    assert "oranges and lemons;" in said(harbour, "paragraph")
    assert said(harbour, "note") == ["¹ The diary fills twenty-three volumes; the fourth is lost."]


def test_words(harbour: Extraction, tides: Extraction) -> None:
    """Soft hyphens vanish, small figures stay with their words, initials with theirs."""
    assert "The soft hyphens of this sentence must never be seen" in harbour.text
    assert "the water was H2O." in harbour.text
    assert "e = mc², x1 + x2." in tides.text
    assert "Small harbours have been neglected by those who measure tides" in tides.text
    assert "CONTENTS OF THE REPORT" in said(tides)
    assert "“office”, “affluent” and “flight”" in tides.text


def test_scripts(tides: Extraction) -> None:
    """Hebrew reads from the right, Japanese lines are joined without blanks."""
    assert "הנמל נבנה בשנת 1871 על ידי העירייה." in said(tides)
    assert (
        "この港は千八百七十一年に建設された。町議会が土地を購入し、その後三年間にわたって工事が"
        "続けられた。最初の港長は日記をつけていた。その日記は今も博物館に保存されている。"
    ) in said(tides)


def test_a_float_does_not_cut_the_text(tides: Extraction) -> None:
    """The paragraph beside a box is one block, over the page's edge too."""
    assert "who looks whether a boat has been moored under the radar" in tides.text
    assert page_of(tides, "Small harbours have been") == 1
    assert page_of(tides, "ligatures in good type") == 2
