"""The formats cost and lose no more than is promised (docs/formats.md); see ``figures.py``."""

from tests.figures import formats_f1, long_pdf_figures

MOST_SECONDS = 60
MOST_BYTES = 1_000_000_000
MOST_LOST = 0.02  # of answer F1, between plain text and any other format


def test_a_long_pdf_is_added_quickly_and_nothing_in_it_is_lost() -> None:
    """300 pages in a minute and a gigabyte; every planted fact is found, on its page."""
    figures = long_pdf_figures()
    assert figures.seconds < MOST_SECONDS
    assert figures.peak < MOST_BYTES
    assert figures.words > 95_000
    assert figures.found == figures.facts == 50


def test_the_article_is_answered_alike_in_every_format() -> None:
    """The same questions get answers as good as from plain text."""
    figures = formats_f1()
    assert len(figures) == 5
    assert all(abs(f1 - figures["txt"]) <= MOST_LOST for f1 in figures.values()), figures
