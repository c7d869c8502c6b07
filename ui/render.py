"""An ``Answer`` as the HTML of one chat message.

Pure functions: the same answer gives the same HTML. Every word that comes from a document, a
title or a question goes through ``escape``. The HTML is one block without a newline, because
that is what Markdown hands through untouched. The document beside the chat is drawn in
``source.py``.
"""

import re
from itertools import groupby

from index.document import HEADING_EDGE
from qa import Answer, Citation
from qa.compose import DOES_NOT_SAY
from ui.escape import escape
from ui.place import Place
from ui.said import Said, by_document

# Words for a calibrated probability; the number stands beside them.
CONFIDENCE_WORDS = ((0.8, "High confidence"), (0.5, "Fair confidence"), (0.0, "Low confidence"))

HELP_MARK = "Not from the documents"
NOTHING_FOUND = "The documents don’t say."
BULLET = "• "  # before each title of a reply that lists documents
PREVIEW_LENGTH = 160  # code points of a quote that a chip's tooltip shows

# Takes the words before it into the question's box; ``page.js`` listens.
EDIT = (
    '<button class="edit">Edit<span class="unseen"> how the question was understood</span></button>'
)

_BLANKS = re.compile(r"\s+")


def question_html(question: str) -> str:
    """The question as it was asked."""
    return f'<div class="asked">{escape(question)}</div>'


def waiting_html() -> str:
    """What stands where the answer will be."""
    return '<div class="waiting">Reading<span class="dots"></span></div>'


def answer_html(answer: Answer, opened: str | None = None) -> str:
    """One answer: what it says, what it stands on, how sure it is.

    Args:
        answer: what was found.
        opened: id of the document that was open when the question was asked; quotes from any
            other document name theirs.
    """
    if answer.kind == "help":
        body = f'{_lines(answer.text)}<p class="facts">{HELP_MARK}</p>'
    elif not answer.answered:
        body = _abstention(answer, opened)
    else:
        lead = _short(answer) if answer.short else ""
        body = lead + _support(answer, opened) + _understood(answer)
        body += _facts(answer, sure=answer.kind != "overview")  # a quotation cannot be wrong
    return f'<div class="answer {answer.kind}">{body}</div>'


def chip(citation: Citation, *, exact: bool = True) -> str:
    """A numbered link that carries everything needed to show its place."""
    quote = (
        citation.quote
        if len(citation.quote) <= PREVIEW_LENGTH
        else (citation.quote[: PREVIEW_LENGTH - 1] + "…")
    )
    tooltip = escape(f"{citation.title}: “{quote}”")
    href = Place.from_citation(citation, exact=exact).href
    return (
        f'<a class="cite" href="{href}" title="{tooltip}">'
        f'<span class="unseen">Show source </span>{escape(f"[{citation.number}]")}</a>'
    )


def _short(answer: Answer) -> str:
    """The answer's exact words; each span beside its own chip where they can be told apart.

    Of several documents each has a line, with its title first.
    """
    if said := by_document(answer):
        lines = "".join(f"<li>{_said(one)}</li>" for one in said)
        return f'<ul class="short documents">{lines}</ul>'
    spans = [citation.answer for citation in answer.citations]
    if answer.kind == "list" and len(spans) > 1 and "; ".join(spans) == answer.short:
        items = "".join(
            f"<li><strong>{_paragraph(citation.answer)}</strong>&#160;{chip(citation)}</li>"
            for citation in answer.citations
        )
        return f'<ul class="short">{items}</ul>'
    return f'<p class="short"><strong>{_paragraph(answer.short)}</strong></p>'


def _said(said: Said) -> str:
    """A document's title and its answers, each beside its own chip."""
    answers = "; ".join(
        f"<strong>{_paragraph(citation.answer)}</strong>&#160;{chip(citation)}"
        for citation in said.citations
    )
    title = f'<span class="title"><bdi>{_paragraph(said.title)}</bdi>&#58;</span>'
    return f"{title} {answers or escape(DOES_NOT_SAY)}"


