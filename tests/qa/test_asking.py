"""Which of the things that a question may mean is answered."""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import pytest

from eval.gold import load_gold
from index import Hit, Library
from qa import Answer, ask
from qa.asking import SURE, SURER, Found, find
from qa.followup import DASH, meanings
from qa.question import turns
from qa.reader import AnswerSpan, Reading

TEXT = "Turkey blocked the talks in October. Greece blocked the talks in May."
THRESHOLD = 0.2
LEAST = SURER * THRESHOLD  # for an answer to what is meant less likely, if that alone has one
FIRST = "Who blocked the talks?"
SECOND = f"Which talks did it block?{DASH}Greece"
BARE = "Which talks did it block?"


class SureOf:
    """A reader that is as sure of each question as a test says; it lists what it was asked.

    Its answers are each a code point further on, or all ``alike``.
    """

    def __init__(self, *likely: float, alike: bool = False) -> None:
        self._likely = likely
        self._alike = alike
        self.asked: list[str] = []
        self.hits: list[Sequence[Hit]] = []

    def read(self, question: str, hits: Sequence[Hit]) -> tuple[Reading, ...]:
        likely = self._likely[len(self.asked)]
        at = 0 if self._alike else len(self.asked)
        self.asked.append(question)
        self.hits.append(hits)
        return tuple(
            Reading(hit, (AnswerSpan(hit.start + at, hit.start + 6, likely),)) for hit in hits
        )


def found(folder: Path, reader: SureOf, *meanings: str, threshold: float = THRESHOLD) -> Found:
    """What is found in the text, with a reader."""
    with Library.open(folder / "library") as library:
        library.add(text=TEXT)
        return find(meanings, library, None, library.entries, reader=reader, threshold=threshold)


def test_a_sure_answer_stands(tmp_path: Path) -> None:
    """Nothing else is read then."""
    reader = SureOf(SURE)
    assert found(tmp_path, reader, FIRST, SECOND).understood == FIRST
    assert reader.asked == [FIRST]
    reader = SureOf(0.1, SURE)
    assert found(tmp_path, reader, FIRST, SECOND, FIRST).understood == SECOND
    assert reader.asked == [FIRST, SECOND]


@pytest.mark.parametrize(
    ("likely", "understood", "best"),
    [
        ((0.3, 0.32, 0.31), SECOND, 0.32),
        ((0.3, 0.2, 0.5), SECOND, 0.5),
        ((0.3, 0.3, 0.3), FIRST, 0.3),
        ((0.1, LEAST + 0.01, 0.1), SECOND, LEAST + 0.01),
        # Where the likeliest meaning has no answer, the threshold alone is too little.
        ((0.1, LEAST - 0.01, 0.1), FIRST, 0.1),
    ],
)
def test_the_surest_answer_stands(
    tmp_path: Path, likely: tuple[float, ...], understood: str, best: float
) -> None:
    """Each meaning is read in its own passages, and without what is behind its dash."""
    reader = SureOf(*likely)
    answered = found(tmp_path, reader, FIRST, SECOND)
    assert answered.understood == understood
    assert answered.best.confidence == best
    assert bool(answered.best.spans) == (best >= THRESHOLD)
    assert reader.asked == [FIRST, SECOND, BARE]
    assert reader.hits[0] is not reader.hits[1] is reader.hits[2]
    assert set(answered.timings) == {"retrieve", "read"}


def test_a_surer_answer_that_says_the_same_bears_the_first_out(tmp_path: Path) -> None:
    """It stands as it was likeliest meant."""
    reader = SureOf(0.25, SURE, alike=True)
    answered = found(tmp_path, reader, FIRST, SECOND, FIRST)
    assert (answered.understood, answered.best.confidence) == (FIRST, 0.25)
    assert reader.asked == [FIRST, SECOND]
    # Nothing is borne out where nothing was said.
    silent = SureOf(0.1, LEAST + 0.01, 0.2, alike=True)
    assert found(tmp_path, silent, FIRST, SECOND).understood == SECOND


@pytest.mark.parametrize(("likely", "understood"), [(0.9, SECOND), (0.8, FIRST)])
def test_a_high_threshold(tmp_path: Path, likely: float, understood: str) -> None:
    """What is not sure enough to be said ends nothing; what is sure can stand in its place."""
    reader = SureOf(0.5, likely, 0.1)
    answered = found(tmp_path, reader, FIRST, SECOND, threshold=0.7)
    assert answered.understood == understood
    assert reader.asked[:2] == [FIRST, SECOND]


def test_a_rule_is_overruled_by_a_surer_answer(article_library: Library) -> None:
    """With the bundled models: nobody is named by whom "why" was said, but sources are."""
    history = [ask("Who blocked cooperation between NATO and Israel?", article_library)]
    history.append(ask("why?", article_library, history))
    answer = ask("says who?", article_library, history)
    assert answer.short == "sources familiar with the process"
    by_rule, *_ = meanings("says who?", turns(history))
    assert by_rule == "According to whom did Turkey block cooperation between NATO and Israel?"
    assert answer.understood.startswith(f"says who?{DASH}")


def test_what_was_understood_has_the_same_answer_alone(article_library: Library) -> None:
    """In every conversation about the article that is not reported on."""
    rows = [row for row in load_gold().rows if row.split == "tune" and row.dialogue]
    histories = defaultdict[str | None, list[Answer]](list)
    for row in rows:
        history = histories[row.dialogue]
        history.append(ask(row.question, article_library, history))
        alone = ask(history[-1].understood, article_library)
        for same in ("kind", "citations", "confidence", "nearest", "understood"):
            assert getattr(alone, same) == getattr(history[-1], same), row.id
    assert max(map(len, histories.values())) > 1


def test_what_says_more_behind_a_dash_is_no_small_talk(tmp_path: Path) -> None:
    """Alone "How long is it?" is asked of Footnote, of a bridge it is asked of the documents."""
    with Library.open(tmp_path / "library") as library:
        library.add(text="The Amber Bridge is 310 metres long. It was opened in May.")
        assert ask("How long is it?", library).kind == "help"
        asked = f"How long is it?{DASH}the Amber Bridge"
        assert ask(asked, library).short == "310 metres long"
