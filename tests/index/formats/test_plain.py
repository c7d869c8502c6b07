"""The structure of plain text, told by how lines look."""

import textwrap
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.formats.plain import TITLE_LENGTH, blocks
from tests.formats_laws import check_blocks

ARTICLE = Path(__file__).parents[3] / "index" / "article.txt"

CHAPTER = """\
The Harbour Master's Daughter

by A. Writer



CHAPTER I.

It was late in the afternoon of the second of March, in the year 1847.
The harbour lay under a thin fog, and the gulls were quiet. Mr. Pell,
who had kept the books of the harbour for thirty years - and his father
- before him, put down his pen.

    Mary looked up.  She had not heard him speak since noon, and the
sound of his voice startled her more than the news.
    "What ship?" she asked. "There was nothing due before Thursday, as
you very well know."
    He did not answer.

    The sea is wide, the sea is deep,
    And many there who in it sleep;
    But I shall sleep ashore, my dear.

  * * * * *

The ship was the _Adelaide_, out of Bristol, and she carried infor-
mation that nobody on shore had asked for, and that filled a whole page
12. See
https://www.example.org/a/very/long/address/that/does/not/fit/on/any/line/whatever/it/is.html
for the list of her crew.

CHAPTER II.

Mary read the list twice.
"""

MEMO = (
    "Working Group                                                  A. Author\n"
    "Request for Comments: 9999                            Example University\n\n\n"
    "1.  Introduction . . . . . . . . . . . . . . . . . . . . . . . . . .   2\n"
    "  1.1.  Boats  . . . . . . . . . . . . . . . . . . . . . . . . . . .   3\n\n"
    "1.  Introduction\n\n"
    "   A boat MUST be moved with care.  Implementations that move more than\n"
    "   one boat at a time SHOULD use the rope described in Section 2.1, and\n"
    "   they MUST NOT let it go.\n\n\n"
    "Author                       Informational                      [Page 1]\n\f\n"
    "RFC 9999            A Protocol for Moving Small Boats         March 1997\n\n\n"
    "1.1.  Boats\n\n"
    "   o  A boat is anything that floats and that somebody would miss if it\n"
    "      were lost.\n\n"
    "      Code    Meaning        Bytes\n"
    "      ------  -------------  -----\n"
    "      01      Cast off       12\n"
    "      02      Make fast      7\n"
)

MINUTES = """\
Minutes of the Board Meeting
============================

Date: 12 May 2024
Present: Anna Berg, Chidi Okafor
  and Li Wei

1. Budget

- Rent rises by 4 % from July.
- The new boiler costs more than we thought, and
  the second offer is not in yet.
  - Chidi asks two more firms.

Quarter    Income    Costs
Q1         12,400    11,950
Q2          3,100    12,020

2. Any other business

The keys stay with Tom.
He is glad.
"""

CONTRACT = """\
SERVICES AGREEMENT

ARTICLE I - DUTIES

1.1 The Supplier shall, with regard to everything that is named in Schedule A below,
    (a) perform the Services with care; and
    (b) keep the Client informed of anything that may delay the Services or raise
        their cost.
1.2 Section 1.1 applies as well to whoever works for the Supplier.

Section 2 applies to nobody

Schedule A: The Services

The Supplier moves boats.
"""

MAIL = """\
From: Anna Berg <anna@example.org>
To: Chidi Okafor <chidi@example.org>,
    Tom Hale <tom@example.org>
Subject: Re: The boiler

thank you for the offers. I think that we should take the second one, even if
it costs more, because the firm can begin in June.

> I have two offers now. The first is from Heat & Co, who want 8,400
> euros but cannot begin before October; the second is from Warm Ltd
> and is 300 euros higher.
>
>> Has anybody heard from the firms? The landlord
>> says that he will not pay for more than half of
>> it, and only if we choose soon.

--
Anna Berg
Chair of the Board
"""

LOG = """\
2024-05-13 10:12:00,123 INFO  server: started on port 8080 with 4 workers
2024-05-13 10:12:04,001 WARN  server: slow answer (2.3 s) for the first page
Traceback (most recent call last):
2024-05-13 10:12:09,550 ERROR db: connection lost, will try again in 5 seconds
"""

CHAT = """\
[03/05/2024, 10:12:01] Anna: Did you pay the fee for the shed and the small
[03/05/2024, 10:13:44] Bob: yes, 45 pounds, and the rest before the end of
\u200e[03.05.24, 10:13:44] Bob: picture left out
12/06/24, 9:15 - Carl: moved to room 7
5/3/24, 10:13 PM - Anna: and the tea?
[10:13, 03/05/2024] Anna: no
"""

