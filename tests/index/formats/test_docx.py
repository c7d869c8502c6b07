"""What a Word file's text is."""

import io

import pytest
from docx import Document as WordDocument
from hypothesis import given, settings
from hypothesis import strategies as st

from index.formats import docx
from index.formats.archive import MAX_UNPACKED
from index.formats.extraction import CELL_EDGE, Refusal
from tests.formats_laws import check, shown
from tests.made_office import (
    article_docx,
    article_lines,
    docx_of,
    members_of,
    saved,
    zipped,
)


def p(inner: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def r(words: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def lines(body: str, **parts: str) -> list[tuple[str, int, str]]:
    return shown(docx.read(docx_of(body, **parts)))


def texts(body: str, **parts: str) -> list[str]:
    return [words for _, _, words in lines(body, **parts)]


def test_the_article_comes_back_whole() -> None:
    """Title and paragraphs are the blocks, and nothing else is: no header of the page."""
    title, *paragraphs = article_lines()
    assert shown(docx.read(article_docx())) == [
        ("heading", 1, title),
        *(("paragraph", 0, paragraph) for paragraph in paragraphs),
    ]


KINDS = st.sampled_from(["paragraph", "heading 1", "heading 4", "List Bullet", "List Bullet 2"])
WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30
).filter(str.strip)
ROWS = st.lists(st.lists(WORDS, min_size=3, max_size=3), min_size=2, max_size=3)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(KINDS, WORDS) | ROWS, min_size=1, max_size=8))
def test_what_was_written_comes_back_in_order(
    parts: list[tuple[str, str] | list[list[str]]],
) -> None:
    """Any paragraphs, headings, items and tables come back, exact up to blanks."""
    document, expected = WordDocument(), []
    for part in parts:
        if isinstance(part, tuple):
            kind, words = part
            style = {"paragraph": "Normal", "heading 1": "Heading 1", "heading 4": "Heading 4"}
            document.add_paragraph(words, style.get(kind, kind))
            expected.append(words)
        else:
            table = document.add_table(0, 3)
            for cells in part:
                for cell, words in zip(table.add_row().cells, cells, strict=True):
                    cell.text = words
                expected.append(CELL_EDGE.join(cells))
    extraction = check(docx.read, saved(document))
    found = "".join(words for _, _, words in shown(extraction))
    unseen = dict.fromkeys(map(ord, "\u00ad\ufeff"))
    assert "".join(found.split()) == "".join("".join(expected).translate(unseen).split())


def test_headings_are_told_by_style_base_style_and_outline() -> None:
    """Localised names, a style based on a heading, an outline level; body level takes it back."""
    styles = (
        '<w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Mine"><w:name w:val="Mine"/>'
        '<w:basedOn w:val="berschrift2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Loop"><w:name w:val="Überschrift 3"/>'
        '<w:basedOn w:val="Loop"/></w:style>'
    )
    body = (
        p(r("Title"), '<w:pStyle w:val="Title"/>')
        + p(r("Two"), '<w:pStyle w:val="berschrift2"/>')
        + p(r("Mine"), '<w:pStyle w:val="Mine"/>')
        + p(r("Three"), '<w:pStyle w:val="Loop"/>')
        + p(r("Outlined"), '<w:outlineLvl w:val="3"/>')
        + p(r("Body"), '<w:pStyle w:val="Mine"/><w:outlineLvl w:val="9"/>')
        + p(r("Long. " * 60), '<w:pStyle w:val="Heading1"/>')
    )
    found = lines(body, styles=styles)
    assert [(kind, level) for kind, level, _ in found] == [
        ("heading", 1),
        ("heading", 2),
        ("heading", 2),
        ("heading", 3),
        ("heading", 4),
        ("paragraph", 0),
        ("paragraph", 0),
    ]


def test_lists_have_depth_and_no_invented_bullets() -> None:
    """Numbering and list styles make items; numbering 0 takes a paragraph out."""
    number = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="{}"/></w:numPr>'
    body = (
        p(r("one"), '<w:pStyle w:val="ListBullet"/>')
        + p(r("under it"), '<w:pStyle w:val="ListBullet2"/>')
        + p(r("numbered"), number.format(2, 5))
        + p(r("none"), '<w:pStyle w:val="ListBullet"/>' + number.format(0, 0))
        + p(r("indented"), '<w:pStyle w:val="ListParagraph"/>')
        + p(r("Figure 1: Rain"), '<w:pStyle w:val="Caption"/>')
    )
    assert lines(body) == [
        ("item", 1, "one"),
        ("item", 2, "under it"),
        ("item", 3, "numbered"),
        ("paragraph", 0, "none"),
        ("paragraph", 0, "indented"),
        ("caption", 0, "Figure 1: Rain"),
    ]


