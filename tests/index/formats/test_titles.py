"""Which titles say nothing."""

import pytest

from index.formats.titles import told
from index.load import Source, load
from tests.made_office import odt_of


@pytest.mark.parametrize(
    "title",
    [
        *("", " ", "12", "Word Document", "Document1", "Untitled 1", "Untitled Document", "Title"),
        *("Microsoft Word - a b.doc", "minutes of May.docx", "index.html", "Home", "about:blank"),
        *("https://example.org/a b", "file:///tmp/a.txt", "www.example.org", "Slide 1", "--"),
    ],
)
def test_what_a_program_made_up_is_no_title(title: str) -> None:
    """A placeholder, a file's name, an address, signs; whatever the format."""
    assert not told(title)
    data = odt_of('<text:h text:outline-level="1">Rain</text:h>', title=title)
    assert load(Source(data, "may.odt")).title == "Rain"


@pytest.mark.parametrize(
    "title",
    ["Rain in May", "Title I", "All about robots.txt", "Home rule in Ireland", "Node.js", "雨"],
)
def test_what_an_author_wrote_is_one(title: str) -> None:
    """Even if it begins as a placeholder or ends as a file's name."""
    assert told(title) == title
