"""The int8 file answers as the weights do that it was made of."""

import os
from pathlib import Path

import pytest

from eval.gold import read_squad
from eval.squad import evaluate_squad
from qa.onnx_model import READER
from qa.readers import default_reader, open_reader

POINTS = 0.5  # of F1 that quantising may cost or give
QUESTIONS = 500  # spread evenly over the articles


@pytest.mark.slow
def test_quantised_as_good_as_whole() -> None:
    """On SQuAD 2.0's valid articles F1 is that of torch in full precision, within half a point."""
    data = os.environ.get("FOOTNOTE_DATA")
    if not data:
        pytest.skip("FOOTNOTE_DATA names no folder with the articles")
    articles = read_squad(Path(data) / "valid" / "squad2.json.gz")
    small, whole = (
        evaluate_squad(articles, level="paragraph", limit=QUESTIONS, reader=reader)
        for reader in (default_reader(), open_reader(str(READER.file)))
    )
    assert abs(small.scores["f1"] - whole.scores["f1"]) <= POINTS
