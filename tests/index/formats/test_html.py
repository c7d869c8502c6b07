"""What a web page's text is."""

import html as entities
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.formats import html
from index.formats.extraction import CELL_EDGE
from tests.formats_laws import check, shown
from tests.made_office import article_html, article_lines

DATA = Path(__file__).parent.parent.parent / "data"


def lines(markup: str) -> list[tuple[str, int, str]]:
    return shown(html.read_text(markup))


def texts(markup: str) -> list[str]:
    return [words for _, _, words in lines(markup)]


def test_the_article_comes_back_whole() -> None:
    """A news page gives its title and paragraphs: no menu, notice, related story or footer."""
    title, *paragraphs = article_lines()
    extraction = check(html.read, article_html())
    assert extraction.title == title
    assert shown(extraction) == [
        ("heading", 1, title),
        *(("paragraph", 0, paragraph) for paragraph in paragraphs),
    ]


def test_an_old_page_laid_out_in_tables() -> None:
    """Columns of a page are no table, <br><br> ends a paragraph, the declared encoding holds."""
    extraction = check(html.read, (DATA / "council.html").read_bytes())
    assert (extraction.title, extraction.encoding) == (
        "Mill bridge to stay closed until autumn",
        "cp1252",
    )
    blocks = shown(extraction)
    assert [(kind, level) for kind, level, _ in blocks] == [
        ("heading", 1),
        *[("paragraph", 0)] * 6,
        ("caption", 0),
        ("row", 1),
        *[("row", 0)] * 3,
        ("paragraph", 0),
    ]
    words = [text for _, _, text in blocks]
    assert words[2].endswith("had been undercut by the spring flood.")
    assert words[3].startswith("“Nobody should try to cross on foot,” said Maria Öhlund")
    assert words[5:7] == [
        "A meeting is held in the school on 14 June.",
        "Questions can be handed in before.",
    ]
    assert words[7:] == [
        "What the repair costs",
        "Part | Cost",
        "Piers | €210,000",
        "Road | €90,000",
        "Survey and plans | €40,000",
        "Printed on 3 June.",
    ]


def test_a_page_of_documentation() -> None:
    """Headings, code with its indentation, nested lists, tables and notes stay, in order."""
    extraction = check(html.read, (DATA / "manual.html").read_bytes())
    assert extraction.title == "Watering"
    assert shown(extraction) == [
        ("heading", 1, "Watering"),
        ("paragraph", 0, "Gardener waters a bed when its soil is drier than threshold."),
        ("heading", 2, "Installation"),
        ("item", 1, "1. Install the package:"),
        ("code", 0, "$ pip install gardener\n$ gardener --version"),
        ("item", 1, "2. Say where the pump is."),
        ("item", 2, "On a board, by pin."),
        ("item", 2, "Elsewhere, by address."),
        ("heading", 2, "Options"),
        ("row", 1, "Option | Meaning"),
        ("row", 0, "threshold | Dryness in percent. 40 by default."),
        ("row", 0, "pause | Minutes between two waterings."),
        ("paragraph", 0, "Note"),
        ("paragraph", 0, "Both can be set for one bed alone."),
        ("item", 1, "bed"),
        ("item", 1, "A part of the garden that has a sensor of its own."),
        ("heading", 3, "Example"),
        ("paragraph", 0, "One bed, watered at night."),
        ("code", 0, "[bed.roses]\nthreshold = 35\n    # at night only\npause = 720"),
        ("paragraph", 0, "See also pumps."),
    ]


