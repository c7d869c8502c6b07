"""A process that answers once: it looks for no garbage, and only while it does so."""

import gc

import pytest

from ui.brief import briefly


def test_garbage_is_looked_for_again_afterwards() -> None:
    """Also after an error."""
    with briefly():
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(ValueError, match="wrong"), briefly():
        raise ValueError("wrong")
    assert gc.isenabled()
