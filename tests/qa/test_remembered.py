"""A question that is asked again: answered at once, and never from what has changed."""

import gc
import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index import Hit, Library, default_encoder
from index.exported import exported
from index.together import Together
from qa import Answer, ask, remembered
from qa.onnx_model import READER, OnnxModel
from qa.pairs import Window
from qa.reader import Reading
from qa.readers import default_reader
from qa.span_reader import SpanReader
from qa.threshold import OwnThreshold, keep_threshold
from tests.conftest import ARTICLE

QUESTION = "When was the bridge closed?"
MONTHS = ("May", "June", "July", "August", "October")


class CountedModel:
    """The bundled model, and how often it was run."""

    def __init__(self) -> None:
        self._model = OnnxModel(exported(READER.export))
        self.runs = 0

    def windows(self, question: str, passage: str) -> Iterable[Window]:
        return self._model.windows(question, passage)

    def logits(self, window: Window) -> NDArray[np.float32]:
        self.runs += 1
        return self._model.logits(window)


class Nameless:
    """The bundled reader without its identity: nobody knows what it says the next time."""

    def __init__(self) -> None:
        self.asked = 0

    def read(self, question: str, hits: Sequence[Hit]) -> tuple[Reading, ...]:
        self.asked += 1
        return default_reader().read(question, hits)


def closed(month: str) -> str:
    return f"The bridge was closed in {month}. It rained all day."


@pytest.fixture
def bridge(library: Library) -> Library:
    library.add(text=closed("May"))
    return library


def without_timings(answer: Answer) -> Answer:
    return replace(answer, timings={})


@pytest.mark.parametrize("question", [QUESTION, "hello", "What is this about?", "Who is tall?"])
def test_the_same_answer_comes_at_once(bridge: Library, question: str) -> None:
    """Equal to the first but for its timings, which are those of now."""
    first = ask(question, bridge)
    again = ask(f"  {question} ", bridge)
    assert without_timings(again) == without_timings(first)
    assert again.timings.keys() == first.timings.keys()
    assert sum(again.timings.values()) == again.timings["total"]


def test_no_model_is_run_again(bridge: Library) -> None:
    """Nor when the question comes with the same history; it is, once all is forgotten."""
    model = CountedModel()
    reader = SpanReader(model, default_encoder(), "counted")
    history = [(QUESTION, "May")]
    for question, before in ((QUESTION, []), ("Why?", history)):
        ask(question, bridge, before, reader=reader)
    runs = model.runs
    assert runs >= 2
    for question, before in ((QUESTION, []), ("Why?", history)):
        ask(question, bridge, before, reader=reader)
    assert model.runs == runs
    remembered.forget(bridge)
    ask(QUESTION, bridge, reader=reader)
    assert model.runs > runs


def test_a_caller_may_do_with_an_answer_what_it_likes(bridge: Library) -> None:
    """Nothing that is done to it is seen by who asks later."""
    first = ask(QUESTION, bridge)
    kept = dict(first.timings)
    first.timings["mine"] = 1.0
    assert ask(QUESTION, bridge).timings.keys() == kept.keys()


def test_a_reader_without_identity_is_always_asked(bridge: Library) -> None:
    """It may be another one the next time."""
    reader = Nameless()
    for _ in range(2):
        ask(QUESTION, bridge, reader=reader)
    assert reader.asked == 2


def test_all_that_counts_tells_answers_apart(bridge: Library, tmp_path: Path) -> None:
    """The history, the documents, the threshold, the library's own one, and the library."""
    june = bridge.add(text=closed("June"))
    assert set(ask(QUESTION, bridge, documents=None).short.split("; ")) & {"May", "June"}
    assert ask(QUESTION, bridge, documents=[june.id]).short == "June"
    assert not ask(QUESTION, bridge, documents=[]).answered
    assert not ask(QUESTION, bridge, documents=[june.id], threshold=1.0).answered
    why = [ask("Why?", bridge, [(asked, "")]).understood for asked in (QUESTION, "Who left?")]
    assert why[0] != why[1]
    keep_threshold(bridge, OwnThreshold(1.0, default_reader().identity, "a test"))
    assert not ask(QUESTION, bridge, documents=[june.id]).answered
    keep_threshold(bridge, None)
    assert ask(QUESTION, bridge, documents=[june.id]).answered
    with Library.open(tmp_path / "other") as other:
        other.add(text=closed("July"))
        assert ask(QUESTION, other).short == "July"


WRITING = """
import sys
from index import Library
with Library.open(sys.argv[1]) as library:
    for document in library.entries():
        library.remove(document.id)
    library.add(text=sys.argv[2])
"""


def test_what_another_process_wrote_is_seen(bridge: Library) -> None:
    """As soon as it has finished, and so is what it took away."""
    assert ask(QUESTION, bridge).short == "May"
    root = ARTICLE.parent.parent
    subprocess.run(
        [sys.executable, "-c", WRITING, str(bridge.path), closed("June")],
        env=os.environ | {"PYTHONPATH": str(root)},
        check=True,
    )
    assert ask(QUESTION, bridge).short == "June"


def test_each_write_is_seen_while_many_ask(library: Library, tmp_path: Path) -> None:
    """Whoever asks after a write has finished gets what it wrote, however many ask meanwhile."""
    file = tmp_path / "bridge.txt"
    file.write_text(closed(MONTHS[0]))
    library.add(file)
    with ThreadPoolExecutor(4) as pool:
        asking = [pool.submit(ask, QUESTION, library) for _ in range(40)]
        for month in MONTHS[1:]:
            file.write_text(closed(month))
            library.add(file)
            assert ask(QUESTION, library).short == month
        assert {asked.result().short for asked in asking} <= set(MONTHS)


def test_a_shared_library_counts_as_ones_own(bridge: Library, tmp_path: Path) -> None:
    """Of two that are read as one, a write to either is seen."""
    with Together.beside(bridge, tmp_path / "own") as both:
        assert ask(QUESTION, both).short == "May"
        (may,) = bridge.entries()
        bridge.remove(may.id)
        assert not ask(QUESTION, both).answered
        both.add(text=closed("June"))
        assert ask(QUESTION, both).short == "June"


def test_few_are_kept(bridge: Library) -> None:
    """The last ``KEPT``, by when they were asked for; of another generation none."""
    answer = ask(QUESTION, bridge)
    remembered.forget(bridge)
    for key in range(remembered.KEPT):
        remembered.keep(bridge, 1, key, answer)
    assert remembered.find(bridge, 1, 0) == answer
    remembered.keep(bridge, 1, "new", answer)
    assert remembered.find(bridge, 1, 0) == remembered.find(bridge, 1, "new") == answer
    assert remembered.find(bridge, 1, 1) is None
    assert remembered.find(bridge, 2, 0) is None
    assert remembered.find(bridge, 1, 0) is None


def test_they_go_with_the_library(tmp_path: Path) -> None:
    """A library that nobody has any more takes its answers along."""
    gc.collect()  # those of other tests
    library = Library.open(tmp_path)
    before = len(remembered._ANSWERS)
    ask("hello", library)
    assert len(remembered._ANSWERS) == before + 1
    library.close()
    del library
    gc.collect()
    assert len(remembered._ANSWERS) == before
