"""Any sentence-transformers model as the encoder, in full precision, on the GPU if there is one.

For those who want another model than the bundled one, such as a multilingual one. It needs torch
whenever the library is asked. Weights are read from safetensors files only, code that a model
brings along is never run, and only a name on the hub is ever downloaded, once.
"""

import hashlib
import json
import threading
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.embed import MAX_CHARACTERS, WEIGHTS_SHA256, tokenizer_file, weights
from index.encoders import BUNDLED, TORCH
from index.errors import UserError
from index.quiet import quiet

BATCH = 32  # texts at once on a GPU
CODE = "sentence_transformers."  # what the modules of a model begin with
PICKLED = "pytorch_model.bin"
SAFE = "model.safetensors"
NOT_NEEDED = ["*.bin", "*.pt", "*.pkl", "*.h5", "*.msgpack", "*.ot", "*.onnx", "*.py", "openvino/*"]


class TorchEncoder:
    """An ``Encoder`` over a model's folder or its name on the Hugging Face hub.

    Safe from many threads, of which one encodes at a time. On a CPU it reads one text a run, so
    that a vector depends on its own text only; on a GPU several, of which each changes the others
    by what floating point rounds, about 1e-6.

    Raises:
        UserError: there is no such model, or it cannot be used; the sentence says why.

    >>> encoder = TorchEncoder("intfloat/multilingual-e5-small")  # doctest: +SKIP
    """

    def __init__(self, name: str) -> None:
        self.name = name + TORCH
        self._alone = threading.Lock()  # a tokenizer fails where two threads borrow it
        try:
            self._model = _loaded(_bundled() if name == BUNDLED else _folder(name))
            self._counter = _counter(self._model)
            self.dimension = len(self._encoded(["It rained."])[0])
        except UserError:
            raise
        except Exception as error:
            why = next(iter(str(error).strip().splitlines()), type(error).__name__)
            raise UserError(f"The encoder {name!r} cannot be used: {why}") from error
        self.sha256 = _digest(self._model, self._counter)
        if name == BUNDLED:
            self.sha256 = WEIGHTS_SHA256  # as of the bundled encoder, whose vectors are near
            self.languages = frozenset({"en"})

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors (len(texts), dimension) float32 of unit length."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        with self._alone:
            return self._encoded([text[:MAX_CHARACTERS] for text in texts])

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """How many tokens the model's own tokenizer makes of each text."""
        with self._alone:
            return [
                len(encoding)
                for first in range(0, len(texts), 1_000)
                for encoding in self._counter.encode_batch_fast(
                    texts[first : first + 1_000], add_special_tokens=False
                )
            ]

    def _encoded(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = self._model.encode(
            list(texts),
            batch_size=1 if self._model.device.type == "cpu" else BATCH,
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        return np.asarray(vectors, dtype=np.float32)


@cache
def torch_encoder(name: str) -> TorchEncoder:
    """One of each name for the whole process; a path has to be absolute."""
    return TorchEncoder(name)


def _bundled() -> Path:
    tokenizer_file().read()
    weights().read()
    return weights().file.parent


def _folder(name: str) -> Path:
    """Where a model lies: its own folder, else the hub's copy on this machine, else downloaded."""
    if Path(name).is_absolute():
        return Path(name)
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import LocalEntryNotFoundError

    try:
        there = Path(snapshot_download(name, local_files_only=True))
    except LocalEntryNotFoundError:
        there = None
    if there is None or not (there / "modules.json").exists():
        with quiet():
            there = Path(snapshot_download(name, ignore_patterns=NOT_NEEDED))
    return there


def _loaded(folder: Path) -> Any:
    """The model in a folder, all of whose modules are sentence-transformers' own."""
    modules = folder / "modules.json"
    if not modules.is_file():
        raise UserError(
            f"{folder} holds no model of sentence-transformers (it has no modules.json): name the "
            "folder of one, or its name on the Hugging Face hub."
        )
    for module in json.loads(modules.read_bytes()):
        place = folder / str(module["path"])
        if not str(module["type"]).startswith(CODE):
            raise UserError(
                f"{folder} brings code of its own ({module['type']}), which Footnote never runs: "
                "name a model without any."
            )
        if (place / PICKLED).exists() and not (place / SAFE).exists():
            raise UserError(
                f"{place / PICKLED} may hold code, and is not read: name a model whose weights "
                "are safetensors files."
            )
    from sentence_transformers import SentenceTransformer

    with quiet():
        return SentenceTransformer(
            str(folder),
            local_files_only=True,
            trust_remote_code=False,
            model_kwargs={"use_safetensors": True},
        ).float()


def _counter(model: Any) -> Any:
    """A copy of the model's tokenizer that neither pads nor cuts."""
    from tokenizers import Tokenizer

    counter = Tokenizer.from_str(model.tokenizer.backend_tokenizer.to_str())
    counter.no_padding()
    counter.no_truncation()
    return counter


def _digest(model: Any, counter: Any) -> str:
    """Another text for other weights or another tokenizer, wherever they come from."""
    whole = hashlib.sha256(counter.to_str().encode())
    for name, values in sorted(model.state_dict().items()):
        whole.update(name.encode())
        whole.update(values.cpu().contiguous().numpy())
    return whole.hexdigest()