def test_tables_are_rows_and_merged_cells_are_told_once() -> None:
    """Header rows by flag, by the look of a style or by bold type; nested tables in their cell."""
    document = WordDocument()
    table = document.add_table(3, 3, "Light Shading")
    for number, cell in enumerate(table._cells):
        cell.text = f"c{number}"
    table.cell(0, 0).merge(table.cell(0, 1)).text = "wide"
    table.cell(1, 2).merge(table.cell(2, 2)).text = "tall"
    table.cell(1, 0).add_paragraph("more")
    inner = table.cell(1, 1).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "in", "side"
    assert shown(docx.read(saved(document))) == [
        ("row", 1, "wide | | c2"),
        ("row", 0, "c3 more | c4 in side | tall"),
        ("row", 0, "c6 | c7 |"),
    ]


def row(*cells: str, properties: str = "") -> str:
    inner = "".join(f"<w:tc>{cell}</w:tc>" for cell in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inner}</w:tr>"


def test_header_rows() -> None:
    """A plain table has none; bold type and Word's own mark make one."""
    bold = row(p(r("A", "<w:b/>")), p(r("B", "<w:b/>")))
    plain = row(p(r("1")), p(r("2")))
    marked = row(p(r("C")), p(r("D")), properties="<w:tblHeader/>")
    found = lines("".join(f"<w:tbl>{t}</w:tbl><w:p/>" for t in (bold + plain, plain * 2, marked)))
    assert [level for _, level, _ in found] == [1, 0, 0, 0, 1]
    assert texts("<w:tbl><w:tr/></w:tbl>") == []


def test_a_table_of_one_column_is_a_frame() -> None:
    """What stands in a framed box keeps its structure."""
    cell = p(r("Note"), '<w:outlineLvl w:val="1"/>') + p(r("Take care."))
    assert lines(f"<w:tbl>{row(cell)}</w:tbl>") == [
        ("heading", 2, "Note"),
        ("paragraph", 0, "Take care."),
    ]


def test_tracked_changes_are_read_as_accepted() -> None:
    """Insertions are text, deletions are not, nor is a deleted row or a deleted paragraph end."""
    body = (
        p(
            r("It ")
            + f"<w:ins>{r('rained')}</w:ins><w:del><w:r><w:delText>snowed</w:delText></w:r></w:del>"
        )
        + p(r("First half"), "<w:rPr><w:del/></w:rPr>")
        + p(r(" second half."))
        + p(r("O"), '<w:framePr w:dropCap="drop"/>')
        + p(r("nce more."))
        + f"<w:tbl>{row(p(r('a')), p(r('b')))}"
        + f"{row(p(r('x')), p(r('y')), properties='<w:del/>')}</w:tbl>"
        + p(f"<w:moveFrom>{r('gone')}</w:moveFrom><w:moveTo>{r('come')}</w:moveTo>")
    )
    assert texts(body) == ["It rained", "First half second half.", "Once more.", "a | b", "come"]


def test_what_stands_inside_a_paragraph() -> None:
    """Links, controls, smart tags, tabs, breaks, symbols and fields' results are its text."""
    field = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    body = (
        p(
            f"<w:hyperlink>{r('U')}</w:hyperlink>{r('.S. ')}<w:smartTag>{r('and')}</w:smartTag>"
            "<w:r><w:tab/><w:t>on</w:t><w:br/><w:t>e</w:t><w:noBreakHyphen/><w:t>mail</w:t></w:r>"
            '<w:r><w:sym w:font="Symbol" w:char="F061"/>'
            '<w:sym w:font="Wingdings" w:char="F0E0"/></w:r>'
        )
        + p(
            field.format("begin")
            + "<w:r><w:instrText>PAGE</w:instrText></w:r>"
            + r("code")
            + field.format("separate")
            + r("7")
            + field.format("end")
            + f'<w:fldSimple w:instr="DATE">{r(" May")}</w:fldSimple>'
        )
        + p(r("shown") + r(" hidden", "<w:vanish/>") + r(" again", '<w:vanish w:val="0"/>'))
        + "<w:sdt><w:sdtPr/><w:sdtContent>"
        + p(r("controlled"))
        + "</w:sdtContent></w:sdt>"
        + "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
        + p(r("Click here to enter text"))
        + "</w:sdtContent></w:sdt>"
        + p(f"<m:oMath><m:r><m:t>E=mc</m:t></m:r></m:oMath>{r('.')}")
        + p(r("Contents 1"), '<w:pStyle w:val="TOC1"/>')
    )
    styles = '<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>'
    assert texts(body, styles=styles) == [
        "U.S. and on e\u2011mailα",
        "7 May",
        "shown again",
        "controlled",
        "E=mc.",
    ]


