"""Small signs in a parsed page's text: references to notes are left out, exponents stay apart.

Without that "3 × 10<sup>6</sup> tons.<sup><a href=#n1>1</a></sup>" would be "3 × 106 tons.1".
The notes themselves stay, and so do references that no markup tells from other words.
"""

import re

from index.formats.archive import Element
from index.formats.extraction import scripted
from index.formats.markup import inline, roles

REFERENCE_ROLES = {"doc-noteref", "noteref"}
REFERENCE_CLASSES = {"footnote-ref", "footnote-reference", "footnoteref", "noteref"}
REFERENCE_CLASSES |= {"MsoFootnoteReference", "MsoEndnoteReference"}  # Word's
SIGN = re.compile(r"[\W_]*\w{0,4}[\W_]*")  # "1", "[12]", "a", "*"
LONGEST_SIGN = 40  # code points, such as "[citation 3]"; longer is text in a class of that name


def settle_signs(root: Element) -> None:
    """Take out references to notes, and make characters of their own of raised and lowered digits.

    Args:
        root: the page; changed in place.

    >>> from lxml import html
    >>> page = html.fromstring("<p>10<sup>6</sup> m<sup><a href='#n'>1</a></sup>, H<sub>2</sub>O")
    >>> settle_signs(page)
    >>> inline(page).strip()
    '10⁶ m, H₂O'
    """
    for element in list(root.iter("*")):
        if _is_reference(element):
            element.clear(keep_tail=True)
    for element in list(root.iter("sup", "sub")):
        words = inline(element)
        written = scripted(words, _before(element), is_raised=element.tag == "sup")
        if written != words:
            element[:] = []
            element.text = written


def _is_reference(element: Element) -> bool:
    tag = element.tag
    if not element.attrib and tag != "sup":
        return False
    classes = set((element.get("class") or "").split())
    named = not REFERENCE_ROLES.isdisjoint(roles(element))
    named = named or not REFERENCE_CLASSES.isdisjoint(classes)
    if named or (tag == "sup" and "reference" in classes):  # Wikipedia's
        return len(inline(element)) <= LONGEST_SIGN
    if tag != "sup":
        return False
    links = [*element.iter("a"), *element.iterancestors("a")]
    leads_down = any((link.get("href") or "").startswith("#") for link in links)
    return leads_down and SIGN.fullmatch(inline(element)) is not None


def _before(element: Element) -> str:
    """The words just before an element, as far as its neighbours tell."""
    previous = element.getprevious()
    if previous is None:
        parent = element.getparent()
        return (parent.text or "") if parent is not None else ""
    return previous.tail or inline(previous)
