"""The buttons of the conversation carry others' words as text, and only as text."""

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from qa.answer import Answer, Citation
from ui.copied import as_markdown, as_text
from ui.link import Link
from ui.render import question_html
from ui.tools import answer_tools, with_tools

words = st.sampled_from(["<script>", "![x](http://a.example)", "\n\n", "\r\n", "**", "&lt;", "🐝"])
texts = st.lists(words | st.text(max_size=4), min_size=1, max_size=9).map("".join)


def make_answer(question: str, quote: str) -> Answer:
    end = len(quote)
    citation = Citation(1, "0a" * 8, question, "ab" * 32, 0, end, quote, 0, end, None)
    times = {"total": 0.1}
    return Answer(
        question, question, "answer", True, quote, f"{quote} [1]", 0.9, (citation,), None, times
    )


@given(texts, texts, st.booleans())
def test_each_button_carries_what_it_copies(question: str, quote: str, everywhere: bool) -> None:
    """Through Markdown, exactly: the text, the Markdown and the link."""
    answer = make_answer(question, quote)
    html = answer_tools(answer, everywhere=everywhere)
    assert "\n" not in html  # one block, which Markdown hands through untouched
    assert MarkdownIt("commonmark").render(html).rstrip("\n") == html
    carried = [
        re.sub(r"&#(\d+);", lambda match: chr(int(match[1])), each)
        for each in re.findall(r'<span class="carried">(.*?)</span>', html)
    ]
    link = Link.to(answer, everywhere=everywhere).href
    assert carried == [
        re.sub("[\0\ud800-\udfff]", "\ufffd", each)
        for each in (as_text(answer), as_markdown(answer), link)
    ]
    assert len(re.findall("<(?!/)", html)) == 10  # no tag but the buttons' own


@given(texts)
def test_a_question_stands_beside_its_buttons(question: str) -> None:
    """Word for word, so that it can be edited."""
    html = with_tools(question_html(question))
    assert MarkdownIt("commonmark").render(html).rstrip("\n") == html
    (asked,) = re.findall(r'<div class="asked">(.*?)</div>', html)
    assert "<" not in asked
    if not re.search("[\0-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]", question):
        assert unescape(asked) == question
