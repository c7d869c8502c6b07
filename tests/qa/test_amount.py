"""How much a question asks for."""

import pytest

from qa.amount import amount


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which countries are mentioned?", "all"),
        ("What are the accusations?", "all"),
        ("List all sanctions", "all"),
        ("name the judges", "all"),
        ("When did Turkey stop trading with Israel?", "one"),
        ("and since when?", "one"),
        ("How many people died?", "one"),
        ("In which year was it built?", "one"),
        ("what is the name of the mayor", "one"),
        ("Who is the president of Turkey?", "one"),
        ("What time does the meeting start?", "likely"),
        ("In which countries was it sold?", "all"),
        ("Who blocked it?", "likely"),
        ("Why was it blocked?", "likely"),
        ("What does Israel say?", "likely"),
        ("Who was at the summit?", "likely"),
    ],
)
def test_amount(question: str, expected: str) -> None:
    """Dates, counts and names are one, plurals all there is; of others it is not known."""
    assert amount(question) == expected
