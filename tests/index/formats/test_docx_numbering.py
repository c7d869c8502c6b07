"""Which numbers a Word file's paragraphs show."""

import re

from docx import Document as WordDocument
from hypothesis import given, settings
from hypothesis import strategies as st

from index.formats import docx
from index.formats.plain import MARKER
from tests.formats_laws import check, shown
from tests.made_office import docx_of, saved


def level(depth: int, format_: str, pattern: str, more: str = "", start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{format_}"/>{more}'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
    )


def abstract(id_: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{id_}">{"".join(levels)}</w:abstractNum>'


def num(id_: int, abstract_id: int, more: str = "") -> str:
    return f'<w:num w:numId="{id_}"><w:abstractNumId w:val="{abstract_id}"/>{more}</w:num>'


def p(words: str, numbered: tuple[int, int] | None = None, properties: str = "") -> str:
    if numbered:
        properties += (
            f'<w:numPr><w:ilvl w:val="{numbered[1]}"/><w:numId w:val="{numbered[0]}"/></w:numPr>'
        )
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"


def styled(words: str, style: str, properties: str = "") -> str:
    return p(words, None, f'<w:pStyle w:val="{style}"/>' + properties)


def style(id_: str, properties: str, based_on: str = "", name: str = "") -> str:
    based = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{id_}"><w:name w:val="{name or id_}"/>{based}'
        f"<w:pPr>{properties}</w:pPr></w:style>"
    )


CONTRACT = abstract(
    0,
    level(0, "decimal", "%1."),
    level(1, "decimal", "%1.%2"),
    level(2, "lowerLetter", "(%3)"),
    level(3, "lowerRoman", "(%4)"),
)


def texts(body: str, numbering: str, **parts: str) -> list[str]:
    data = docx_of(body, numbering=numbering, **parts)
    return [words for _, _, words in shown(check(docx.read, data))]


