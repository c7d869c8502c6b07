"""What people and documents write reaches the page as text, and only as text."""

import doctest
import importlib
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from index.document import Document, Span
from index.formats import blocks_of
from qa import compose
from qa.answer import Answer, Citation
from ui.escape import escape
from ui.notices import Note, notes_html, sentence
from ui.place import Part, Place, StalePlace
from ui.render import answer_html, chip, question_html
from ui.source import PART_LENGTH, PART_SLACK, part_starts, source_html

HOSTILE = (
    "<script>alert(1)</script> ![x](http://evil.example/x.png) [y](javascript:alert(2)) $\\latex$ "
    "`code` **bold** {{value}} ${value} </mark> \"' onclick=1 www.evil.example &lt;b&gt;"
)
OUR_TAGS = {
    *("a", "article", "b", "bdi", "blockquote", "div", "h2", "h3", "h4", "h5", "h6", "li", "mark"),
    *("button", "nav", "p", "span", "strong", "ul"),
}

# Emoji with joiners, combining marks, right-to-left, CRLF, NUL, what Markdown and HTML react to.
pieces = st.sampled_from(
    [
        *("👩🏽‍🚀", "e\u0301", "שלום עולם", "مرحبا", "𝔘", "\u3000", "\u2028", "\0", "\x01"),
        *("\r\n", "\n\n", "\n# ", "\n- ", "\n    ", "word ", "x", " ", "\t", "\r"),
        *("<b>", "&amp;", "**", "$x$", "](", "<!--", "{{x}}", "`"),
    ]
)
texts = st.lists(pieces | st.text(max_size=3), max_size=30).map("".join)


GONE = {"kind": "abstained", "answered": False, "short": "", "citations": ()}


class Reader(HTMLParser):
    """Reads HTML as a browser would: the text, and the text inside each kind of mark."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self.text, self.tags, self.attributes = "", set[str](), set[str]()
        self.marked = {"quote": "", "exact": ""}
        self._open: list[str] = []
        self.ids: list[str] = []
        self.feed(html)
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self._open.append(f"{tag}.{values.get('class')}")
        self.tags.add(tag)
        self.attributes |= values.keys()
        self.ids += [values["id"] or ""] if "id" in values else []

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop().split(".")[0] == tag

    def handle_data(self, data: str) -> None:
        if any(name in ("p.about", "nav.parts") for name in self._open):
            return
        self.text += data
        for kind, text in self.marked.items():
            if f"mark.{kind}" in self._open:
                self.marked[kind] = text + data

    def handle_charref(self, name: str) -> None:
        self.handle_data(chr(int(name)))

    def handle_comment(self, data: str) -> None:
        pytest.fail(f"a comment: {data}")

    def handle_entityref(self, name: str) -> None:
        pytest.fail(f"a named reference: {name}")


def shown(text: str) -> str:
    """The text as a browser holds it: it has no NUL and no lone surrogate."""
    return re.sub("[\0\ud800-\udfff]", "\ufffd", text)


def make_document(text: str, format_: str = "txt") -> Document:
    digest = "ab" * 32
    blocks = blocks_of(text, format_)
    return Document("0a" * 8, "Title", text, digest, blocks, (), format_, "utf-8", digest, "")


def make_citation(
    text: str, span: tuple[int, int], answer: tuple[int, int], **more: Any
) -> Citation:
    fields = {"number": 1, "document_id": "0a" * 8, "title": "Title", "page": None} | more
    return Citation(
        text_sha256="ab" * 32,
        start=span[0],
        end=span[1],
        quote=text[slice(*span)],
        answer_start=answer[0],
        answer_end=answer[1],
        **fields,
    )


def make_answer(**more: Any) -> Answer:
    text = "Turkey blocked it in May."
    fields: dict[str, Any] = {
        "question": "Who blocked it?",
        "understood": "Who blocked it?",
        "kind": "answer",
        "answered": True,
        "short": "Turkey",
        "text": "Turkey [1]",
        "confidence": 0.874,
        "citations": (make_citation(text, (0, len(text)), (0, 6)),),
        "nearest": None,
        "timings": {"total": 0.118},
    }
    return Answer(**(fields | more))


@pytest.mark.parametrize("module", ["escape", "notices", "place", "source"])
def test_examples_in_docstrings_are_true(module: str) -> None:
    """Every doctest of the page's pure modules gives what it shows."""
    results = doctest.testmod(importlib.import_module(f"ui.{module}"))
    assert results.attempted > 0
    assert results.failed == 0


@given(texts)
def test_escaped_text_is_read_as_itself(text: str) -> None:
    """HTML read back gives the text, and no punctuation is left for Markdown to act on."""
    html = escape(text)
    assert Reader(html).text == shown(text)
    assert not re.search(r"[!-\"$-%'-/:<-@\[-`{-~]", html)
    assert "\n" not in html
    assert "\r" not in html


