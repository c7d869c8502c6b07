"""A conversation as one HTML file that works offline: its chips light the cited text beside it.

Pure functions. The file holds the text of every cited document, of a long one the parts around
its citations; of one that has been removed or changed since, what was quoted. It asks nobody for
anything: style and script stand in it, and its policy allows these two and nothing else. As on
the page, Python cuts the text: each run of words names the places that it belongs to, and
``portable.js`` only lights them.
"""

import hashlib
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path

from index import Document, Span
from qa import Answer, Citation
from ui.escape import escape
from ui.place import Place
from ui.render import EDIT, answer_html, question_html
from ui.source import PART_LENGTH, text_html
from ui.style import EXPORT, joined

AROUND = 2_000  # code points shown before and after each citation of a long document
SLACK = 500  # how much more, to begin and end with a line
ONLY_QUOTES = "This document has been removed or changed since: only what was quoted is kept here"


def portable_html(answers: Sequence[Answer], documents: Mapping[str, Document], on: date) -> str:
    """The file. ``documents`` are the cited ones, by id, as they are now."""
    style = joined(EXPORT)
    script = (Path(__file__).parent / "portable.js").read_text(encoding="utf-8")
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    cited = {place.document_id for place, _ in cited_places(answers)}
    only = cited.pop() if len(cited) == 1 else None  # its title stands above its text
    talk = "".join(
        f'<div class="exchange">{question_html(answer.question)}'
        f"{answer_html(answer, only).replace(EDIT, '')}</div>"
        for answer in answers
    )
    texts = "".join(_texts(answers, documents))
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape(answers[0].question)} · Footnote</title>\n"
        f"<style>{style}</style>\n</head>\n<body>\n"
        '<main id="room"><section id="talk" aria-label="Conversation">'
        f'<header id="masthead"><div id="brand"><h1>Footnote<sup>1</sup></h1>'
        f'<p>A conversation, kept on {on}</p></div></header><div id="chat">{talk}</div></section>'
        '<section id="reading"><div id="pane" role="region" tabindex="0" '
        f'aria-label="The documents">{texts}</div></section></main>\n'
        f"<script>{script}</script>\n</body>\n</html>\n"
    )


def excerpts(text: str, spans: Iterable[Span]) -> list[Span]:
    """What to show of a text: all of it, or, if it is long, the parts around some spans.

    >>> excerpts("short", [Span(1, 2)])
    [Span(start=0, end=5)]
    """
    if len(text) <= PART_LENGTH:
        return [Span(0, len(text))]
    parts: list[Span] = []
    for span in sorted(spans):
        part = Span(_line_before(text, span.start - AROUND), _line_after(text, span.end + AROUND))
        if parts and part.start <= parts[-1].end:
            part = Span(parts[-1].start, max(parts.pop().end, part.end))
        parts.append(part)
    return parts


def _line_before(text: str, at: int) -> int:
    """A line's start, else a word's, at most ``SLACK`` before ``at``."""
    if at <= SLACK:
        return 0
    least = at - SLACK
    return text.rfind("\n", least, at) + 1 or text.rfind(" ", least, at) + 1 or at


def _line_after(text: str, at: int) -> int:
    """A line's end, else a word's, at most ``SLACK`` after ``at``."""
    most = min(at + SLACK, len(text))
    return next((end for end in (text.find(sign, at, most) for sign in "\n ") if end > 0), most)


def cited_places(answers: Sequence[Answer]) -> Iterator[tuple[Place, Citation]]:
    """The place of every chip that ``answer_html`` draws."""
    for answer in answers:
        for citation in answer.citations:
            yield Place.from_citation(citation, exact=answer.kind != "overview"), citation
        if answer.nearest:
            yield Place.from_citation(answer.nearest, exact=False), answer.nearest


def _texts(answers: Sequence[Answer], documents: Mapping[str, Document]) -> Iterator[str]:
    """Every cited document, in the order of the first citation of each."""
    cited: dict[tuple[str, str], dict[Place, Citation]] = {}
    for place, citation in cited_places(answers):
        cited.setdefault((place.document_id, place.digest), {})[place] = citation
    for (identifier, digest), places in cited.items():
        title = next(iter(places.values())).title
        document = documents.get(identifier)
        if document is not None and document.text_sha256.startswith(digest):
            about, text = title, "".join(_parts(document, list(places)))
        else:
            about, text = f"{title}. {ONLY_QUOTES}", "".join(_quotes(places))
        yield (
            f'<article class="source" aria-label="{escape(title)}">'
            f'<p class="about"><bdi>{escape(about)}</bdi></p>'
            f'<div class="text">{text}</div></article>'
        )


def _parts(document: Document, places: Sequence[Place]) -> Iterator[str]:
    """The document, with a line wherever something is left out."""
    text, done = document.text, 0
    draw = _lamps(text, 0, places)
    for part in excerpts(text, (Span(place.start, place.end) for place in places)):
        yield _left_out(part.start - done) + text_html(document, part, draw)
        done = part.end
    yield _left_out(len(text) - done)


def _left_out(count: int) -> str:
    return f'<p class="left-out">… {count:,} characters left out …</p>' if count else ""


def _quotes(places: Mapping[Place, Citation]) -> Iterator[str]:
    """What was quoted of a document whose text is not there any more."""
    quotes = {(place.start, place.end): citation.quote for place, citation in places.items()}
    for (start, end), quote in sorted(quotes.items()):
        own = [place for place in places if (place.start, place.end) == (start, end)]
        yield f'<p class="block">{_lamps(quote, start, own)(Span(start, end))}</p>'


def _lamps(text: str, base: int, places: Sequence[Place]) -> Callable[[Span], str]:
    """Draws spans so that each place can be lit: runs of words that name their places.

    Args:
        text: what is drawn.
        base: offset of its first character.
        places: what can be lit; each one's link leads to its first visible words.
    """
    edges = {
        edge
        for place in places
        for edge in (place.start, place.end, place.answer_start, place.answer_end)
    }
    waiting = set(places)

    def draw(span: Span) -> str:
        drawn = []
        inner = (edge for edge in edges if span.start < edge < span.end)
        for start, end in pairwise(sorted({span.start, span.end, *inner})):
            words = text[start - base : end - base]
            quoted = [p for p in places if p.start <= start and end <= p.end]
            exact = [p for p in quoted if p.answer_start <= start and end <= p.answer_end]
            if not quoted or start == end:
                drawn.append(escape(words))
                continue
            for place in quoted:
                begins = place in exact or place.answer_start == place.answer_end
                if place in waiting and begins and words.strip():
                    waiting.remove(place)
                    drawn.append(f'<span id="{place.href[1:]}"></span>')
            drawn.append(
                f'<span data-quote="{_names(quoted)}" data-exact="{_names(exact)}">'
                f"{escape(words)}</span>"
            )
        return "".join(drawn)

    return draw


def _names(places: Iterable[Place]) -> str:
    return " ".join(place.href[1:] for place in places)


def _digest(inline: str) -> str:
    """What a content security policy calls an inline style or script by."""
    return f"sha256-{b64encode(hashlib.sha256(inline.encode()).digest()).decode()}"
