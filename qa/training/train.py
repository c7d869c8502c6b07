"""Trains the reader: ``python -m qa.training.train --data FOLDER``.

The stages of ``stages.py`` on the examples that ``examples.py`` makes, as ``optimise.py`` does it.
Nothing of the project is changed: what to do with the weights is printed at the end. On a CPU,
OMP_WAIT_POLICY=passive and tcmalloc (LD_PRELOAD) nearly double the speed; ``make train`` sets both.
"""

import argparse
import hashlib
import json
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import torch
from tqdm import tqdm
from transformers.utils import logging

from index.errors import FootnoteError
from qa.training.examples import Corpus
from qa.training.optimise import SAVED, evaluate, train
from qa.training.samples import Sample, sample
from qa.training.stages import HELD_OUT, STAGES, WRITTEN, Stage
from qa.training.state import STATE, load_state

LOG = "log.jsonl"
SMOOTH = 0.98  # of the loss that is shown, a step
INTERRUPTED = 130  # exit code, 128 + SIGINT as a shell reports it
DESCRIPTION = f"""
Trains the reader on DATA/train, prints the loss on DATA/valid and what to do next.
Two hours on 4 cores. It makes in OUT:
  {", ".join(f"{stage.name}.safetensors" for stage in STAGES)}: the weights after each stage,
  {LOG}: the loss every {SAVED} steps, a JSON object a line,
  {STATE}: from it the same command goes on after it was stopped, as by Ctrl-C.
"""
NEXT = """\
The loss on what was not learnt is {loss:.4f}. Now:
  cp {weights} qa/reader.safetensors
  in qa/onnx_model.py: WEIGHTS_SHA256 = "{digest}"
  python -m eval.fit_reader"""


class Reporter:
    """A progress bar, and a line in the log every ``SAVED`` steps."""

    def __init__(self, log: Path) -> None:
        self._log = log
        self._bar: tqdm[None] | None = None
        self._loss: float | None = None
        self._started = time.monotonic()
        self._stopped = False

    def stop(self, *_signal: object) -> None:
        """Stop after the step that is under way; called once more, at once."""
        self._stopped = True
        signal.signal(signal.SIGINT, signal.default_int_handler)

    def __call__(self, step: int, steps: int, stage: str, loss: float) -> None:
        """Show a step.

        Raises:
            KeyboardInterrupt: it is the last after ``stop``.
        """
        if self._bar is None:
            self._bar = tqdm(total=steps, initial=step - 1, unit="step", dynamic_ncols=True)
        self._loss = loss if self._loss is None else SMOOTH * self._loss + (1 - SMOOTH) * loss
        self._bar.update()
        self._bar.set_postfix_str(f"{stage}, loss {self._loss:.3f}")
        if step % SAVED == 0 or step == steps:
            line = {
                "step": step,
                "of": steps,
                "stage": stage,
                "loss": round(self._loss, 4),
                "seconds": round(time.monotonic() - self._started),
            }
            with self._log.open("a", encoding="utf-8") as file:
                file.write(json.dumps(line) + "\n")
        if self._stopped or step == steps:
            self._bar.close()
        if self._stopped:
            raise KeyboardInterrupt


def samples_of(corpus: Corpus, stage: Stage, seed: int, share: float = 1.0) -> list[Sample]:
    """A share of a stage's examples as the model reads them, from the first on."""
    examples = corpus.examples(stage, seed)
    taken = examples[: max(1, round(share * len(examples)))]
    return [one for example in taken if (one := sample(example))]


def require(folder: Path, stages: Sequence[Stage]) -> None:
    """Check that the files of some stages are there.

    Raises:
        FootnoteError: one of them is not.
    """
    names = dict.fromkeys(name for stage in stages for name in stage.shares if name != WRITTEN)
    for name in names:
        if not (file := folder / f"{name}.json.gz").is_file():
            raise FootnoteError(f"There is no {file}: docs/data.md says what it is.")


def run(data: Path, out: Path, seed: int, share: float) -> str:
    """Train, and return what to do next.

    Raises:
        FootnoteError: data are missing, or ``out`` holds the state of another training.
        KeyboardInterrupt: it was stopped; if a step was done, the state is written.
    """
    require(data / "train", STAGES)
    require(data / "valid", [HELD_OUT])
    out.mkdir(parents=True, exist_ok=True)
    load_state(out / STATE, {"seed": seed, "share": share})  # refused before minutes of reading

    sys.stderr.write("reading the examples, which takes some minutes\n")
    corpus = Corpus(data / "train")
    plan = [(stage.name, samples_of(corpus, stage, seed, share)) for stage in STAGES]
    reporter = Reporter(out / LOG)
    before = signal.signal(signal.SIGINT, reporter.stop)
    try:
        model = train(plan, seed, out, share=share, report=reporter)
    finally:
        signal.signal(signal.SIGINT, before)
    loss = evaluate(model, samples_of(Corpus(data / "valid"), HELD_OUT, seed, share))
    weights = out / f"{STAGES[-1].name}.safetensors"
    digest = hashlib.sha256(weights.read_bytes()).hexdigest()
    return NEXT.format(loss=loss, weights=weights, digest=digest)


def carry_out(training: Callable[[], str], threads: int) -> None:
    """Train, and print what to do next; what stops it ends the command with one line."""
    torch.set_num_threads(threads)
    # That the encoder's file holds more than is used is known.
    logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        print(training())
    except FootnoteError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped: the same command goes on from the last step that was done.\n")
        sys.exit(INTERRUPTED)


def main() -> None:
    """Read the command line, train, and print what to do next."""
    parser = argparse.ArgumentParser(
        prog="python -m qa.training.train",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    data = os.environ.get("FOOTNOTE_DATA")
    parser.add_argument("--data", type=Path, default=data, help="docs/data.md; or FOOTNOTE_DATA")
    parser.add_argument("--out", type=Path, default=Path("training"), help="(%(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="other examples, other weights (0)")
    parser.add_argument("--share", type=float, default=1.0, help="of each stage's examples (1.0)")
    parser.add_argument("--threads", type=int, default=os.cpu_count(), help="(%(default)s)")
    arguments = parser.parse_args()
    if arguments.data is None:
        parser.error("name the data folder with --data or FOOTNOTE_DATA: see docs/data.md")
    if not 0 < arguments.share <= 1:
        parser.error(f"--share is above 0 and at most 1, not {arguments.share}")
    carry_out(
        lambda: run(arguments.data, arguments.out, arguments.seed, arguments.share),
        arguments.threads,
    )


if __name__ == "__main__":
    main()