@given(texts, texts, texts)
def test_markdown_hands_an_answer_through_untouched(text: str, title: str, question: str) -> None:
    """A chat message is one block of HTML that a Markdown reader has nothing to do with."""
    quote = text or "x"
    citation = make_citation(quote, (0, len(quote)), (0, len(quote)), title=title)
    answer = make_answer(
        question=question, understood=question + "?", short=quote, citations=(citation,)
    )
    markdown = MarkdownIt("commonmark", {"html": True})
    for html in (answer_html(answer, opened="other"), question_html(question)):
        assert "\n" not in html
        assert markdown.render(html).rstrip("\n") == html
        read = Reader(html)
        assert read.tags <= OUR_TAGS
        assert read.attributes <= {"class", "href", "title"}


@given(st.data(), texts, st.sampled_from(["txt", "md"]))
def test_lit_text_equals_the_slice(data: st.DataObject, text: str, format_: str) -> None:
    """The pane shows the whole text; its marks hold exactly the quote and the answer's words."""
    document = make_document(text, format_)
    cuts = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 4)))
    start, answer_start, answer_end, end = cuts
    place = Place(document.id, start, end, answer_start, answer_end, "ab" * 4)
    read = Reader(source_html(document, place if start < end else None))
    assert read.text == shown(text)
    assert read.marked["quote"] == shown(text[start:end])
    assert read.marked["exact"] == shown(text[answer_start:answer_end])
    assert read.tags <= OUR_TAGS
    target = text[answer_start:answer_end] or text[start:end]
    assert read.ids == (["lit"] if target.strip() else read.ids[:1])


def test_a_quote_of_a_heading_s_sign_alone() -> None:
    """What to scroll to may be no more than the # of a heading."""
    document = make_document("\n# Bees", "md")
    read = Reader(source_html(document, Place(document.id, 0, 2, 0, 0, "ab" * 4)))
    assert (read.ids, read.marked["quote"]) == (["lit"], "\n#")


@given(texts, st.sampled_from(["txt", "md"]))
def test_a_document_without_a_place_is_shown_whole(text: str, format_: str) -> None:
    """Nothing is left out and nothing is marked when nothing is lit."""
    read = Reader(source_html(make_document(text, format_)))
    assert read.text == shown(text)
    assert "mark" not in read.tags


