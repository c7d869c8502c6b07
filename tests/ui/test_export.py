"""A conversation as a file: everybody's words as they are, and every chip leads to its place."""

import base64
import hashlib
import json
import re
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from index.document import Document, Span
from index.formats import blocks_of
from qa.answer import Answer, Citation
from ui.copied import as_markdown, as_text, plain
from ui.export import FORMATS, NAME_LENGTH, export, file_name
from ui.place import Place
from ui.portable import AROUND, ONLY_QUOTES, SLACK, excerpts, portable_html
from ui.source import PART_LENGTH

ON = date(2026, 3, 1)
DIGEST = "ab" * 32
HOSTILE = (
    "<script>alert(1)</script> ![x](http://evil.example/x.png) [y](javascript:alert(2)) $z$ "
    "`code` **bold** <!-- </style> &lt;b&gt; | # 1. \"' -->"
)
pieces = st.sampled_from(
    [
        *(
            "👩🏽‍🚀",
            "e\u0301",
            "שלום",
            "\u2028",
            "\0",
            "\r\n",
            "\n\n",
            "\n# ",
            "\n- ",
            "word ",
            " ",
        ),
        *("<b>", "&amp;", "**", "_x_", "](", "<!--", "1. ", "+", "=", "```", "~~", "\\", "| a |"),
    ]
)
texts = st.lists(pieces | st.text(max_size=3), max_size=20).map("".join)


