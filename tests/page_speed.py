"""How long a reader waits for an answer on the page: ``python -m tests.page_speed`` prints it.

From Enter to the frame in which the answer's words are lit in the document, in a real browser on
the bundled article, beside the time that ``ask`` itself took for the same questions.
``test_page_speed.py`` holds it to a limit.
"""

import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from typing import TYPE_CHECKING

from index import Library
from tests.opened import opened
from tests.served import ARTICLE, chromium, served

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROUNDS = 8
QUESTIONS = (
    "Who blocked cooperation between NATO and Israel?",
    "Why was cooperation blocked?",
    "How many people have been killed in Gaza?",
    "When did Turkey block the cooperation?",
    "What is a non-NATO member country that is a close ally of the United States?",
)
# Begins at the key, ends in the frame after the one that draws the lit words. They may be lit
# already by the same answer before: lit anew, the pane's visit is another one.
TIMED = """() => {
  const visit = () => document.querySelector("#pane .source").dataset.visit;
  const count = () => document.querySelectorAll("#chat .answer").length;
  const [before, answers] = [visit(), count()];
  const box = document.querySelector("#question textarea");
  window.waited = new Promise((done) => {
    let begin;
    const start = () => (begin = performance.now());
    box.addEventListener("keydown", start, { once: true, capture: true });
    const seen = new MutationObserver(() => {
      if (!document.querySelector("#lit") || visit() === before || count() === answers) return;
      seen.disconnect();
      requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - begin)));
    });
    seen.observe(document.body, { subtree: true, childList: true, attributes: true });
  });
}"""
TOOK = re.compile(r"(\d+\.\d+) s$")  # what an answer on the page says that ``ask`` took


@dataclass(frozen=True, slots=True)
class Wait:
    """What a reader waits for, in seconds: the median and the 95th percentile.

    Attributes:
        page, page_p95: from Enter to the answer lit beside the chat.
        ask, ask_p95: what ``ask`` took of it, as the answers on the page say.
        questions: how many were asked.
    """

    page: float
    page_p95: float
    ask: float
    ask_p95: float
    questions: int


def page_speed(rounds: int = ROUNDS) -> Wait:
    """Ask all questions so many times, each round in a conversation of its own."""
    page_times, ask_times = [], []
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "library"
        with Library.open(folder) as library:
            library.add(ARTICLE)
        with (
            served(folder) as address,
            chromium() as browser,
            opened(browser, address, reduced_motion="reduce") as page,
        ):
            for question in QUESTIONS:  # models and caches are warm from here on
                _timed(page, question)
            for number in range(1, rounds + 1):
                page.get_by_role("button", name="New conversation").click()
                page.locator("#starters .starter").first.wait_for()
                for question in QUESTIONS:
                    # Never the same again, which would be answered from memory.
                    waited, took = _timed(page, question + "?" * number)
                    page_times.append(waited)
                    ask_times.append(took)
    return Wait(
        _percentile(page_times, 50),
        _percentile(page_times, 95),
        _percentile(ask_times, 50),
        _percentile(ask_times, 95),
        len(page_times),
    )


def _timed(page: "Page", question: str) -> tuple[float, float]:
    """Seconds from Enter to the answer lit, and what ``ask`` took of them."""
    box = page.get_by_label("Your question")
    box.fill(question)
    page.evaluate(TIMED)
    box.press("Enter")
    waited = page.evaluate("window.waited") / 1000
    facts = page.locator("#chat .answer .facts").last.inner_text()
    return waited, float(TOOK.search(facts)[1])


def _percentile(times: list[float], percent: int) -> float:
    return quantiles(times, n=100, method="inclusive")[percent - 1]


def main() -> None:
    """Print them."""
    wait = page_speed()
    print(
        f"{wait.questions} questions on {os.cpu_count()} cores, from Enter to the answer lit: "
        f"p50 {wait.page * 1000:.0f} ms, p95 {wait.page_p95 * 1000:.0f} ms; of it `ask`: "
        f"p50 {wait.ask * 1000:.0f} ms, p95 {wait.ask_p95 * 1000:.0f} ms"
    )


if __name__ == "__main__":
    main()
