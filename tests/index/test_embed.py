"""The encoder: exported once, checked, and independent of what else it reads."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Encoder, default_encoder
from index.embed import MAX_TOKENS
from tests.conftest import ARTICLE

ROOT = ARTICLE.parent.parent


def test_the_default_encoder_is_an_encoder() -> None:
    """It has what the protocol asks for, and says which weights it is made of."""
    encoder = default_encoder()
    assert isinstance(encoder, Encoder)
    assert encoder is default_encoder()
    assert (encoder.dimension, len(encoder.sha256)) == (384, 64)


@settings(max_examples=30)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=6))
def test_a_vector_depends_on_its_own_text_only(texts: list[str]) -> None:
    """Alone or among others, a text gets the same unit vector, bit for bit."""
    encoder = default_encoder()
    together = encoder.encode(texts)
    assert together.shape == (len(texts), 384)
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1.0, atol=1e-5)
    for text, vector in zip(texts, together, strict=True):
        np.testing.assert_array_equal(encoder.encode([text])[0], vector)


def test_a_long_text_is_cut_and_counted_whole() -> None:
    """Only the first 256 wordpieces count for the vector; all are counted."""
    encoder = default_encoder()
    words = "word " * 1_000
    assert encoder.count_tokens([words, "", "two words"]) == [1_000, 0, 2]
    cut = "word " * (MAX_TOKENS - 2)
    np.testing.assert_array_equal(encoder.encode([words]), encoder.encode([cut]))
    assert encoder.encode([]).shape == (0, 384)


def test_the_export_agrees_with_torch() -> None:
    """The gate of the export: mean cosine of at least 0.99 with torch, on the article."""
    record = json.loads(default_encoder()._onnx_file.with_name("encoder.json").read_text())
    assert record["mean_cosine"] >= 0.99
    assert record["weights_sha256"] == default_encoder().sha256


PREPARE = "from index import default_encoder; print(default_encoder().encode(['x']).shape)"


@pytest.mark.parametrize("hindrance", ["file", "read-only"])
def test_a_cache_that_cannot_be_written(tmp_path: Path, hindrance: str) -> None:
    """Bad input: the sentence names the folder and the way out."""
    cache = tmp_path / "cache"
    if hindrance == "file":
        cache.write_text("in the way")
    else:
        cache.mkdir(mode=0o500)
        if os.access(cache, os.W_OK):
            pytest.skip("this user may write everywhere")
    done = subprocess.run(
        [sys.executable, "-c", PREPARE],
        env=os.environ | {"XDG_CACHE_HOME": str(cache), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "cannot be kept in" in done.stderr
    assert "XDG_CACHE_HOME" in done.stderr
