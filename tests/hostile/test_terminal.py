"""Hostile text on a terminal: no escape sequence of a document, a name or a question reaches it."""

import json
import re
from pathlib import Path

import pytest

from index import Library, Source
from tests.command import on_terminal
from ui.cli import main

# To clear, colour, retitle, link, paste from, ring, ask or rewrite: C0, DEL, C1 and their kind.
SEQUENCES = (
    "\x1b[2J\x1b[H",
    "\x1b[31mred\x1b[0m",
    "\x1b]0;title\x07",
    "\x1b]8;;http://evil.invalid\x1b\\link\x1b]8;;\x1b\\",
    "\x1b]52;c;cm0gLXJm\x07",
    "\x1bP$q q\x1b\\",
    "\x1b[6n\x1b[c",
    "\x9b31mred\x9d0;title\x9c",
    "over\rwritten",
    "back\x08\x08\x08\x08\x7f",
    "\x07bell\x0e\x0f",
    "\u202egnp.exe\u202c",
    "\u2066isolated\u2069",
    "[bold red]rich[/] [link=http://evil.invalid]x[/link]",
)
# What may not be printed: controls but tab and newline, C1, marks that turn the writing around.
STEERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
OURS = re.compile(r"\x1b\[(?:\d+(?:;\d+)*)?m|\r\n")  # the looks of answers on a terminal, line ends


@pytest.fixture
def hostile(library: Library) -> Library:
    every = " ".join(SEQUENCES)
    text = f"The gate opens at dawn {every}.\n\nThe secret word {every} is plum {every}.\n"
    library.ingest(Source(text.encode(), f"{every.replace('/', '')}.txt", title=f"Gate {every}"))
    return library


def test_nothing_steers_a_pipe(
    capsys: pytest.CaptureFixture[str], hostile: Library, tmp_path: Path
) -> None:
    """Whatever is printed, also as JSON, also what went wrong; and as JSON it is all there."""
    file = tmp_path / f"{SEQUENCES[1]}{SEQUENCES[7]}\n.txt"
    file.write_text(f"# {SEQUENCES[1]}\n\nIt rained.")
    (entry,) = hostile.entries()
    at = ("--library", hostile.path)
    for words in (
        ("ask", "When does the gate open?"),
        ("ask", f"What is the secret word {''.join(SEQUENCES)}?"),
        ("ask", "Who painted the Mona Lisa?"),
        ("ask", "What is this about?"),
        ("ask", "What documents do you have?"),
        ("search", "secret word"),
        ("list",),
        ("add", file),
        ("add", file.with_name(SEQUENCES[0])),
        ("remove", f"no {SEQUENCES[0]}"),
        ("doctor",),
        ("remove", entry.id, "--yes"),
    ):
        for json_too in ([], ["--json"]) if words[0] in {"ask", "search", "list"} else ([],):
            main([str(word) for word in (*words, *at, *json_too)])
            out, err = capsys.readouterr()
            assert STEERS.findall(out + err) == [], words
            if json_too:
                json.loads(out)
            if words == ("list",) and json_too:
                assert json.loads(out)[0]["title"] == entry.title


def test_nothing_steers_a_terminal(hostile: Library) -> None:
    """Beside the looks of Footnote's own, nothing; rich's markup is words."""
    shown = on_terminal("ask", "What is the secret word?", "--library", hostile.path).decode()
    assert "\x1b[" in shown  # the answer has a look
    assert STEERS.findall(OURS.sub("", shown)) == []
    assert "[bold red]rich[/]" in " ".join(shown.split())
