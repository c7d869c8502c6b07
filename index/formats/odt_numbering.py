"""The numbers that an OpenDocument text shows before the items of its lists and its headings.

Lists that go on after other text are followed by their ids or their styles. Bullets are not told,
and headings that their style takes out of the outline's numbers are numbered all the same.
"""

from collections.abc import Callable, Collection

from index.formats.archive import Element
from index.formats.numerals import letters, roman, upper

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
ID = "{http://www.w3.org/XML/1998/namespace}id"
FORMATS: dict[str, Callable[[int], str]] = {
    "1": str,
    "a": letters,
    "A": upper(letters),
    "i": roman,
    "I": upper(roman),
}

Levels = dict[int, Element]


def numbers(roots: list[Element], skipped: Collection[str]) -> dict[Element, str]:
    """The labels of numbered paragraphs and headings, each with the blank after it.

    Args:
        roots: of the content and of the styles.
        skipped: the tags of what is not read.
    """
    styles = [style for root in roots for style in root.iter(TEXT + "list-style")]
    lists = {style.get(STYLE + "name"): _levels(style) for style in styles}
    outlines = (_levels(style) for root in roots for style in root.iter(TEXT + "outline-style"))
    outline, outlined = next(outlines, {}), dict[int, int]()
    labels: dict[Element, str] = {}
    known: dict[str | None, dict[int, int]] = {}  # counts, by a list's id or its style's name

    def walk(parent: Element, levels: Levels, counts: dict[int, int], depth: int) -> None:
        for element in parent:
            tag, inner = element.tag, (levels, counts, depth)
            if tag in skipped:
                continue
            if tag == TEXT + "list":
                name = element.get(TEXT + "style-name")
                goes_on = element.get(TEXT + "continue-numbering") == "true"
                before = name if goes_on else element.get(TEXT + "continue-list")
                of_list = counts if depth else known.get(before, {}) if before else {}
                known[name] = known[element.get(ID)] = of_list
                inner = (lists.get(name, levels), of_list, depth + 1)
            elif tag == TEXT + "list-item" and depth:
                for first in element.xpath("*[1][local-name() = 'p' or local-name() = 'h']"):
                    labels[first] = _label(levels, counts, depth, element)
            elif tag == TEXT + "h" and not depth and element.get(TEXT + "is-list-header") != "true":
                level = _whole(element.get(TEXT + "outline-level"), 1) or 1
                labels[element] = _label(outline, outlined, level, element)
            walk(element, *inner)

    walk(roots[0], {}, {}, 0)
    return labels


def _label(levels: Levels, counts: dict[int, int], depth: int, element: Element) -> str:
    """Count one more, and show the counts."""
    own_start = element.get(TEXT + "start-value")
    for level in range(1, depth + 1):
        counts.setdefault(
            level, _whole(levels.get(level, {}).get(TEXT + "start-value"), 1) - (level == depth)
        )
    counts[depth] = _whole(own_start, counts[depth] + 1)
    for below in [level for level in counts if level > depth]:
        del counts[below]
    if depth not in levels or not levels[depth].get(STYLE + "num-format"):
        return ""
    first = max(depth - _whole(levels[depth].get(TEXT + "display-levels"), 1), 0) + 1
    formats = ((levels.get(n, {}).get(STYLE + "num-format"), n) for n in range(first, depth + 1))
    label = ".".join(FORMATS.get(format_, str)(counts[n]) for format_, n in formats if format_)
    prefix, suffix = (levels[depth].get(f"{STYLE}num-{end}") or "" for end in ("prefix", "suffix"))
    return f"{prefix}{label}{suffix} "


def _levels(style: Element) -> Levels:
    return {_whole(level.get(TEXT + "level"), 0): level for level in style}


def _whole(digits: str | None, default: int) -> int:
    return int(digits) if digits and digits.isdecimal() else default
