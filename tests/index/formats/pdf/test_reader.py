"""Laws of the PDF reader: sentences are whole, nothing is lost but heads and page numbers."""

import io
import random
import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from index.document import Block
from index.formats import blocks_of
from index.formats.pdf import read
from index.progress import Progress
from index.sentences import sentences
from tests.conftest import ARTICLE
from tests.index.formats.pdf.checks import check, headings, page_of, said
from tests.made_pdf import (
    Setter,
    article_pdf,
    blank_pdf,
    filler,
    finished,
    hyphenated,
    long_pdf,
    paper,
    prose,
)


def cut(text: str) -> list[str]:
    return [text[slice(*s)] for block in blocks_of(text, "txt") for s in sentences(text, block)]


@pytest.mark.parametrize("mode", ["line", "word", "letter"])
def test_sentences_of_the_article_are_whole(mode: str) -> None:
    """However a program draws, the sentences are those of the text, without head and number."""
    title, *paragraphs = ARTICLE.read_text(encoding="utf-8").strip().split("\n")
    extraction = read(article_pdf(mode=mode, times=3))
    check(extraction, 4)
    text = "\n\n".join(paragraphs * 3)
    expected = cut(text)
    body = "\n\n".join(said(extraction, "paragraph"))
    assert [s for s in cut(body) if not s.startswith("Reuters world news")] == expected
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
def test_paragraphs_come_back(  # noqa: PLR0917  # as hypothesis passes them
    seed: int, count: int, mode: str, is_justified: bool, is_indented: bool, is_wide: bool
) -> None:
    """Paragraphs of any length, set in any of the usual ways, are the blocks of the text."""
    chance = random.Random(seed)  # noqa: S311  # no secret
    texts = [" ".join(filler(chance) for _ in range(chance.randrange(2, 7))) for _ in range(count)]
    pdf = blank_pdf()
    setter = Setter(
        pdf, mode=mode, is_justified=is_justified, width=450 if is_wide else 240, foot=400
    )
    setter.new_page()
    for text in texts:
        indent, after = (14, 0) if is_indented else (0, 7)
        setter.paragraph(hyphenated(text), indent=indent, after=after)
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


def test_what_runs_over_a_page_is_one_block() -> None:
    """A paragraph goes on after the page's edge, although a note and a table stand between."""
    pdf = blank_pdf()
    setter = Setter(pdf, foot=200)
    text = prose(5, 14)
    setter.new_page()
    setter.paragraph(hyphenated(text))
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


ROMAN = "i ii iii iv v vi vii viii ix x xi xii".split()


def test_running_heads_feet_and_numbers_are_left_out() -> None:
    """Left and right heads, a number in each of the usual forms; what is said once is kept."""
    forms: list[Callable[[int], str]] = [
        str, "- {} -".format, "Page {} of 12".format, "{} | The second title".format,
        "[{}]".format, "p. {}".format, lambda n: ROMAN[n - 1],
    ]  # fmt: skip
    for form in forms:
        pdf = blank_pdf()
        setter = Setter(pdf, foot=700)
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
    pdf = blank_pdf()
    setter = Setter(pdf)
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


def test_a_head_that_counts_two_pages_is_said_once() -> None:
    """Of two pages as well a head goes that says "page" and which; other numbers stay."""
    pdf = blank_pdf()
    setter = Setter(pdf)
    for number in (1, 2):
        setter.new_page()
        pdf.set_font("Times", "", 9)
        pdf.text(72, 40, f"The Daily, page {number}")
        pdf.text(72, 780, f"Section {number}")
        setter.paragraph(f"Words of leaf {number}, which are many and fill its line. " * 3)
    text = read(finished(pdf)).text
    assert text.count("The Daily") == 1
    assert "Section 1" in text
    assert "Section 2" in text


