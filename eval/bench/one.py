"""The process that is measured: ``python -m eval.bench.one CORPUS FOLDER STEP…``.

A pipeline is measured in a process of its own, so that its memory is its own and no library's
threads disturb another. Each line that it prints is one JSON list: ``["progress", stage, done,
total]`` or ``["done", what came of the step, peak bytes so far]``. What libraries print goes to
standard error.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import TextIO

from eval.bench import ours, peers
from eval.bench.corpus import Corpus
from eval.bench.memory import peak
from eval.bench.places import CorpusSpan
from eval.bench.steps import OURS, Asked, Ingested, Step
from index import OnProgress, Progress

STARTED = "FOOTNOTE_BENCH_STARTED"
"""The variable that says when the process was started, in seconds of ``time.time``."""


def main(arguments: Sequence[str]) -> None:
    """Do the steps in order and tell what came of each."""
    corpus, folder = Corpus.read(Path(arguments[0])), Path(arguments[1])
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as told:
        os.dup2(2, 1)

        def progress(p: Progress) -> None:
            _tell(told, ["progress", p.stage, p.done, p.total])

        for name in arguments[2:]:
            done = asdict(_done(Step.named(name), corpus, folder, progress))
            _tell(told, ["done", done, peak()])


def _tell(told: TextIO, line: object) -> None:
    told.write(json.dumps(line) + "\n")
    told.flush()


def _done(step: Step, corpus: Corpus, folder: Path, progress: OnProgress) -> Ingested | Asked:
    if step.what == "ingest":
        if step.pipeline == OURS:
            return ours.ingest(corpus, folder, progress)
        return peers.ingest(step.pipeline, corpus, folder, progress)
    with ExitStack() as held:
        if step.pipeline != OURS:
            look: Look = peers.searching(step.pipeline, folder)
        elif step.what == "ask":
            look = ours.asking(folder, held)
        else:
            look = ours.searching(folder, held)
        return _asked(look, corpus.questions, f"{step}: asking", progress)


Look = Callable[[str], Sequence[CorpusSpan]]


def _asked(look: Look, questions: Sequence[str], stage: str, progress: OnProgress) -> Asked:
    """Ask every question, the first of them once before the clock runs."""
    look(questions[0])
    first = time.time() - float(os.environ[STARTED])
    seconds, places = [], []
    for number, question in enumerate(questions):
        progress(Progress(stage, number, len(questions)))
        start = time.perf_counter()
        found = look(question)
        seconds.append(time.perf_counter() - start)
        places.append(tuple(found))
    return Asked(first, tuple(seconds), tuple(places))


if __name__ == "__main__":
    main(sys.argv[1:])
