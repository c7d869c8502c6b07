"""Which parts of a page are not its text: navigation, notices, lists of other pages.

trafilatura finds a page's main text, but its own tree loses lines, levels and blanks, and
sometimes half of a document. So it is a witness and no more: a part is left out only if
trafilatura kept next to none of its words and the page itself marks it as something else, by its
tag, role or name, or by being links and little else. Where trafilatura finds nothing, all stays.
"""

import logging
import re
from copy import deepcopy
from itertools import accumulate

from index.formats.archive import Element
from index.formats.markup import CELLS, HEADINGS, PREFORMATTED, inline, is_data
from index.words import WORD

# Named so by browsers' makers (HTML, WAI-ARIA) or by nearly every site; a "menu", a "banner" or
# "related" work may well be what a page is about.
ASIDE_TAGS = {"aside", "header", "footer"}
ASIDE_ROLES = {"navigation", "banner", "contentinfo", "complementary", "search", "dialog"}
ASIDE_ROLES |= {"alertdialog", "alert", "toolbar", "menu", "menubar"}
ASIDE_NAMES = set(
    "ad ads advert advertisement breadcrumb breadcrumbs consent cookie cookies footer gdpr nav "
    "navbar navigation newsletter pagination paywall popup promo share sharing sidebar social "
    "sponsored subscribe".split()
)
NAME = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")  # of "site-footer", "cookieBanner"
# What follows the word that counts: "share-buttons" is a part to share with, "share-capital" not.
PARTS = set(
    "area bar block bottom box button buttons container content form icons inner left links list "
    "main menu modal notice right section signup slot text toolbar tools top unit widget wrap "
    "wrapper banner".split()
)
TYPED_INTO = ("form", "input", "button")
SENTENCE = 6  # words outside of headings and links: what a part says of its own, at least
INSIDE = {"article", "main"}  # tags and roles of what holds a page's text
# With many links, these are lists of other pages even in there; others may be the text's sources.
LINKING_NAMES = {"also", "latest", "more", "popular", "read", "recommended", "related", "trending"}
LISTING_TAGS = {"aside", "div", "dl", "ol", "section", "table", "ul"}

RUN = 4  # words; so many in a row that are also in the main text did not get there by chance
KEPT = 0.2  # share of its runs: less, and trafilatura has left a part out
LINKED = 0.7  # share of its words: a part with more in links is a list of other pages ...
FEW_LINKS = 3  # ... unless it has fewer links than this
PROSE = 100  # words outside of links: with more, a name or form alone is no sign
MOST = 0.5  # share of the page's words: what holds more is the page
WITNESS_WORDS = 100  # with fewer, and less than a tenth of the page, trafilatura found nothing
WITNESS_SHARE = 0.1


def empty_boilerplate(root: Element) -> None:
    """Take the text out of the parts of a page that are not its text.

    Args:
        root: a page, without what is hidden; changed in place.
    """
    main = _main_words(root)
    page = _Page(root, {tuple(main[i : i + RUN]) for i in range(len(main) - RUN + 1)})
    total = page.words(root)
    if len(main) < WITNESS_WORDS and len(main) < WITNESS_SHARE * total:
        return
    to_see = [root]
    while to_see:
        element = to_see.pop()
        words = page.words(element)
        if 0 < words <= MOST * total and page.kept(element) < KEPT and page.is_aside(element):
            element.clear(keep_tail=True)
        elif words:
            to_see += element.iterchildren("*")