def _support(answer: Answer, opened: str | None) -> str:
    """Each quote once, with the chips of all answer words in it."""
    exact = answer.kind != "overview"
    quotes = []
    for _, group in groupby(answer.citations, key=lambda c: (c.document_id, c.start, c.end)):
        citations = list(group)
        chips = "&#160;".join(chip(citation, exact=exact) for citation in citations)
        quotes.append(
            f'<blockquote class="quote">{_with_answers(citations, exact=exact)}&#160;{chips}'
            f"{_origin(citations[0], opened)}</blockquote>"
        )
    return "".join(quotes)


def _with_answers(citations: list[Citation], *, exact: bool) -> str:
    """The quote, its answer words in bold; overlapping ones are one run."""
    quote, start = citations[0].quote, citations[0].start
    if not exact:
        return _paragraph(quote)
    pieces, done = [], start
    for citation in sorted(citations, key=lambda c: (c.answer_start, c.answer_end)):
        begin, end = max(citation.answer_start, done), citation.answer_end
        if begin < end:
            pieces.append(_paragraph(quote[done - start : begin - start]))
            pieces.append(f"<b>{_paragraph(quote[begin - start : end - start])}</b>")
            done = end
    return "".join(pieces) + _paragraph(quote[done - start :])


def _origin(citation: Citation, opened: str | None) -> str:
    """Document, headings and page: of the open document its title goes without saying."""
    title = citation.title if citation.document_id != opened else ""
    page = f"page {citation.page}" if citation.page is not None else ""
    parts = [f"<bdi>{escape(part)}</bdi>" for part in (title, citation.section) if part]
    named = ", ".join(filter(None, (HEADING_EDGE.join(parts), page)))
    return f'<span class="origin">{named}</span>' if named else ""


def _abstention(answer: Answer, opened: str | None) -> str:
    if answer.nearest is None:  # there is no text to look in, and the answer says what to do
        return f'<p class="plain">{_paragraph(answer.text)}</p>{_understood(answer)}'
    return (
        f'<p class="short">{NOTHING_FOUND}</p><p class="plain">The nearest passage:</p>'
        f'<blockquote class="quote">{_paragraph(answer.nearest.quote)}&#160;'
        f"{chip(answer.nearest, exact=False)}{_origin(answer.nearest, opened)}</blockquote>"
        f"{_understood(answer)}{_facts(answer, sure=False)}"
    )


def _facts(answer: Answer, *, sure: bool = True) -> str:
    """The small print: how sure, and how long it took."""
    facts = []
    if sure:
        words = next(words for least, words in CONFIDENCE_WORDS if answer.confidence >= least)
        facts.append(f"{words} · {answer.confidence:.0%}")
    facts.append(f"{answer.timings.get('total', 0.0):.2f} s")
    return f'<p class="facts">{" · ".join(facts)}</p>'


def _understood(answer: Answer) -> str:
    """What was understood if that is not what was asked, and a way to change it."""
    if answer.understood == answer.question:
        return ""
    words = f'<bdi class="words">{escape(answer.understood)}</bdi>'
    return f'<p class="facts understood">Understood as: {words} {EDIT}</p>'


def _lines(text: str) -> str:
    """Text of our own, line by line; lines with a bullet are a list."""
    drawn = []
    for listed, group in groupby(text.split("\n"), key=lambda line: line.startswith(BULLET)):
        if listed:
            items = (f"<li>{_paragraph(line.removeprefix(BULLET))}</li>" for line in group)
            drawn.append(f'<ul class="plain">{"".join(items)}</ul>')
        else:
            drawn += [f'<p class="plain">{_paragraph(line)}</p>' for line in group]
    return "".join(drawn)


def _paragraph(text: str) -> str:
    """Running text: a line break of the document is a blank here."""
    return escape(_BLANKS.sub(" ", text))
