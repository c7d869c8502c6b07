"""The numbers that a browser shows before the items of an ordered list.

They are written into the page, in front of each item's first words. Style sheets are not known
here: a list whose class hides its numbers is numbered all the same, unless its items begin with
numbers of their own, it is navigation, or its class is a name that stands for such lists.
"""

import re
from collections.abc import Callable

from index.formats.archive import Element
from index.formats.numerals import letters, ordinal, padded, roman, upper

Numerals = Callable[[int], str]
LIST_OF_ITEMS = ("ol", "ul", "menu", "dir")

# By the attribute "type" and by the property "list-style-type".
TYPES: dict[str, Numerals] = {
    "1": str,
    "a": letters,
    "A": upper(letters),
    "i": roman,
    "I": upper(roman),
}
STYLES: dict[str, Numerals] = {
    "decimal-leading-zero": padded,
    "decimal": str,
    "lower-alpha": letters,
    "lower-latin": letters,
    "lower-roman": roman,
    "upper-alpha": upper(letters),
    "upper-latin": upper(letters),
    "upper-roman": upper(roman),
}
LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([^;]*)", re.IGNORECASE)
SIGNS = {"none", "disc", "circle", "square", "disclosure-open", "disclosure-closed"}
# Names of lists whose numbers common style sheets take away: of WordPress, Bootstrap, Tailwind.
UNNUMBERED_CLASSES = set(
    "breadcrumb breadcrumbs carousel-indicators children commentlist comment-list list-inline "
    "list-none list-unstyled no-bullet pagination unstyled".split()
)
INTEGER = re.compile(r"\s*([+-]?\d{1,9})")
# "1.", "(a)", "4.2", "3"; a letter alone may be a word.
OWN_NUMBER = re.compile(r"[(\[§]?\s*(?:\w{1,5}\.)*(?:(\w{1,7})[.)\]:]|(\d{1,7})\b)")
NUMBERED = 0.5  # share of a list's items that begin with their number: with more, all do


def number_items(root: Element) -> None:
    """Write the numbers of ordered lists into a page.

    Args:
        root: the page, without what is hidden; changed in place.

    >>> from lxml import html
    >>> page = html.fromstring("<ol start=3 type=a><li>wet<li><p><b>Very</b> wet</ol>")
    >>> number_items(page)
    >>> html.tostring(page)
    b'<ol start="3" type="a"><li>c. wet</li><li><p><b>d. Very</b> wet</p></li></ol>'
    """
    items: dict[Element, list[Element]] = {}
    for item in root.iter("li"):
        owner = next(item.iterancestors(*LIST_OF_ITEMS), None)
        # What was hidden is empty by now, and does not count.
        if owner is not None and owner.tag == "ol" and (item.attrib or item.text or len(item)):
            items.setdefault(owner, []).append(item)
    labels: list[tuple[Element, str]] = []
    for owner, own in items.items():
        if _is_numbered(owner):
            counts = _counts(owner, own)
            if not _have_numbers(own, counts):
                numerals = _numerals(owner, str)
                labels += [
                    (item, f"{shown(count)}. ")
                    for item, count in zip(own, counts, strict=True)
                    if (shown := _numerals(item, numerals)) is not None
                ]
    # An outer item may begin with an inner list: its number comes first, so it is written last.
    places = {item: place for place, item in enumerate(root.iter("li"))}
    for item, label in sorted(labels, key=lambda labelled: places[labelled[0]], reverse=True):
        _write(item, label)


def _is_numbered(owner: Element) -> bool:
    classes = set((owner.get("class") or "").lower().split())
    role = owner.get("role") or ""
    around = owner.iterancestors()
    return (
        _numerals(owner, str) is not None
        and classes.isdisjoint(UNNUMBERED_CLASSES)
        and (not role or role.startswith("doc-"))
        and all(outer.tag != "nav" and outer.get("role") != "navigation" for outer in around)
    )


def _counts(owner: Element, items: list[Element]) -> list[int]:
    """What each item is counted as (HTML, 4.4.5 and 4.4.8)."""
    step = -1 if owner.get("reversed") is not None else 1
    first = _integer(owner.get("start"))
    count = (first if first is not None else len(items) if step < 0 else 1) - step
    counts = []
    for item in items:
        value = _integer(item.get("value"))
        count = value if value is not None else count + step
        counts.append(count)
    return counts


def _integer(value: str | None) -> int | None:
    match = INTEGER.match(value or "")
    return int(match[1]) if match else None


def _numerals(element: Element, default: Numerals | None) -> Numerals | None:
    """What a list or item is counted in; None for signs and for nothing."""
    shown = default
    if (type_ := element.get("type")) is not None:
        shown = None if type_.lower() in SIGNS else TYPES.get(type_, default)
    for match in LIST_STYLE.finditer(element.get("style") or ""):
        for word in match[1].lower().split():
            shown = None if word in SIGNS else STYLES.get(word, shown)
    return shown


def _have_numbers(items: list[Element], counts: list[int]) -> bool:
    """Whether the items' own words begin with their numbers."""
    told = [(words, n) for item, n in zip(items, counts, strict=True) if (words := _first(item))]
    begun = 0
    for words, count in told:
        match = OWN_NUMBER.match(words)
        forms = {str(count), padded(count), letters(count), roman(count), ordinal(count)}
        begun += match is not None and (match[1] or match[2]).lower() in forms
    return begun > NUMBERED * len(told)


def _first(item: Element) -> str:
    """An item's first words, as far as they stand together."""
    return " ".join("".join(item.itertext("*")).split()[:2])


def _write(item: Element, label: str) -> None:
    """Put a label in front of an item's first words; code stays as it is."""
    from lxml import etree

    walk = etree.iterwalk(item, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event == "start" and element.tag in ("pre", "listing", "xmp", "table"):
            item.text = label + (item.text or "")
            return
        if event == "start" and (element.text or "").strip():
            element.text = label + element.text.lstrip()
            return
        if event != "start" and element is not item and (element.tail or "").strip():
            element.tail = label + element.tail.lstrip()
            return