def test_a_page_that_word_saved() -> None:
    """Word's classes tell titles, items and notes; the bullets and numbers it made are left out."""
    extraction = check(html.read, (DATA / "minutes.htm").read_bytes())
    assert shown(extraction) == [
        ("heading", 1, "Minutes of the water board"),
        ("heading", 1, "Attendance"),
        ("paragraph", 0, "All five members were present, the chair by telephone."),
        ("item", 1, "The pump is old."),
        ("item", 2, "It was built in 1974."),
        ("row", 1, "Year | Litres"),
        ("row", 0, "2024 | 18 million"),
        ("caption", 0, "Table 1: Water used"),
        ("note", 0, "[1] The line was poor."),
    ]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<b>U</b>.S. <i>is</i> <u> one </u>", ["U.S. is one"]),
        ("un<wbr>broken so&shy;cial", ["unbroken social"]),
        (
            "one<br>two<p>three<p>four<div>five</div>six",
            ["one two", "three", "four", "five", "six"],
        ),
        ("a<!-- not this -->b<?nor this?>c", ["abc"]),
        ("<table><tr><td>frame</table>", ["frame"]),
        (
            "<p>5 &lt; 6 &amp; 7&nbsp;&gt; 6 &eacute; &#x20AC; &bogus;",
            ["5 < 6 & 7 > 6 é € &bogus;"],
        ),
        ("<p hidden>a<p style='display: none'>b<p aria-hidden=true>c", ["c"]),
        ("a<i aria-hidden=true>x</i>b<template>x</template><noscript>x</noscript>c", ["abc"]),
        ("<body style='display:none'><p>shown by a script", ["shown by a script"]),
        ("<details><summary>More</summary>Text</details>", ["More", "Text"]),
        ("<h2><button>Asked often?</button></h2><button>Send</button>yes", ["Asked often?", "yes"]),
        ("<pre>a\n <b>b</b><br>c</pre>", ["a\n b\nc"]),
        ("<pre><div>one</div><div>two</div></pre>", ["one\ntwo"]),
        ("<p>a\x00b\x0c\ud800so\x1fcial\x0bscience", ["a\ufffdb \ufffdsocial science"]),
        ("<title>t</title><section>in libxml2's head</section>", ["in libxml2's head"]),
        ("no markup at all", ["no markup at all"]),
        ("", []),
        ("<!-- nothing -->", []),
    ],
)
def test_inline_markup_adds_and_takes_nothing(markup: str, expected: list[str]) -> None:
    """What a browser shows as one word is one, and what it shows apart is apart."""
    assert texts(markup) == expected


def test_a_sparse_page_is_kept_whole() -> None:
    """A page of links, a page of one table, and a short page by hand lose nothing."""
    links = "".join(f"<li><a href={n}>Garden number {n}</a>" for n in range(50))
    assert len(texts(f"<h1>Gardens</h1><ul>{links}</ul>")) == 51
    rows = "".join(f"<tr><td>{n}<td>{n * n}" for n in range(50))
    assert len(texts(f"<table><tr><th>n<th>square{rows}</table>")) == 51
    page = "<h1>Plum jam</h1><p>Stone the plums.<p>Boil.<footer>By Ann</footer>"
    assert texts(page)[:3] == ["Plum jam", "Stone the plums.", "Boil."]


def test_what_a_page_is_about_may_be_named_like_its_frame() -> None:
    """A restaurant's menu, a banner in history, sources among links: named so, and still kept."""
    menu = "<div class=menu><p>Soup of the day, with bread, four euros.</p></div>"
    sources = "".join(f"<li><a href={n}>Report {n} of the board</a>" for n in range(9))
    prose = "<p>The inn has stood by the river for three hundred years, and cooks still. " * 4
    page = f"<article><h1>The inn</h1>{prose}{menu}<ul>{sources}</ul></article>"
    assert {"Soup of the day, with bread, four euros.", "Report 8 of the board"} <= set(texts(page))


XHTML = (
    '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml">'
    "<head><title/><script/></head><body><h1>Caf&eacute;</h1><div/><p>It&#160;rained.<br/>"
    "Twice &amp; more.</p></body></html>"
)


def test_xhtml_is_read_by_xmls_rules_where_it_can_be() -> None:
    """An empty <title/> does not take in the page; if it is not well-formed it is HTML."""
    assert texts(XHTML) == ["Café", "It rained. Twice & more."]
    assert texts(XHTML.replace("</p>", "")) == ["Café", "It rained. Twice & more."]
    bomb = '<!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/hostname">]>'
    assert "aaaa" not in html.read_text(bomb + XHTML.replace("Twice", "&a;&b;")).text


@pytest.mark.parametrize("tag", ["div", "span", "font", "blockquote"])
@pytest.mark.parametrize("end", ["", "</{tag}>"])
def test_a_page_nested_by_mistake_keeps_its_end(tag: str, end: str) -> None:
    """Ten thousand tags that nobody closed, or that somebody did."""
    page = f"<h1>Deep</h1>{f'<{tag}>' * 10_000}Water{end.format(tag=tag) * 10_000}<p>The end."
    assert texts(page) == ["Deep", "Water", "The end."]


@pytest.mark.parametrize(
    "page",
    [
        "<p>long" + " " * 200_000 + "gap",
        '<html xmlns="x"><body><p>a</p>' + "\n" * 200_000 + "</body></html>",
        "<meta charset=" + " " * 200_000,
        "<i>" * 3000 + "deep" + "<i " * 100_000,
        f"<p style='{'mso-list:' * 20_000}'>item",
        "<p>lines" + "<br> " * 100_000 + "end",
        "<p>" + "&x" * 100_000,
        "<title>" + "x - " * 50_000 + "</title><p>text",
    ],
)
def test_no_run_of_anything_takes_long(page: str) -> None:
    """Time grows with a page's length, not with its square: that would be minutes for these."""
    start = time.process_time()
    html.read(page.encode())
    assert time.process_time() - start < 5


