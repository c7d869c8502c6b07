"""Which of the things that a question may mean is answered."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from index import Hit, Library
from qa import ask
from qa.asking import SURE, SURER, Found, find
from qa.followup import DASH, Meaning, meanings
from qa.question import turns
from qa.reader import AnswerSpan, Reading

TEXT = "Turkey blocked the talks in October. Greece blocked the talks in May."
THRESHOLD = 0.2
LEAST = SURER * THRESHOLD  # for an answer to what is meant less likely, if that alone has one
FIRST = Meaning("Who blocked the talks?", "Who blocked the talks?")
SECOND = Meaning("Who? — Greece", "Who? — Greece")
THIRD = Meaning("Who? — Greece", "Who?")


class SureOf:
    """A reader that is as sure of each question as a test says; it lists what it was asked."""

    def __init__(self, *likely: float) -> None:
        self._likely = likely
        self.asked: list[str] = []
        self.hits: list[Sequence[Hit]] = []

    def read(self, question: str, hits: Sequence[Hit]) -> tuple[Reading, ...]:
        likely = self._likely[len(self.asked)]
        self.asked.append(question)
        self.hits.append(hits)
        return tuple(Reading(hit, (AnswerSpan(hit.start, hit.start + 6, likely),)) for hit in hits)


def found(folder: Path, reader: SureOf, *ways: Meaning) -> Found:
    """What is found in the text, with a reader."""
    with Library.open(folder / "library") as library:
        library.add(text=TEXT)
        return find(iter(ways), library, None, library.entries, reader=reader, threshold=THRESHOLD)


def test_a_sure_answer_stands(tmp_path: Path) -> None:
    """Nothing else is read then."""
    reader = SureOf(SURE)
    assert found(tmp_path, reader, FIRST, SECOND, THIRD).understood == FIRST.understood
    assert reader.asked == [FIRST.read]


@pytest.mark.parametrize(
    ("likely", "understood", "best"),
    [
        ((0.3, 0.5, 0.4), SECOND, 0.5),
        ((0.3, 0.2, 0.5), THIRD, 0.5),
        ((0.3, 0.3, 0.3), FIRST, 0.3),
        ((0.1, LEAST + 0.01, 0.1), SECOND, LEAST + 0.01),
        # Nothing was found at first: what is as likely as that would have had to be is too little.
        ((0.1, LEAST - 0.01, 0.1), FIRST, 0.1),
    ],
)
def test_the_surest_answer_stands(
    tmp_path: Path, likely: tuple[float, ...], understood: Meaning, best: float
) -> None:
    """All that a question may mean is read in the same passages."""
    reader = SureOf(*likely)
    answered = found(tmp_path, reader, FIRST, SECOND, THIRD)
    assert answered.understood == understood.understood
    assert answered.best.confidence == best
    assert bool(answered.best.spans) == (best >= THRESHOLD)
    assert reader.asked == [FIRST.read, SECOND.read, THIRD.read]
    assert reader.hits[0] is reader.hits[1] is reader.hits[2]
    assert set(answered.timings) == {"retrieve", "read"}


def test_a_rule_is_overruled_by_a_surer_answer(article_library: Library) -> None:
    """With the bundled models: nobody is named by whom "why" was said, but sources are."""
    history = [ask("Who blocked cooperation between NATO and Israel?", article_library)]
    history.append(ask("why?", article_library, history))
    answer = ask("says who?", article_library, history)
    assert answer.short == "sources familiar with the process"
    by_rule, *_ = meanings("says who?", turns(history))
    assert by_rule.read == "According to whom did Turkey block cooperation between NATO and Israel?"
    assert answer.understood.startswith(f"says who?{DASH}")