POEM = """\
The Road Home

The lamps are lit along the quay tonight,
The boats are in, the nets are hung to dry,
And every window shows a yellow light,
And smoke goes up into a windless sky.

nobody came down to the water, and yet
somebody left a rope upon the stair,
"""

GRID = """\
The results:

+------+-------+
| Boat | Knots |
+======+=======+
| Bess |  7    |
+------+-------+

Usage:

    $ move --boat=bess
    for boat in boats:
        boat.move(3)
"""


def _shown(text: str) -> list[tuple[str, int, str]]:
    return [(b.kind, b.level, text[b.start : b.end]) for b in blocks(text)]


def _paragraphs(text: str) -> list[str]:
    return [" ".join(piece.split()) for kind, _, piece in _shown(text) if kind == "paragraph"]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\u2028"])
def test_a_chapter_of_a_book(newline: str) -> None:
    """Wraps are joined whatever ends a line; verse and paragraphs with an indent stay apart."""
    text = CHAPTER.replace("\n", newline)
    shown = _shown(text)
    assert [piece for kind, _, piece in shown if kind == "heading"] == [
        "The Harbour Master's Daughter",
        "CHAPTER I.",
        "CHAPTER II.",
    ]
    paragraphs = _paragraphs(text)
    assert paragraphs[1].startswith("It was late")
    assert paragraphs[1].endswith("put down his pen.")
    assert paragraphs[2:8] == [
        (
            "Mary looked up. She had not heard him speak since noon, and the sound of his voice "
            "startled her more than the news."
        ),
        '"What ship?" she asked. "There was nothing due before Thursday, as you very well know."',
        "He did not answer.",
        "The sea is wide, the sea is deep,",
        "And many there who in it sleep;",
        "But I shall sleep ashore, my dear.",
    ]
    assert paragraphs[8] == "* * * * *"
    assert "infor- mation" in paragraphs[9]
    assert paragraphs[-2].endswith("list of her crew.")


def test_a_memo_with_printed_pages() -> None:
    """Numbered lines that stand alone are headings, those of the table of contents are not."""
    shown = _shown(MEMO)
    assert [(level, piece) for kind, level, piece in shown if kind == "heading"] == [
        (2, "1.  Introduction"),
        (3, "1.1.  Boats"),
    ]
    assert [b.label for b in blocks(MEMO) if b.kind == "heading"][1] == "1.1. Boats"
    assert (
        "A boat MUST be moved with care. Implementations that move more than one boat at a "
        in (_paragraphs(MEMO)[2])
    )
    assert [(level, piece.split()[0]) for kind, level, piece in shown if kind == "row"] == [
        (1, "Code"),
        (0, "01"),
        (0, "02"),
    ]
    assert shown[-4][0] == "item"
    assert shown[-4][2].endswith("were lost.")


def test_minutes() -> None:
    """Fields, items of two depths with hanging indents, and a table by its columns."""
    assert _shown(MINUTES) == [
        ("heading", 1, "Minutes of the Board Meeting\n============================"),
        ("paragraph", 0, "Date: 12 May 2024"),
        ("paragraph", 0, "Present: Anna Berg, Chidi Okafor\n  and Li Wei"),
        ("heading", 2, "1. Budget"),
        ("item", 1, "- Rent rises by 4 % from July."),
        (
            "item",
            1,
            "- The new boiler costs more than we thought, and\n  the second offer is not in yet.",
        ),
        ("item", 2, "- Chidi asks two more firms."),
        ("row", 0, "Quarter    Income    Costs"),
        ("row", 0, "Q1         12,400    11,950"),
        ("row", 0, "Q2          3,100    12,020"),
        ("heading", 2, "2. Any other business"),
        ("paragraph", 0, "The keys stay with Tom."),
        ("paragraph", 0, "He is glad."),
    ]


def test_a_contract() -> None:
    """Clauses are items by their numbers; "Section 2 applies" is no heading."""
    assert [
        (kind, level, piece.split("\n")[0][:20]) for kind, level, piece in _shown(CONTRACT)
    ] == [
        ("heading", 1, "SERVICES AGREEMENT"),
        ("heading", 2, "ARTICLE I - DUTIES"),
        ("item", 2, "1.1 The Supplier sha"),
        ("item", 3, "(a) perform the Serv"),
        ("item", 3, "(b) keep the Client "),
        ("item", 2, "1.2 Section 1.1 appl"),
        ("paragraph", 0, "Section 2 applies to"),
        ("heading", 2, "Schedule A: The Serv"),
        ("paragraph", 0, "The Supplier moves b"),
    ]


