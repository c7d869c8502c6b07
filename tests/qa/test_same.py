"""Answers that name the same thing."""

import pytest

from qa.same import same


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Turkey", "turkey", True),
        ("the United States", "United States", True),
        ("the United States", "U.S.", True),
        ("UN", "the United Nations", True),
        ("BoE", "the Bank of England", False),  # capitals only
        ("Erdogan", "Tayyip Erdogan", True),
        ("Israel’s", "Israel", True),
        ("“Gaza”", "Gaza", True),
        ("Israel", "Israel and Hamas", False),
        ("Gaza war", "war", False),
        ("US", "us", True),
        ("1999", "1998", False),
        ("EU", "Europe", False),
        ("Sudan", "South Sudan", False),
        ("?", "!", False),
    ],
)
def test_same(one: str, other: str, expected: bool) -> None:
    """Articles, marks, acronyms and last names do not tell two things apart."""
    assert same(one, other) is same(other, one) is expected
