"""Interim."""

import re
from index.document import Block, Span, trim
from index.blocks import blocks as old


def blocks(text):
    spans = old(text, "txt")
    first, _, rest = text.strip().partition("\n")
    first = re.sub(r"[\x00-\x1f\x7f\s]+", " ", first).strip()
    titled = (
        rest.strip()
        and len(first) <= 120
        and not first.endswith((".", "!", "?", ":", ";", ",", "。"))
    )
    return tuple(
        Block(*s, "heading", 1, first) if titled and n == 0 else Block(*s, "paragraph")
        for n, s in enumerate(spans)
    )
