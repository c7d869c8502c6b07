"""What reading adds to the search: how passages are ordered, and what is counted."""

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from eval.bench.quality import Gold, gold
from eval.reading_order import main, ordered, reading_order
from index import Hit
from qa.reader import AnswerSpan, Reading
from qa.retrieve import PASSAGES

DATA = Path(os.environ.get("FOOTNOTE_DATA", "missing"))
PLACES = ("Ulm", "Graz")
THINGS = ("bridge", "library", "brewery", "theatre", "harbour", "market")


@pytest.fixture(scope="module")
def about(tmp_path_factory: pytest.TempPathFactory) -> Gold:
    """Two articles of six passages each, with a question about the year in each of them."""
    articles = []
    for number, place in enumerate(PLACES):
        paragraphs = []
        for other, thing in enumerate(THINGS):
            year = str(1800 + 10 * number + other)
            context = f"The {thing} of {place} was opened in {year}. " + (
                f"Nobody in {place} has forgotten how the {thing} looked on that rainy day. " * 8
            )
            answers = [{"text": year, "answer_start": context.index(year)}]
            asked = {"question": f"When was the {thing} of {place} opened?", "answers": answers}
            paragraphs.append({"context": context, "qas": [asked]})
        articles.append({"title": place, "paragraphs": paragraphs})
    folder = tmp_path_factory.mktemp("data")
    (folder / "valid").mkdir()
    content = gzip.compress(json.dumps({"data": articles}).encode())
    (folder / "valid" / "squad2.json.gz").write_bytes(content)
    return gold(folder)


class Likes:
    """A reader that points at the first words of what it likes, and at nothing elsewhere."""

    def __init__(self, likes: Callable[[str, Hit], bool]) -> None:
        self._likes = likes
        self.read_at_once: list[int] = []

    def read(self, question: str, hits: Sequence[Hit]) -> tuple[Reading, ...]:
        self.read_at_once.append(len(hits))
        return tuple(
            Reading(
                hit,
                (AnswerSpan(hit.start, hit.start + 3, 0.9),) if self._likes(question, hit) else (),
            )
            for hit in hits
        )


def is_asked_about(question: str, hit: Hit) -> bool:
    return question.removeprefix("When was the ").removesuffix(" opened?") in hit.text


def reading(name: str, *likely: float) -> Reading:
    hit = Hit(name, name, name, 0, len(name), 1.0, ())
    return Reading(hit, tuple(AnswerSpan(0, 1, share) for share in likely))


def test_passages_are_ordered_by_their_likeliest_span() -> None:
    """However many spans a passage has; without any it comes last, and equals stay in order."""
    found = ordered(
        [
            reading("nothing"),
            reading("many", 0.3, 0.3, 0.3),
            reading("one", 0.8),
            reading("as many", 0.3),
            reading("no more"),
        ]
    )
    assert [hit.title for hit in found] == ["one", "many", "as many", "nothing", "no more"]
    assert ordered([]) == ()


def test_a_silent_reader_leaves_the_order_of_the_search(about: Gold) -> None:
    """Then reading adds nothing, neither in sum nor for any question."""
    reader = Likes(lambda _question, _hit: False)
    found = reading_order(about, reader)
    assert (found.articles, found.passages, found.questions) == (2, 12, 12)
    assert reader.read_at_once == [PASSAGES] * 12
    assert found.read == found.searched > 0.5
    assert (found.gain, found.interval) == (0, (0, 0))
    assert found.seconds > 0


def test_a_reader_that_knows_reaches_the_ceiling(about: Gold) -> None:
    """The right passage comes first wherever it is among those that are read."""
    found = reading_order(about, Likes(is_asked_about))
    assert found.read == found.ceiling == 1
    assert found.gain == 1 - found.searched


def test_a_reader_that_errs_loses_what_the_search_had(about: Gold) -> None:
    """The gain is negative then, and its interval lies around it."""
    found = reading_order(about, Likes(lambda *words: not is_asked_about(*words)))
    assert (found.read, found.ceiling) == (0, 1)
    assert found.gain == -found.searched
    assert found.interval is not None
    low, high = found.interval
    assert low <= found.gain <= high < 0


def test_a_step_leaves_questions_out_and_no_text(about: Gold) -> None:
    """Of twelve questions every fifth is three; for so few there is no interval."""
    asked: list[str] = []

    def likes(question: str, _hit: Hit) -> bool:
        asked.append(question)
        return False

    found = reading_order(about, Likes(likes), step=5)
    assert (found.questions, found.passages, found.interval) == (3, 12, None)
    assert list(dict.fromkeys(asked)) == list(about.corpus.questions[::5])


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--data", "nowhere", "--step", "0"], "--step 0"),
        (["--data", "nowhere", "--reader", "none.safetensors"], "none.safetensors"),
    ],
)
def test_what_cannot_be_measured(
    words: list[str],
    message: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A step of nothing and weights that are not there are mistakes of who asks: exit code 2."""
    monkeypatch.setattr(sys, "argv", ["reading_order", *words])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 2
    assert message in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.skipif(not DATA.is_dir(), reason="FOOTNOTE_DATA names no folder")
def test_the_command_reads_real_articles() -> None:
    """A slice of the valid questions: the reader never finds more than was retrieved."""
    words = [sys.executable, "-m", "eval.reading_order", "--data", DATA, "--step", "40", "--json"]
    found = json.loads(subprocess.run(words, check=True, capture_output=True).stdout)
    assert (found["articles"], found["questions"]) == (12, 56)
    assert 0.5 < found["searched"] <= found["ceiling"] <= 1
    assert 0.5 < found["read"] <= found["ceiling"]
    assert found["gain"] == pytest.approx(found["read"] - found["searched"])
    low, high = found["interval"]
    assert low <= found["gain"] <= high
    assert found["machine"]["cores"] >= 1
