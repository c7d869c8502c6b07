"""Laws of looking for words in a document."""

import re
from html import unescape
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Source, Span
from index.load import load
from ui.find import Hits, find, fold, hits
from ui.place import Place
from ui.source import PART_LENGTH, source_html

WORDS = st.text("aAbB éÉß🐝שא\u05b8\u0301ﬁis\u00ad’'ıİ각가\n", max_size=20)


@given(WORDS, WORDS)
def test_each_hit_is_the_words_without_regard_to_case_and_accents(text: str, query: str) -> None:
    """Exact code points, in order, none overlapping; whatever stands there once is found."""
    found = find(text, query)
    for hit in found:
        assert _flat(text[slice(*hit)]) == _flat(query)
        assert hit.start < hit.end
    assert all(one.end <= two.start for one, two in pairwise(found))
    slices = (text[i:j] for i in range(len(text)) for j in range(i + 1, len(text) + 1))
    stands_there = any(_flat(words) == _flat(query) for words in slices)
    assert bool(found) == (bool(_flat(query)) and stands_there)


def _flat(text: str) -> str:
    words = (fold(word).text for word in text.split())
    return " ".join(word for word in words if word)


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("Im Café", "cafe", "Café"),
        ("Im Cafe\u0301 dort", "café", "Cafe\u0301"),
        ("Im Café", "cafe\u0301", "Café"),
        ("Straße", "strass", "Straß"),
        ("STRASSE", "straße", "STRASSE"),
        ("an oﬃce", "office", "oﬃce"),
        ("the so\u00adcial", "social", "so\u00adcial"),
        ("שָׁלוֹם", "שלום", "שָׁלוֹם"),
        ("mc²", "MC2", "mc²"),
        ("İstanbul", "istanbul", "İstanbul"),
    ],
)
def test_folded_letters_are_lit_whole(text: str, query: str, expected: str) -> None:
    """A hit is what stands in the text, with its accents."""
    (hit,) = find(text, query)
    assert text[slice(*hit)] == expected


@pytest.mark.parametrize(("text", "query"), [("각", "가"), ("ß", "s"), ("e", "\u0301")])
def test_no_part_of_a_letter_is_found(text: str, query: str) -> None:
    """Half an "ß", a syllable without its end, an accent alone are no words."""
    assert find(text, query) == ()


def test_what_is_lit_is_what_was_found() -> None:
    """In any script, across lines and across the parts of a long document."""
    line = "שלום 🐝🐝 The SEA\r\n is <b>wide</b>.\n"
    document = load(Source((line * 6000).encode(), "sea.txt"))
    found = find(document.text, "the sea is <B>")
    assert len(found) == 6000
    for at in (0, 3000, 5999, -1, 6000):
        shown = hits(document.text, "the sea is <B>", at=at, since=0)
        assert shown.at == at % 6000
        html = source_html(document, hits=shown)
        here = re.findall(r'<mark class="hit here"[^>]*>([^<]*)</mark>', html)
        assert unescape("".join(here)) == document.text[shown.start : shown.end]
        assert html.count('id="lit"') == 1
    place = Place(document.id, 0, 9, 3, 7, document.text_sha256[:8])
    html = source_html(document, place, hits=hits(document.text, "לום 🐝", at=0, since=0))
    parts = {
        look: unescape("".join(re.findall(rf'<mark class="{look}"[^>]*>([^<]*)<', html)))
        for look in ("hit", "hit here")
    }
    assert parts["hit here"] == document.text[1:6]  # across the edge of the exact words
    assert html.count('id="lit"') == 1
    assert re.sub(r"</?mark[^>]*>", "", html) == re.sub(
        r"</?mark[^>]*>", "", source_html(document, place)
    )
    assert hits(document.text, "the sea", at=None, since=PART_LENGTH).start >= PART_LENGTH
    assert hits(document.text, "no such words", at=None, since=0) is None


@given(st.lists(st.integers(0, 30), min_size=2, max_size=12, unique=True), st.integers(0, 30))
def test_hits_are_clipped_to_a_span(edges: list[int], start: int) -> None:
    """What lies in a span is what each hit has in common with it."""
    edges = sorted(edges)
    spans = tuple(Span(*pair) for pair in zip(edges[::2], edges[1::2], strict=False))
    inside = {at for hit in Hits(spans, 0).within(Span(start, start + 7)) for at in range(*hit)}
    every = {at for hit in spans for at in range(*hit)}
    assert inside == every & set(range(start, start + 7))
