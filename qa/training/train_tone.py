"""Fits the weights of ``qa/tone.py``: ``python -m qa.training.train_tone --data FOLDER``.

Small talk against questions: lines written for Footnote that sound like the other, the turns of
the written conversations, and questions of the data sets. First it prints, cross-validated, what
is recognised that the vocabularies of ``talk.py`` do not know.
"""

import argparse
import hashlib
import json
import os
import sys
from pathlib import Path
from random import Random

import numpy as np
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.svm import SVC

from index import FootnoteError, default_encoder
from qa.intent import intent
from qa.tone import GAMMA, LEAST, LEAST_LATER, WEIGHTS_FILE, SupportVectors
from qa.training.conversations import CONVERSATIONS
from qa.training.data import WRITTEN, articles, written_articles

LINES = WRITTEN / "smalltalk" / "lines.jsonl"
FILES = ("squad1", "squad2", "squadshifts_new_wiki", "multispanqa")
QUESTIONS = 12_000  # of the data sets and of our own documents, drawn at random
# How much a line counts: questions that sound like small talk most.
WEIGHTS = {"small talk": 1.0, "like it": 2.0, "later turn": 0.5, "question": 0.5}
STRENGTH = 5.0  # the inverse of the regularisation
FOLDS = 5


def lines(data: Path) -> list[tuple[str, str]]:
    """What is learnt from: lines, and which of ``WEIGHTS`` each is of.

    Raises:
        FootnoteError: data are missing.
    """
    if not LINES.is_file():
        raise FootnoteError("The lines written for Footnote are missing: use a checkout.")
    rows = map(json.loads, LINES.read_text(encoding="utf-8").splitlines())
    found = [(row["text"], "small talk" if row["small_talk"] else "like it") for row in rows]
    for row in map(json.loads, CONVERSATIONS.read_text(encoding="utf-8").splitlines()):
        found += [(turn["q"], "later turn") for turn in row["turns"]]
    questions = [one.question for article in written_articles() for one in article.asked]
    for name in FILES:
        if not (file := data / "train" / f"{name}.json.gz").is_file():
            raise FootnoteError(f"There is no {file}: docs/data.md says what it is.")
        questions += [one.question for article in articles(file) for one in article.asked]
    drawn = Random(0).sample(questions, min(QUESTIONS, len(questions)))  # noqa: S311 - no secret
    return found + [(question, "question") for question in drawn]


def fitted(texts: list[str], kinds: list[str]) -> SupportVectors:
    """What to compare lines with; prints what lines left out of the fit come to."""
    vectors = default_encoder().encode(texts)
    is_small = np.array([kind == "small talk" for kind in kinds])
    counts = np.array([WEIGHTS[kind] for kind in kinds])
    model = SVC(C=STRENGTH, gamma=GAMMA)
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
    how = {"params": {"sample_weight": counts}, "method": "decision_function", "n_jobs": -1}
    values = cross_val_predict(model, vectors, is_small, cv=folds, **how)
    known = np.array([intent(text) for text in texts])
    for kind in WEIGHTS:
        own = np.array([one == kind for one in kinds])
        least = LEAST_LATER if kind == "later turn" else LEAST
        by_words = (known == "help") & own
        besides = (known == "answer") & own & (values >= least)
        print(
            f"{kind}: {own.sum():,}; small talk by its words {by_words.sum():,}, "
            f"besides by its tone {besides.sum():,}"
        )
    model.fit(vectors, is_small, sample_weight=counts)
    weights = model.dual_coef_[0].astype(np.float32)
    return SupportVectors(model.support_vectors_, weights, float(model.intercept_[0]))


def main() -> None:
    """Read the command line, fit, and write the weights."""
    parser = argparse.ArgumentParser(
        prog="python -m qa.training.train_tone",
        description="Fits what tells small talk from questions: five minutes on 4 cores.",
    )
    data = os.environ.get("FOOTNOTE_DATA")
    parser.add_argument("--data", type=Path, default=data, help="docs/data.md; or FOOTNOTE_DATA")
    parser.add_argument("--out", type=Path, default=WEIGHTS_FILE, help="(%(default)s)")
    arguments = parser.parse_args()
    if arguments.data is None:
        parser.error("name the data folder with --data or FOOTNOTE_DATA: see docs/data.md")
    try:
        found = lines(arguments.data)
    except FootnoteError as error:
        sys.exit(str(error))
    model = fitted([text for text, _ in found], [kind for _, kind in found])
    with arguments.out.open("wb") as file:
        np.savez(
            file,
            vectors=model.vectors.astype(np.float16),
            weights=model.weights,
            bias=np.float32(model.bias),
        )
    print(f'in qa/tone.py: SHA256 = "{hashlib.sha256(arguments.out.read_bytes()).hexdigest()}"')


if __name__ == "__main__":
    main()