def test_figures_of_a_table_at_the_edge_are_no_page_numbers() -> None:
    """A table that runs to the foot of each page keeps all its rows."""
    pdf = blank_pdf()
    rows = []
    chance = random.Random(3)  # noqa: S311  # no secret
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


def test_watermarks_are_no_part_of_the_text() -> None:
    """Words across every page are said once, outside the paragraphs that they cross."""
    pdf = blank_pdf()
    texts = [prose(seed, 10) for seed in range(4)]
    setter = Setter(pdf)
    for text in texts:
        setter.new_page()
        setter.paragraph(text)
        with pdf.rotation(45, 300, 400):
            pdf.set_font("Helvetica", "B", 60)
            pdf.text(200, 400, "CONFIDENTIAL")
    assert said(read(finished(pdf))) == ["CONFIDENTIAL", *texts]


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
    pdf = blank_pdf()
    for number in range(4):
        pdf.add_page()
        pdf.set_font("Times", "", 11)
        if number == 2:
            pdf.text(72, 100, "Only here are words.")
    extraction = read(finished(pdf))
    check(extraction, 4)
    assert page_of(extraction, "Only here") == 3


def test_a_long_book_is_read_whole() -> None:
    """Each fact stands in one block, on its page; each chapter's heading is one."""
    data, facts = long_pdf(60)
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
    outline = [str(item.title) for item in PdfReader(io.BytesIO(data)).outline]
    assert [label for _, label in headings(extraction)] == outline
    assert not re.search(r"- \d+ -", extraction.text)


def test_the_same_bytes_give_the_same_text() -> None:
    """Reading is deterministic."""
    data = article_pdf(mode="letter")
    assert read(data) == read(data)


def test_made_books_are_the_same_each_time() -> None:
    """The figure that is measured on a made book can be measured again."""
    facts = [long_pdf(50)[1] for _ in range(2)]
    assert facts[0] == facts[1]
    assert all(a.page <= b.page for a, b in pairwise(facts[0]))


def leaves(rows: list[list[tuple[float, float, str, int]]]) -> bytes:
    """Pages of rows, each with its place, words and type size; type above 12 points is bold."""
    pdf = blank_pdf()
    for page in rows:
        pdf.add_page()
        for x, y, words, size in page:
            pdf.set_font("Helvetica", "B" if size > 12 else "", size)
            pdf.text(x, y, words)
    return finished(pdf)


def test_large_headings_that_count_stay() -> None:
    """Invoices and questions that count with the pages are no page numbers."""
    for word, first, size in (("Invoice", 2041, 18), ("Question", 1, 14), ("Chapter", 1, 18)):
        names = [f"{word} {first + number}" for number in range(5)]
        for count in (3, 5):
            data = leaves([
                [
                    (50, 62, name, size),
                    (50, 112, "Words of the page, which are the same on each of them, and", 10),
                    (50, 124, f"its own, such as {'abcde'[number]} in the middle of a line.", 10),
                    (290, 812, str(number + 7), 8),
                ]
                for number, name in enumerate(names[:count])
            ])  # fmt: skip
            assert [label for _, label in headings(read(data))] == names[:count]


def test_words_near_an_edge_stay() -> None:
    """In few pages only what stands in the outermost margin, set apart, is a foot."""
    grades = ["B", "A", "B"]
    data = leaves([
        [
            (150, 62, "Certificate", 18),
            (50, 242, f"Person {grade} has attended the course on statistics in York, with", 10),
            (50, 254, "the following result, as the examiners have found on the last day:", 10),
            (50, 742, f"Grade: {grade}", 10),
            (50, 762, "Passed with distinction", 10),
            (50, 812, "Academy of York", 8),
        ]
        for grade in grades
    ])  # fmt: skip
    extraction = read(data)
    found = said(extraction)
    assert [t[-1] for t in found if t.startswith("Grade")] == grades
    assert found.count("Passed with distinction") == 3
    assert found.count("Certificate") == 3
    assert found.count("Academy of York") == 1


