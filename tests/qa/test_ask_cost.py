"""What one question makes the parts do: nothing twice, and nothing that it has no use for.

Runs and statements are counted, not seconds.
"""

from collections.abc import Iterable
from pathlib import Path
from threading import Event

import numpy as np
from numpy.typing import NDArray

from index import Hit, Library, Span, default_encoder
from index.embed import EXPORT, OnnxEncoder
from index.exported import exported
from qa import ask
from qa.onnx_model import READER, OnnxModel
from qa.pairs import Window, _pieces, windows
from qa.span_reader import SpanReader

QUESTION = "When was the bridge closed?"
TEXT = "The bridge was closed in May. It rained all day."


class ListedEncoder(OnnxEncoder):
    """The bundled encoder, and which texts its model was run for."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        super().__init__(exported(EXPORT))

    def _encode_one(self, text: str) -> NDArray[np.float32]:
        self.texts.append(text)
        return super()._encode_one(text)


class LongestFirst:
    """A model that reads no passage before the longest has been begun."""

    def __init__(self, longest: str) -> None:
        self._longest = longest
        self._begun = Event()
        self.waited_in_vain = False

    def windows(self, question: str, passage: str) -> Iterable[Window]:
        if passage == self._longest:
            self._begun.set()
        self.waited_in_vain |= not self._begun.wait(10)
        return windows(question, passage)

    def logits(self, window: Window) -> NDArray[np.float32]:
        return np.zeros((len(window.ids), 3), dtype=np.float32)


def test_a_question_is_encoded_once(tmp_path: Path) -> None:
    """For its tone, for the search and for the reader together."""
    encoder = ListedEncoder()
    reader = SpanReader(OnnxModel(exported(READER.export)), encoder)
    with Library.open(tmp_path / "library", encoder=encoder) as library:
        library.add(text=TEXT)
        assert ask(QUESTION, library, reader=reader).answered
    assert encoder.texts.count(QUESTION) == 1
    assert len(encoder.texts) == len(set(encoder.texts))


def test_a_vector_is_the_callers_own() -> None:
    """What is done to a vector does not change the one that stays in memory."""
    encoder = default_encoder()
    before = encoder.encode([QUESTION])
    kept = before.copy()
    before[:] = 0
    np.testing.assert_array_equal(encoder.encode([QUESTION]), kept)
    np.testing.assert_array_equal(encoder.encode([QUESTION, TEXT])[:1], kept)


def test_a_passage_is_cut_into_wordpieces_once(library: Library) -> None:
    """The next question about it has them already."""
    library.add(text=TEXT)
    _pieces.cache_clear()
    ask(QUESTION, library)
    cut = _pieces.cache_info().misses
    assert cut == 1
    ask("How long did it rain?", library)
    assert _pieces.cache_info().misses == cut


def test_the_longest_passage_is_read_first() -> None:
    """Wherever the search has put it: begun last, it would be waited for by itself."""
    texts = [f"It rained {'and rained ' * length}." for length in range(200)]
    hits = [Hit("", "", text, 0, len(text), 1.0, (Span(0, len(text)),)) for text in texts]
    model = LongestFirst(texts[-1])
    readings = SpanReader(model, default_encoder()).read("Did it rain?", hits)
    assert not model.waited_in_vain
    assert [reading.hit for reading in readings] == hits


def test_a_citation_reads_no_blocks(library: Library) -> None:
    """Of a large document they are as long as its text, and slower to read."""
    library.add(text=TEXT)
    asked: list[str] = []
    db = library._store.catalogue._db
    db.set_trace_callback(asked.append)
    assert ask(QUESTION, library).citations
    db.set_trace_callback(None)
    assert any("text_sha256" in statement for statement in asked)
    assert not any("blocks" in statement for statement in asked)
