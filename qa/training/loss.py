"""The loss of a question: where its answer starts, where it ends, and what is inside.

The cross-entropy of where the answer starts and of where it ends, each in one softmax over the
wordpieces of all its passages and "not here" (shared normalisation: Clark and Gardner 2018,
"Simple and Effective Multi-Paragraph Reading Comprehension", section 3.3). A wordpiece counts by
how much it exceeds the [CLS] of its own passage, and "not here" is zero, so that with one passage
this is the loss of Devlin et al. 2019, "BERT", section 4.3. A third output learns which wordpieces
are inside an answer (Segal et al. 2020, "A Simple and Effective Model for Answering Multi-span
Questions").
"""

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import Module
from torch.nn.functional import binary_cross_entropy_with_logits

from qa.training.samples import Read, Sample

INSIDE = 1.0  # weight of the third output's loss, a mean over wordpieces


def loss_of(model: Module, batch: Sequence[Sample]) -> Tensor:
    """The mean loss of some questions, a scalar; the model is a ``SpanModel`` or alike."""
    logits = _logits(model, [read for one in batch for read in one.reads])
    total, row = torch.zeros(()), 0
    for one in batch:
        own = [
            logits[row + i, read.window.first : read.window.first + len(read.window.offsets)]
            for i, read in enumerate(one.reads)
        ]
        absent = logits[row : row + len(one.reads), 0]
        row += len(one.reads)
        for side in (0, 1):
            total = _add_side(total, one, own, absent, side)
        for part, read in zip(own, one.reads, strict=True):
            inside = _inside(read, every=one.every)
            total = total + INSIDE / len(one.reads) * binary_cross_entropy_with_logits(
                part[:, 2], inside
            )
    return total / len(batch)


def _logits(model: Module, reads: Sequence[Read]) -> Tensor:
    """(reads, tokens, 3), of which those past a window's end mean nothing."""
    size = max(len(read.window.ids) for read in reads)
    ids, types, mask = (torch.zeros(len(reads), size, dtype=torch.int64) for _ in range(3))
    for row, read in enumerate(reads):
        length = len(read.window.ids)
        ids[row, :length] = torch.tensor(read.window.ids)
        types[row, :length] = torch.tensor(read.window.types)
        mask[row, :length] = 1
    with torch.autocast("cpu", torch.bfloat16):
        logits: Tensor = model(ids, types, mask)
    return logits.float()


def _add_side(
    total: Tensor, one: Sample, own: Sequence[Tensor], absent: Tensor, side: int
) -> Tensor:
    """The total and the cross-entropy of where the answer starts (side 0) or ends (side 1).

    Of several answers of which any is right, their probabilities are added up; where all are
    right, their losses are averaged.
    """
    above = [part[:, side] - zero[side] for part, zero in zip(own, absent, strict=True)]
    everywhere = torch.cat([*above, torch.zeros(1)]).logsumexp(0)
    right = [
        part[answer[side] - read.window.first]
        for part, read in zip(above, one.reads, strict=True)
        for answer in read.answers
    ]
    if not right:
        return total + everywhere
    if one.every:
        return total + everywhere - torch.stack(right).mean()
    return total + everywhere - torch.stack(right).logsumexp(0)


def _inside(read: Read, *, every: bool) -> Tensor:
    """(wordpieces,) 1 inside the answers, 0 elsewhere; if any is right, inside the first."""
    inside = torch.zeros(len(read.window.offsets))
    for first, last in read.answers if every else read.answers[:1]:
        inside[first - read.window.first : last - read.window.first + 1] = 1
    return inside