@settings(deadline=None, max_examples=20)  # each example is a book
@given(st.integers(0, 150_000), st.sampled_from(["word ", "a line\n", "x", "é\r\n"]), st.data())
def test_parts_of_a_long_document_follow_each_other(
    length: int, piece: str, data: st.DataObject
) -> None:
    """Parts cover the text without a gap, none is long, and the lit place is in the shown one."""
    text = (piece * (length // len(piece) + 1))[:length]
    edges = [*part_starts(text), len(text)]
    assert edges == sorted(edges)
    longest = max(b - a for a, b in pairwise(edges))
    assert longest <= PART_LENGTH + PART_SLACK
    if length > 1:
        start = data.draw(st.integers(0, length - 2))
        place = Place("0a" * 8, start, start + 2, start, start, "ab" * 4)
        assert place.end > place.start
        shown_part = Reader(source_html(make_document(text), place))
        assert shown_part.marked["quote"] == text[start : start + 2]
        assert len(shown_part.text) <= 2 * (PART_LENGTH + PART_SLACK)


def test_a_quote_across_two_parts_is_shown_whole() -> None:
    """A quote at the seam of two parts brings both."""
    text = "A line of text.\n" * 6_000
    seam = part_starts(text)[1]
    place = Place("0a" * 8, seam - 10, seam + 10, seam - 5, seam + 5, "ab" * 4)
    html = source_html(make_document(text), place)
    assert Reader(html).marked["exact"] == text[seam - 5 : seam + 5]
    assert "Parts 1–2 of 3" in html


def test_a_part_that_does_not_exist_is_the_last_one() -> None:
    """A number from an old link never fails."""
    text = "A line of text.\n" * 6_000
    assert "Part 3 of 3" in source_html(make_document(text), part=99)


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_a_chip_carries_its_place(start: int, length: int) -> None:
    """What a chip's link says is read back as it was."""
    place = Place("0a" * 8, start, start + length + 1, start, start + 1, "0123abcd")
    assert Place.parse(place.href) == place
    assert Part.parse(Part("0a", start).href) == Part("0a", start)


@given(texts | st.just("#cite=0a.1.2.1.2.0123456") | st.just("#cite=0a.1.2.1.²." + "0" * 8))
def test_a_link_of_others_is_refused(href: str) -> None:
    """Whatever else comes from the browser gets one sentence."""
    with pytest.raises(StalePlace, match="does not name a place"):
        Place.parse(href)
    with pytest.raises(StalePlace, match="does not name a part"):
        Part.parse(href)


@pytest.mark.parametrize(
    ("numbers", "digest"),
    [
        ((0, 99, 0, 5), "ab" * 4),
        ((3, 3, 3, 3), "ab" * 4),
        ((0, 5, 0, 5), "cd" * 4),
        ((2, 5, 1, 4), "ab" * 4),
        ((0, 5, 4, 2), "ab" * 4),
    ],
)
def test_a_place_outside_the_text_or_in_another_text_is_stale(
    numbers: tuple[int, int, int, int], digest: str
) -> None:
    """A chip of a changed document says so instead of lighting the wrong words."""
    with pytest.raises(StalePlace, match="has changed"):
        Place("0a" * 8, *numbers, digest).check(make_document("Only this."))
    Place("0a" * 8, 0, 5, 0, 5, "ab" * 4).check(make_document("Only this."))


def test_an_answer_shows_all_that_it_stands_on() -> None:
    """Short answer, quote with its words in bold, chip, confidence in words and number, time."""
    html = answer_html(make_answer(), opened="0a" * 8)
    read = Reader(html).text
    assert '<p class="short"><strong>Turkey</strong></p>' in html
    assert "<b>Turkey</b>" in html
    assert "High confidence · 87% · 0.12 s" in read
    assert "Show source [1]" in read
    assert "Understood as" not in read
    assert "Title" not in read


def test_a_follow_up_says_how_it_was_understood() -> None:
    """The standalone question is shown where it differs from what was typed, with a button."""
    html = answer_html(make_answer(understood="Who blocked cooperation?"))
    read = Reader(html)
    said = "Understood as: Who blocked cooperation? Edit how the question was understood"
    assert said in read.text
    assert '<bdi class="words">Who blocked cooperation&#63;</bdi>' in html
    assert "button" in read.tags
    assert "button" not in Reader(answer_html(make_answer())).tags


@pytest.mark.parametrize("near", [True, False])
def test_an_abstention_says_how_the_question_was_understood(*, near: bool) -> None:
    """With a nearest passage and without one."""
    text = "Something near."
    html = answer_html(
        make_answer(
            **GONE,
            text="There is no text.",
            nearest=make_citation(text, (0, 15), (0, 15)) if near else None,
            understood="Who blocked cooperation?",
        )
    )
    assert "Understood as: Who blocked cooperation? Edit" in Reader(html).text


def test_several_documents_have_a_line_each() -> None:
    """Title, answer words and chips on its own line; a silent document is named as well."""
    text = "May and\nJune. 1999 too."
    citations = (
        make_citation(text, (0, 13), (0, 3), number=1, document_id="a" * 16, title="Report <A>"),
        make_citation(text, (0, 13), (4, 12), number=2, document_id="a" * 16, title="Report <A>"),
        make_citation(text, (14, 23), (14, 18), number=3, document_id="b" * 16, title="B: more"),
    )
    answer = make_answer(
        kind="list",
        short="May; and\nJune; 1999",
        text="Report <A>: May [1]; and\nJune [2]\nB: more: 1999 [3]\nC: * *: does not say.",
        citations=citations,
    )
    html = answer_html(answer)
    lines = [Reader(line).text for line in re.findall("<li>(.*?)</li>", html)]
    assert [line.replace("Show source ", "").replace("\xa0", " ") for line in lines] == [
        "Report <A>: May [1]; and June [2]",
        "B: more: 1999 [3]",
        "C: * *: does not say.",
    ]
    assert html.count('class="title"') == 3
    assert "\n" not in html
    assert "*" not in html
    one = answer_html(replace(answer, citations=citations[2:], kind="answer"))
    assert one.count("<li>") == 2
    alone = replace(answer, citations=citations[2:], kind="answer", text="1999 [3]")
    assert "<li>" not in answer_html(alone)


def test_two_answers_in_one_quote_share_it() -> None:
    """One quote, both answers in bold, both chips; in a list each answer has its own line."""
    text = "Ann and Bob came."
    citations = (
        make_citation(text, (0, 17), (0, 3), number=1),
        make_citation(text, (0, 17), (8, 11), number=2),
    )
    html = answer_html(make_answer(kind="list", short="Ann; Bob", citations=citations))
    assert html.count("<blockquote") == 1
    assert "<b>Ann</b> and <b>Bob</b> came" in html
    assert html.count("<li>") == 2
    assert html.count('class="cite"') == 4


def test_a_quote_of_another_document_names_it() -> None:
    """Where a quote does not come from the open document, its title stands under it."""
    assert '<span class="origin"><bdi>Title</bdi></span>' in answer_html(make_answer(), opened="b")


def test_an_abstention_is_calm_and_offers_the_nearest_passage() -> None:
    """No confidence is shown for what was not said; the nearest passage has a chip."""
    text = "Something near."
    nearest = make_citation(text, (0, 15), (0, 15))
    html = answer_html(make_answer(**GONE, nearest=nearest))
    read = Reader(html).text
    assert "The documents don’t say." in read
    assert "The nearest passage:" in read
    assert "confidence" not in read
    assert Place.from_citation(nearest, exact=False).href in html
    nothing = answer_html(make_answer(**GONE, text="There is no text: add a document."))
    assert "add a document" in Reader(nothing).text


def test_a_question_in_another_language_gets_the_card_of_an_abstention() -> None:
    """What is to be done stands in it, and nothing else."""
    answer = compose.unreadable("Wer hat sie blockiert?", "de", 0.0)
    html = answer_html(answer)
    assert html.startswith('<div class="answer abstained">')
    assert Reader(html).text == answer.text
    assert "seems to be in German" in answer.text


def test_help_says_that_it_is_not_from_the_documents() -> None:
    """Small talk is never mistaken for a finding."""
    answer = make_answer(kind="help", answered=False, short="", text="Hello!", citations=())
    assert "Not from the documents" in answer_html(answer)


def test_a_reply_keeps_its_lines() -> None:
    """Titles are a list, other lines paragraphs; what looks like markup is text."""
    text = "I have these 3 documents:\n• A\n• <b>B</b>\n… and 1 more."
    html = answer_html(make_answer(kind="help", answered=False, short="", text=text, citations=()))
    assert [Reader(item).text for item in re.findall("<li>(.*?)</li>", html)] == ["A", "<b>B</b>"]
    lines = [Reader(line).text for line in re.findall('<p class="plain">(.*?)</p>', html)]
    assert lines == ["I have these 3 documents:", "… and 1 more."]
    assert "\n" not in html


def test_an_overview_lights_whole_sentences_softly() -> None:
    """Where no words stand out none are bold, and the chip's place has no exact words."""
    html = answer_html(make_answer(kind="overview", short=""))
    place = Place.parse(re.findall(r'href="([^"]+)"', html)[0])
    assert place.answer_start == place.answer_end
    assert "<b>" not in html


def test_hostile_words_stay_words_everywhere() -> None:
    """Title, quote, question, file name and message: no tag, link, image or formula survives."""
    citation = make_citation(HOSTILE, (0, len(HOSTILE)), (0, 8), title=HOSTILE)
    answer = make_answer(question=HOSTILE, short=HOSTILE, citations=(citation,))
    several = replace(answer, understood=HOSTILE, text=f"{HOSTILE}: does not say.")
    drawn = [
        question_html(HOSTILE),
        answer_html(answer),
        answer_html(several),
        answer_html(replace(answer, kind="help", text=f"{HOSTILE}\n• {HOSTILE}")),
        chip(citation),
        notes_html([Note(HOSTILE, HOSTILE, "bad"), Note("", HOSTILE, "good")]),
        source_html(make_document(HOSTILE)),
    ]
    for html in drawn:
        read = Reader(html)
        assert read.tags <= OUR_TAGS
        assert not read.attributes & {"onclick", "src", "style"}
        assert not re.search(r"[$`*{}!]|javascript:", html)


def test_a_note_names_its_file_once() -> None:
    """A message that begins with the file's name is not given it again."""
    html = notes_html([Note("a.pdf", "a.pdf is a PDF: save it as text", "bad")])
    assert Reader(html).text == "a.pdf is a PDF: save it as text."
    assert sentence("Kept!") == "Kept!"
    assert notes_html([]) == ""


def test_a_table_is_shown_in_columns() -> None:
    """Cells stand apart, the bars and the rule between them are there, and the text is whole."""
    text = "| Item | Euro |\n|------|-----:|\n| Paint | 900 |\n\nText."
    read = Reader(source_html(make_document(text, "md")))
    assert text in read.text
    html = source_html(make_document(text, "md"))
    assert re.findall(r'class="cell" role="cell">([^<]*)<', html) == [
        "Item",
        "Euro",
        "Paint",
        "900",
    ]
    assert html.count('role="table"') == 1
    assert html.index("</div></div>") < html.index("Text")


def test_pages_are_marked_where_they_begin() -> None:
    """Each page of a PDF is numbered once, in a paragraph too, and the text stays as it is."""
    text = "One begins. It goes on.\n\nThree."
    pages = (Span(0, 12), Span(12, 25), Span(25, 31))
    document = replace(make_document(text, "txt"), pages=pages, format="pdf")
    html = source_html(document)
    assert re.findall(r'data-page="(\d)"', html) == ["1", "2", "3"]
    assert html.index('data-page="2"') < html.index("It goes")
    assert text in Reader(html).text