PLAIN = "<html><head><meta {}></head><body><p>Žluťoučký kůň, “quoted”, €5.</p>"


@pytest.mark.parametrize(
    ("meta", "encoding", "expected"),
    [
        ("charset=utf-8", "utf-8", "utf-8"),
        ("charset='windows-1250'", "cp1250", "cp1250"),
        ("http-equiv=Content-Type content='text/html; charset=windows-1250'", "cp1250", "cp1250"),
        ("charset=windows-1250", "utf-16", "utf-16-le"),
        ("charset=utf-8", "utf-8-sig", "utf-8-sig"),
        ("charset=iso-8859-1", "utf-8", "utf-8"),
        ("charset=klingon", "utf-8", "utf-8"),
        ("charset=utf-16", "utf-8", "utf-8"),
        ("name=none", "utf-8", "utf-8"),
    ],
)
def test_encodings(meta: str, encoding: str, expected: str) -> None:
    """A byte order mark, then what is declared unless the bytes are plainly UTF-8."""
    extraction = check(html.read, PLAIN.format(meta).encode(encoding))
    assert (extraction.text, extraction.encoding) == ("Žluťoučký kůň, “quoted”, €5.", expected)


def test_an_undeclared_encoding_is_guessed() -> None:
    """As with plain text; a wrong declaration counts for nothing."""
    markup = "<meta charset=utf-8><p>" + "これは日本語の文章です。庭に水をやります。" * 9
    extraction = html.read(markup.encode("shift_jis"))
    assert "庭に水をやります" in extraction.text
    assert extraction.encoding in ("cp932", "shift_jis", "shift_jis_2004", "shift_jisx0213")


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("<title>Rain in May</title>", "Rain in May"),
        ("<title>Rain in May | The Daily</title>", "Rain in May"),
        ("<title>Rain in May - how it came - The Daily</title>", "Rain in May - how it came"),
        ("<title>Rain - a short history of water</title>", "Rain - a short history of water"),
        ("<title>x</title><meta property=og:title content='Rain in May'>", "Rain in May"),
        ("<title>The Daily: Rain</title>", "The Daily: Rain"),
        (
            "<title>Daily - Rain in May</title><meta name=application-name content='Daily'>",
            "Rain in May",
        ),
        ("<title>Rain – May</title><h1>Rain</h1>", "Rain"),
        ("<title>Rain — Guide 2</title><h1>Rain<a class=headerlink href=#r>¶</a></h1>", "Rain"),
        ("<svg><title>Logo</title></svg>", ""),
        ("", ""),
    ],
)
def test_titles_lose_their_sites_name(head: str, expected: str) -> None:
    """Without a title of its own a page has none here; the caller takes the first heading."""
    assert html.read_text(f"{head}<p>It rained.").title == expected


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cn", "Cf"]),
    min_size=1,
    max_size=30,
).filter(str.strip)
TAGS = st.sampled_from(["p", "h1", "h3", "div", "li", "blockquote", "pre", "section", "dt"])
TABLES = st.lists(st.lists(WORDS, min_size=2, max_size=2), min_size=2, max_size=3)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(TAGS, WORDS) | TABLES, min_size=1, max_size=8))
def test_what_was_written_comes_back_in_order(
    parts: list[tuple[str, str] | list[list[str]]],
) -> None:
    """Any paragraphs, headings, items and tables come back, exact up to blanks."""
    markup, expected = [], []
    for part in parts:
        if isinstance(part, tuple):
            tag, words = part
            markup.append(f"<{tag}>{entities.escape(words)}</{tag}>")
            expected.append(words)
        else:
            rows = ("".join(f"<td>{entities.escape(cell)}</td>" for cell in row) for row in part)
            markup.append(f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>")
            expected += [CELL_EDGE.join(row) for row in part]
    extraction = check(html.read, b"<meta charset=utf-8>" + "\n".join(markup).encode())
    assert "".join(extraction.text.split()) == "".join("".join(expected).split())


PIECES = [
    "<p>",
    "</p>",
    "<li>",
    "<table>",
    "<tr>",
    "<td>",
    "</td>",
    "<pre>",
    "<br>",
    "a b",
    "<",
    "&",
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([*PIECES, '="', "'", "<!--", "-->", "<nav>", "<h1>"])).map("".join))
def test_any_markup_is_read(markup: str) -> None:
    """However broken it is."""
    check(html.read, markup.encode())


