"""Blocks and sentences: exact spans over real and hostile text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Span
from index.formats import blocks_of
from index.sentences import BLOCK_LENGTH, sentences

HOSTILE = st.text(
    st.characters(exclude_categories=["Cs"])
    | st.sampled_from('. \n\r\t\0!?"“”’()[]-*#|。A1\u200d\u0301\u202e👩é𝔘א')
)


def spans_of(text: str, format_: str = "txt") -> list[Span]:
    return [span for block in blocks_of(text, format_) for span in sentences(text, block)]


def cut(text: str, format_: str = "txt") -> list[str]:
    return [text[slice(*span)] for span in spans_of(text, format_)]


@given(HOSTILE, st.sampled_from(["txt", "md"]))
def test_every_character_is_in_one_sentence(text: str, format_: str) -> None:
    """Sentences do not overlap, stand in order, and hold every non-blank character."""
    end = 0
    for span in spans_of(text, format_):
        assert not text[end : span.start].strip()
        assert end <= span.start < span.end
        end = span.end
    assert not text[end:].strip()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dr. Smith left. He ran.", ["Dr. Smith left.", "He ran."]),
        ("The U.S. is big. It grew.", ["The U.S. is big.", "It grew."]),
        ("The Oct. 7 attack. It began.", ["The Oct. 7 attack.", "It began."]),
        ("“Why?” he asked. “So.” Then:", ["“Why?” he asked.", "“So.”", "Then:"]),
        ("A title line\nThe first. The second.", ["A title line", "The first.", "The second."]),
        ("これは文です。次です！", ["これは文です。", "次です！"]),
        ("To do:\n- buy milk\n- sell eggs", ["To do:", "- buy milk", "- sell eggs"]),
        ("A. Brown came. He left.", ["A. Brown came.", "He left."]),
        ("> By Friday.\n>\n> Bob", ["> By Friday.\n>", "> Bob"]),
        (">\n>\n> It rained. We stayed.", [">\n>\n> It rained.", "We stayed."]),
        ("1. First\r\n2. Second", ["1. First", "2. Second"]),
        ("Version 3.14 is out. Nice.", ["Version 3.14 is out.", "Nice."]),
    ],
)
def test_plain_text(text: str, expected: list[str]) -> None:
    """Abbreviations, quotations, titles, bullets and CJK full stops are told apart."""
    assert cut(text) == expected


def test_a_wrapped_line_is_no_boundary() -> None:
    """In hard-wrapped text a newline inside a paragraph joins, and a blank line parts."""
    text = (
        "The committee met on Tuesday to discuss the\n"
        "budget for the coming year and found that it\n"
        "was too small. It will meet again.\n"
        "\n"
        "A new paragraph."
    )
    assert [" ".join(sentence.split()) for sentence in cut(text)] == [
        "The committee met on Tuesday to discuss the budget for the coming year "
        + "and found that it was too small.",
        "It will meet again.",
        "A new paragraph.",
    ]


def test_markdown() -> None:
    """Headings, items, table rows and code lines are apart; a paragraph's newline joins."""
    text = "# Title\nText that\ngoes on. More.\n\n- one\n- two\n\n| a | b |\n|---|---|\n| c | d |\n"
    assert cut(text, "md") == [
        "# Title",
        "Text that\ngoes on.",
        "More.",
        "- one",
        "- two",
        "| a | b |\n|---|---|",
        "| c | d |",
    ]


def test_marks_of_quotation_are_no_sentence() -> None:
    """A ">" without words goes with the words beside it."""
    assert cut("> It rained. We stayed.\n>\n> > Snow.\n>", "md") == [
        "> It rained.",
        "We stayed.\n>",
        "> > Snow.\n>",
    ]


def test_an_endless_line_is_cut() -> None:
    """A block longer than any sentence is cut at a blank, and quickly."""
    text = "word " * 200_000
    spans = spans_of(text)
    assert max(span.end - span.start for span in spans) <= BLOCK_LENGTH
    assert {text[slice(*span)].partition(" ")[0] for span in spans} == {"word"}
