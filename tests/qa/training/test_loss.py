"""The loss is what its docstring says: a plain reference in numpy gives the same."""

from collections.abc import Sequence

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from index import Span
from qa.training.loss import INSIDE, loss_of
from qa.training.samples import Sample, sample
from qa.training.stages import Example, PassageSpan

LONG = "Ann met Bob by the old mill, then left. " * 40


class Lookup(nn.Module):
    """Logits of each wordpiece from a table, told apart by the window's other wordpieces."""

    def __init__(self) -> None:
        super().__init__()
        self.table = nn.Embedding(30_522, 3)
        nn.init.normal_(self.table.weight, std=3, generator=torch.Generator().manual_seed(0))

    def forward(self, input_ids: Tensor, token_type_ids: Tensor, mask: Tensor) -> Tensor:
        """(windows, tokens, 3); padding gets large logits that must not count."""
        shift = (input_ids.sum(1) % 7 + token_type_ids.sum(1) % 3) / 5
        logits: Tensor = self.table(input_ids) * (1 + shift[:, None, None])
        return logits + 50 * (1 - mask[:, :, None])


def made(*passages: str, answers: Sequence[str] = (), every: bool = False) -> Sample:
    places = tuple(
        PassageSpan(i, Span(passage.index(answer), passage.index(answer) + len(answer)))
        for answer in answers
        for i, passage in enumerate(passages)
        if answer in passage
    )
    found = sample(Example("Who met Bob there?", passages, places, every))
    assert found is not None
    return found


SAMPLES = {
    "one": made("It was Ann Lee.", answers=["Ann Lee"]),
    "none": made("It was not said."),
    "several": made("Ann, Carol and Dora came.", answers=["Ann", "Carol and Dora"]),
    "every": made("Ann, Carol and Dora came.", answers=["Ann", "Carol", "Dora"], every=True),
    "passages": made("Nobody.", "It was Ann.", "It was some time ago.", answers=["Ann"]),
    "in two passages": made("Ann came.", "It was Ann.", answers=["Ann"]),
    "every, in two": made("Ann came.", "Ann and Carol.", answers=["Ann", "Carol"], every=True),
    "none of several": made("Nobody.", "It was some time ago."),
    "windows": made(LONG, answers=["mill"]),
}


def log_sum(values: Sequence[float]) -> float:
    return float(np.log(np.sum(np.exp(np.array(values, dtype=np.float64)))))


def reference(model: nn.Module, one: Sample) -> float:
    """The loss of a question, window by window and wordpiece by wordpiece."""
    outputs = []
    for read in one.reads:
        ids = torch.tensor([read.window.ids])
        types = torch.tensor([read.window.types])
        outputs.append(model(ids, types, torch.ones_like(ids))[0].detach().double().numpy())
    loss = 0.0
    for side in (0, 1):
        everything, right = [0.0], []
        for read, logits in zip(one.reads, outputs, strict=True):
            for i in range(len(read.window.offsets)):
                at = read.window.first + i
                above = logits[at, side] - logits[0, side]
                everything.append(above)
                right += [above for answer in read.answers if answer[side] == at]
        if not right:
            loss += log_sum(everything)
        elif one.every:
            loss += log_sum(everything) - float(np.mean(right))
        else:
            loss += log_sum(everything) - log_sum(right)
    for read, logits in zip(one.reads, outputs, strict=True):
        costs = []
        for i in range(len(read.window.offsets)):
            at = read.window.first + i
            answers = read.answers if one.every else read.answers[:1]
            inside = any(first <= at <= last for first, last in answers)
            costs.append(np.log1p(np.exp(-logits[at, 2] if inside else logits[at, 2])))
        loss += INSIDE * float(np.mean(costs)) / len(one.reads)
    return loss


@pytest.mark.parametrize("name", SAMPLES)
def test_one(name: str) -> None:
    """A question's loss is the reference's."""
    model, one = Lookup(), SAMPLES[name]
    assert loss_of(model, [one]).item() == pytest.approx(reference(model, one), rel=1e-5)


def test_a_batch_is_the_mean() -> None:
    """Questions of any number of windows and any length do not touch each other."""
    model, batch = Lookup(), list(SAMPLES.values())
    expected = np.mean([reference(model, one) for one in batch])
    assert loss_of(model, batch).item() == pytest.approx(expected, rel=1e-5)
    assert loss_of(model, batch[::-1]).item() == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize("name", ["one", "none"])
def test_one_passage_is_the_textbook(name: str) -> None:
    """With one passage: cross-entropy over [CLS] and the passage, [CLS] for no answer."""
    model, one = Lookup(), SAMPLES[name]
    (read,) = one.reads
    ids = torch.tensor([read.window.ids])
    logits = model(ids, torch.tensor([read.window.types]), torch.ones_like(ids))[0]
    first, size = read.window.first, len(read.window.offsets)
    kept = torch.cat([logits[:1], logits[first : first + size]])
    expected, inside = 0.0, torch.zeros(size)
    for side in (0, 1):
        right = read.answers[0][side] - first + 1 if read.answers else 0
        expected += nn.functional.cross_entropy(kept[:, side], torch.tensor(right)).item()
    for start, end in read.answers:
        inside[start - first : end - first + 1] = 1
    expected += nn.functional.binary_cross_entropy_with_logits(kept[1:, 2], inside).item()
    assert loss_of(model, [one]).item() == pytest.approx(expected, rel=1e-5)


def test_it_reaches_the_model() -> None:
    """Every output of an answer's wordpieces, and of [CLS], has a gradient."""
    model = Lookup()
    loss_of(model, [SAMPLES["one"]]).backward()
    (read,) = SAMPLES["one"].reads
    gradient = model.table.weight.grad
    assert gradient is not None
    (first, last) = read.answers[0]
    for at in range(first, last + 1):
        assert gradient[read.window.ids[at]].abs().min() > 0
    assert gradient[101, :2].abs().min() > 0
