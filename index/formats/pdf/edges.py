"""Which rows of a PDF's pages are running heads, feet, page numbers and watermarks.

A row at a page's edge is left out if it says the same as rows in the same place on other pages,
digits aside, or if it is a page number that counts with the pages; and only if all rows further
out on its page are left out too, so that nothing is cut out of running text. What a head says is
said somewhere: the first of its kind is kept, aside from the text, if its words stand nowhere
else in the document. Footnotes and repeated headers of tables are no concern of this file.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from index.formats.pdf.lines import Edge, Page

OFTEN = 3  # pages on which a row recurs: twice is chance, but in a document of few pages
FEW_PAGES = 4  # so few that twice is enough
HARDLY_ANY_PAGES = 2  # so few that a number counts with the pages only if it says "page"
RARE = 20  # a page in so many must count with the others, or its number is chance
SAME_PLACE = 0.012  # share of the page's height; a line's height is about 0.015

PAGE_WORD = r"(?:page|pages|pg\.?|p\.|seite|s\.|página|pág\.?|pagina|pag\.?|стр\.?)"
ROMAN = r"(?=[ivx]+\b)x{0,3}(?:ix|iv|v?i{0,3})"
NUMBER = re.compile(rf"\d{{1,5}}|{ROMAN}", re.IGNORECASE)
# A number alone, or dressed as one of a page: "- 12 -", "[12]", "Page 3 of 10", "S. 3", "iv".
BARE_NUMBER = re.compile(
    rf"{PAGE_WORD}?\s*"
    rf"[-–—|\[(•·~]*\s*(?P<number>\d{{1,5}}|{ROMAN})\s*[-–—|\])•·~]*"
    rf"(?:\s*(?:of|/|von|de|sur|di|from|van)\s*\d{{1,5}})?",
    re.IGNORECASE,
)
SAYS_PAGE = re.compile(rf"\b{PAGE_WORD}\s*\d{{1,5}}\b", re.IGNORECASE)
ROMAN_VALUES = {"i": 1, "v": 5, "x": 10}
WHOLE_NUMBER = re.compile(rf"\b(?:\d{{1,5}}|{ROMAN})\b")
LETTERS = re.compile(r"[^\W\d_]+")


class Left(NamedTuple):
    """Rows that are not part of the text, as pairs of a page's index and a row's number.

    Attributes:
        out: these say nothing that is not said elsewhere.
        aside: these stand outside the running text, but are kept.
    """

    out: frozenset[tuple[int, int]]
    aside: frozenset[tuple[int, int]]


def left_out(pages: Sequence[Page], labels: Sequence[str] = (), title: str = "") -> Left:
    """Find the running heads and feet of a document.

    Args:
        pages: all its pages.
        labels: what its pages call themselves ("iv", "12"), if they do.
        title: the document's own, which counts as said.
    """
    edges = [(number, edge) for number, page in enumerate(pages) for edge in page.edges]
    steady = _steady(edges, len(pages))
    numbered = _numbered(edges, len(pages), labels, steady)
    recurring = _recurring(edges, len(pages), steady)
    found: set[tuple[int, int]] = set()
    said: dict[tuple[int, int], str] = {}
    reach: dict[tuple[int, str], int] = defaultdict(int)  # rows left out so far, from outside
    for number, edge in sorted(edges, key=lambda pair: (pair[0], pair[1].zone, pair[1].rank)):
        place = (number, edge.row)
        is_outermost = edge.zone == "turned" or edge.rank == reach[number, edge.zone]
        if is_outermost and (place in numbered or place in recurring):
            reach[number, edge.zone] += 1
            found.add(place)
            said[place] = " ".join(LETTERS.findall(edge.text.casefold()))
    kept = _said_nowhere_else(pages, found, said, numbered, title)
    return Left(frozenset(found - kept), frozenset(kept))


# A page's number less its index, with the zone in which it stays the same from page to page.
Steady = frozenset[tuple[str, int]]


def _steady(edges: list[tuple[int, Edge]], page_count: int) -> Steady:
    is_short = page_count <= HARDLY_ANY_PAGES
    votes: dict[tuple[str, int], set[int]] = defaultdict(set)
    for number, edge in edges:
        if not is_short or SAYS_PAGE.search(edge.text):
            for value in _values(edge.text):
                votes[edge.zone, value - number].add(number)
    enough = HARDLY_ANY_PAGES if is_short else max(OFTEN, page_count // RARE)
    return frozenset(offset for offset, voters in votes.items() if len(voters) >= enough)


def _recurring(
    edges: list[tuple[int, Edge]], page_count: int, steady: Steady
) -> set[tuple[int, int]]:
    """Rows that say the same in the same place on several pages."""
    enough = 2 if page_count <= FEW_PAGES else OFTEN
    alike: dict[tuple[str, str], list[tuple[int, Edge]]] = defaultdict(list)
    for number, edge in edges:
        if LETTERS.search(edge.text):
            alike[edge.zone, _key(number, edge, steady)].append((number, edge))
    found: set[tuple[int, int]] = set()
    for group in alike.values():
        for number, edge in group:
            on_pages = {n for n, e in group if abs(e.y - edge.y) <= SAME_PLACE}
            if len(on_pages) >= enough:
                found.add((number, edge.row))
    return found


def _key(number: int, edge: Edge, steady: Steady) -> str:
    """What a head says on every page: its words, with the page's number as "#".

    Other numbers stay, as the sums below the tables of many pages are no feet.
    """

    def shown(match: re.Match[str]) -> str:
        is_page = (edge.zone, _value(match[0]) - number) in steady
        return "#" if is_page else match[0]

    return " ".join(WHOLE_NUMBER.sub(shown, edge.text.casefold()).split())


def _numbered(
    edges: list[tuple[int, Edge]], page_count: int, labels: Sequence[str], steady: Steady
) -> set[tuple[int, int]]:
    """Rows with a page number that counts with the pages."""
    places: dict[str, Counter[int]] = defaultdict(Counter)
    found: set[tuple[int, int]] = set()
    for number, edge in edges:
        bare = BARE_NUMBER.fullmatch(edge.text.strip())
        counts = any((edge.zone, value - number) in steady for value in _values(edge.text))
        label = labels[number] if number < len(labels) else ""
        is_label = bool(bare and bare["number"] in (label, str(number + 1)))
        is_of_all = edge.text.endswith((f" {number + 1}/{page_count}", f"of {page_count}"))
        if (bare and counts) or is_label or (is_of_all and str(number + 1) in edge.text):
            found.add((number, edge.row))
        if counts:
            places[edge.zone][_place(edge)] += 1
    enough = max(OFTEN, page_count // RARE)
    for number, edge in edges:  # such as "3 | Title", whose title changes with the chapter
        counts = any((edge.zone, value - number) in steady for value in _values(edge.text))
        if counts and places[edge.zone][_place(edge)] >= enough:
            found.add((number, edge.row))
    return found


def _place(edge: Edge) -> int:
    return round(edge.y / SAME_PLACE)


def _values(text: str) -> set[int]:
    """The numbers that a row begins or ends with, or that it is all about."""
    bare = BARE_NUMBER.fullmatch(text.strip())
    words = text.split()
    ends = [bare["number"]] if bare else [words[0], words[-1]] if words else []
    return {_value(end) for end in ends if NUMBER.fullmatch(end)}


def _value(number: str) -> int:
    """The value of an Arabic or Roman number.

    >>> _value("xiv"), _value("12")
    (14, 12)
    """
    if number.isdecimal():
        return int(number)
    values = [ROMAN_VALUES[letter] for letter in number.lower()]
    after = [*values[1:], 0]
    return sum(-v if v < then else v for v, then in zip(values, after, strict=True))


def _said_nowhere_else(
    pages: Sequence[Page],
    found: set[tuple[int, int]],
    said: dict[tuple[int, int], str],
    numbered: set[tuple[int, int]],
    title: str,
) -> set[tuple[int, int]]:
    """The first row of each kind whose words stand nowhere in the text."""
    lines = (
        line.text
        for number, page in enumerate(pages)
        for line in page.lines
        if (number, line.row) not in found
    )
    texts = (title, *lines)
    running = " ".join(word for text in texts for word in LETTERS.findall(text.casefold()))
    running = f" {running} "
    kept: set[tuple[int, int]] = set()
    seen: set[str] = set()
    by_place = {(n, edge.row): edge.text for n, page in enumerate(pages) for edge in page.edges}
    for place in sorted(found):
        words = said[place]
        if place in numbered and BARE_NUMBER.fullmatch(by_place[place].strip()):
            continue
        if words and words not in seen and f" {words} " not in running:
            kept.add(place)
        seen.add(words)
    return kept
