"""Trains the reader's adapter: ``python -m qa.training.train --data FOLDER``.

One loop over the examples of ``data.py`` until the minutes are used up; the learning rate falls
linearly with the clock, so that a slower machine trains less but ends well. The seed fixes the
examples and their order, not how far a machine gets. On a CPU in bf16, without dropout; setting
OMP_WAIT_POLICY=passive doubles the speed where other programs run. The loss is the mean of start
and end cross-entropy, and a question without an answer points at [CLS] (Devlin et al. 2019,
section 4.3).
"""

import argparse
import hashlib
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from random import Random

import torch
from torch import Tensor
from transformers.utils import logging

from qa.pairs import Window, windows
from qa.training.data import Example, examples
from qa.training.model import SpanModel, save_adapter

BATCH = 32
POOL = 50  # batches whose examples are sorted by length together, so that little is padded
LEARNING_RATE = 1.5e-3  # of AdamW; 1e-3 and 3e-3 were tried for a minute each and learn, too
WARM_UP = 0.05  # of the whole time
CLIP = 1.0  # norm of the gradient


@dataclass(frozen=True, slots=True)
class Sample:
    """A window, and which of its positions may start and end the answer."""

    window: Window
    starts: tuple[int, ...]
    ends: tuple[int, ...]


def sample(example: Example) -> Sample | None:
    """An example as the model reads it; None if the answer is cut or there is nothing to read.

    >>> from index import Span
    >>> made = sample(Example("Who?", "Ann sat.", (Span(0, 3),)))
    >>> made.starts, made.ends
    ((4,), (4,))
    """
    for window in windows(example.question, example.passage):
        if not example.spans:
            return Sample(window, (0,), (0,))
        starts, ends = [], []
        for span in example.spans:
            inside = [
                window.first + i
                for i, offset in enumerate(window.offsets)
                if offset.start < span.end and span.start < offset.end
            ]
            edges = window.offsets[0].start, window.offsets[-1].end
            if inside and edges[0] <= span.start and span.end <= edges[1]:
                starts.append(inside[0])
                ends.append(inside[-1])
        if starts:
            return Sample(window, tuple(dict.fromkeys(starts)), tuple(dict.fromkeys(ends)))
    return None


def batches(samples: Sequence[Sample], random: Random) -> Iterator[list[Sample]]:
    """All samples once, in random order, each batch of about one length."""
    order = random.sample(range(len(samples)), len(samples))
    for first in range(0, len(order), POOL * BATCH):
        pool = sorted(order[first : first + POOL * BATCH], key=lambda i: len(samples[i].window.ids))
        cuts = [pool[i : i + BATCH] for i in range(0, len(pool), BATCH)]
        random.shuffle(cuts)
        for cut in cuts:
            yield [samples[i] for i in cut]


def loss_of(model: SpanModel, batch: Sequence[Sample]) -> Tensor:
    """Mean of start and end cross-entropy, any of several right positions being right."""
    size = max(len(sample.window.ids) for sample in batch)
    ids, types, mask = (torch.zeros(len(batch), size, dtype=torch.int64) for _ in range(3))
    right = torch.full((len(batch), size, 2), -torch.inf)
    for row, one in enumerate(batch):
        length = len(one.window.ids)
        ids[row, :length] = torch.tensor(one.window.ids)
        types[row, :length] = torch.tensor(one.window.types)
        mask[row, :length] = 1
        right[row, list(one.starts), 0] = 0.0
        right[row, list(one.ends), 1] = 0.0
    with torch.autocast("cpu", torch.bfloat16):
        logits = model(ids, types, mask)
    logits = logits.float().masked_fill(mask[:, :, None] == 0, -1e4)
    loss: Tensor = (logits.logsumexp(1) - (logits + right).logsumexp(1)).mean()
    return loss


def train(
    samples: Sequence[Sample],
    minutes: float,
    seed: int,
    *,
    learning_rate: float = LEARNING_RATE,
    report: Callable[[str], None] = lambda _line: None,
) -> SpanModel:
    """A model trained on the samples, over and over until the minutes are used up."""
    torch.manual_seed(seed)
    random = Random(seed)  # noqa: S311 - no secret is made
    model = SpanModel().train()
    trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
    optimiser = torch.optim.AdamW(trained, lr=learning_rate, weight_decay=0.0)
    started = time.monotonic()
    done, smooth = 0, 0.0
    for step, batch in enumerate(b for _ in count() for b in batches(samples, random)):
        used = (time.monotonic() - started) / (60 * minutes)
        if used >= 1:
            break
        for group in optimiser.param_groups:
            group["lr"] = learning_rate * min(used / WARM_UP, (1 - used) / (1 - WARM_UP))
        loss = loss_of(model, batch)
        optimiser.zero_grad(set_to_none=True)
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(trained, CLIP)
        optimiser.step()
        done += len(batch)
        smooth = loss.item() if step == 0 else 0.98 * smooth + 0.02 * loss.item()
        rate = done / (time.monotonic() - started)
        report(
            f"{used:4.0%} of {minutes:g} min, {done:,} examples, {rate:.0f}/s, loss {smooth:.3f}"
        )
    return model.eval()


@torch.no_grad()
def evaluate(model: SpanModel, samples: Sequence[Sample]) -> float:
    """The mean loss over samples."""
    total = 0.0
    for batch in batches(samples, Random(0)):  # noqa: S311 - only the order
        total += loss_of(model, batch).item() * len(batch)
    return total / len(samples)


def main() -> None:
    """Train on FOLDER/train, print the loss on FOLDER/valid, write the adapter."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--data", type=Path, default=os.environ.get("FOOTNOTE_DATA"))
    parser.add_argument("--minutes", type=float, default=28.0)
    parser.add_argument("--out", type=Path, default=Path("qa/reader.safetensors"))
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    arguments = parser.parse_args()
    if arguments.data is None:
        parser.error("name the data folder with --data or FOOTNOTE_DATA: see docs/data.md")
    torch.set_num_threads(arguments.threads)
    # That the encoder's file holds more than is used is known.
    logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]

    def report(line: str) -> None:
        sys.stderr.write(f"\r{line}\033[K")

    report("reading the examples")
    made = [sample(example) for example in examples(arguments.data / "train", arguments.seed)]
    samples = [one for one in made if one]
    model = train(samples, arguments.minutes, arguments.seed, report=report)
    save_adapter(model, arguments.out)
    made = [sample(example) for example in examples(arguments.data / "valid", arguments.seed)]
    loss = evaluate(model, [one for one in made if one])
    digest = hashlib.sha256(arguments.out.read_bytes()).hexdigest()
    report(f"valid loss {loss:.4f}; {arguments.out} has sha256 {digest}\n")


if __name__ == "__main__":
    main()
