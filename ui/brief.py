"""How a process lives that answers once and ends: without ever looking for garbage.

Python looks through all objects for cycles again and again while modules are imported, and once
more when it ends; that took a sixth of the time of ``footnote ask``. What counting references
frees is freed all the same.
"""

import atexit
import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def briefly() -> Iterator[None]:
    """Within the block no cycles are looked for, nor in what is left of it when Python ends."""
    atexit.register(gc.freeze)
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
