"""The trained reader: its export, its pointing, and its probabilities."""

import hashlib
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Document, Hit, Library, Passage, Span, default_encoder
from index.chunk import chunk
from index.load import Source, load
from qa import ask
from qa.onnx_model import READER
from qa.pairs import QUESTION_TOKENS, STRIDE_TOKENS, WINDOW_TOKENS, windows
from qa.reader import Reader
from qa.readers import default_reader
from qa.retrieve import PASSAGES, retrieve
from qa.span_reader import FAR_BEHIND, SpanReader, probabilities, sure
from qa.spans import SEVERAL
from tests.index.test_sentences import HOSTILE

BRIDGE = (
    "The old bridge over the Weir was closed in May 2019. Engineers had found cracks in two of "
    "its seven arches. Mayor Ruth Calloway opened it again after repairs. Lorries are still "
    "not allowed to cross."
)


def hits(text: str) -> list[Hit]:
    """A text's passages, as the library would find them."""
    document = load(Source.from_text(text))
    return [_hit(document, passage) for passage in chunk(document, default_encoder().count_tokens)]


def _hit(document: Document, passage: Passage) -> Hit:
    return Hit(document.id, "", passage.text, passage.start, passage.end, 1.0, passage.sentences)


@pytest.fixture(scope="module")
def reader() -> SpanReader:
    return default_reader()


def test_it_is_a_reader(reader: SpanReader) -> None:
    """It stands where any ``Reader`` can: one reading a passage, in their order."""
    as_reader: Reader = reader
    found = hits(BRIDGE) + hits("It rained. Nobody came.")
    readings = as_reader.read("Who opened the bridge again?", found)
    assert [reading.hit for reading in readings] == found
    assert as_reader.read("Who?", []) == ()


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("When was the bridge closed?", "May 2019"),
        ("Who opened it again?", "Ruth Calloway"),
        ("who opnened the brige", "Ruth Calloway"),
        ("What did engineers find?", "cracks"),
    ],
)
def test_the_words_asked_for(reader: SpanReader, question: str, words: str) -> None:
    """The likeliest span of a passage holds the answer; what a passage lacks is unlikely."""
    (reading,) = reader.read(question, hits(BRIDGE))
    best = reading.spans[0]
    assert words in BRIDGE[best.start : best.end]
    (odd,) = reader.read("What is the capital of France?", hits(BRIDGE))
    assert odd.spans[0].probability < best.probability


@settings(max_examples=30)
@given(HOSTILE, st.sampled_from(["When was it?", "who", "?", "\0"]))
def test_spans_are_places(text: str, question: str) -> None:
    """In any text: inside a sentence, not blank, apart from each other, likeliest first."""
    found = hits(text) if text.strip() else []
    for reading in default_reader().read(question, found):
        spans = reading.spans
        assert [s.probability for s in spans] == sorted(
            (s.probability for s in spans), reverse=True
        )
        assert all(0 <= span.probability <= 1 for span in spans)
        assert len(spans) <= SEVERAL * len(reading.hit.sentences)
        for span in spans:
            assert any(
                sentence.start <= span.start < span.end <= sentence.end
                for sentence in reading.hit.sentences
            )
        in_order = sorted((span.start, span.end) for span in spans)
        assert all(a[1] <= b[0] for a, b in pairwise(in_order))
        assert all(text[span.start : span.end].strip() for span in spans)


def test_odd_passages(reader: SpanReader) -> None:
    """A passage without wordpieces or sentences has no spans and stops nothing."""
    odd = [
        Hit("d", "", "", 0, 0, 1.0, ()),
        Hit("d", "", "\0\0", 5, 7, 1.0, (Span(5, 7),)),
        Hit("d", "", "Some text.", 7, 17, 1.0, ()),
    ]
    assert [reading.spans for reading in reader.read("Who?", odd)] == [(), (), ()]


def test_the_same_alone_and_in_company(reader: SpanReader, article_library: Library) -> None:
    """Company decides what is left out as far behind, nothing else; read again it is the same."""
    question = "What has Turkey blocked?"
    found = retrieve(question, article_library)
    assert 1 < len(found) < PASSAGES
    together = reader.scored(question, found)
    for scored, hit in zip(together, found, strict=True):
        assert set(scored) <= set(reader.scored(question, [hit])[0])
    odds = [one.features[0] for scored in together for one in scored]
    assert max(odds) - min(odds) <= FAR_BEHIND
    assert len(odds) < sum(len(hit.sentences) for hit in found)
    assert reader.read(question, found) == reader.read(question, found)


