"""Captions that are told by their words."""

import pytest

from index.document import Block
from index.formats import blocks_of
from index.formats.captions import captioned


@pytest.mark.parametrize(
    ("words", "is_caption"),
    [
        ("Table 2: Costs", True),
        ("**Table A1. Rain by month**", True),
        ("Tabelle 3 – Kosten", True),
        ("The table shows the costs.", False),
        ("Tables are read row by row.", False),
        ("Table 2 " + "shows what was paid " * 20, False),
    ],
)
def test_a_caption_begins_with_the_name_of_its_table(words: str, is_caption: bool) -> None:
    """Beside a table a short paragraph that names one is its caption, above it or below."""
    above = f"{words}\n\n| Item | Euro |\n|---|---|\n| Paint | 900 |\n"
    first = blocks_of(above, "md")[0]
    assert (first.kind == "caption") == is_caption
    assert first.label == (words.strip("*") if is_caption else "")
    below = f"| Item | Euro |\n|---|---|\n| Paint | 900 |\n\n{words}\n"
    assert (blocks_of(below, "md")[-1].kind == "caption") == is_caption


def test_a_caption_away_from_tables_is_a_paragraph() -> None:
    """A sentence about a table that is elsewhere heads nothing."""
    text = "Table 2 is lost.\n\nIt rained."
    blocks = (Block(0, 16, "paragraph"), Block(18, 28, "paragraph"))
    assert captioned(text, blocks) == blocks
