"""Which rows of a PDF's pages are running heads, feet, page numbers and watermarks.

A row at a page's edge is left out if it says the same as rows in the same place on other pages,
digits aside, or if it is a page number that counts with the pages; and only if all rows further
out on its page are left out too, so that nothing is cut out of running text. In a document of few
pages it must stand in the margin, set apart. Large headings that count ("Invoice 2041") stay, and
so does the header of a table, which a page holds a part of. What a head says is
said somewhere: the first of its kind is kept, aside from the text, if its words stand nowhere
else in the document. Footnotes are no concern of this file.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from index.formats.pdf.lines import Edge, Page
from index.formats.pdf.rows import common_size

OFTEN = 3  # pages on which a row recurs: twice is chance, but in a document of few pages
FEW_PAGES = 4  # so few that twice is enough, for the same words in the outermost margin
HARDLY_ANY_PAGES = 2  # so few that a number counts with the pages only if it says "page"
RARE = 20  # a page in so many must count with the others, or its number is chance
SAME_PLACE = 0.012  # share of the page's height; a line's height is about 0.015
MARGIN = 0.09  # share of the page's height, from either end: the outermost margin
CLEAR_GAP = 2.1  # times the type size: a row is set apart from the text
SMALL = 0.93  # times the usual type size, at most: smaller than the text
LARGER = 1.15  # times the usual type size: bold type of a heading
# The same for other type: what browsers print above a page is set in 12 points, whatever the text
# is set in.
MUCH_LARGER = 1.6
NEIGHBOURS = 2  # pages from one left or one right page to the next

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
ADDRESS = re.compile(r"(?:file|https?)://|www\.", re.IGNORECASE)  # which browsers print
SAYS_PAGE = re.compile(rf"\b{PAGE_WORD}\s*\d{{1,5}}\b", re.IGNORECASE)
ROMAN_VALUES = {"i": 1, "v": 5, "x": 10}
WHOLE_NUMBER = re.compile(rf"\b(?:\d{{1,5}}|{ROMAN})\b")
LETTERS = re.compile(r"[^\W\d_]+")
WORDS = re.compile(r"[^\W\d_]+|\d+")


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
    lines = [line for page in pages for line in page.lines]
    body = common_size((line.size, len(line.text)) for line in lines)
    edges = [
        (number, edge._replace(size=edge.size / body))  # from here on as a share of the text's
        for number, page in enumerate(pages)
        for edge in page.edges
    ]
    headings = {_words(line.text) for line in lines if line.size >= LARGER * body}
    steady = _steady(edges, len(pages))
    numbered = _numbered(edges, len(pages), labels, steady)
    recurring = _recurring(edges, len(pages), steady)
    recurring |= {
        (number, edge.row)
        for number, edge in edges
        if edge.zone == "head" and _is_furniture(edge) and _words(edge.text) in headings
    }
    recurring -= _of_tables(edges, recurring)
    found: set[tuple[int, int]] = set()
    said: dict[tuple[int, int], str] = {}
    reach: dict[tuple[int, str], int] = defaultdict(int)  # rows left out so far, from outside
    for number, edge in sorted(edges, key=lambda pair: (pair[0], pair[1].zone, pair[1].rank)):
        place = (number, edge.row)
        is_outermost = edge.zone == "turned" or edge.rank == reach[number, edge.zone]
        if is_outermost and (place in numbered or place in recurring):
            reach[number, edge.zone] += 1
            found.add(place)
            unnumbered = edge._replace(text=_of_all(number, len(pages)).sub("", edge.text))
            said[place] = _words(_key(number, unnumbered, steady))
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
    is_short = page_count <= FEW_PAGES
    alike: dict[tuple[str, str], list[tuple[int, Edge]]] = defaultdict(list)
    for number, edge in edges:
        if LETTERS.search(edge.text) and (not is_short or _is_marginal(edge)):
            alike[edge.zone, _key(number, edge, steady)].append((number, edge))
    found: set[tuple[int, int]] = set()
    for (_, key), group in alike.items():
        for number, edge, on_pages in _in_place(group):
            is_near = any(
                number + step in on_pages for step in range(-NEIGHBOURS, NEIGHBOURS + 1) if step
            )
            if (
                len(on_pages) >= OFTEN
                or (is_short and len(on_pages) > 1)
                or (is_near and _is_furniture(edge, is_counted="#" in key))
            ):
                found.add((number, edge.row))
    return found


def _in_place(group: list[tuple[int, Edge]]) -> Iterator[tuple[int, Edge, Counter[int]]]:
    """Each row of a group, with the pages that have one in the same place."""
    ordered = sorted(group, key=lambda pair: pair[1].y)
    start = end = 0
    on_pages: Counter[int] = Counter()
    for number, edge in ordered:
        while end < len(ordered) and ordered[end][1].y <= edge.y + SAME_PLACE:
            on_pages[ordered[end][0]] += 1
            end += 1
        while ordered[start][1].y < edge.y - SAME_PLACE:
            page = ordered[start][0]
            on_pages[page] -= 1
            if not on_pages[page]:
                del on_pages[page]
            start += 1
        yield number, edge, on_pages


def _is_marginal(edge: Edge) -> bool:
    """Whether a row stands in a page's outermost margin, as no text does."""
    if edge.zone == "turned":
        return True
    depth = 1 - edge.y if edge.zone == "head" else edge.y
    is_apart = edge.size <= SMALL or edge.gap > CLEAR_GAP
    return depth <= MARGIN and is_apart and not _is_large(edge)


