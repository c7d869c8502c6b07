"""Fits the reader's weights, and the threshold below which Footnote abstains.

    python -m eval.fit_reader --data FOLDER

FOLDER holds ``valid/squad2.json.gz`` and ``valid/squadshifts_new_wiki.json.gz`` (docs/data.md).
Each article is a document that is searched and read as in ``qa.ask``. The weights make the right
sentences, or "nowhere", most likely in the softmax of ``qa/span_reader.py``. The bundled article
and the gold questions take no part.
"""

import argparse
import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]

from eval.metrics import token_f1
from index import Library
from qa.retrieve import retrieve
from qa.span_reader import WEIGHTS, SpanReader, default_reader, probabilities
from qa.training.data import Article, Asked, articles

ABSTAINING = "squad2"  # has questions without an answer: the threshold is chosen on it
FILES = (ABSTAINING, "squadshifts_new_wiki")
KEPT = 0.99  # of the right answers are above the threshold: a quote that misses can be seen to
RIDGE = 1e-3  # keeps the weights small where the data do not decide


@dataclass(frozen=True, slots=True)
class Asking:
    """What came back for one question.

    Attributes:
        file, title: where the question is from.
        answerable: whether the article has the answer.
        features: of every sentence read, (sentences, features).
        right: (sentences,) whether it holds an answer.
        f1: (sentences,) of its best words with the best of the answers.
    """

    file: str
    title: str
    answerable: bool
    features: NDArray[np.float64]
    right: NDArray[np.bool_]
    f1: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Best:
    """The likeliest sentence for a question: how likely it is, and how right."""

    asking: Asking
    probability: float
    right: bool
    f1: float


def ask_all(folder: Path, step: int) -> Iterator[Asking]:
    """Every step-th question of the valid articles."""
    reader = default_reader()
    for file in FILES:
        for article in articles(folder / f"{file}.json.gz"):
            with tempfile.TemporaryDirectory() as scratch, Library.open(scratch) as library:
                library.add(text=article.text)
                for asked in article.asked[::step]:
                    yield _ask(file, article, asked, library, reader)


def _ask(file: str, article: Article, asked: Asked, library: Library, reader: SpanReader) -> Asking:
    hits = retrieve(asked.question, library)
    found = [
        (one, sentence)
        for hit, scored in zip(hits, reader.scored(asked.question, hits), strict=True)
        for one in scored
        for sentence in hit.sentences
        if sentence.start <= one.span.start and one.span.end <= sentence.end
    ]
    answers = [article.text[slice(*answer)] for answer in asked.answers]
    return Asking(
        file=file,
        title=article.title,
        answerable=bool(answers),
        features=np.array([one.features for one, _ in found]),
        right=np.array(
            [any(s.start < a.end and a.start < s.end for a in asked.answers) for _, s in found]
        ),
        f1=np.array([token_f1(article.text[slice(*one.span)], answers) for one, _ in found]),
    )


def fit(asked: Sequence[Asking]) -> NDArray[np.float64]:
    """Weights, and the bias last: of largest likelihood in the softmax with "nowhere"."""
    scale = np.concatenate([one.features for one in asked]).std(axis=0)

    def cost(weights: NDArray[np.float64]) -> float:
        total = RIDGE * float(np.sum(weights[:-1] ** 2))
        for one in asked:
            likely = probabilities(one.features / scale, weights[:-1], weights[-1])
            share = likely[one.right].sum() if one.right.any() else 1 - likely.sum()
            total -= np.log(max(share, 1e-12)) / len(asked)
        return float(total)

    found = minimize(cost, np.zeros(len(WEIGHTS) + 1), method="L-BFGS-B").x
    return np.append(found[:-1] / scale, found[-1])


def best_of(asked: Sequence[Asking], weights: NDArray[np.float64]) -> list[Best]:
    """The likeliest sentence for each question."""
    chosen = []
    for one in asked:
        likely = probabilities(one.features, weights[:-1], weights[-1])
        top = int(likely.argmax())
        chosen.append(Best(one, float(likely[top]), bool(one.right[top]), float(one.f1[top])))
    return chosen


def evidence_recall(chosen: Sequence[Best], threshold: float) -> float:
    """Of the answerable questions, the share answered from a right sentence."""
    hits = [b.right and b.probability >= threshold for b in chosen if b.asking.answerable]
    return float(np.mean(hits))


def abstention(chosen: Sequence[Best], threshold: float) -> float:
    """Of the unanswerable questions, the share that is not answered."""
    return float(np.mean([b.probability < threshold for b in chosen if not b.asking.answerable]))


def main() -> None:
    """Print the constants of ``qa/span_reader.py`` and ``qa/decide.py``."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--data", type=Path, default=os.environ.get("FOOTNOTE_DATA"))
    parser.add_argument("--step", type=int, default=1, help="take every STEP-th question only")
    arguments = parser.parse_args()
    if arguments.data is None:
        parser.error("name the data folder with --data or FOOTNOTE_DATA: see docs/data.md")

    asked = list(ask_all(Path(arguments.data) / "valid", arguments.step))
    weights = fit(asked)
    print(f"WEIGHTS = ({', '.join(f'{weight:.2f}' for weight in weights[:-1])})")
    print(f"BIAS = {weights[-1]:.2f}")

    # The figures are of articles that took no part in the fit.
    chosen = []
    for title in dict.fromkeys(one.title for one in asked):
        rest = fit([one for one in asked if one.title != title])
        chosen += best_of([one for one in asked if one.title == title], rest)
    judged = [best for best in chosen if best.asking.file == ABSTAINING]
    threshold = float(np.quantile([best.probability for best in judged if best.right], 1 - KEPT))
    print(f"THRESHOLD = {threshold:.2f}")

    print("threshold  evidence recall  abstention")
    for limit in (0.0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        print(
            f"{limit:9.2f}  {evidence_recall(judged, limit):15.3f}  {abstention(judged, limit):.3f}"
        )
    for file in FILES:
        own = [best for best in chosen if best.asking.file == file and best.asking.answerable]
        print(
            f"{file}: {len(own)} answerable, answer F1 {np.mean([b.f1 for b in own]):.3f}, "
            f"evidence recall {evidence_recall(own, 0):.3f} without a threshold, "
            f"{evidence_recall(own, threshold):.3f} with it"
        )
    gap = np.mean([b.probability for b in chosen]) - np.mean([b.right for b in chosen])
    print(f"mean confidence less share right: {gap:+.3f}")


if __name__ == "__main__":
    main()
