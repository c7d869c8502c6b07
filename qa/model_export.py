"""Bundled weights and the encoder's word embeddings, as one int8 ONNX file.

Run as a program of its own (``python -m qa.model_export NAME FOLDER``) by ``index/exported.py``,
so that torch never lives in the process that answers. An export that does not agree with torch on
the questions below is thrown away. The file that results is read by ``onnx_model.py``.
"""

import hashlib
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from index.errors import FootnoteError
from qa.onnx_model import FOLLOWUP, READER, Bundled
from qa.pairs import windows

OPSET = 20
MAX_TOKENS = 512  # positions of the model
# int8 against torch, over the logits of a model's own samples; 0.9965 and all of them (reader),
# 0.9973 and all of them (followup) were measured.
MIN_CORRELATION = 0.97
MIN_AGREEMENT = 0.75  # of the likeliest starts and ends

TEXT = (
    "The old bridge over the Weir was closed in May 2019, after engineers had found cracks in "
    "two of its seven arches. Repairs cost the town of Ansbury nearly 3.4 million pounds, of "
    "which the county paid a third. Mayor Ruth Calloway opened it again on 14 March 2021; "
    "lorries of more than 12 tonnes are still not allowed to cross. Traders in Mill Lane had "
    "complained that the detour cost them half of their customers."
)
QUESTIONS = (
    "When was the bridge closed?",
    "Why was it closed?",
    "How much did the repairs cost?",
    "who opened the bridge again",
    "What share did the county pay?",
    "Who complained about the detour?",
    "Which vehicles may not cross?",
    "How many arches had cracks?",
    "Who designed the bridge?",
    "What is the capital of France?",
)


# The questions of the model that finds what a question needs of a conversation, and that.
FOLLOW_UPS = (
    "why?",
    "since when",
    "who told him so?",
    "and the county?",
    "how long did they take?",
    "Which bridge is the oldest in Europe?",
)
CONVERSATION = (
    "When was the old bridge over the Weir closed? May 2019. The old bridge over the Weir was "
    "closed in May 2019, after engineers had found cracks in two of its seven arches.\n"
    "Who paid for the repairs? the town of Ansbury. Repairs cost the town of Ansbury nearly 3.4 "
    "million pounds, of which the county paid a third.\n"
    "What did Mayor Ruth Calloway say about the detour? No answer."
)
SAMPLES = {READER: (QUESTIONS, TEXT), FOLLOWUP: (FOLLOW_UPS, CONVERSATION)}


def export(bundled: Bundled, folder: Path) -> None:
    """Write ``NAME.onnx`` and ``NAME.json`` (its sha256 and parity) into a folder.

    The graph takes ``input_ids`` and ``token_type_ids`` (1, tokens) int64 of one window, without
    padding, and gives ``logits`` (tokens, 3) float32 of start, end and inside.

    Raises:
        SystemExit: the weights are not the expected ones, or the export does not agree.
    """
    try:
        bundled.weights.read()
    except FootnoteError as error:
        sys.exit(str(error))

    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic

    from qa.training.model import SpanModel, load_weights

    model = SpanModel(bundled.layers)
    load_weights(model, bundled.file)

    class OneWindow(torch.nn.Module):
        """The model for one window; like the encoder's export without the mask that BERT adds."""

        def __init__(self) -> None:
            super().__init__()
            self.embeddings, self.layers = model.bert.embeddings, model.bert.encoder
            self.head = model.head

        def forward(self, input_ids: torch.Tensor, token_type_ids: torch.Tensor) -> torch.Tensor:
            words = self.embeddings(input_ids=input_ids, token_type_ids=token_type_ids)
            logits: torch.Tensor = self.head(self.layers(words).last_hidden_state)
            return logits[0]

    tokens = torch.export.Dim("tokens", min=3, max=MAX_TOKENS)
    wrapped = OneWindow().eval()
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        full = Path(scratch) / "full.onnx"
        torch.onnx.export(
            wrapped,
            (torch.ones(1, 16, dtype=torch.int64), torch.ones(1, 16, dtype=torch.int64)),
            str(full),
            input_names=["input_ids", "token_type_ids"],
            output_names=["logits"],
            dynamic_shapes=({1: tokens}, {1: tokens}),
            dynamo=True,
            external_data=False,
            opset_version=OPSET,
            verbose=False,
        )
        small = folder / f"{bundled.name}.onnx"
        quantize_dynamic(full, small, per_channel=True, weight_type=QuantType.QInt8)

    correlation, agreement = _parity(wrapped, small, *SAMPLES[bundled])
    if correlation < MIN_CORRELATION or agreement < MIN_AGREEMENT:
        small.unlink()
        sys.exit(
            f"The export of the {bundled.name} agrees with torch only to a correlation of "
            f"{correlation:.4f} and in {agreement:.0%} of the answers: report this."
        )
    record = {
        "onnx_sha256": hashlib.sha256(small.read_bytes()).hexdigest(),
        "weights_sha256": bundled.sha256,
        "correlation": round(correlation, 4),
        "agreement": round(agreement, 4),
    }
    (folder / f"{bundled.name}.json").write_text(json.dumps(record, indent=1) + "\n")


def _parity(  # type: ignore[no-untyped-def]
    model, onnx_file: Path, questions: Sequence[str], text: str
) -> tuple[float, float]:
    """Correlation of all logits, and share of likeliest starts and ends that are the same."""
    import numpy as np
    import onnxruntime
    import torch

    session = onnxruntime.InferenceSession(onnx_file, providers=["CPUExecutionProvider"])
    theirs, ours = [], []
    for question in questions:
        for window in windows(question, text):
            ids, types = np.array([window.ids]), np.array([window.types])
            with torch.no_grad():
                theirs.append(model(torch.from_numpy(ids), torch.from_numpy(types)).numpy())
            (logits,) = session.run(None, {"input_ids": ids, "token_type_ids": types})
            ours.append(logits)
    pairs = list(zip(theirs, ours, strict=True))
    same = np.mean([t[:, :2].argmax(axis=0) == o[:, :2].argmax(axis=0) for t, o in pairs])
    full, small = (np.concatenate([one.ravel() for one in side]) for side in (theirs, ours))
    return float(np.corrcoef(full, small)[0, 1]), float(same)


if __name__ == "__main__":
    name, folder = sys.argv[1:]
    export({one.name: one for one in SAMPLES}[name], Path(folder))