def test_an_email_thread() -> None:
    """Each depth of quotation has its own margin; header fields and signatures are not joined."""
    paragraphs = _paragraphs(MAIL)
    assert paragraphs[:3] == [
        "From: Anna Berg <anna@example.org>",
        "To: Chidi Okafor <chidi@example.org>, Tom Hale <tom@example.org>",
        "Subject: Re: The boiler",
    ]
    assert paragraphs[3].endswith("can begin in June.")
    assert paragraphs[4].endswith("300 euros higher. >")
    assert paragraphs[5].endswith("only if we choose soon.")
    assert paragraphs[6:] == ["--", "Anna Berg", "Chair of the Board"]
    assert not any(block.kind == "heading" for block in blocks(MAIL))


@pytest.mark.parametrize("text", [LOG, CHAT, POEM.partition("\n\n")[2], "apples\npears\nplums\n"])
def test_lines_that_are_not_wrapped(text: str) -> None:
    """A log, a chat, verse and short lines stay line by line."""
    assert [piece for _, _, piece in _shown(text)] == [line for line in text.split("\n") if line]


def test_tables_and_code() -> None:
    """A drawn table's rules belong to its rows; a program's lines are one block."""
    assert _shown(GRID)[1:] == [
        ("row", 1, "+------+-------+\n| Boat | Knots |\n+======+=======+"),
        ("row", 0, "| Bess |  7    |\n+------+-------+"),
        ("paragraph", 0, "Usage:"),
        ("code", 0, "$ move --boat=bess\n    for boat in boats:\n        boat.move(3)"),
    ]


def test_a_cell_that_goes_on_in_the_next_line() -> None:
    """A lone cell below another one belongs to its row; what is indented otherwise does not."""
    rows = [
        "Name      Meaning\n----      -------",
        "port      the port that the server\n          listens on",
        "timeout   seconds to wait",
    ]
    text = "The options:\n\n" + "\n".join(rows)
    assert [(kind, piece) for kind, _, piece in _shown(text)[1:]] == [("row", row) for row in rows]
    assert _shown(f"{text}\n   And so on.")[-1] == ("paragraph", 0, "And so on.")


@pytest.mark.parametrize(
    "text",
    [
        'name,year,place\nAdelaide,1847,"lost, with all hands"\nBess,1851,Hull\n',
        "name\tyear\tplace\nAdelaide\t1847\tBristol\n",
        "| a | b |\n| 1 | 2 |\n",
    ],
)
def test_cells(text: str) -> None:
    """Lines with as many commas, tabs or bars are rows, and the first is no title."""
    assert [kind for kind, _, _ in _shown(text)] == ["row"] * text.count("\n")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A short title\n\nA sentence follows here.", "A short title"),
        ("A title\nOne sentence here.", "A title"),
        ("It rained all day.\nWe stayed in.", ""),
        ("only one line", ""),
        ("x" * (TITLE_LENGTH + 1) + "\n\nText.", ""),
        ("=====\nTitle\n=====\nText.", "Title"),
        ("2024-05-13 10:12:00 started\nand more", ""),
        (textwrap.fill("It was the best of times, it was the worst of times, and so on. " * 5), ""),
    ],
)
def test_title(text: str, expected: str) -> None:
    """A short first line that ends no sentence and does not go on is the title."""
    first = blocks(text)[0]
    assert (first.kind == "heading") == bool(expected)
    assert first.label == expected


@pytest.mark.parametrize("line", ["NO!", "1. apples", "* * *", "Yes", "2.3 of them were lost"])
def test_what_is_no_heading(line: str) -> None:
    """What only stands alone stays text; so do the items of a list with blank lines between."""
    text = f"First.\n\n{line}\n\n2. pears\n\nLast."
    assert _shown(text)[1][0] in ("paragraph", "item")