def test_a_long_cell_makes_no_row_whatever_its_table_has() -> None:
    """A contract in two columns under <th> is told paragraph by paragraph."""
    cell = "<p>The supplier delivers a ton of coal each year.</p>" * 60
    found = lines(f"<table><tr><th>Clause<th>Text<tr><td>1<td>{cell}</table>")
    assert {kind for kind, _, _ in found} == {"paragraph"}
    assert len(found) == 63


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("10<sup>6</sup> tons.<sup><a href='#n1'>1</a></sup> It", "10⁶ tons. It"),
        ("<i>x</i><sup>-2</sup>, H<sub>2</sub>O, Ca<sup>2+</sup>", "x⁻², H₂O, Ca²⁺"),
        ("a<a href='#n'><sup>[12]</sup></a>, b<sup class=reference>[note 1]</sup>.", "a, b."),
        ("a<a role=doc-noteref href=n.html>3</a> b<a class=footnote-ref href=x>*</a>", "a b"),
        ("1<sup>st</sup> <sup>1</sup>/<sub>2</sub>", "1st 1/2"),
        ("see <a class='reference internal' href='#x'>Table 2</a>", "see Table 2"),
        ("m<sup><a href=units.html>2</a></sup>", "m²"),
    ],
)
def test_small_signs_are_no_part_of_a_word(markup: str, expected: str) -> None:
    """References to notes are left out; exponents and indices are characters of their own."""
    assert texts(f"<p>{markup}") == [expected]


def test_a_section_about_a_pages_frame_is_text() -> None:
    """An id is often a heading's words, and a class may begin with one: neither is a sign."""
    prose = "<p>The harbour was built in 1888 by Danes, and sold to the city for 4 million.</p>" * 8
    sections = (
        "<section id=pagination><h2>Pagination</h2><p>Each page holds 50 records.</p></section>"
        "<section id=footer><h2>Footer</h2><p>It is 8 bytes.</p></section>"
        "<section class=share-capital><h2>Capital</h2><p>It is 7 million.</p></section>"
        "<div class=social-history><p>The workers were paid 3 kroner a day.</p></div>"
    )
    asides = (
        "<div class=share-buttons>Facebook Twitter</div><div id=cookieBanner>We use cookies.</div>"
        "<div class=newsletter><h3>News by mail</h3><p>Get our best stories each morning, for free."
        "</p><input></div>"
    )
    found = texts(f"<body><main><h1>The harbour</h1>{prose}{sections}{prose}{asides}</main>")
    assert [words for words in found if not words.startswith("The harbour")] == [
        *("Pagination", "Each page holds 50 records.", "Footer", "It is 8 bytes."),
        *("Capital", "It is 7 million.", "The workers were paid 3 kroner a day."),
    ]


@pytest.mark.parametrize(
    "expected",
    [
        ["Opening hours", "Monday 9 to 17", "Tuesday 10 to 18"],
        ["O rose, thou art sick!<br>The invisible worm,", "That flies in the night,", "In storm"],
        ["We went to<br>Bergen by ship and<br>stayed there for<br>a week."],
        ["Kai street 4<br>Bergen"],
    ],
)
def test_a_list_by_line_breaks_is_no_sentence(expected: list[str]) -> None:
    """Its lines are told apart, as are a poem's; prose that was broken by hand is not."""
    assert texts(f"<p>{'<br>'.join(expected)}") == [line.replace("<br>", " ") for line in expected]


def test_cells_stay_in_their_columns() -> None:
    """A cell over two columns or rows leaves the others empty; one over all is alone."""
    page = (
        "<table><tr><th colspan=3>Lakes<tr><th rowspan=2>Lake<th colspan=2>Area<tr><th>1950<th>2000"
        "<tr><td rowspan=2>Chad<td>25<td rowspan=2>1<tr><td>24<tr><td>Niger<td>3<td>3</table>"
    )
    assert texts(page) == [
        *("Lakes", "Lake | Area |", "| 1950 | 2000", "Chad | 25 | 1", "| 24 |", "Niger | 3 | 3")
    ]


def test_what_a_wiki_adds_is_left_out() -> None:
    """Links back from notes, its own address, categories; and how signs are spoken."""
    page = (
        "<ol><li><span class=mw-cite-backlink><b>^</b></span> Claussen 2003.</ol>"
        "<ruby>東京<rp>(</rp><rt>とうきょう</rt><rp>)</rp></ruby>です。"
        "<div class=printfooter>Retrieved from here</div><div id=catlinks>Categories: Lakes</div>"
    )
    assert texts(page) == ["1. Claussen 2003.", "東京です。"]
