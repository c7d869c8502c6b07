"""Fits the sentence reader's logistic regression, and the threshold below which it abstains.

    python -m eval.fit_reader --data FOLDER

FOLDER holds ``train/squad2.json.gz`` and ``valid/squad2.json.gz`` (see docs/data.md). The
weights are fitted on ``train``, whole articles as documents; the threshold is the one with the
best mean of answer rate and abstention rate on ``valid``. The bundled article takes no part.
"""

import argparse
import gzip
import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from index import Library
from qa.retrieve import retrieve
from qa.sentence_reader import SentenceReader


def articles(file: Path) -> Iterator[tuple[str, list[tuple[str, list[tuple[int, int]]]]]]:
    """Each article's text, and its questions with the answers' places in that text."""
    data: dict[str, Any] = json.loads(gzip.decompress(file.read_bytes()))
    for article in data["data"]:
        text, questions = "", []
        for paragraph in article["paragraphs"]:
            for row in paragraph["qas"]:
                places = [
                    (len(text) + a["answer_start"], len(text) + a["answer_start"] + len(a["text"]))
                    for a in row["answers"]
                ]
                questions.append((row["question"], places))
            text += paragraph["context"] + "\n\n"
        yield text, questions


def examples(file: Path, step: int) -> Iterator[tuple[NDArray[np.float64], NDArray[np.bool_]]]:
    """Every step-th question: its sentences' features, and which of them hold an answer."""
    for text, questions in articles(file):
        with tempfile.TemporaryDirectory() as folder, Library.open(folder) as library:
            library.add(text=text)
            reader = SentenceReader(library.encoder)
            for question, places in questions[::step]:
                hits = retrieve(question, library)
                holds = [
                    any(s.start <= start and end <= s.end for start, end in places)
                    for hit in hits
                    for s in hit.sentences
                ]
                yield reader.features(question, hits), np.array(holds)


def main() -> None:
    """Print the constants of ``qa/sentence_reader.py`` and ``qa/decide.py``."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--data", type=Path, default=os.environ.get("FOOTNOTE_DATA"))
    parser.add_argument("--step", type=int, default=1, help="take every STEP-th question only")
    arguments = parser.parse_args()
    if arguments.data is None:
        parser.error("name the data folder with --data or FOOTNOTE_DATA: see docs/data.md")

    train = list(examples(arguments.data / "train/squad2.json.gz", arguments.step))
    model = LogisticRegression(C=10.0)
    model.fit(np.concatenate([f for f, _ in train]), np.concatenate([h for _, h in train]))
    weights = ", ".join(f"{weight:.2f}" for weight in model.coef_[0])
    print(f"INTERCEPT = {model.intercept_[0]:.2f}\nWEIGHTS = ({weights})")

    best, right = [], []
    for features, holds in examples(arguments.data / "valid/squad2.json.gz", arguments.step):
        probabilities = model.predict_proba(features)[:, 1]
        best.append(probabilities.max())
        right.append(holds[probabilities.argmax()] if holds.any() else None)
    scores = np.array(best)
    empty = np.array([r is None for r in right])
    threshold = max(
        np.quantile(scores, np.linspace(0.02, 0.98, 49)),
        key=lambda t: (scores[~empty] >= t).mean() + (scores[empty] < t).mean(),
    )
    hit = np.mean([bool(r) for r in right if r is not None])
    print(f"THRESHOLD = {threshold:.2f}")
    print(
        f"valid: right sentence first where one was read {hit:.3f}, mean confidence "
        f"{scores.mean():.3f}, right {np.mean([bool(r) for r in right]):.3f}, answered "
        f"{(scores[~empty] >= threshold).mean():.3f}, abstained "
        f"{(scores[empty] < threshold).mean():.3f}"
    )


if __name__ == "__main__":
    main()