def test_a_text_box_is_told_once_after_its_paragraph() -> None:
    """Word writes each box twice, for new and for old readers."""
    box = f"<w:txbxContent>{p(r('In the box.'))}</w:txbxContent>"
    body = p(
        r("Before ")
        + f"<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>" + r("after.")
    ) + p(f"<w:r><w:pict><v:textbox>{box}</v:textbox></w:pict></w:r>")
    assert texts(body) == ["Before after.", "In the box.", "In the box."]


def test_notes_follow_the_block_that_refers_to_them() -> None:
    """Footnotes and endnotes, of a table after the table, so that its rows stay together."""
    reference = '<w:r><w:{}Reference w:id="{}"/></w:r>'
    notes = (
        f'<w:footnote w:type="separator" w:id="-1">{p("<w:r><w:separator/></w:r>")}</w:footnote>'
        '<w:footnote w:id="1">'
        f"{p('<w:r><w:footnoteRef/></w:r>' + r(' See the annex.'))}</w:footnote>"
        f'<w:footnote w:id="2">{p(r("Of the table."))}</w:footnote>'
    )
    body = (
        p(
            r("Claimed")
            + reference.format("footnote", 1)
            + r(", twice")
            + reference.format("endnote", 1)
        )
        + f"<w:tbl>{row(p(r('a') + reference.format('footnote', 2)), p(r('b')))}"
        + f"{row(p(r('c')), p(r('d')))}</w:tbl>"
        + p(r("End") + reference.format("footnote", 99))
    )
    endnotes = f'<w:endnote w:id="1">{p(r("At the end."))}</w:endnote>'
    assert lines(body, footnotes=notes, endnotes=endnotes) == [
        ("paragraph", 0, "Claimed, twice"),
        ("note", 0, "See the annex."),
        ("note", 0, "At the end."),
        ("row", 0, "a | b"),
        ("row", 0, "c | d"),
        ("note", 0, "Of the table."),
        ("paragraph", 0, "End"),
    ]


def test_templates_macros_strict_files_and_broken_links_are_read() -> None:
    """What differs in names only, or has lost a picture, still gives its text."""
    members = {
        name: content if isinstance(content, str) else content.decode("latin-1").encode("latin-1")
        for name, content in members_of(docx_of(p(r("Here.")))).items()
    }
    main = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    types = members["[Content_Types].xml"]
    assert isinstance(types, bytes)
    changes = [
        {
            "[Content_Types].xml": types.replace(
                main, b"application/vnd.ms-word.document.macroEnabled.main+xml"
            )
        },
        {
            name: content.replace(
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/",
                b"http://purl.oclc.org/ooxml/wordprocessingml/",
            ).replace(
                b"http://schemas.openxmlformats.org/officeDocument/2006/",
                b"http://purl.oclc.org/ooxml/officeDocument/",
            )
            for name, content in members.items()
            if isinstance(content, bytes) and name.endswith((".xml", ".rels"))
        },
        {
            "word/_rels/document.xml.rels": b'<Relationships xmlns="http://schemas.openxmlformats.org/'
            b'package/2006/relationships"><Relationship Id="r9" Target="NULL" Type="http://schemas.'
            b'openxmlformats.org/officeDocument/2006/relationships/image"/></Relationships>'
        },
    ]
    for change in changes:
        assert [text for _, _, text in shown(docx.read(zipped(members | change)))] == ["Here."]


