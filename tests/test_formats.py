"""The laws of the contract for every format, from the bytes of a file to the citation."""

import io
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Document, Library, Source, default_encoder
from index.chunk import chunk
from index.load import load
from qa import ask
from tests.conftest import ARTICLE
from tests.made_office import (
    article_docx,
    article_html,
    epub_members,
    odt_of,
    zipped,
)
from tests.made_pdf import Setter, article_pdf, blank_pdf, finished

DATA = Path(__file__).parent / "data"
LINES = ARTICLE.read_text(encoding="utf-8").splitlines()

ARTICLES: dict[str, Callable[[], bytes]] = {
    "article.txt": ARTICLE.read_bytes,
    "article.md": lambda: "\n\n".join([f"# {LINES[0]}", *LINES[1:]]).encode(),
    "article.html": article_html,
    "article.docx": article_docx,
    "article.pdf": article_pdf,
    "article.odt": lambda: odt_of("".join(f"<text:p>{escape(line)}</text:p>" for line in LINES)),
    "article.epub": lambda: zipped(
        epub_members({"one.xhtml": "".join(f"<p>{escape(line)}</p>" for line in LINES)})
    ),
    "article.mhtml": lambda: (
        b"From: <Saved by a browser>\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; type="text/html"; boundary="edge"\r\n\r\n'
        b"--edge\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        + article_html()
        + b"\r\n--edge--\r\n"
    ),
}
QUESTIONS = (
    "Who blocked cooperation between NATO and Israel?",
    "How many people have been killed in Gaza?",
    "What is this about?",
    "Who painted the Mona Lisa?",
)

WORDS = st.lists(
    st.sampled_from(
        "The bridge was closed in May because of a flood 40,000 Dr. Zoë “why” é".split()
    ),
    min_size=3,
    max_size=40,
)
PARAGRAPHS = st.lists(WORDS.map(" ".join), min_size=1, max_size=6)


def as_docx(paragraphs: list[str]) -> bytes:
    document = docx.Document()
    document.add_heading("A heading", 1)
    table = document.add_table(rows=0, cols=2)
    for number, paragraph in enumerate(paragraphs):
        document.add_paragraph(paragraph)
        cells = table.add_row().cells
        cells[0].text, cells[1].text = str(number), paragraph
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def as_html(paragraphs: list[str]) -> bytes:
    rows = "".join(f"<tr><td>1</td><td>{escape(text)}</td></tr>" for text in paragraphs)
    body = "".join(f"<p>{escape(text)}</p>" for text in paragraphs)
    return f"<h1>A heading</h1>{body}<h2>Rows</h2><table>{rows}</table>".encode()


def as_pdf(paragraphs: list[str]) -> bytes:
    setter = Setter(blank_pdf(), foot=300)
    setter.new_page()
    for paragraph in paragraphs:
        setter.paragraph(paragraph.replace("“", "").replace("”", ""), after=12)
    return finished(setter.pdf)


def as_odt(paragraphs: list[str]) -> bytes:
    return odt_of("".join(f"<text:p>{escape(text)}</text:p>" for text in paragraphs))


def check(document: Document, library: Library, questions: tuple[str, ...]) -> None:
    """Laws 1 and 2: quotes are slices, passages hold every character, pages cover the text."""
    end = 0
    for passage in chunk(document, default_encoder().count_tokens):
        assert document.text[passage.start : passage.end] == passage.text
        assert not document.text[end : passage.start].strip()
        end = passage.end
    assert not document.text[end:].strip()
    for question in questions:
        answer = ask(question, library, documents=[document.id])
        for citation in (*answer.citations, *([answer.nearest] if answer.nearest else [])):
            assert document.text[citation.start : citation.end] == citation.quote
            words = document.text[citation.answer_start : citation.answer_end]
            assert words == citation.answer
            assert words in citation.quote
            assert (citation.page is not None) == (document.format == "pdf")
            if citation.page is not None:
                page = document.pages[citation.page - 1]
                assert page.start <= citation.answer_start < page.end


@pytest.mark.parametrize("name", ARTICLES)
def test_the_article_in_every_format(library: Library, name: str) -> None:
    """The same sentences, the same title and exact citations, whatever the file is."""
    document = library.ingest(Source(ARTICLES[name](), name)).document
    assert document.format == name.partition(".")[2]
    assert [" ".join(line.split()) for line in LINES] == [
        document.text[block.start : block.end].lstrip("# ")
        for block in document.blocks
        if not document.text[block.start : block.end].startswith("Reuters world news")
    ]
    check(document, library, QUESTIONS)


@pytest.mark.parametrize(
    "name", ["harbour.pdf", "tides.pdf", "council.html", "manual.html", "minutes.htm"]
)
def test_files_as_people_have_them(library: Library, name: str) -> None:
    """Printed and saved pages: quotes are exact, and some of them stand under headings."""
    document = library.ingest(Source((DATA / name).read_bytes(), name)).document
    check(document, library, ("When was it built?", "What is this about?", "How many?"))
    assert any(hit.heading_path for hit in library.search("table", k=20))


@settings(max_examples=12)
@given(paragraphs=PARAGRAPHS, made=st.sampled_from([as_docx, as_html, as_pdf, as_odt]))
def test_generated_documents(
    tmp_path_factory: pytest.TempPathFactory,
    paragraphs: list[str],
    made: Callable[[list[str]], bytes],
) -> None:
    """Laws 1, 2 and 5: exact citations, and the same bytes give the same document."""
    name = f"a.{made.__name__.removeprefix('as_')}"
    data = made(paragraphs)
    with Library.open(tmp_path_factory.mktemp("formats") / "library") as library:
        document = library.ingest(Source(data, name)).document
        assert load(Source(data, name)) == document
        assert library.document(document.id) == document
        check(document, library, ("When was the bridge closed?", "What is this about?"))
