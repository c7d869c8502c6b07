"""Interim."""

from index.document import Block
from index.blocks import blocks as old, first_heading


def title(text):
    return first_heading(text)


def blocks(text):
    return tuple(
        Block(*s, "heading", 1, text[s.start : s.end].lstrip("# "))
        if text[s.start] == "#"
        else Block(*s, "paragraph")
        for s in old(text, "md")
    )
