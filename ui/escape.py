"""Words that others wrote, made inert: as HTML, as Markdown and as LaTeX.

The chat reads Markdown, so escaping ``<`` and ``&`` alone would leave links, images and formulas
alive. Every ASCII punctuation mark and every line end becomes a numeric character reference,
which no Markdown reader interprets and every browser shows as itself.
"""

import re

_ACTIVE = re.compile("[!-/:-@\\[-`{-~\t\n\r\f\0\u2028\u2029\ud800-\udfff]")
_IN_NO_BROWSER = re.compile("[\0\ud800-\udfff]")


def escape(text: str) -> str:
    r"""The text as HTML that shows exactly it, also inside Markdown and attributes.

    A browser has no NUL and no lone surrogate: they appear as U+FFFD. A carriage return would be
    turned into a line feed by the HTML parser; as a reference it stays.

    >>> escape("<b> [x](y) $z$")
    '&#60;b&#62; &#91;x&#93;&#40;y&#41; &#36;z&#36;'
    """
    return _ACTIVE.sub(_reference, text)


def _reference(match: re.Match[str]) -> str:
    character = match[0]
    return "&#65533;" if _IN_NO_BROWSER.match(character) else f"&#{ord(character)};"
