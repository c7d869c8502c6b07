"""``bench``: what is measured, from top to bottom.

The measuring is done by processes of their own (``child.py``, ``one.py``); nothing is left behind
when it ends or is interrupted.
"""

import statistics
import tempfile
import time
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from eval.bench import child, peers
from eval.bench.corpus import QUESTIONS, Corpus, corpus
from eval.bench.machine import machine
from eval.bench.ours import LIBRARY
from eval.bench.places import CorpusSpan
from eval.bench.quality import Gold, Quality, gold, quality
from eval.bench.report import Article, BenchReport, Measured, Size, Start, Text, Waits
from eval.bench.steps import FLOOR, FUSED, OURS, PLAIN, SMALL, WORDS, Step
from eval.gold import load_gold
from eval.run import evaluate, gold_library
from index import Library, OnProgress, Progress, UserError, default_encoder, silent
from qa import default_reader

SIZES = (1_000,)
PEERS_TO = 10_000  # passages: with ten times as many most of the others take over half an hour
REPEATS = 5  # new processes that ask one question each
ARTICLE_ROUNDS = 9
SHARED = {PLAIN: (PLAIN,), SMALL: (SMALL, FUSED), FLOOR: (FLOOR,)}
"""The others that make an index, and who searches in it."""
PACKAGES = (
    *("llama-index-core", "llama-index-embeddings-huggingface"),
    *("llama-index-vector-stores-chroma", "llama-index-retrievers-bm25", "bm25s"),
    *("chromadb", "sentence-transformers", "torch", "onnxruntime"),
)


def bench(
    sizes: Sequence[int] = SIZES,
    *,
    data: Path | None = None,
    peers_to: int = PEERS_TO,
    repeats: int = REPEATS,
    questions: int = QUESTIONS,
    progress: OnProgress = silent,
) -> BenchReport:
    """Measure Footnote, and others beside it.

    Args:
        sizes: passages of the libraries, in any order.
        data: a folder as docs/data.md tells: its text is used, and how well the answers of its
            questions are found is measured; None uses the bundled article alone.
        peers_to: others are measured up to so many passages; 0 leaves them out. If their
            packages are not installed, the report says which.
        repeats: of what is measured in a new process each time.
        questions: asked of each library, one after the other.
        progress: told about long work.

    Raises:
        UserError: a size is not positive, or the folder holds no data.
    """
    if not sizes or min(*sizes, repeats, questions) < 1:
        raise UserError("There is nothing to measure: name a size, of 1 or more.")
    about = None if data is None else gold(data)  # first, because a wrong folder is told at once
    missing = peers.missing() if peers_to else ()
    beside = 0 if missing else peers_to
    default_encoder(progress)
    default_reader(progress)
    progress(Progress("Measuring the machine", 0, 1))
    limits = machine()
    progress(Progress("Measuring the machine", 1, 1))
    article = _article(repeats, progress)
    measured = []
    for size in sorted(set(sizes)):
        text = corpus(size, data, questions=questions, progress=progress)
        measured.append(_size(text, size <= beside, repeats, progress))
    return BenchReport(
        machine=limits,
        versions={} if missing or not beside else {name: version(name) for name in PACKAGES},
        data=data is not None,
        peers_to=beside,
        missing=missing,
        article=article,
        sizes=tuple(measured),
        quality=None if about is None else _quality(about, beside > 0, progress),
    )


def _article(repeats: int, progress: OnProgress) -> Article:
    """Add the bundled article again and again, then ask the gold questions about it."""
    gold = load_gold()
    with gold_library(gold) as library:
        (document,) = library.documents()
        seconds = []
        for done in range(ARTICLE_ROUNDS):
            progress(Progress("Adding the article", done, ARTICLE_ROUNDS))
            library.remove(library.entries()[0].id)
            start = time.perf_counter()
            library.add(text=document.text)
            seconds.append(time.perf_counter() - start)
        report = evaluate(gold.rows, library, progress=progress)
    waits = Waits.of([outcome.seconds for outcome in report.outcomes])
    with tempfile.TemporaryDirectory(prefix="footnote-bench-") as scratch:
        folder = Path(scratch) / LIBRARY
        with Library.open(folder) as library:
            library.add(text=document.text)
        begun = _start(folder, [row.question for row in gold.rows[:repeats]], progress)
    return Article(statistics.median(seconds), waits.p50, waits.p95, len(report.outcomes), begun)


