"""An answer is on the page soon after Enter; see ``page_speed.py``."""

import pytest

from tests.page_speed import QUESTIONS, page_speed

pytestmark = [pytest.mark.browser]

MOST = 2.0  # seconds; docs/page.md has the real figure, but other tests run beside this one


def test_an_answer_is_lit_soon_after_enter() -> None:
    """Half of the answers are lit within the limit, and the page adds to what ``ask`` takes."""
    wait = page_speed(rounds=2)
    assert wait.questions == 2 * len(QUESTIONS)
    assert 0 < wait.ask < wait.page < MOST
    assert wait.page <= wait.page_p95