def test_behind(reader: SpanReader) -> None:
    """Where passages were chosen, the search's score counts against those behind the first."""
    (hit,) = hits(BRIDGE)
    scores = [1 - i / 10 for i in range(PASSAGES)]
    chosen = [replace(hit, score=score) for score in scores]
    found = reader.scored("When was the bridge closed?", chosen)
    assert [scored[0].features[2] for scored in found] == pytest.approx([1 - s for s in scores])
    assert len({scored[0].features[:2] for scored in found}) == 1
    read = reader.read("When was the bridge closed?", chosen)
    likely = [reading.spans[0].probability for reading in read]
    assert likely == sorted(likely, reverse=True)
    assert likely[0] > likely[-1]


def test_a_long_passage(reader: SpanReader) -> None:
    """An answer far behind what is read at once is found, at its place in the document."""
    filler = "The rain went on and the river rose a little more. " * 60
    text = f"{filler}{BRIDGE} {filler}"
    sentences = [Span(start, start + 51) for start in range(0, len(filler), 51)]
    at = len(filler)
    answer = Span(at, at + BRIDGE.index(".") + 1)
    hit = Hit(
        "d",
        "",
        text,
        1_000,
        1_000 + len(text),
        1.0,
        tuple(Span(s.start + 1_000, s.end + 1_000) for s in [*sentences, answer]),
    )
    (reading,) = reader.read("When was the bridge closed?", [hit])
    best = reading.spans[0]
    assert "May 2019" in text[best.start - 1_000 : best.end - 1_000]


def test_windows_overlap() -> None:
    """Windows cover every wordpiece; a question is cut, never the passage."""
    text = "word " * 1_000
    made = list(windows("very " * 500, text))
    assert all(window.first == QUESTION_TOKENS + 2 for window in made)
    assert all(len(window.offsets) <= WINDOW_TOKENS for window in made)
    assert [window.offsets[0].start for window in made] == [
        5 * STRIDE_TOKENS * i for i in range(len(made))
    ]
    assert made[-1].offsets[-1] == Span(4_995, 4_999)
    assert list(windows("Who?", " \0 ")) == []


def test_probabilities() -> None:
    """The textbook softmax with a zero for "nowhere": shares of one, and none of nothing."""
    scores = [1.0, -2.0, 3.0]
    softmax = np.exp(scores) / (1 + np.exp(scores).sum())
    likely = probabilities([(score,) for score in scores], weights=(1.0,), bias=0.0)
    np.testing.assert_allclose(likely, softmax)
    assert probabilities([]).shape == (0,)


def test_sure() -> None:
    """It keeps the order, stays in [0, 1] and is the logistic function of scaled log-odds."""
    shares = np.array([0.0, 1e-15, 0.2, 0.5, 0.7, 1.0])
    likely = sure(shares, scale=0.8, shift=-0.3)
    assert all(a <= b for a, b in pairwise(likely))
    assert likely.min() >= 0
    assert likely.max() <= 1
    expected = 1 / (1 + np.exp(-(0.8 * np.log(0.7 / 0.3) - 0.3)))
    np.testing.assert_allclose(likely[4], expected)
    np.testing.assert_allclose(sure(shares, 1.0, 0.0), shares, atol=1e-9)


def test_the_weights_are_the_ones_expected() -> None:
    """The weights in the repository are those that the constants were fitted for."""
    content = READER.file.read_bytes()
    assert hashlib.sha256(content).hexdigest() == READER.sha256
    assert len(content) <= 25_000_000


def test_no_torch_at_question_time() -> None:
    """Reading loads neither torch nor transformers."""
    code = (
        "import sys; from qa.readers import default_reader; from index import Hit, Span; "
        "default_reader().read('Who?', [Hit('d', '', 'Ann sat.', 0, 8, 1.0, (Span(0, 8),))]); "
        "sys.exit('torch' in sys.modules or 'transformers' in sys.modules)"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, check=False)
    assert done.returncode == 0


def test_a_numbered_clause_is_answered_by_its_words(library: Library) -> None:
    """The reader never points at the number in front of a clause."""
    library.add(
        text="2.1 Fees are due on the first of each month.\n\n"
        "2.2 Interest accrues on late payments at 4% per year.\n\n2.3 The fees may rise.",
        title="Contract",
    )
    answer = ask("How much interest accrues on late payments?", library)
    assert "4%" in answer.short
    assert "2.2" not in answer.short
