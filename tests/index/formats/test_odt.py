"""What an OpenDocument text's text is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.formats import odt
from index.formats.extraction import Refusal
from tests.formats_laws import check, shown
from tests.made_office import members_of, odt_of, zipped

BODY = (
    "<text:tracked-changes><text:changed-region><text:deletion><text:p>deleted</text:p>"
    "</text:deletion></text:changed-region></text:tracked-changes>"
    "<text:table-of-content><text:index-body><text:p>Rain 1</text:p></text:index-body>"
    "</text:table-of-content>"
    '<text:p text:style-name="P1">Of rain</text:p>'
    '<text:h text:outline-level="2">Early <text:span>in</text:span> May</text:h>'
    '<text:p>It<text:s text:c="3"/>rained<text:tab/>all<text:line-break/>d'
    "<text:span>ay</text:span>."
    "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>And all night."
    "</text:p></text:note-body></text:note> Twice.<office:annotation><text:p>really?</text:p>"
    "</office:annotation></text:p>"
    "<text:list><text:list-item><text:p>wet</text:p><text:list><text:list-item><text:p>very"
    "</text:p></text:list-item></text:list></text:list-item></text:list>"
    "<table:table><table:table-header-rows><table:table-row><table:table-cell><text:p>Day</text:p>"
    "</table:table-cell><table:table-cell><text:p>Rain</text:p></table:table-cell></table:table-row>"
    '</table:table-header-rows><table:table-row table:number-rows-repeated="2"><table:table-cell '
    'table:number-columns-spanned="2"><text:p>one</text:p><text:p>two</text:p></table:table-cell>'
    "<table:covered-table-cell/></table:table-row>"
    '<table:table-row table:number-rows-repeated="999999">'
    '<table:table-cell table:number-columns-repeated="1000"/></table:table-row></table:table>'
    '<text:p text:style-name="Table">Table 1: Rain</text:p>'
    "<text:section><text:p>Before<draw:frame><draw:text-box><text:p>boxed</text:p></draw:text-box>"
    "<svg:desc>a box</svg:desc></draw:frame> after</text:p></text:section>"
)
STYLES = '<style:style style:name="P1" style:parent-style-name="Title"/>'


def test_everything_is_told_in_order() -> None:
    """Headings, blanks, notes, lists, tables, captions and boxes; nothing that was deleted."""
    extraction = check(odt.read, odt_of(BODY, STYLES, "A title"))
    assert extraction.title == "A title"
    assert shown(extraction) == [
        ("heading", 1, "Of rain"),
        ("heading", 2, "Early in May"),
        ("paragraph", 0, "It rained all day. Twice."),
        ("note", 0, "And all night."),
        ("item", 1, "wet"),
        ("item", 2, "very"),
        ("row", 1, "Day | Rain"),
        ("row", 0, "one two |"),
        ("row", 0, "one two |"),
        ("caption", 0, "Table 1: Rain"),
        ("paragraph", 0, "Before after"),
        ("paragraph", 0, "boxed"),
    ]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("hp"), st.text("ab &<\u00e9\n", min_size=1)), min_size=1))
def test_what_was_written_comes_back_in_order(parts: list[tuple[str, str]]) -> None:
    """Exact up to blanks."""
    body = "".join(
        f"<text:{tag}>{words.replace('&', '&amp;').replace('<', '&lt;')}</text:{tag}>"
        for tag, words in parts
    )
    found = check(odt.read, odt_of(body)).text
    assert "".join(found.split()) == "".join("".join(words.split()) for _, words in parts)


def test_encrypted_and_hollow_files_say_so() -> None:
    """A password is asked for in the program, and a zip without a body is no document."""
    members = members_of(odt_of(BODY))
    manifest = members["META-INF/manifest.xml"]
    assert isinstance(manifest, bytes)
    locked = manifest.replace(
        b"/>",
        b"><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>",
    )
    with pytest.raises(Refusal, match="is encrypted"):
        odt.read(zipped(members | {"META-INF/manifest.xml": locked}))
    del members["content.xml"]
    with pytest.raises(Refusal, match="has no document in it"):
        odt.read(zipped(members))


def level(number: int, attributes: str, kind: str = "list-level-style-number") -> str:
    return f'<text:{kind} text:level="{number}" {attributes}/>'


def items(*words: str, attributes: str = "") -> str:
    inner = "".join(f"<text:list-item>{word}</text:list-item>" for word in words)
    return f"<text:list {attributes}>{inner}</text:list>"


LIST_STYLES = (
    '<text:list-style style:name="L1">'
    + level(1, 'style:num-format="1" style:num-suffix="."')
    + level(2, 'style:num-format="1" text:display-levels="2" text:start-value="3"')
    + level(3, 'style:num-format="a" style:num-prefix="(" style:num-suffix=")"')
    + '</text:list-style><text:list-style style:name="B">'
    + level(1, 'text:bullet-char="•"', "list-level-style-bullet")
    + "</text:list-style><text:outline-style>"
    + level(1, 'style:num-format="I" style:num-prefix="Part "', "outline-level-style")
    + level(2, 'style:num-format="1" text:display-levels="2"', "outline-level-style")
    + level(3, 'style:num-format=""', "outline-level-style")
    + "</text:outline-style>"
)


def heading(words: str, depth: int) -> str:
    return f'<text:h text:outline-level="{depth}">{words}</text:h>'


def test_items_and_headings_have_their_numbers() -> None:
    """Levels start anew below a higher one; lists go on where they say so; bullets add nothing."""
    one, l1 = "<text:p>one</text:p>", 'text:style-name="L1"'
    deep = items(one + items(one, one), one)
    body = (
        heading("Rain", 1)
        + heading("May", 2)
        + heading("June", 2)
        + heading("Snow", 1)
        + heading("July", 2)
        + heading("Days", 3)
        + items(one + "<text:p>more</text:p>", one + deep, attributes=l1 + ' xml:id="a"')
        + "<text:p/>"
        + items(one, attributes=l1 + ' text:continue-numbering="true"')
        + items(one, attributes=l1)
        + items(one, attributes=l1 + ' text:continue-list="a"')
        + items("", one, attributes='text:style-name="B"')
    )
    assert [words for _, _, words in shown(check(odt.read, odt_of(body, LIST_STYLES)))] == [
        *("Part I Rain", "I.1 May", "I.2 June", "Part II Snow", "II.1 July", "Days"),
        *("1. one", "more", "2. one", "2.3 one", "(a) one", "(b) one", "2.4 one"),
        *("3. one", "1. one", "4. one", "one"),
    ]


def table(*rows: tuple[str, ...]) -> str:
    """A table of cells of XML."""
    cells = (
        "".join(f"<table:table-cell>{cell}</table:table-cell>" for cell in row) for row in rows
    )
    return (
        "<table:table>"
        + "".join(f"<table:table-row>{row}</table:table-row>" for row in cells)
        + "</table:table>"
    )


HEADED = '<text:h text:outline-level="2">Rain</text:h>'
WET = "<text:p>It was wet.</text:p>"


@pytest.mark.parametrize(
    ("rows", "kinds"),
    [
        ([("<text:p>a</text:p>", WET * 60)] * 2, ["paragraph"] * 122),
        ([(HEADED + WET, WET)], ["heading", "paragraph", "paragraph"]),
        ([(HEADED,), (WET,)], ["heading", "paragraph"]),
        ([(HEADED, HEADED), (WET, WET)], ["row", "row"]),
        ([(WET, WET)] * 2, ["row", "row"]),
    ],
)
def test_a_table_that_lays_out_a_page_is_no_data(
    rows: list[tuple[str, ...]], kinds: list[str]
) -> None:
    """Long cells and headings over text are told block by block; a heading alone is a header."""
    assert [kind for kind, _, _ in shown(odt.read(odt_of(table(*rows))))] == kinds


def test_small_signs_are_no_part_of_a_word() -> None:
    """Exponents and indices are characters of their own."""
    styles = "".join(
        f'<style:style style:name="{name}"><style:text-properties style:text-position="{place}"/>'
        "</style:style>"
        for name, place in (("T1", "super 58%"), ("T2", "-33% 58%"))
    )
    body = '<text:p>10<text:span text:style-name="T1">6</text:span> tons of H<text:span '
    body += 'text:style-name="T2">2</text:span>O</text:p>'
    assert odt.read(odt_of(body, styles)).text == "10⁶ tons of H₂O"


def test_hidden_text_is_left_out() -> None:
    """Of a style of words or paragraphs, or in a section; what is around it stays."""
    styles = "".join(
        f'<style:style style:name="{name}"><style:text-properties text:display="{display}"/>'
        "</style:style>"
        for name, display in (("T1", "none"), ("T2", "true"))
    )
    body = (
        '<text:p>Shown<text:span text:style-name="T1"> secret</text:span><text:span '
        'text:style-name="T2"> text</text:span>.</text:p><text:p text:style-name="T1">no</text:p>'
        '<text:section text:display="none"><text:p>no</text:p></text:section>'
        '<text:section text:display="true"><text:p>Yes.</text:p></text:section>'
    )
    assert odt.read(odt_of(body, styles)).text == "Shown text.\n\nYes."


def test_a_list_by_line_breaks_is_no_sentence() -> None:
    """Its lines are told apart."""
    hours = ["Opening hours", "Monday 9 to 17", "Tuesday 10 to 18"]
    body = f"<text:p>{'<text:line-break/>'.join(hours)}</text:p>"
    assert [words for _, _, words in shown(odt.read(odt_of(body)))] == hours
