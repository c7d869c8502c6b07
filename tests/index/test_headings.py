"""Under which headings a passage stands."""

import pytest

from index import Passage, Source, default_encoder
from index.chunk import chunk
from index.document import CONTEXT_LENGTH, LABEL_LENGTH, Block, in_context
from index.headings import heading_paths
from index.load import load

REPORT = """# Annual report

We sold more than ever.

## Results

Sales rose in all regions but one.

### North

The north had a wet summer.

## Outlook

Next year will be calmer.
"""


def block(kind: str, label: str = "", level: int = 0) -> Block:
    return Block(0, 1, kind, level, label)  # type: ignore[arg-type]


def passages(text: str, name: str = "report.md") -> tuple[Passage, ...]:
    return chunk(load(Source(text.encode(), name)), default_encoder().count_tokens)


def test_a_passage_stays_under_one_heading() -> None:
    """Each passage carries the headings that it stands under, without the document's title."""
    assert [(p.heading_path, p.text.splitlines()[-1]) for p in passages(REPORT)] == [
        ((), "We sold more than ever."),
        (("Results",), "Sales rose in all regions but one."),
        (("Results", "North"), "The north had a wet summer."),
        (("Outlook",), "Next year will be calmer."),
    ]


def test_empty_sections_share_a_passage() -> None:
    """Headings with nothing between them make no passages of their own."""
    (only,) = passages("# A\n\n## B\n\n### C\n\nText under C.\n")
    assert only.heading_path == ("B", "C")  # A is the title
    assert only.text.startswith("# A")


def test_empty_sections_side_by_side_stay_apart() -> None:
    """Only a lower heading joins the one above it: each path is that of its own words."""
    sections = "".join(f"## Section {number}\n\n" for number in range(3))
    found = passages(f"# Report\n\nIt rained.\n\n{sections}Text.\n")
    assert [(p.heading_path, p.text) for p in found] == [
        ((), "# Report\n\nIt rained."),
        (("Section 0",), "## Section 0"),
        (("Section 1",), "## Section 1"),
        (("Section 2",), "## Section 2\n\nText."),
    ]


def test_sections_of_one_name_stay_apart() -> None:
    """Two neighbouring sections of the same name are two passages."""
    found = passages("# Report\n\n## Notes\n\nOne.\n\n## Notes\n\nTwo.\n")
    assert [p.text.split()[-1] for p in found] == ["One.", "Two."]


def test_a_title_too_long_to_be_shown_is_in_no_path() -> None:
    """A long title is shortened, and is the title all the same."""
    found = passages(f"# {'very ' * 40}long\n\nText.\n\n# Other\n\nMore.\n")
    assert [p.heading_path for p in found] == [(), ("Other",)]


def test_a_heading_of_a_higher_level_ends_the_lower_ones() -> None:
    """Levels that are left out, or go up by two, nest all the same."""
    blocks = [
        block("heading", "One", 2),
        block("heading", "Deep", 5),
        block("paragraph"),
        block("heading", "Two", 3),
        block("heading", "Three", 1),
        block("paragraph"),
    ]
    assert heading_paths(blocks)[2] == ("One", "Deep")
    assert heading_paths(blocks)[3] == ("One", "Two")
    assert heading_paths(blocks)[5] == ("Three",)


def test_a_heading_over_everything_is_in_no_path() -> None:
    """What opens the text and outranks all other headings says nothing about a part of it."""
    blocks = [block("heading", "Report", 1), block("heading", "Rain", 2), block("paragraph")]
    assert heading_paths(blocks, "report.docx")[2] == ("Rain",)
    assert heading_paths([*blocks, block("heading", "Snow", 1)])[2] == ("Report", "Rain")
    assert heading_paths([*blocks, block("heading", "Snow", 1)], "Report")[2] == ("Rain",)


def test_a_first_section_that_gave_its_name_to_the_document_keeps_it() -> None:
    """A document without a title is called by its first heading, which is one of several."""
    sections = [block("heading", "Introduction", 1), block("heading", "Methods", 1)]
    assert heading_paths([block("paragraph"), *sections], "Introduction")[1:] == (
        ("Introduction",),
        ("Methods",),
    )


@pytest.mark.parametrize("caption_first", [True, False])
def test_rows_stand_under_their_caption(caption_first: bool) -> None:
    """A table's rows stand under its caption, above or below it; a figure's heads nothing."""
    caption, rows = block("caption", "Table 2"), [block("row"), block("row")]
    table = [caption, *rows] if caption_first else [*rows, caption]
    heading = block("heading", "Results", 1)
    blocks = [block("note"), heading, block("paragraph"), *table, block("paragraph")]
    paths = heading_paths(blocks)
    assert paths[3:6] == (("Results", "Table 2"),) * 3
    assert paths[2] == paths[6] == ("Results",)
    figure = [block("caption", "Figure 1"), block("paragraph")]
    assert heading_paths(figure) == ((), ())


def test_each_caption_is_of_one_table() -> None:
    """Captions between tables are above all of them or below all of them."""
    one, two = block("caption", "Table 1"), block("caption", "Table 2")
    row = block("row")
    first, second = ("Table 1",), ("Table 2",)
    assert heading_paths([one, row, two, row]) == (first, first, second, second)
    assert heading_paths([row, one, row, two]) == (first, first, second, second)
    assert heading_paths([row, one, row]) == ((), first, first)
    assert heading_paths([row, block("paragraph"), one, row]) == ((), (), first, first)
    assert heading_paths([block("caption", "Figure 9: A ship"), row]) == ((), ())


def test_a_title_said_twice_is_left_out_once() -> None:
    """Only the first heading that says the title is the title."""
    rain = [block("heading", "Rain", 2), block("heading", "Rain", 2), block("paragraph")]
    assert heading_paths(rain, "Rain")[2] == ("Rain",)


def test_long_headings_are_shortened() -> None:
    """A heading path is short enough to be shown, and to be read with a passage."""
    _, path = heading_paths([block("paragraph"), block("heading", "word " * 100, 1)])
    assert len(path[0]) <= LABEL_LENGTH
    assert path[0].endswith("…")
    context = in_context("text", ("outer " * 20, "x" * LABEL_LENGTH))
    assert len(context) == CONTEXT_LENGTH + len("\ntext")
    assert "x" * LABEL_LENGTH in context
