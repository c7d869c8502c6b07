"""Which encoder encodes: the bundled one, or another that somebody names.

Any other object with the attributes of ``embed.Encoder`` can be given to ``Library.open`` as
well; these are the ones that a command line can name and that a library finds again by itself.
"""

from index.embed import Encoder, default_encoder
from index.model_name import located
from index.progress import OnProgress, Progress, silent

BUNDLED = "torch"  # names the bundled encoder's weights, read by torch
TORCH = " (torch)"  # ends the name that a catalogue keeps of an encoder that torch reads
MOVED = "name a model's folder, or put back the one that the library was made with"


def open_encoder(name: str | None = None, on_progress: OnProgress = silent) -> Encoder:
    """The bundled encoder, or another; opened again it is not loaded again.

    Args:
        name: None for the bundled one, made ready first if this machine has not done so yet
            (about 30 s). Else a model of sentence-transformers: its folder, or its name on the
            Hugging Face hub, which needs a network the first time; "torch" for the bundled
            weights in full precision.
        on_progress: told while it is made ready.

    Raises:
        UserError: there is no such model, or it cannot be used.
        FootnoteError: the bundled one could not be made ready; the sentence says why.
    """
    if name is None:
        return default_encoder(on_progress)
    path = name if name == BUNDLED else located(name, "encoder", MOVED)
    from index.torch_encoder import torch_encoder

    stage = f"Loading {name}"
    on_progress(Progress(stage, 0, 1))
    encoder = torch_encoder(path)
    on_progress(Progress(stage, 1, 1))
    return encoder


def name_of(recorded: str) -> str | None:
    """What ``open_encoder`` calls the encoder that a catalogue names; None for the bundled one.

    >>> name_of("intfloat/multilingual-e5-small (torch)"), name_of("all-MiniLM-L6-v2 (int8)")
    ('intfloat/multilingual-e5-small', None)
    """
    return recorded.removesuffix(TORCH) if recorded.endswith(TORCH) else None
