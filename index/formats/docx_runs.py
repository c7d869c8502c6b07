"""What the smallest parts of a Word file look like: text, blanks, signs and the edges of fields.

Which of them are read is told in ``docx.py``.
"""

from index.formats.archive import Element
from index.formats.docx_styles import W
from index.formats.extraction import LINE_BREAK

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

BREAKS = {W + "br", W + "cr"}  # in a run
BLANKS = {W + "tab", W + "ptab"}

# The letters of the font Symbol that are words in formulas; its other signs are left out.
SYMBOLS = dict(
    zip(
        range(0xF041, 0xF07B),
        "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ",
        strict=True,
    )
)


def follow_field(kind: str | None, codes: list[bool]) -> None:
    """Note that a field begins, goes from its code to what it shows, or ends.

    Args:
        kind: which of these.
        codes: of each open field, whether its code goes on; changed in place.
    """
    if kind == "begin":
        codes.append(True)
    elif kind == "separate" and codes:
        codes[-1] = False
    elif kind == "end" and codes:
        codes.pop()


def shown(element: Element) -> str:
    """What a leaf of a run looks like.

    Args:
        element: text, a blank, a sign or anything else.
    """
    if element.tag in (W + "t", M + "t"):
        return (element.text or "") + "".join(entity.tail or "" for entity in element)
    if element.tag in BREAKS and element.get(W + "type") in (None, "textWrapping"):
        return LINE_BREAK
    if element.tag in BREAKS | BLANKS:
        return " "
    if element.tag == W + "sym":
        return _symbol(element)
    return "\u2011" if element.tag == W + "noBreakHyphen" else ""


def _symbol(symbol: Element) -> str:
    code = int(symbol.get(W + "char") or "20", 16)
    if 0xF000 <= code <= 0xF0FF:  # noqa: PLR2004 - the private range of symbol fonts
        is_greek = (symbol.get(W + "font") or "").lower() == "symbol"
        return SYMBOLS.get(code, " ") if is_greek else " "
    return chr(code)