class _Page:
    """A page's words in order, and from where to where each element's go."""

    def __init__(self, root: Element, runs: set[tuple[str, ...]]) -> None:
        from lxml import etree

        self._places: dict[Element, tuple[int, int]] = {}
        words: list[str] = []
        linked: list[bool] = []
        depth = 0  # of links
        starts: list[int] = []

        def say(text: str | None) -> None:
            found = WORD.findall(text or "")
            words.extend(found)
            linked.extend([depth > 0] * len(found))

        for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
            if event == "start":
                starts.append(len(words))
                depth += element.tag == "a"
                say(element.text)
                continue
            if event == "end":
                depth -= element.tag == "a"
                self._places[element] = (starts.pop(), len(words))
            say(element.tail)
        kept = (tuple(words[i : i + RUN]) in runs for i in range(len(words)))
        self._kept = [0, *accumulate(kept)]
        self._linked = [0, *accumulate(linked)]
        # The only first-level heading is the title, wherever it stands. Where there are many,
        # they may be a site's name or other stories' titles; so with articles.
        named: dict[str, list[Element]] = {"h1": [], "main": [], "article": []}
        for element in self._places:
            named.setdefault(element.get("role") or element.tag, []).append(element)
        certain = [named[name][0] for name in ("h1", "main", "article") if len(named[name]) == 1]
        self._protected = {outer for element in certain for outer in element.iterancestors()}
        self._protected |= set(certain)

    def words(self, element: Element) -> int:
        """How many words there are in an element."""
        start, end = self._places[element]
        return end - start

    def kept(self, element: Element) -> float:
        """The share of an element's runs of words that are in the main text; 0 if it has none."""
        start, end = self._places[element]
        last = end - RUN + 1
        return (self._kept[last] - self._kept[start]) / (last - start) if start < last else 0.0

    def is_aside(self, element: Element) -> bool:
        """Whether the page itself says that an element is not its text."""
        if element in self._protected:
            return False
        tag, role = element.tag, element.get("role")
        start, end = self._places[element]
        linked = self._linked[end] - self._linked[start]
        named = f"{element.get('id') or ''} {element.get('class') or ''}"
        names = {name.lower() for name in NAME.findall(named)}
        around = {outer.get("role") or outer.tag for outer in element.iterancestors()}
        is_inside = not around.isdisjoint(INSIDE)
        is_list = linked >= LINKED * (end - start) and _has_links(element) and _may_list(element)
        is_prose = end - start - linked >= PROSE
        return (
            tag == "nav"
            or role in ASIDE_ROLES
            or (tag in ASIDE_TAGS and not is_inside and "section" not in around)
            or (is_list and not (is_inside and names.isdisjoint(LINKING_NAMES)))
            or (not is_prose and (tag == "form" or self._is_named_aside(element)))
        )

    def _is_named_aside(self, element: Element) -> bool:
        """Whether an element's name says so, and it is no section that is about such a thing."""
        id_ = element.get("id") or ""
        if not any(map(_is_aside_name, [id_, *(element.get("class") or "").split()])):
            return False
        heading = next(element.iterdescendants(*HEADINGS), None)
        if heading is None:
            return True
        start, end = self._places[element]
        said = end - start - (self._linked[end] - self._linked[start]) - self.words(heading)
        is_section = said >= SENTENCE and next(element.iter(*TYPED_INTO), None) is None
        return not is_section and _slug(id_) != _slug(inline(heading))


def _is_aside_name(name: str) -> bool:
    """Whether a name ends in a word for what is no text, but for words such as "buttons"."""
    parts = [part.lower() for part in NAME.findall(name)]
    while len(parts) > 1 and parts[-1] in PARTS:
        parts.pop()
    return bool(parts) and parts[-1] in ASIDE_NAMES


def _slug(words: str) -> list[str]:
    return WORD.findall(words.lower().replace("_", " "))


def _may_list(element: Element) -> bool:
    """Whether an element holds blocks; a cell only where the table lays out a page."""
    if element.tag != "td":
        return element.tag in LISTING_TAGS
    table = next(element.iterancestors("table"), None)
    return table is not None and next(table.iterdescendants("table", *HEADINGS), None) is not None


def _has_links(element: Element) -> bool:
    links = element.iter("a")
    return all(next(links, None) is not None for _ in range(FEW_LINKS))


def _main_words(root: Element) -> list[str]:
    """The words of what trafilatura takes for the main text; none if it finds nothing."""
    from trafilatura import bare_extraction

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it tells of every page it skips
    page = deepcopy(root)
    for code in list(page.iter(*PREFORMATTED)):
        code.clear(keep_tail=True)  # a megabyte of it would take trafilatura half a minute
    _untable(page)
    try:
        found = bare_extraction(page, include_comments=False, favor_recall=True)
    except RecursionError:  # a page that is nested very deeply
        return []
    return WORD.findall(getattr(found, "text", None) or "")


def _untable(page: Element) -> None:
    """Make boxes of tables that lay out a page; trafilatura takes each for one table of data."""
    layouts = {table for table in page.iter("table") if not is_data(table)}
    for part in list(page.iter("tbody", "tr", *CELLS)):
        if next(part.iterancestors("table"), None) in layouts:
            part.tag = "div"
    for table in layouts:
        table.tag = "div"