def test_a_contract_is_numbered_level_by_level() -> None:
    """Levels start anew below a higher one; other paragraphs and deleted ones change nothing."""
    deleted = "<w:rPr><w:del/></w:rPr>"
    gone = (
        f'<w:p><w:pPr>{deleted}<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    )
    body = (
        p("Rent", (1, 0))
        + p("The tenant pays.", (1, 1))
        + p("monthly", (1, 2))
        + p("by bank", (1, 3))
        + p("in cash", (1, 3))
        + p("Nothing else.")
        + gone
        + "<w:del><w:r><w:delText>Gone.</w:delText></w:r></w:del></w:p>"
        + p("yearly", (1, 2))
        + p("The landlord signs.", (1, 1))
        + p("Repairs", (1, 0))
        + p("The landlord repairs.", (1, 1))
        + p("promptly", (1, 2))
        + p("", (1, 2))
        + p("well", (1, 2))
        + p("No number.", (0, 0))
    )
    found = texts(body, CONTRACT + num(1, 0))
    assert found == [
        "1. Rent",
        "1.1 The tenant pays.",
        "(a) monthly",
        "(i) by bank",
        "(ii) in cash",
        "Nothing else.",
        "(b) yearly",
        "1.2 The landlord signs.",
        "2. Repairs",
        "2.1 The landlord repairs.",
        "(a) promptly",
        "(c) well",
        "No number.",
    ]
    assert all(MARKER.match(words) for words in found if not words.startswith("No"))


def test_lists_of_one_definition_count_on_unless_they_start_anew() -> None:
    """A start of its own counts once; another definition has counters of its own."""
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{}"/></w:lvlOverride>'
    numbering = (
        CONTRACT
        + abstract(1, level(0, "upperRoman", "%1)", start=4))
        + num(1, 0)
        + num(2, 0)
        + num(3, 0, again.format(7))
        + num(4, 1)
    )
    body = "".join(p("x", (id_, 0)) for id_ in (1, 4, 1, 2, 3, 4, 3, 1, 9))
    assert texts(body, numbering) == [
        *("1. x", "IV) x", "2. x", "3. x", "7. x", "V) x", "8. x", "9. x", "x")
    ]


def test_headings_take_their_numbers_from_styles() -> None:
    """Of a linked level or a base style, not of a link to another style; labels hold them."""
    numbering = abstract(
        0,
        level(0, "upperRoman", "Article %1.", '<w:pStyle w:val="Heading1"/>'),
        level(1, "decimalZero", "Section %1.%2", '<w:pStyle w:val="Heading2"/><w:isLgl/>'),
        level(2, "decimal", "%1-%3", '<w:lvlRestart w:val="0"/><w:suff w:val="nothing"/>'),
    ) + num(1, 0)
    linked = '<w:numPr><w:numId w:val="1"/></w:numPr>'
    styles = (
        style("Heading1", linked, name="heading 1")
        + style("Heading2", linked, name="heading 2")
        + style("Third", linked.replace("<w:numId", '<w:ilvl w:val="2"/><w:numId'))
        + style("Fourth", "", "Third")
        + style("Unnumbered", "", "Heading1")
    )
    body = (
        styled("Scope", "Heading1")
        + styled("Terms", "Heading2")
        + styled("; one", "Third")
        + styled("Parties", "Heading2")
        + styled("Annex", "Unnumbered")
        + styled("", "Heading1")
        + styled("; two", "Fourth")
        + styled("Rent", "Heading2")
        + styled("Plain", "Heading1", '<w:numPr><w:numId w:val="0"/></w:numPr>')
    )
    extraction = check(docx.read, docx_of(body, numbering=numbering, styles=styles))
    labels = [block.label for block in extraction.blocks if block.kind == "heading"]
    assert [words for _, _, words in shown(extraction)] == [
        *("Article I. Scope", "Section 1.01 Terms", "I-1; one", "Section 1.02 Parties", "Annex"),
        *("Article II.", "II-2; two", "Section 2.01 Rent", "Plain"),
    ]
    assert labels[:2] == ["Article I. Scope", "Section 1.01 Terms"]


def test_a_list_style_leads_to_the_definition() -> None:
    """A definition that only names a style is the one that the style's own list has."""
    numbering = (
        '<w:abstractNum w:abstractNumId="5"><w:numStyleLink w:val="Legal"/></w:abstractNum>'
        + CONTRACT
        + num(1, 5)
        + num(2, 0)
    )
    styles = style("Legal", '<w:numPr><w:numId w:val="2"/></w:numPr>')
    assert texts(p("x", (1, 0)) + p("y", (1, 1)), numbering, styles=styles) == ["1. x", "1.1 y"]


def test_bullets_add_nothing_and_a_missing_level_counts_once() -> None:
    """A sign is not told, nor its count; what begins too deep begins at the first numbers."""
    bullets = abstract(1, level(0, "bullet", "•"), level(1, "decimal", "%1%2."))
    body = (
        p("too deep", (1, 1))
        + p("first", (1, 0))
        + p("sign", (2, 0))
        + p("below", (2, 1))
        + p("sign", (2, 0))
        + p("below", (2, 1))
    )
    assert texts(body, CONTRACT + bullets + num(1, 0) + num(2, 1)) == [
        *("1.1 too deep", "2. first", "sign", "1. below", "sign", "1. below")
    ]


def test_cells_count_and_boxes_count_for_themselves() -> None:
    """A cell may hold nothing but its number; a text box's list is not the body's."""
    cell = "<w:tc>{}</w:tc>"
    rows = "".join(
        f"<w:tr>{cell.format(p('', (1, 0)))}{cell.format(p(words))}</w:tr>" for words in "xy"
    )
    boxed = f"<w:txbxContent>{p('boxed', (1, 0))}</w:txbxContent>"
    box = f"<w:p><w:r><w:pict>{boxed}</w:pict></w:r></w:p>"
    body = p("before", (1, 0)) + f"<w:tbl>{rows}</w:tbl>" + box + p("after", (1, 0))
    assert texts(body, CONTRACT + num(1, 0)) == [
        *("1. before", "2. | x", "3. | y", "1. boxed", "4. after")
    ]


def test_an_override_may_change_a_level() -> None:
    """Its format and pattern are the list's, the counter stays the definition's."""
    override = f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1:")}</w:lvlOverride>'
    numbering = CONTRACT + num(1, 0) + num(2, 0, override)
    assert texts(p("x", (1, 0)) + p("y", (2, 0)), numbering) == ["1. x", "B: y"]


def test_lists_of_python_docx_are_numbered() -> None:
    """Whole files with the usual styles: numbers count, bullets do not."""
    document = WordDocument()
    for words, name in (("a", "List Number"), ("b", "List Bullet"), ("c", "List Number")):
        document.add_paragraph(words, name)
    assert [words for _, _, words in shown(docx.read(saved(document)))] == ["1. a", "b", "2. c"]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 3), min_size=1, max_size=12))
def test_numbers_tell_the_place_in_the_outline(depths: list[int]) -> None:
    """Along any walk that goes down one level at a time, labels are those of an outline."""
    walk = [0]
    for depth in depths[1:]:
        walk.append(min(depth, walk[-1] + 1))
    levels = [level(d, "decimal", ".".join(f"%{n + 1}" for n in range(d + 1))) for d in range(4)]
    body = "".join(p("x", (1, depth)) for depth in walk)
    expected, place = [], [0, 0, 0, 0]
    for depth in walk:
        place[depth] += 1
        place[depth + 1 :] = [0] * (3 - depth)
        expected.append(".".join(map(str, place[: depth + 1])) + " x")
    found = texts(body, abstract(0, *levels) + num(1, 0))
    assert found == expected
    assert all(re.fullmatch(r"[\d.]+ x", words) for words in found)