def test_what_can_be_read_of_a_damaged_part_is() -> None:
    """A file that breaks off gives the paragraphs before, as far as they go."""
    members = members_of(docx_of(p(r("Whole.")) + p(r("Half a sentence"))))
    document = members["word/document.xml"]
    assert isinstance(document, bytes)
    members["word/document.xml"] = document[: document.index(b" sentence")]
    assert docx.read(zipped(members)).text == "Whole.\n\nHalf a"


def test_what_is_no_word_file_says_so() -> None:
    """An empty zip, and a package of another program."""
    types = members_of(docx_of(""))
    for members in ({"a.txt": "a"}, {**types, "_rels/.rels": "<Relationships/>"}):
        with pytest.raises(Refusal, match="has no Word document in it"):
            docx.read(zipped(members))


def test_bombs_and_entities_do_nothing() -> None:
    """What unpacks to too much is refused, and no entity is expanded or fetched."""
    bomb = (
        '<!DOCTYPE w:document [<!ENTITY a "boom"><!ENTITY b "&a;&a;">'
        '<!ENTITY f SYSTEM "file:///etc/hostname">]>'
    )
    members = members_of(docx_of(p(r("Safe &b;&f;.")).replace("&amp;", "&")))
    document = members["word/document.xml"]
    members["word/document.xml"] = bomb.encode() + document  # type: ignore[operator]
    assert docx.read(zipped(members)).text == "Safe ."
    members["word/document.xml"] = b" " * (MAX_UNPACKED + 1)
    with pytest.raises(Refusal, match="unpacks to more than"):
        docx.read(zipped(members))


def test_a_file_without_text_gives_none() -> None:
    """An empty file is the empty extraction; the caller says so."""
    stream = io.BytesIO()
    WordDocument().save(stream)
    assert docx.read(stream.getvalue()).blocks == ()


def table(*rows: tuple[str, ...]) -> str:
    """A table of cells of XML."""
    cells = ("".join(f"<w:tc>{cell}</w:tc>" for cell in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


HEADED = p(r("Rain"), '<w:pStyle w:val="Heading2"/>')
WET = p(r("It was wet."))


@pytest.mark.parametrize(
    ("rows", "kinds"),
    [
        ([(p(r("a")), WET * 60)] * 2, ["paragraph"] * 122),
        ([(HEADED + WET, WET)], ["heading", "paragraph", "paragraph"]),
        ([(WET, WET), (HEADED, WET)], ["paragraph", "paragraph", "heading", "paragraph"]),
        ([(HEADED, HEADED), (WET, WET)], ["row", "row"]),
        ([(WET, WET)] * 2, ["row", "row"]),
    ],
)
def test_a_table_that_lays_out_a_page_is_no_data(
    rows: list[tuple[str, ...]], kinds: list[str]
) -> None:
    """Long cells and headings over text are told block by block; a heading alone is a header."""
    assert [kind for kind, _, _ in lines(table(*rows))] == kinds


def test_small_signs_are_no_part_of_a_word() -> None:
    """Exponents and indices are characters of their own, a note's own mark is left out."""
    raised, lowered = (f'<w:vertAlign w:val="{place}script"/>' for place in ("super", "sub"))
    mark = '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="2"/><w:t>*</w:t></w:r>'
    body = p(r("10") + r("6", raised) + r(" tons") + mark + r(", H") + r("2", lowered) + r("O"))
    assert texts(body) == ["10⁶ tons, H₂O"]


def test_a_paragraph_whose_end_was_deleted_stays_before_a_table() -> None:
    """It goes on in the next paragraph, but not across what stands between."""
    open_ended = p(r("The fees:"), "<w:rPr><w:del/></w:rPr>")
    body = open_ended + table((p(r("a")), p(r("b")))) * 2 + p(r("After."))
    assert texts(body) == ["The fees:", "a | b", "a | b", "After."]


HOURS = ["Opening hours", "Monday 9 to 17", "Tuesday 10 to 18"]


def test_a_list_by_line_breaks_is_no_sentence() -> None:
    """Its lines are told apart; prose that was broken by hand is not, nor by a page's edge."""
    line, page = "<w:r><w:br/></w:r>", '<w:r><w:br w:type="page"/></w:r>'
    assert texts(p(line.join(map(r, HOURS)))) == HOURS
    assert texts(p(page.join(map(r, HOURS)))) == [" ".join(HOURS)]
    assert texts(p(line.join(map(r, ["It rained all", "day, and", "we slept."])))) == [
        "It rained all day, and we slept."
    ]