def _start(folder: Path, questions: Sequence[str], progress: OnProgress) -> Start:
    """Ask each question of a library in a new process, then open it for each in this one."""
    cold = []
    for number, question in enumerate(questions):
        progress(Progress("Starting footnote ask anew", number, len(questions)))
        cold.append(child.cold_ask(folder, question))
    _, *opening = [_opening(folder, question) for question in (questions[0], *questions)]
    return Start(
        cold=tuple(one.seconds for one in cold),
        memory=max(one.memory for one in cold),
        opening=statistics.median(opening),
    )


def _opening(folder: Path, question: str) -> float:
    """Seconds to open a library and search it once."""
    start = time.perf_counter()
    with Library.open(folder, create=False) as library:
        library.search(question)
        return time.perf_counter() - start


def _size(text: Corpus, beside: bool, repeats: int, progress: OnProgress) -> Size:  # noqa: FBT001
    """Everybody on one text."""
    with tempfile.TemporaryDirectory(prefix="footnote-bench-") as scratch:
        file = Path(scratch) / "corpus.json"
        text.write(file)
        measured = [_ours(text, file, repeats, progress)]
        for maker, searchers in SHARED.items() if beside else ():
            measured += _theirs(maker, searchers, file, progress)
    about = Text(
        passages=text.passages,
        documents=len(text.texts),
        made=text.made,
        tokens=text.tokens,
        length=sum(len(one.encode()) for one in text.texts),
    )
    return Size(about, tuple(measured))


def _ours(text: Corpus, file: Path, repeats: int, progress: OnProgress) -> Measured:
    folder = file.parent / OURS
    folder.mkdir()
    (made,) = child.run(file, folder, [Step("ingest", OURS)], progress)
    searched, asked = child.run(file, folder, [Step("search", OURS), Step("ask", OURS)], progress)
    start = _start(folder / LIBRARY, text.questions[:repeats], progress)
    return _measured(OURS, made, searched, asked, start)


def _theirs(
    maker: str, searchers: Sequence[str], file: Path, progress: OnProgress
) -> list[Measured]:
    folder = file.parent / maker
    folder.mkdir()
    (made,) = child.run(file, folder, [Step("ingest", maker)], progress)
    measured = []
    for searcher in searchers:
        (searched,) = child.run(file, folder, [Step("search", searcher)], progress)
        measured.append(_measured(searcher, made, searched))
    return measured


def _measured(
    pipeline: str,
    made: child.Came,
    searched: child.Came,
    asked: child.Came | None = None,
    start: Start | None = None,
) -> Measured:
    parts = [made.ingested.vectors]
    if pipeline == FUSED and made.ingested.words:
        parts.append(made.ingested.words)
    return Measured(
        pipeline=pipeline,
        chunks=made.ingested.chunks,
        embedded=made.ingested.embedded,
        ingest=sum(part.seconds for part in parts),
        ingest_memory=made.peak,
        disk=sum(part.disk for part in parts),
        search=Waits.of(searched.asked.seconds),
        ask=Waits.of(asked.asked.seconds) if asked else None,
        memory=asked.peak if asked else searched.peak,
        first=searched.asked.first,
        start=start,
    )


def _quality(about: Gold, beside: bool, progress: OnProgress) -> Quality:  # noqa: FBT001
    """Everybody on whole articles, with the questions that people asked about them."""
    makers: dict[str, tuple[str, ...]] = {OURS: (OURS,)}
    if beside:
        makers |= SHARED | {SMALL: (SMALL, FUSED, WORDS)}
    hits: dict[str, Sequence[Sequence[CorpusSpan]]] = {}
    with tempfile.TemporaryDirectory(prefix="footnote-bench-") as scratch:
        file = Path(scratch) / "corpus.json"
        about.corpus.write(file)
        for maker, searchers in makers.items():
            folder = Path(scratch) / maker
            folder.mkdir()
            steps = [Step("ingest", maker), *(Step("search", name) for name in searchers)]
            came = child.run(file, folder, steps, progress)[1:]
            hits |= {name: one.asked.places for name, one in zip(searchers, came, strict=True)}
    return quality(about, hits)