def test_a_sentence_that_ends_in_a_figure_is_no_page_number() -> None:
    """A number is the page's if it says of how many; other figures are compared with the text."""
    lines = [(50.0, 62.0, "Some text goes on for a while and says a ratio of 9.", 10)]
    last = "a ratio of 1"
    assert last in said(read(leaves([[*lines, (50, 800, last, 10)]])))
    assert said(read(leaves([[*lines, (50, 800, "Report 1/1", 10)]])))[0] == "Report 1/1"
    assert len(said(read(leaves([[*lines, (50, 800, "1 of 1", 10)]])))) == 1


def test_heads_of_short_chapters_are_left_out() -> None:
    """A head that stands on two pages only, or on one beside its heading, breaks no sentence."""
    for pages in (6, 8, 12):
        extraction = read(long_pdf(pages)[0])
        outline = [str(i.title) for i in PdfReader(io.BytesIO(long_pdf(pages)[0])).outline]
        assert [label for _, label in headings(extraction)] == outline
        assert extraction.text.count("Chapter") == len(outline)
        ends = (".", "!", "?", '"')
        assert all(words.endswith(ends) for words in said(extraction, "paragraph"))


def test_a_tables_header_stays_on_each_page() -> None:
    """A table that goes on has its header again; a head of two cells above a table goes."""
    data = leaves([
        [(50, 40, "The list of all", 8), (300, 40, "Volume 9", 8)]
        + [(50, 62, "Name", 10), (200, 62, "Score", 10)]
        + [(50, 78 + 14 * row, f"Person {page}-{row}", 10) for row in range(5)]
        + [(200, 78 + 14 * row, str(page * 100 + row), 10) for row in range(5)]
        for page in range(4)
    ])  # fmt: skip
    extraction = read(data)
    assert said(extraction, "row").count("Name | Score") == 4
    assert extraction.text.count("Volume 9") == 1


def test_figures_are_no_headings() -> None:
    """A bold label with its figure, an amount in large type and small type below it."""
    text = [(50, 400 + 12 * n, "Words of the text that fill a line of the page.", 10)
            for n in range(9)]  # fmt: skip
    for words, size, is_heading in (
        ("EUR 3.1m", 30, False), ("12/05/1980 York", 14, False), ("Invoice 2041", 18, True),
        ("Chapter 1: The war of 1914", 18, True),
    ):  # fmt: skip
        small = [] if is_heading else [(50, 116, "of all that was sold", 10)]
        data = leaves([[(50, 100, words, size), *small, *text]])
        assert (words in dict(headings(read(data))).values()) == is_heading, words
    for words, is_heading in (
        ("Deductible: 500 pounds", False), ("Chapter 1: The war of 1914", True),
        ("Re: Your complaint of 3 March", True),
    ):  # fmt: skip
        pdf = paper()
        pdf.set_font("Helvetica", "B", 10)
        pdf.text(50, 200, words)
        pdf.set_font("Helvetica", "", 10)
        for x, y, line, _ in text:
            pdf.text(x, y, line)
        assert (words in dict(headings(read(finished(pdf)))).values()) == is_heading, words


@pytest.mark.parametrize("count", [1, 2, 3, 7])
def test_what_a_browser_prints_at_the_edges_goes(count: int) -> None:
    """The address with "3/7" below each page is no text; the date and title above are said once."""
    pdf = blank_pdf()
    setter = Setter(pdf)
    for number in range(count):
        setter.new_page()
        pdf.set_font("Helvetica", "", 7)
        pdf.text(30, 25, "11/22/26, 11:55 PM")
        pdf.text(280, 25, "The parish guide")
        pdf.text(30, 828, "file:///home/ann/guide.html")
        pdf.text(545, 828, f"{number + 1}/{count}")
        setter.paragraph(prose(number, 8))
    text = read(finished(pdf)).text
    assert "file:" not in text
    assert f" {count}/{count}" not in text
    assert text.count("The parish guide") == 1
