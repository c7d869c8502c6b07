"""Trains the model of follow-ups: ``python -m qa.training.train_followup --data FOLDER``.

It begins with the reader's weights, the first layers of them, and reads conversations instead of
passages. Stopped and started again like ``train.py``, whose steps it takes.
"""

import argparse
import hashlib
import os
import signal
from pathlib import Path
from random import Random

from safetensors.torch import load_file

from qa.onnx_model import FOLLOWUP, READER
from qa.training.conversations import conversations
from qa.training.model import SpanModel, trained
from qa.training.optimise import train
from qa.training.samples import sample
from qa.training.train import LOG, Reporter, carry_out

STAGE = FOLLOWUP.name
EPOCHS = 4
LEARNING_RATE = 2e-4
KEPT = 0.99  # of the moving average: the steps are few
NEXT = """\
Now:
  cp {weights} qa/followup.safetensors
  in qa/onnx_model.py, of FOLLOWUP: sha256="{digest}"
  footnote eval eval/dialogues.jsonl --split tune"""


def run(data: Path, out: Path, seed: int) -> str:
    """Train, and return what to do next.

    Raises:
        FootnoteError: data are missing, or ``out`` holds the state of another training.
        KeyboardInterrupt: it was stopped; if a step was done, the state is written.
    """
    out.mkdir(parents=True, exist_ok=True)
    samples = [one for example in conversations(data / "train") if (one := sample(example))]
    random = Random(seed)  # noqa: S311 - no secret is made
    plan = [(STAGE, [one for _ in range(EPOCHS) for one in random.sample(samples, len(samples))])]
    reporter = Reporter(out / LOG)
    before = signal.signal(signal.SIGINT, reporter.stop)
    try:
        train(
            plan,
            seed,
            out,
            learning_rate=LEARNING_RATE,
            model=beginning(FOLLOWUP.layers),
            kept=KEPT,
            report=reporter,
        )
    finally:
        signal.signal(signal.SIGINT, before)
    weights = out / f"{STAGE}.safetensors"
    digest = hashlib.sha256(weights.read_bytes()).hexdigest()
    return NEXT.format(weights=weights, digest=digest)


def beginning(layers: int) -> SpanModel:
    """The reader's weights in a model of fewer layers."""
    model = SpanModel(layers)
    wanted = trained(model).keys()
    found = load_file(READER.file)
    model.load_state_dict({k: v.float() for k, v in found.items() if k in wanted}, strict=False)
    return model


def main() -> None:
    """Read the command line, train, and print what to do next."""
    parser = argparse.ArgumentParser(
        prog="python -m qa.training.train_followup",
        description="Trains the model that finds what a question needs of a conversation: "
        "ten minutes on 4 cores. Stopped, as by Ctrl-C, the same command goes on from there.",
    )
    data = os.environ.get("FOOTNOTE_DATA")
    parser.add_argument("--data", type=Path, default=data, help="docs/data.md; or FOOTNOTE_DATA")
    parser.add_argument("--out", type=Path, default=Path("training-followup"), help="(%(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="another order (0)")
    parser.add_argument("--threads", type=int, default=os.cpu_count(), help="(%(default)s)")
    arguments = parser.parse_args()
    if arguments.data is None:
        parser.error("name the data folder with --data or FOOTNOTE_DATA: see docs/data.md")
    carry_out(lambda: run(arguments.data, arguments.out, arguments.seed), arguments.threads)


if __name__ == "__main__":
    main()
