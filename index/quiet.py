"""Models of transformers loaded without a word or a bar of the libraries'.

What matters is told in Footnote's own sentences, and its own bars may be on the screen.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager


@contextmanager
def quiet() -> Iterator[None]:
    """Silence transformers and huggingface_hub for as long as the block lasts."""
    from huggingface_hub.utils import logging as hub
    from transformers.utils import logging as own

    with ExitStack() as after:
        for log in (own, hub):
            after.callback(log.set_verbosity, log.get_verbosity())
            log.set_verbosity(log.CRITICAL)
        if own.is_progress_bar_enabled():  # the hub's bars go and come with these
            after.callback(own.enable_progress_bar)
            own.disable_progress_bar()  # type: ignore[no-untyped-call]
        yield