def _is_furniture(edge: Edge, *, is_counted: bool = False) -> bool:
    """Whether a row looks like a running head or foot, even if it hardly recurs."""
    is_other = edge.size <= SMALL or is_counted
    return _is_marginal(edge) and is_other and edge.gap > CLEAR_GAP


def _is_large(edge: Edge) -> bool:
    """Whether a row is set like a heading."""
    return edge.size >= (LARGER if edge.is_bold else MUCH_LARGER)


def _of_tables(
    edges: list[tuple[int, Edge]], recurring: set[tuple[int, int]]
) -> set[tuple[int, int]]:
    """The recurring rows that head, or end, the part of a table that a page holds."""
    kept: set[tuple[int, int]] = set()
    inward = sorted(edges, key=lambda pair: (pair[0], pair[1].zone, -pair[1].rank))
    for number, edge in inward:
        step = 1 if edge.zone == "head" else -1
        after = (number, edge.row + step)
        if edge.fits_table and (after not in recurring or after in kept):
            kept.add((number, edge.row))
    return kept


def _key(number: int, edge: Edge, steady: Steady) -> str:
    """What a head says on every page: its words, with the page's number as "#".

    Other numbers stay, as the sums below the tables of many pages are no feet; and so do those
    of headings, which may count with the pages.
    """

    def shown(match: re.Match[str]) -> str:
        is_page = not _is_large(edge) and (edge.zone, _value(match[0]) - number) in steady
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
        is_of_all = _of_all(number, page_count).search(edge.text)
        if (bare and counts) or is_label or is_of_all:
            found.add((number, edge.row))
        if counts and not _is_large(edge):
            places[edge.zone][_place(edge)] += 1
    enough = max(OFTEN, page_count // RARE)
    for number, edge in edges:  # such as "3 | Title", whose title changes with the chapter
        if _is_large(edge) or (page_count <= FEW_PAGES and not _is_marginal(edge)):
            continue
        counts = any((edge.zone, value - number) in steady for value in _values(edge.text))
        if counts and places[edge.zone][_place(edge)] >= enough:
            found.add((number, edge.row))
    return found


def _of_all(number: int, page_count: int) -> re.Pattern[str]:
    """What counts a page among all: "3/7" or "3 of 7" on the third of seven."""
    return re.compile(rf"\b{number + 1}\s*(?:/|of)\s*{page_count}$")


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
    running = f" {' '.join(_words(text) for text in texts)} "
    kept: set[tuple[int, int]] = set()
    seen: set[str] = set()
    by_place = {(n, edge.row): edge.text for n, page in enumerate(pages) for edge in page.edges}
    for place in sorted(found):
        words = said[place]
        text = by_place[place].strip()
        if place in numbered and (BARE_NUMBER.fullmatch(text) or ADDRESS.match(text)):
            continue
        if words and words not in seen and f" {words} " not in running:
            kept.add(place)
        seen.add(words)
    return kept


def _words(text: str) -> str:
    """The words and numbers of a text, without marks.

    >>> _words("3.1: The North-West")
    '3 1 the north west'
    """
    return " ".join(WORDS.findall(text.casefold()))
