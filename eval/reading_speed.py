"""How fast the reader reads, beside the same model in torch.

    python -m eval.reading_speed --data FOLDER [--questions N] [--reader NAME] [--json]

FOLDER is that of docs/data.md. Each question that people asked about an article is read with 8
passages of it, each of exactly 200 wordpieces: as many as the model reads at once. No reader gets
a passage twice, so that the vectors of its sentences have to be made. Nothing is searched, and
whether the answers are right is not looked at.
"""

import argparse
import json
import os
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from threading import Lock

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from eval.bench.machine import machine
from eval.bench.report import Waits
from eval.even import Task, tasks
from index import UserError, default_encoder
from qa.onnx_model import READER
from qa.pairs import WINDOW_TOKENS, Window
from qa.reader import Reader
from qa.readers import open_reader
from qa.retrieve import PASSAGES
from qa.span_reader import SpanReader, WindowModel

QUESTIONS = 100  # that are timed
TOKENS = PASSAGES * WINDOW_TOKENS  # of a question
WARM_UP = 4  # questions before them that are not
TORCH = "torch (float32)"


class InTurn:
    """A ``WindowModel`` that reads one window at a time, for one that takes all cores itself."""

    def __init__(self, model: WindowModel) -> None:
        self._model = model
        self._lock = Lock()

    def windows(self, question: str, passage: str) -> Iterable[Window]:
        """Those of the model."""
        return self._model.windows(question, passage)

    def logits(self, window: Window) -> NDArray[np.float32]:
        """Those of the model, when it is free."""
        with self._lock:
            return self._model.logits(window)


def seconds(asked: Sequence[Task], readers: Mapping[str, Reader]) -> dict[str, list[float]]:
    """How long each reader reads for each question but the first ``WARM_UP``, taking turns."""
    found: dict[str, list[float]] = {name: [] for name in readers}
    names = list(readers)
    for number, task in enumerate(tqdm(asked, "Reading", disable=None)):
        for name in names:
            started = time.perf_counter()
            readers[name].read(task.question, task.hits)
            took = time.perf_counter() - started
            if number >= WARM_UP:
                found[name].append(took)
        names.reverse()  # whoever comes second finds the processor warm
    return found


def main() -> None:
    """Print how long a question takes to read, and how many wordpieces a second that is."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--data", type=Path, default=os.environ.get("FOOTNOTE_DATA"))
    parser.add_argument("--questions", type=int, default=QUESTIONS, help="so many are timed")
    parser.add_argument("--reader", metavar="NAME", help="another one, with no torch beside it")
    parser.add_argument("--json", action="store_true", help="print JSON")
    arguments = parser.parse_args()
    if arguments.data is None:
        parser.error("name the data folder with --data or FOOTNOTE_DATA: see docs/data.md")
    if arguments.questions < 1:
        parser.error(f"--questions {arguments.questions} times nothing: use 1 or more")
    try:
        asked = tasks(Path(arguments.data), arguments.questions + WARM_UP)
        name = arguments.reader or "bundled"
        readers: dict[str, Reader] = {name: open_reader(arguments.reader)}
    except UserError as error:
        parser.error(str(error))
    if arguments.reader is None:
        from qa.torch_model import TorchModel

        readers[TORCH] = SpanReader(InTurn(TorchModel(READER.file)), default_encoder())
    found = seconds(asked, readers)
    waits = {label: Waits.of(took) for label, took in found.items()}
    rates = {label: TOKENS * len(took) / sum(took) for label, took in found.items()}
    slower = waits[TORCH].p50 / waits[name].p50 if TORCH in waits else None
    here = machine()
    if arguments.json:
        told: dict[str, object] = {
            label: asdict(waits[label]) | {"tokens_per_second": rates[label]} for label in found
        }
        told |= {"questions": arguments.questions, "ratio_p50": slower, "machine": asdict(here)}
        print(json.dumps(told, indent=2))
        return
    print(
        f"{arguments.questions} questions, each with {PASSAGES} passages of {WINDOW_TOKENS} "
        "wordpieces"
    )
    for label, wait in waits.items():
        print(
            f"{label}: p50 {1000 * wait.p50:.0f} ms, p95 {1000 * wait.p95:.0f} ms, "
            f"{rates[label]:,.0f} wordpieces/s"
        )
    if slower is not None:
        print(f"{TORCH} takes {slower:.2f} times as long (p50)")
    print(f"on {here}")


if __name__ == "__main__":
    main()
