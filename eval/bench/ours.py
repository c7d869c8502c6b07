"""Footnote itself, measured through what its users call."""

import json
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from eval.bench.corpus import Corpus
from eval.bench.memory import disk
from eval.bench.places import CorpusSpan
from eval.bench.steps import HITS, Ingested, Part, Search
from index import Library, OnProgress, Progress, Source
from qa import ask, default_reader
from qa.remembered import forget

LIBRARY = "library"
IDS = "ids.json"


def ingest(corpus: Corpus, folder: Path, progress: OnProgress) -> Ingested:
    """Add every document to a new library in ``folder / LIBRARY``.

    A small document goes into a library of its own before, so that everything is loaded.
    """
    with tempfile.TemporaryDirectory(dir=folder) as scratch, Library.open(scratch) as library:
        library.add(text="Nothing is slower than the first time.")
    start = time.perf_counter()
    with Library.open(folder / LIBRARY) as library:
        for number, text in enumerate(corpus.texts):
            progress(Progress("Footnote: adding documents", number, len(corpus.texts)))
            library.ingest(Source.from_text(text))
        passages = sum(entry.passages for entry in library.entries())
    seconds = time.perf_counter() - start
    ids = [Source.from_text(text).document_id for text in corpus.texts]
    (folder / IDS).write_text(json.dumps(ids), encoding="utf-8")
    return Ingested(passages, 1.0, Part(seconds, disk(folder / LIBRARY)))


def searching(folder: Path, held: ExitStack) -> Search:
    """``Library.search``."""
    library = held.enter_context(Library.open(folder / LIBRARY, create=False))
    numbers = {
        document_id: number
        for number, document_id in enumerate(json.loads((folder / IDS).read_text(encoding="utf-8")))
    }

    def search(question: str) -> tuple[CorpusSpan, ...]:
        hits = library.search(question, HITS)
        return tuple(CorpusSpan(numbers[hit.document_id], hit.start, hit.end) for hit in hits)

    return search


def asking(folder: Path, held: ExitStack) -> Callable[[str], tuple[CorpusSpan, ...]]:
    """``qa.ask``, which reads what was found as well; nothing is remembered."""
    library = held.enter_context(Library.open(folder / LIBRARY, create=False))
    default_reader()

    def asked(question: str) -> tuple[CorpusSpan, ...]:
        forget(library)
        ask(question, library)
        return ()

    return asked
