"""Tables saved as text."""

import csv
import io
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.formats import delimited
from index.formats.extraction import Extraction
from index.load import Source, load
from tests.formats_laws import check, shown

PEOPLE = """\
name,born,city,notes
"Smith, Anna",1970,London,"Likes ""rain"", snow"
Carla,1990,"Newcastle, NSW","moved
in 2010"
5" pipe,2001,York,

,,"Hull" ,none
"""


def _read(data: bytes) -> Extraction:
    text = data.decode()
    return Extraction(text, delimited.blocks(text))


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("edge", ",;\t|")
def test_each_record_is_a_row(edge: str, newline: str) -> None:
    """A quoted newline, delimiter or quote ends no row; a quote inside a cell is a character."""
    text = PEOPLE.replace(",", edge).replace("\n", newline)
    assert shown(check(_read, text.encode())) == [
        ("row", level, row.replace(",", edge).replace("\n", newline).strip())
        for level, row in [
            (1, "name,born,city,notes"),
            (0, '"Smith, Anna",1970,London,"Likes ""rain"", snow"'),
            (0, 'Carla,1990,"Newcastle, NSW","moved\nin 2010"'),
            (0, '5" pipe,2001,York,'),
            (0, ',,"Hull" ,none'),
        ]
    ]


@pytest.mark.parametrize(
    ("text", "is_header"),
    [
        ("name,year\nBess,1851\n", True),
        ("name; price\nBess; € 1.851,50\n", True),
        ("Bess,1851\nAda,1852\n", False),
        ("France,Paris\nItaly,Rome\n", False),
        ("name,\nBess,1851\n", False),
    ],
)
def test_a_header_has_no_numbers_but_others_have(text: str, *, is_header: bool) -> None:
    """Where numbers stand below words, the words are the table's header."""
    assert delimited.blocks(text)[0].level == is_header


def test_a_table_is_called_by_its_file() -> None:
    """No row is a heading or a title, not even of a table with two columns."""
    document = load(Source(b"country,capital\nFrance,Paris\nItaly,Rome\n", "capitals.csv"))
    assert (document.format, document.title) == ("csv", "capitals")
    assert {block.kind for block in document.blocks} == {"row"}
    assert document.byte_range(16, 22) == (16, 22)


@given(st.lists(st.lists(st.text("ab\"\n, '1\t"), min_size=2, max_size=2), min_size=2))
def test_what_is_written_is_read(records: list[list[str]]) -> None:
    """Law 1, and as many rows as a program wrote that are not blank."""
    stream = io.StringIO()
    csv.writer(stream).writerows(records)
    assert len(check(_read, stream.getvalue().encode()).blocks) == len(records)


@given(st.text('ab";,\t|\r\n 1'))
def test_any_text(text: str) -> None:
    """Law 1: no character is lost, even of what is no table."""
    check(_read, text.encode())


@pytest.mark.parametrize("text", ['a,"' * 300_000, '"\n' * 300_000, '"' * 3_000_000, " " * 10**6])
def test_quotes_that_are_never_closed(text: str) -> None:
    """Bad input takes no more time than good."""
    begin = time.monotonic()
    delimited.blocks(text)
    assert time.monotonic() - begin < 5
