"""A PDF's font → what its character codes say, and how wide they are."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from pypdf.generic import DictionaryObject

UNKNOWN = "\ufffd"
BOLD = re.compile(r"bold|black|heavy|demi(?!light)", re.IGNORECASE)
THOUSANDTH = 0.001  # of the type size: the unit of widths
FORCE_BOLD = 1 << 18  # a font descriptor's flag, ISO 32000-2, table 121
# Word's bullets are shapes of the font Symbol, which pypdf hands on as private characters; and
# ligatures are one shape for several letters.
SPELT_OUT = str.maketrans({
    "\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "▸", "\uf076": "❖",
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl",
    "\ufb05": "st", "\ufb06": "st",
})  # fmt: skip


class Glyph(NamedTuple):
    """A character code of a font: what it says, and its width for type of size 1."""

    text: str
    width: float
    is_blank: bool


class Face:
    """A font as far as text is concerned: bytes → glyphs."""

    def __init__(self, resource: "DictionaryObject") -> None:
        # pypdf has no public name for its reader of fonts. Reading encodings, character maps
        # and widths again would be a thousand lines.
        from pypdf.generic._font import Font

        font = Font.from_font_resource(resource)
        self._map, self._widths = font.character_map, font.character_widths
        self._encoding = font.encoding
        self.is_simple = isinstance(font.encoding, dict)
        self._scale = _glyph_space(resource)
        self._is_unreadable = not font.interpretable or _lacks_characters(resource, font)
        self._glyphs: dict[str, Glyph] = {}
        named = f"{font.name} {font.font_descriptor.weight}"
        self.is_bold = bool(BOLD.search(named)) or _is_forced_bold(font.font_descriptor.flags)

    def glyphs(self, data: bytes) -> Iterator[Glyph]:
        """The glyphs that a string draws."""
        if isinstance(self._encoding, str):
            codes = data.decode(self._encoding, "replace")
        else:
            codes = data.decode("latin-1")
        known = self._glyphs
        for code in codes:
            glyph = known.get(code)
            if glyph is None:
                glyph = known[code] = self._glyph(code)
            yield glyph

    def _glyph(self, code: str) -> Glyph:
        text = code
        if isinstance(self._encoding, dict):
            text = self._encoding.get(ord(code), UNKNOWN)
        text = str(self._map.get(text, text)).translate(SPELT_OUT)
        is_glyph_name = len(text) > 1 and text[0] == "/"
        if self._is_unreadable or is_glyph_name:
            text = UNKNOWN
        width = float(self._widths.get(code, self._widths["default"]))
        return Glyph(text.replace("\0", ""), width * self._scale, not text.strip() and text != "")


def _glyph_space(resource: "DictionaryObject") -> float:
    """What a font's widths are multiplied by; only Type 3 fonts have a scale of their own."""
    matrix: Any = resource.get("/FontMatrix")
    matrix = matrix.get_object() if matrix is not None else None
    if resource.get("/Subtype") == "/Type3" and isinstance(matrix, list) and matrix:
        return abs(float(matrix[0])) if isinstance(matrix[0], int | float) else THOUSANDTH
    return THOUSANDTH


def _lacks_characters(resource: "DictionaryObject", font: Any) -> bool:
    """Whether codes are numbers of shapes and nothing says which characters they stand for."""
    encoding = resource.get("/Encoding")
    is_numbered = not isinstance(encoding, str) or encoding.startswith("/Identity")
    is_composite = resource.get("/Subtype") == "/Type0"
    return bool(is_composite and is_numbered and not font.character_map)


def _is_forced_bold(flags: Any) -> bool:
    return isinstance(flags, int) and bool(flags & FORCE_BOLD)
