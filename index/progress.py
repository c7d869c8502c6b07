"""How long work tells where it stands: a callback that takes a ``Progress``.

Drawing it is the business of ``ui``.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """``done`` of ``total`` steps of a stage, such as "Embedding passages"."""

    stage: str
    done: int
    total: int


OnProgress = Callable[[Progress], None]


def silent(_progress: Progress) -> None:
    """Tell nobody."""
