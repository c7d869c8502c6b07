"""The page's look: a style sheet for each part of the page, served as one in this order.

``colours`` names what all others use. A rule for narrow screens stands with its part, below what
it changes.
"""

from pathlib import Path

_HERE = Path(__file__).parent

PAGE = ("colours", "room", "controls", "talk", "starters", "notes", "text", "reading", "turns")
EXPORT = ("colours", "room", "controls", "talk", "text", "portable")  # of an exported conversation


def joined(names: tuple[str, ...]) -> str:
    """The style sheets as one."""
    return "\n".join((_HERE / f"{name}.css").read_text(encoding="utf-8") for name in names)