class File(HTMLParser):
    """Reads an export as a browser would: the words of each run, and what each place lights."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags, self.attributes, self.ids = set[str](), set[str](), list[str]()
        self.chips: list[str] = []
        self.quote: dict[str, str] = {}
        self.exact: dict[str, str] = {}
        self.pane = ""
        self._open: list[dict[str, str | None]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.add(tag)
        self.attributes |= values.keys()
        self.ids += [values["id"] or ""] if "id" in values else []
        self.chips += [values["href"] or ""] if values.get("class") == "cite" else []
        if tag != "meta":
            self._open.append(values)

    def handle_endtag(self, _: str) -> None:
        self._open.pop()

    def handle_data(self, data: str) -> None:
        if any(values.get("class") == "text" for values in self._open):
            self.pane += data
        for values in self._open:
            for name in (values.get("data-quote") or "").split():
                self.quote[name] = self.quote.get(name, "") + data
            for name in (values.get("data-exact") or "").split():
                self.exact[name] = self.exact.get(name, "") + data


def shown(text: str) -> str:
    """As a browser holds it: it has no NUL and no lone surrogate."""
    return re.sub("[\0\ud800-\udfff]", "\ufffd", text)


def make_document(text: str, title: str = "Title") -> Document:
    blocks = blocks_of(text, "txt")
    return Document("0a" * 8, title, text, DIGEST, blocks, (), "txt", "utf-8", DIGEST, "")


def make_citation(text: str, span: Span, exact: Span, number: int = 1, **more: Any) -> Citation:
    fields = {"document_id": "0a" * 8, "title": "Title", "page": None} | more
    return Citation(
        number=number,
        text_sha256=DIGEST,
        start=span.start,
        end=span.end,
        quote=text[slice(*span)],
        answer_start=exact.start,
        answer_end=exact.end,
        **fields,
    )


def make_answer(*citations: Citation, **more: Any) -> Answer:
    fields: dict[str, Any] = {
        "question": "Who?",
        "understood": "Who?",
        "kind": "list" if len(citations) > 1 else "answer",
        "answered": True,
        "short": "; ".join(citation.answer for citation in citations),
        "text": "; ".join(f"{citation.answer} [{citation.number}]" for citation in citations),
        "confidence": 0.9,
        "nearest": None,
        "timings": {"total": 0.1},
    }
    return Answer(citations=citations, **fields | more)


@st.composite
def cited(draw: st.DrawFn) -> tuple[Document, list[Answer]]:
    """A document and answers whose citations overlap as they like."""
    text = draw(texts.filter(str.strip))
    answers = []
    for _ in range(draw(st.integers(1, 4))):
        edges = sorted(draw(st.lists(st.integers(0, len(text)), min_size=4, max_size=4)))
        start, answer_start, answer_end, end = edges
        if text[answer_start:answer_end].strip():
            citation = make_citation(text, Span(start, end), Span(answer_start, answer_end))
            answers.append(make_answer(citation))
    return make_document(text), answers


@given(cited())
@settings(max_examples=200, deadline=None)
def test_each_chip_lights_exactly_its_words(case: tuple[Document, list[Answer]]) -> None:
    """Offline too: the lit words are ``text[start:end]``, and the file holds the whole text."""
    document, answers = case
    if not answers:
        return
    file = File(portable_html(answers, {document.id: document}, ON))
    assert file.pane == shown(document.text)
    assert len(set(file.ids)) == len(file.ids)
    for answer in answers:
        (citation,) = answer.citations
        name = Place.from_citation(citation).href[1:]
        assert f"#{name}" in file.chips
        assert name in file.ids
        assert file.quote[name] == shown(document.text[citation.start : citation.end])
        assert file.exact[name] == shown(document.text[citation.answer_start : citation.answer_end])


def test_of_a_long_document_the_parts_around_the_citations_are_kept() -> None:
    """Each citation with what stands around it; what is left out is counted."""
    text = "".join(f"Line {n} tells of the sea.\n" for n in range(20_000))
    spans = [Span(at, at + 40) for at in (0, 100_000, 101_000, 400_000, len(text) - 40)]
    parts = excerpts(text, spans)
    assert len(parts) == 4
    for span in spans:
        part = next(part for part in parts if part.start <= span.start < part.end)
        assert part.start <= max(0, span.start - AROUND)
        assert part.end - span.end >= min(AROUND, len(text) - span.end)
        assert part.start == 0 or text[part.start - 1] == "\n"
    assert all(a.end < b.start for a, b in pairwise(parts))
    answers = [
        make_answer(make_citation(text, span, Span(span.start, span.start + 5))) for span in spans
    ]
    html = portable_html(answers, {"0a" * 8: make_document(text)}, ON)
    assert sum(part.end - part.start for part in parts) <= 5 * (2 * (AROUND + SLACK) + 40)
    left = [int(n.replace(",", "")) for n in re.findall(r"… ([\d,]+) characters left out …", html)]
    assert sum(left) + sum(part.end - part.start for part in parts) == len(text)
    file = File(html)
    for answer in answers:
        name = Place.from_citation(answer.citations[0]).href[1:]
        assert file.quote[name] == answer.citations[0].quote


@pytest.mark.parametrize("text", ["x" * (PART_LENGTH + 1), "é " * PART_LENGTH])
def test_a_long_text_without_lines_is_cut_too(text: str) -> None:
    """Between words where there are any, and never without the citation."""
    for start in (0, 10, PART_LENGTH // 2, len(text) - 10):
        (part,) = excerpts(text, [Span(start, start + 10)])
        assert 0 <= part.start <= start < start + 10 <= part.end <= len(text)
        assert part.end - part.start <= 2 * (AROUND + SLACK) + 10


def test_of_a_document_that_is_gone_the_quotes_are_kept() -> None:
    """Removed or changed since: the file says so, and its chips light what was quoted."""
    text = "Zoe keeps 🐝 bees. They won."
    citation = make_citation(text, Span(4, 17), Span(10, 11))
    name = Place.from_citation(citation).href[1:]
    changed = Document("0a" * 8, "T", "other", "cd" * 32, (), (), "txt", "utf-8", DIGEST, "")
    for there in ({}, {changed.id: changed}):
        html = portable_html([make_answer(citation)], there, ON)
        file = File(html)
        assert re.sub(r"[:]", "&#58;", ONLY_QUOTES) in html
        assert (file.quote[name], file.exact[name]) == ("keeps 🐝 bees.", "🐝")


def test_the_file_asks_nobody_for_anything() -> None:
    """Its policy allows its own style and script, by their digests, and nothing else."""
    text = f"Bees. {HOSTILE}"
    citation = make_citation(text, Span(0, len(text)), Span(6, len(text)), title=HOSTILE)
    answers = [make_answer(citation, question=HOSTILE, understood=HOSTILE + "?")]
    html = portable_html(answers, {citation.document_id: make_document(text, HOSTILE)}, ON)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)[1]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    for tag in ("style", "script"):
        (inline,) = re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    file = File(html)
    assert not file.tags & {"img", "a href", "link", "iframe", "object", "form", "button"}
    assert not {name for name in file.attributes if name.startswith("on")} | (
        file.attributes & {"src", "style", "action"}
    )
    assert all(chip.startswith("#cite=") for chip in file.chips)
    assert "http" not in html.replace("http-equiv", "").replace("http&#58;", "")


@given(texts)
def test_markdown_shows_the_words_as_they_are(words: str) -> None:
    """Escaped, no mark of theirs means anything; only runs of blanks become one."""
    line = " ".join(words.replace("\0", "").split())
    html = MarkdownIt("gfm-like", {"linkify": False}).render(plain(words.replace("\0", "")))
    drawn = re.sub(r"</?p>\n?", "", html)
    assert "<" not in drawn
    for reference, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        drawn = drawn.replace(reference, sign)
    assert drawn.strip() == line


def test_an_answer_is_copied_with_what_it_stands_on() -> None:
    """Text and Markdown: the question, the words, each quote once, and where it comes from."""
    text = "Zoe and *Ann* keep bees."
    first = make_citation(text, Span(0, 24), Span(0, 3), 1, page=7, heading_path=("Bees",))
    second = make_citation(text, Span(0, 24), Span(8, 13), 2, page=7, heading_path=("Bees",))
    answer = make_answer(first, second, understood="Who keeps bees?")
    assert as_text(answer) == (
        "Who?\n\nUnderstood as: Who keeps bees?\n\nZoe [1]; *Ann* [2]\n\n"
        "“Zoe and *Ann* keep bees.” [1] [2]\nTitle › Bees, page 7\n"
    )
    assert as_markdown(answer) == (
        "**Who?**\n\nUnderstood as: Who keeps bees?\n\n- **Zoe** [1]\n- **\\*Ann\\*** [2]\n\n"
        "> Zoe and \\*Ann\\* keep bees. [1] [2]\n>\n> Title › Bees, page 7\n"
    )


def test_what_is_not_answered_is_copied_too() -> None:
    """An abstention with its nearest passage, an overview as its quotes, small talk as it is."""
    citation = make_citation("Zoe keeps bees.", Span(0, 15), Span(0, 15))
    gone = {"kind": "abstained", "answered": False, "short": ""}
    abstained = make_answer(nearest=citation, **gone)
    overview = make_answer(citation, kind="overview", short="", text="• Zoe keeps bees. [1]")
    small_talk = make_answer(**gone | {"kind": "help", "text": "Hello\n• a"})
    for write in (as_text, as_markdown):
        assert "nearest passage" in write(abstained)
        for answer in (abstained, overview):
            assert write(answer).count("Zoe keeps bees.") == 1
            assert "[1]" in write(answer)
        assert "Hello" in write(small_talk)
    assert as_markdown(small_talk) == "**Who?**\n\nHello\n- a\n"


def test_every_format_is_a_file_with_a_name() -> None:
    """Named by day and first question; JSON holds each answer's ``to_dict()``."""
    text = "Zoe keeps bees."
    answers = [make_answer(make_citation(text, Span(0, 15), Span(0, 3)))] * 2
    for kind in FORMATS:
        made = export(answers, {"0a" * 8: make_document(text)}, kind, ON)
        assert made.name == f"footnote-2026-03-01-who.{kind}"
        words = re.sub(r"<[^>]*>|\*\*|&#46;", "", made.text).replace("bees.", "bees")
        assert "Zoe keeps bees" in words
        assert made == export(answers, {"0a" * 8: make_document(text)}, kind, ON)
    data = json.loads(export(answers, {}, "json", ON).text)
    assert data == {"exported": "2026-03-01", "answers": [a.to_dict() for a in answers]}
    assert export(answers, {}, "md", ON).text.count("## Who?\n") == 2


@given(texts)
def test_file_names_are_fit_for_any_disk(question: str) -> None:
    """Letters, digits, hyphens, and not too long."""
    assert re.fullmatch(r"footnote-2026-03-01(-[\w-]+)?\.md", file_name(question, "md", ON))
    assert len(file_name(question, "md", ON)) <= NAME_LENGTH + 23
    assert file_name("?!", "md", ON) == "footnote-2026-03-01.md"
