"""What Word's styles say about the paragraphs, runs and tables that bear them.

Styles inherit from each other, and a paragraph may say otherwise for itself. Only what tells a
text's structure is read, and nothing about looks beyond a table's first row.
"""

import re
from typing import NamedTuple

from index.formats.archive import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

# Word stores its built-in styles under English names; these are of other programs that do not.
HEADING = re.compile(
    r"(?:heading|überschrift|titre|título|titolo|kop|rubrik|nagłówek|заголовок|标题|見出し)"
    r" ?([1-6])",
    re.IGNORECASE,
)
LIST = re.compile(r"list(?: bullet| number| continue)?(?: ([2-5]))?", re.IGNORECASE)
LEVELS = 6  # of headings; Word has nine
BODY_LEVEL = 9  # the outline level of what is no heading, counted from 0


class Style(NamedTuple):
    """What a style says, with what it inherits.

    Attributes:
        names: its own and those of the styles it is based on.
        heading: level from 1, or 0.
        item: depth in a list from 1, or 0.
        is_hidden: its text is not shown.
        has_first_row: a table's first row looks different.
    """

    names: tuple[str, ...] = ("",)
    heading: int = 0
    item: int = 0
    is_hidden: bool = False
    has_first_row: bool = False


def styles(root: Element) -> dict[str, Style]:
    """The styles by their ids.

    Args:
        root: of the part that holds them.
    """
    elements = {style.get(W + "styleId"): style for style in root.iter(W + "style")}
    return {id_: _resolved(chain(id_, elements)) for id_ in elements}


def chain(id_: str, elements: dict[str, Element]) -> list[Element]:
    """A style and those it is based on, nearest first.

    Args:
        id_: of the style.
        elements: all styles by their ids.
    """
    chain: list[Element] = []
    while id_ in elements and elements[id_] not in chain:
        chain.append(elements[id_])
        id_ = value(elements[id_], "basedOn")
    return chain


def _resolved(chain: list[Element]) -> Style:
    names = tuple(value(style, "name").lower() for style in chain)
    headings = (heading(style, name) for style, name in zip(chain, names, strict=True))
    items = (item(style, name) for style, name in zip(chain, names, strict=True))
    hidden = (is_on(style, "rPr/vanish") for style in chain)
    return Style(
        names,
        next((level for level in headings if level is not None), 0),
        next((depth for depth in items if depth is not None), 0),
        next((is_so for is_so in hidden if is_so is not None), False),
        any(part.get(W + "type") == "firstRow" for s in chain for part in s.iter(W + "tblStylePr")),
    )


def heading(element: Element, name: str) -> int | None:
    """The level that a style or paragraph gives by itself; 0 says that it is no heading."""
    outline = value(element, "pPr/outlineLvl")
    if outline.isdecimal():
        return min(int(outline) + 1, LEVELS) if int(outline) < BODY_LEVEL else 0
    if match := HEADING.fullmatch(name):
        return int(match[1])
    return 1 if name == "title" else None


def item(element: Element, name: str) -> int | None:
    """The depth in a list that a style or paragraph gives by itself; 0 takes it out of lists."""
    match = LIST.fullmatch(name)
    named = int(match[1] or 1) if match else None
    number = value(element, "pPr/numPr/numId")
    if number:
        depth = value(element, "pPr/numPr/ilvl")
        own = (int(depth) if depth.isdecimal() else 0) + 1
        return max(own, named or 0) if number != "0" else 0
    return named


def value(element: Element, path: str) -> str:
    """The value of a property, or ""."""
    found = element.find("/".join(W + name for name in path.split("/")))
    return (found.get(W + "val") or "") if found is not None else ""


def is_on(element: Element, path: str) -> bool | None:
    """Whether a property is switched on; None if nothing is said."""
    found = element.find("/".join(W + name for name in path.split("/")))
    return None if found is None else found.get(W + "val") not in ("0", "false", "off")
