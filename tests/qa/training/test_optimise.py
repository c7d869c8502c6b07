"""Training learns, can be stopped and gone on with, and its weights travel."""

import os
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from index.errors import FootnoteError
from qa.training.examples import Corpus
from qa.training.model import SpanModel, load_weights, save_weights, trained
from qa.training.optimise import Plan, evaluate, train
from qa.training.samples import Sample
from qa.training.stages import HELD_OUT
from qa.training.state import STATE
from qa.training.train import samples_of

pytestmark = pytest.mark.usefixtures("few_threads")


@pytest.fixture(scope="module")
def samples(folder: Path) -> list[Sample]:
    """A few hundred samples, of real articles where there are any."""
    data = os.environ.get("FOOTNOTE_DATA") or folder
    made = samples_of(Corpus(Path(data) / "valid"), HELD_OUT, 0, share=0.1)
    return sorted(made, key=lambda one: len(one.reads[0].window.ids))[:240]


@pytest.fixture(scope="module")
def plan(samples: list[Sample]) -> Plan:
    """Two stages of three small steps or so."""
    return [("first", samples[:70]), ("second", samples[70:130])]


class Stop(Exception):
    """What a report raises to end the training."""


def test_it_learns(samples: list[Sample], out: Path) -> None:
    """A few steps bring the loss on other questions down."""
    held_out, read = samples[::8], [one for i, one in enumerate(samples) if i % 8]
    torch.manual_seed(0)
    before = evaluate(SpanModel().eval(), held_out)
    seen: list[int] = []
    model = train(
        [("only", read)], 0, out, learning_rate=1e-3, report=lambda step, *_: seen.append(step)
    )
    assert seen == list(range(1, seen[-1] + 1))
    assert evaluate(model, held_out) < 0.95 * before  # the average moves little in so few steps


@pytest.mark.parametrize("stopped", [5])
def test_a_stopped_training_goes_on(plan: Plan, out: Path, stopped: int) -> None:
    """Stopped after any step and started again, it gives the weights of one in one go."""
    for name in ("whole", "parts"):
        (out / name).mkdir()
    losses: dict[str, list[tuple[int, str, float]]] = {"whole": [], "parts": []}
    train(plan, 7, out / "whole", report=lambda s, _, *rest: losses["whole"].append((s, *rest)))

    def report(step: int, _steps: int, stage: str, loss: float) -> None:
        losses["parts"].append((step, stage, loss))
        if step == stopped and len(losses["parts"]) == stopped:
            raise Stop

    with pytest.raises(Stop):
        train(plan, 7, out / "parts", report=report)
    train(plan, 7, out / "parts", report=report)
    assert [one[:2] for one in losses["parts"]] == [one[:2] for one in losses["whole"]]
    for a, b in zip(losses["parts"], losses["whole"], strict=True):
        assert a[2] == pytest.approx(b[2], abs=1e-6)
    for stage in ("first", "second"):
        whole, parts = (load_file(out / n / f"{stage}.safetensors") for n in ("whole", "parts"))
        assert whole.keys() == parts.keys()
        for name in whole:
            torch.testing.assert_close(parts[name], whole[name], rtol=0, atol=1e-6)


def test_a_finished_training_is_not_done_again(samples: list[Sample], out: Path) -> None:
    """The same call once more takes no step and returns the same model."""
    plan = [("only", samples[:40])]
    steps: list[int] = []
    first = train(plan, 0, out, report=lambda step, *_: steps.append(step))
    taken = list(steps)
    again = train(plan, 0, out, report=lambda step, *_: steps.append(step))
    assert steps == taken
    for a, b in zip(first.parameters(), again.parameters(), strict=True):
        assert torch.equal(a, b)


def test_another_training_is_refused(samples: list[Sample], out: Path) -> None:
    """A state of another seed, share or number of steps is not gone on with, nor a strange file."""
    plan = [("only", samples[:40])]
    train(plan, 0, out)
    with pytest.raises(FootnoteError, match=r"another training \(seed 0, not 1\)"):
        train(plan, 1, out)
    with pytest.raises(FootnoteError, match=r"another training \(share 1.0, not 0.5\)"):
        train(plan, 0, out, share=0.5)
    with pytest.raises(FootnoteError, match=r"another training \(steps \d+, not \d+\)"):
        train([*plan, ("more", samples[:40])], 0, out)
    for strange in ({"model": torch.zeros(1)}, [1]):
        torch.save(strange, out / STATE)
        with pytest.raises(FootnoteError, match="no state"):
            train(plan, 0, out)
    for content in (b"", b"no state at all", b"PK\x03\x04 cut"):
        (out / STATE).write_bytes(content)
        with pytest.raises(FootnoteError, match="no state"):
            train(plan, 0, out)


def test_weights_travel(samples: list[Sample], out: Path) -> None:
    """Saved in half precision and loaded, they answer alike; a file of other keys is refused."""
    (read, *_) = samples[0].reads
    ids, types = torch.tensor([read.window.ids]), torch.tensor([read.window.types])

    def logits(model: SpanModel) -> torch.Tensor:
        with torch.inference_mode():
            found: torch.Tensor = model(ids, types, torch.ones_like(ids))
        return found

    torch.manual_seed(3)
    model, again = SpanModel().eval(), SpanModel().eval()
    with torch.no_grad():
        model.bert.encoder.layer[0].attention.self.query.weight.mul_(1.1)
    save_weights(trained(model), out / "weights.safetensors")
    assert (logits(again) - logits(model)).abs().max() > 0.1
    load_weights(again, out / "weights.safetensors")
    assert (logits(again) - logits(model)).abs().max() < 0.01

    found = load_file(out / "weights.safetensors")
    assert {tensor.dtype for tensor in found.values()} == {torch.float16}
    kept = {name: tensor for name, tensor in found.items() if name != "head.bias"}
    for strange in (kept, {**found, "more": torch.zeros(1)}):
        save_file(strange, out / "strange.safetensors")
        with pytest.raises(FootnoteError, match=r"is not of this model: '(head.bias|more)'"):
            load_weights(again, out / "strange.safetensors")
