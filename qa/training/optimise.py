"""One pass through the stages, in bf16 and without dropout; it can be stopped and gone on with.

The learning rate rises for a moment and falls linearly to zero; what is kept is the moving
average of the weights. The seed fixes the first weights of the head and the order of the batches.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any, cast

import torch
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from qa.training.loss import loss_of
from qa.training.model import SpanModel, save_weights, trained
from qa.training.samples import Sample, batches
from qa.training.state import STATE, load_state, save_state

LEARNING_RATE = 1.2e-4  # of AdamW
WARM_UP = 0.03  # of all steps
WEIGHT_DECAY = 0.01
CLIP = 1.0  # norm of the gradient
KEPT = 0.999  # of the moving average, a step
SAVED = 250  # steps

Plan = Sequence[tuple[str, Sequence[Sample]]]  # the stages' names and samples, in order
Report = Callable[[int, int, str, float], None]  # step, how many there are, stage, loss


def train(
    plan: Plan,
    seed: int,
    out: Path,
    *,
    share: float = 1.0,
    learning_rate: float = LEARNING_RATE,
    model: SpanModel | None = None,
    kept: float = KEPT,
    report: Report = lambda *_: None,
) -> SpanModel:
    """A model trained on the samples of each stage in turn.

    Args:
        plan: what is read, stage after stage.
        seed: of the head's first weights and of the order of the batches.
        out: gets the weights after each stage, named by it, and every ``SAVED`` steps the state
            from which a later call with the same plan and seed goes on.
        share: of all examples that the plan holds; only kept in the state, to know it again.
        learning_rate: at its highest.
        model: what is trained; None for one with the encoder's weights.
        kept: of the moving average, a step; the fewer steps, the less.
        report: is called after each step; if it raises, the state is written and training ends.

    Raises:
        FootnoteError: ``out`` holds the state of another training.
    """
    torch.manual_seed(seed)
    model = (model or SpanModel()).train()
    moving = get_ema_multi_avg_fn(kept)  # type: ignore[no-untyped-call]
    average = AveragedModel(model, multi_avg_fn=moving)
    averaged = cast("SpanModel", average.module)
    changing = list(trained(model).values())
    optimiser = torch.optim.AdamW(changing, lr=learning_rate, weight_decay=WEIGHT_DECAY, fused=True)
    parts: dict[str, Any] = {"model": model, "average": average, "optimiser": optimiser}

    steps = list(_steps(plan, seed))
    of = {"seed": seed, "share": share, "steps": len(steps)}
    saved = load_state(out / STATE, of) or {"done": 0}
    for name in parts.keys() & saved.keys():
        parts[name].load_state_dict(saved[name])

    def save(done: int) -> None:
        states = {name: part.state_dict() for name, part in parts.items()}
        save_state(out / STATE, of, {**states, "done": done})

    for step, (stage, batch) in enumerate(steps[saved["done"] :], saved["done"] + 1):
        used = step / len(steps)
        for group in optimiser.param_groups:
            group["lr"] = learning_rate * min(used / WARM_UP, (1 - used) / (1 - WARM_UP))
        loss = loss_of(model, batch)
        optimiser.zero_grad(set_to_none=True)
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(changing, CLIP)
        optimiser.step()
        average.update_parameters(model)
        ends = step == len(steps) or steps[step][0] != stage
        if ends:
            save_weights(trained(averaged), out / f"{stage}.safetensors")
        if ends or step % SAVED == 0:
            save(step)
        try:
            report(step, len(steps), stage, loss.item())
        except BaseException:  # Ctrl-C too
            save(step)
            raise
    return averaged.eval()


def _steps(plan: Plan, seed: int) -> Iterator[tuple[str, list[Sample]]]:
    """Each stage's batches, with its name."""
    random = Random(seed)  # noqa: S311 - no secret is made
    for name, samples in plan:
        for batch in batches(samples, random):
            yield name, batch


@torch.no_grad()
def evaluate(model: SpanModel, samples: Sequence[Sample]) -> float:
    """The mean loss over samples."""
    total = 0.0
    for batch in batches(samples, Random(0)):  # noqa: S311 - only the order
        total += loss_of(model, batch).item() * len(batch)
    return total / len(samples)
