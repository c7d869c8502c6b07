"""The structure of Markdown."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.formats.markdown import blocks, title
from tests.formats_laws import check_blocks

TEXT = """\
---
title: "The boats: a tale"
date: 2024
---

# The *boats*[^1] of ![Hull](x.png) `code` &amp; [more](http://example.org)

Some *text* that
goes on.

[link]: http://example.org "x"

Setext
heading
-------

- one
- two
  lines

  A second paragraph.

  - nested
    1. deep
- ```
  code
  ```

> quoted text
> goes on
>
> > deeper

| a | b |
|---|---|
| 1 | 2 |

<div>
html
</div>

```python
def f():

    pass
```

***

[^1]: A note.
"""


def _shown(text: str) -> list[tuple[str, int, str]]:
    return [(b.kind, b.level, text[b.start : b.end]) for b in blocks(text)]


def test_every_kind_of_block() -> None:
    """Each construct is a block of its own kind, with its markup, at its place."""
    assert _shown(TEXT) == [
        ("code", 0, TEXT[: TEXT.index("\n\n#")]),
        (
            "heading",
            1,
            "# The *boats*[^1] of ![Hull](x.png) `code` &amp; [more](http://example.org)",
        ),
        ("paragraph", 0, "Some *text* that\ngoes on."),
        ("paragraph", 0, '[link]: http://example.org "x"'),
        ("heading", 2, "Setext\nheading\n-------"),
        ("item", 1, "- one"),
        ("item", 1, "- two\n  lines"),
        ("paragraph", 0, "A second paragraph."),
        ("item", 2, "- nested"),
        ("item", 3, "1. deep"),
        ("code", 0, "- ```\n  code\n  ```"),
        ("paragraph", 0, "> quoted text\n> goes on\n>"),
        ("paragraph", 0, "> > deeper"),
        ("row", 1, "| a | b |\n|---|---|"),
        ("row", 0, "| 1 | 2 |"),
        ("paragraph", 0, "<div>\nhtml\n</div>"),
        ("code", 0, "```python\ndef f():\n\n    pass\n```"),
        ("paragraph", 0, "***"),
        ("paragraph", 0, "[^1]: A note."),
    ]


def test_labels_are_words() -> None:
    """A heading's label has no markup, no image and no mark of a footnote."""
    labels = [block.label for block in blocks(TEXT) if block.kind == "heading"]
    assert labels == ["The boats of code & more", "Setext heading"]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (TEXT, "The boats: a tale"),
        ("---\ntitle:\n---\n# Snow", ""),
        ("---\ndate: 1\n---\nText\n\n## A heading\n", ""),
        ("# A heading", ""),
        ("---\ntitle: >-\n  A folded\n  title\ndate: 1\n---\n", "A folded title"),
        ("---\nlayout: post\ntitle:  Rain in C# # comment\n---\n", "Rain in C#"),
        ("---\ntitle: # none\n---\n", ""),
        ("---\ntitle: 'Rain # 1' # comment\n---\n", "Rain # 1"),
        ('+++\ndate = 2020-01-01\ntitle = "Rain = snow"\n+++\n# Snow', "Rain = snow"),
        ("+++\n\ntitle = 'no'\n\n+++", ""),
        ("---\n\ntitle: no\n\n---", ""),  # two rules
        ("", ""),
    ],
)
def test_title(text: str, expected: str, newline: str) -> None:
    """The title is the one that the front matter names; a heading is found as a block."""
    assert title(text.replace("\n", newline)) == expected


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ('<h1 align="center">Rain<b>Kit</b> &amp; more</h1>', (1, "RainKit & more")),
        ('<p align="center">\n<img src="a.png">\n<H2>Rain</H2>\n</p>', (2, "Rain")),
        (
            '<div align="center">\n  <h1>\n    Rain<br>\n  Kit</h1>\n\n*wet*\n\n</div>',
            (1, "Rain Kit"),
        ),
        ('<h1><img src="logo.png" alt="Rain"></h1>', None),
        ("<h2>Rain</h2>\n<p>It rained.</p>", None),
        ("<h2>Rain</h2>\n<h2>Snow</h2>", None),
        ("<h1>" * 100_000, None),
    ],
)
def test_a_heading_that_stands_alone_in_html(text: str, heading: tuple[int, str] | None) -> None:
    """Tags and pictures around it change nothing, other words do."""
    first = blocks(text)[0]
    check_blocks(text, blocks(text))
    assert (first.kind == "heading") == (heading is not None)
    assert (first.level, first.label) == (heading or (0, ""))


LINES = st.sampled_from(
    "# Title|Words|===|---|> quoted|>|>> deep|- item|  - nested|1. one|| a | b ||-|-|```|    code"
    "|<div>|</div>|[a]: b|title: x|\f|\u2028|\ufeff|***|~~~|   ".split("|")
) | st.text(st.characters(exclude_categories=["Cs"]))


@given(st.lists(LINES), st.sampled_from(["\n", "\r\n", "\r", "\n\n"]), st.booleans())
def test_blocks_hold_everything(pieces: list[str], newline: str, has_front: bool) -> None:
    """Law 1: no character is lost, whatever the text."""
    text = newline.join([*(["---", "a: b", "---"] if has_front else []), *pieces])
    check_blocks(text, blocks(text))


def test_a_large_text() -> None:
    """A book of a million characters takes a few seconds."""
    text = TEXT.partition("\n\n")[2] * 1_500
    begin = time.monotonic()
    check_blocks(text, blocks(text))
    assert time.monotonic() - begin < 20
