"""The state of a training in a file, from which a later call goes on after it was stopped.

It carries what it is the state of, so that another training does not go on from it.
"""

from collections.abc import Mapping
from pathlib import Path
from pickle import UnpicklingError
from typing import Any

import torch

from index.errors import FootnoteError

STATE = "state.pt"  # in the output folder
KEYS = {"of", "model", "average", "optimiser", "done"}


def save_state(file: Path, of: Mapping[str, float], parts: Mapping[str, Any]) -> None:
    """Write the state of the training that ``of`` describes; a crash leaves the file before."""
    part = file.with_suffix(".part")
    torch.save({"of": dict(of), **parts}, part)
    part.replace(file)


def load_state(file: Path, of: Mapping[str, float]) -> dict[str, Any] | None:
    """What ``save_state`` wrote, None if there is no file; ``of`` may name less than was written.

    Raises:
        FootnoteError: the file is of another training, or no such file.
    """
    if not file.exists():
        return None
    other = "name another folder with --out, or remove the file"
    try:
        found = torch.load(file, weights_only=True)
    except (UnpicklingError, RuntimeError, EOFError) as error:
        raise FootnoteError(f"{file} is no state of a training: {other}.") from error
    if not isinstance(found, dict) or found.keys() != KEYS:
        raise FootnoteError(f"{file} is no state of this version's training: {other}.")
    for name, value in of.items():
        if found["of"].get(name) != value:
            was = found["of"].get(name)
            raise FootnoteError(
                f"{file} is of another training ({name} {was}, not {value}): {other}."
            )
    return found