def test_chapters_nest_in_parts() -> None:
    """PART, CHAPTER and SECTION are three levels; without a part a chapter is as high as one."""
    book = ["A TALE", "PART ONE", "CHAPTER I", "Section 1", "It rained.", "PART TWO", "CHAPTER I"]
    text = "\n\n".join([*book, "It snowed.", "APPENDIX A", "A list."])
    levels = {piece: level for kind, level, piece in _shown(text) if kind == "heading"}
    assert levels == {
        "A TALE": 1,
        "PART ONE": 2,
        "CHAPTER I": 3,
        "Section 1": 4,
        "PART TWO": 2,
        "APPENDIX A": 2,
    }
    assert _shown("A TALE\n\nCHAPTER I\n\nIt rained.")[1][:2] == ("heading", 2)


def test_the_article() -> None:
    """One paragraph a line: the title is a heading, and each line after it a block."""
    text = ARTICLE.read_text(encoding="utf-8")
    first, *others = (line for line in text.split("\n") if line)
    assert _shown(text) == [("heading", 1, first), *(("paragraph", 0, line) for line in others)]


@pytest.mark.parametrize("width", [50, 66, 72, 79, 100])
def test_any_margin_is_found(width: int) -> None:
    """However wide the lines, the article's paragraphs come back whole."""
    text = ARTICLE.read_text(encoding="utf-8")
    wrapped = "\n\n".join(
        textwrap.fill(line, width, break_on_hyphens=False) for line in text.split("\n")
    )
    shown = [" ".join(piece.split()) for _, _, piece in _shown(wrapped)]
    assert shown == [" ".join(line.split()) for line in text.split("\n") if line.strip()]


INITIALS = """\
Present: A. Brown (Chair), C. Davis (Treasurer), E. Fox, H. Smith,
G. Hill, I. Jones

The treasurer said that the harbour master, Mr. B. Larsen, and Ms.
A. Olsen had paid the fee of 45 pounds in May. The others will pay
in June, as they were told by the board in a letter of 3 April. The
J. Smith Foundation pays for the tea.
"""


def test_initials_are_no_items() -> None:
    """A capital with a full stop begins an item only where the next letter begins one as well."""
    assert _shown(INITIALS) == [("paragraph", 0, piece) for piece in INITIALS.strip().split("\n\n")]
    assert _shown("The Lake\nW. B. Yeats\n\nI arise.")[1] == ("paragraph", 0, "W. B. Yeats")
    for items in ["A. Apples\nB. Pears", "I. Apples\n\nII. Pears", "IV. Apples\nV. Pears"]:
        assert [kind for kind, _, _ in _shown(f"Buy.\n\n{items}")] == ["paragraph", "item", "item"]


SHORT = """\
Q: How long is the warranty?
A: Two years from the date of purchase. Keep the receipt, as we need it
to process your claim.

- The meeting on Monday is moved to the large hall because the small
hall has been rented.
- The fee rises to 45 pounds.

[1] A. Smith. On rain in the north of Norway and how it was measured there.
    Journal of Rain, 12(3):45-67, 1999.
[2] B. Jones. On snow. Journal of Snow, 2001.
"""


def test_a_text_too_short_for_a_margin() -> None:
    """A small letter goes on a long line that no stop ends; references are items."""
    assert [(kind, piece.split()[0], piece.split()[-1]) for kind, _, piece in _shown(SHORT)] == [
        ("paragraph", "Q:", "warranty?"),
        ("paragraph", "A:", "claim."),
        ("item", "-", "rented."),
        ("item", "-", "pounds."),
        ("item", "[1]", "1999."),
        ("item", "[2]", "2001."),
    ]


LINES = st.sampled_from(
    "Title|===|---|> quoted|>|>> deep|- item|  - nested|1. one|2.3 Scope|a | b|a\tb\tc|x   y   z"
    "|A. Apples|B. Pears,|A. Olsen|PART ONE|CHAPTER I|[1] It|   x"
    "|    code();|\f|Subject: it|  indented text|A LINE IN CAPITALS|* * *|\u2028|+--+--+".split("|")
) | st.text(st.characters(exclude_categories=["Cs"]))


@given(st.lists(LINES), st.sampled_from(["\n", "\r\n", "\n\n"]))
def test_blocks_hold_everything(pieces: list[str], newline: str) -> None:
    """Law 1: no character is lost, whatever the text."""
    text = newline.join(pieces)
    check_blocks(text, blocks(text))


@pytest.mark.parametrize(
    "text",
    ["word " * 2_000_000, "x" * 10_000_000, "> " * 1_000_000, ". " * 1_000_000, "a" + " " * 10**7],
)
def test_one_long_line(text: str) -> None:
    """A line of 10 MB takes no time."""
    begin = time.monotonic()
    assert len(blocks(text)) == 1
    assert time.monotonic() - begin < 2
