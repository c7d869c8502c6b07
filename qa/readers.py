"""Which reader reads: the bundled one, or another that somebody names.

Any other object with the method of ``reader.Reader`` can be given to ``qa.ask`` as well; these
are the ones that a command line can name.
"""

import hashlib
from functools import cache
from pathlib import Path

from index import OnProgress, Progress, UserError, default_encoder, silent
from index.exported import exported
from index.model_name import located
from qa.onnx_model import READER, OnnxModel
from qa.span_reader import CONSTANTS, SpanReader


def open_reader(name: str | None = None, on_progress: OnProgress = silent) -> SpanReader:
    """The bundled reader, or one with another model in it.

    Opened again it is not loaded again. Another model's probabilities have not been
    calibrated: choose a threshold for it (``footnote calibrate --reader NAME``).

    Args:
        name: None for the bundled reader, made ready first if this machine has not done so yet
            (about 30 s). Else a question-answering model of transformers that can say that there
            is no answer: its folder, or its name on the Hugging Face hub, which needs a network
            the first time. Or weights that training wrote, a file NAME.safetensors.
        on_progress: told while it is made ready.

    Raises:
        UserError: there is no such model, or it is none that answers questions.
        FootnoteError: the bundled one could not be made ready; the sentence says why.
    """
    if name is None:
        return _bundled(exported(READER.export, on_progress))
    stage = f"Loading {name}"
    on_progress(Progress(stage, 0, 1))
    path = located(name, "reader", "name a model's folder, or weights", ending=".safetensors")
    reader = _named(path)
    on_progress(Progress(stage, 1, 1))
    return reader


def default_reader(on_progress: OnProgress = silent) -> SpanReader:
    """The bundled reader: ``open_reader(None)``."""
    return open_reader(None, on_progress)


@cache
def _bundled(onnx_file: Path) -> SpanReader:
    """One session for the whole process."""
    return SpanReader(OnnxModel(onnx_file), default_encoder(), f"{READER.export.key} {CONSTANTS}")


@cache
def _named(name: str) -> SpanReader:
    """One of each name for the whole process; a path has to be absolute."""
    path = Path(name)
    if path.is_absolute() and path.is_file():
        return _trained(path)
    from qa.transformers_model import TransformersModel

    model = TransformersModel(name)
    return SpanReader(model, default_encoder(), f"{model.mark} {CONSTANTS}")


def _trained(file: Path) -> SpanReader:
    from safetensors import SafetensorError

    from qa.torch_model import TorchModel
    from qa.training.model import BadWeights

    try:
        model = TorchModel(file)
    except (BadWeights, SafetensorError, RuntimeError, OSError) as error:
        why = next(iter(str(error).strip().splitlines()), type(error).__name__)
        raise UserError(
            f"{file} does not hold weights of the reader, as training writes them: {why}"
        ) from error
    mark = hashlib.sha256(file.read_bytes()).hexdigest()[:12]
    return SpanReader(model, default_encoder(), f"{mark} {CONSTANTS}")
