"""The reader's weights: the adapter merged into the encoder's, as an int8 ONNX file.

Run as a program of its own (``python -m qa.reader_export FOLDER``) by ``index/exported.py``, so
that torch never lives in the process that answers. An export that does not agree with torch on
the questions below is thrown away. The file that results is read by ``span_reader.py``.
"""

import hashlib
import json
import sys
import tempfile
from pathlib import Path

from qa.pairs import windows
from qa.span_reader import ADAPTER, ADAPTER_SHA256

OPSET = 20
MAX_TOKENS = 512  # positions of the model
# int8 against torch, over the logits of PAIRS; MEASURED
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


def export(folder: Path) -> None:
    """Write ``reader.onnx`` and ``reader.json`` (its sha256 and parity) into a folder.

    The graph takes ``input_ids`` and ``token_type_ids`` (1, tokens) int64 of one window, without
    padding, and gives ``logits`` (tokens, 2) float32 of start and end.

    Raises:
        SystemExit: the adapter is not the expected one, or the export does not agree.
    """
    digest = hashlib.sha256(ADAPTER.read_bytes()).hexdigest()
    if digest != ADAPTER_SHA256:
        sys.exit(f"The reader's adapter has sha256 {digest}, not {ADAPTER_SHA256}: reinstall.")

    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic

    from qa.training.model import SpanModel, load_adapter, merge

    model = SpanModel()
    load_adapter(model, ADAPTER)
    merge(model)

    class OneWindow(torch.nn.Module):
        """The model for one window, without padding and so without a mask."""

        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids: torch.Tensor, token_type_ids: torch.Tensor) -> torch.Tensor:
            logits: torch.Tensor = self.model(input_ids, token_type_ids, torch.ones_like(input_ids))
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
        small = folder / "reader.onnx"
        quantize_dynamic(full, small, per_channel=True, weight_type=QuantType.QInt8)

    correlation, agreement = _parity(wrapped, small)
    if correlation < MIN_CORRELATION or agreement < MIN_AGREEMENT:
        small.unlink()
        sys.exit(
            f"The reader's export agrees with torch only to a correlation of {correlation:.4f} "
            f"and in {agreement:.0%} of the answers: report this."
        )
    record = {
        "onnx_sha256": hashlib.sha256(small.read_bytes()).hexdigest(),
        "adapter_sha256": ADAPTER_SHA256,
        "correlation": round(correlation, 4),
        "agreement": round(agreement, 4),
    }
    (folder / "reader.json").write_text(json.dumps(record, indent=1) + "\n")


def _parity(model, onnx_file: Path) -> tuple[float, float]:  # type: ignore[no-untyped-def]
    """Correlation of all logits, and share of likeliest starts and ends that are the same."""
    import numpy as np
    import onnxruntime
    import torch

    session = onnxruntime.InferenceSession(onnx_file, providers=["CPUExecutionProvider"])
    theirs, ours = [], []
    for question in QUESTIONS:
        for window in windows(question, TEXT):
            ids, types = np.array([window.ids]), np.array([window.types])
            with torch.no_grad():
                theirs.append(model(torch.from_numpy(ids), torch.from_numpy(types)).numpy())
            (logits,) = session.run(None, {"input_ids": ids, "token_type_ids": types})
            ours.append(logits)
    pairs = list(zip(theirs, ours, strict=True))
    same = np.mean([t.argmax(axis=0) == o.argmax(axis=0) for t, o in pairs])
    flat = [np.concatenate([logits.ravel() for logits in side]) for side in (theirs, ours)]
    return float(np.corrcoef(*flat)[0, 1]), float(same)


if __name__ == "__main__":
    export(Path(sys.argv[1]))
