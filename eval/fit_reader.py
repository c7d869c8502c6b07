"""Fits the reader's constants, and shows what thresholds come to.

    python -m eval.fit_reader --data FOLDER

FOLDER holds ``valid/squad2.json.gz`` and ``valid/squadshifts_new_wiki.json.gz`` (docs/data.md);
the documents of our own that training leaves out are asked as well. Each article is a document
that is searched and read as in ``qa.ask``. The weights make the right sentences, or "nowhere",
most likely in the softmax of ``qa/span_reader.py``; its scale and shift then make a probability
that of a right answer (Platt 1999, "Probabilistic Outputs for Support Vector Machines"). The
bundled article and the gold questions take no part.
"""

import argparse
import os
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]
from tqdm import tqdm

from eval.metrics import calibration, is_right, token_f1
from index import Library, UserError
from qa.readers import open_reader
from qa.retrieve import retrieve
from qa.span_reader import WEIGHTS, SpanReader, probabilities, sure
from qa.training.data import Article, Asked, articles, written_articles

FILES = ("squad2", "squadshifts_new_wiki")
OWN = "own documents"
RIDGE = 1e-3  # keeps the weights small where the data do not decide


@dataclass(frozen=True, slots=True)
class Asking:
    """What came back for one question.

    Attributes:
        file: where the question is from.
        group: the article; all documents of our own are one.
        answerable: whether the document has the answer.
        features: of every sentence read, (sentences, features).
        right: (sentences,) whether it holds an answer.
        f1: (sentences,) of its best words with the best of the answers.
    """

    file: str
    group: str
    answerable: bool
    features: NDArray[np.float64]
    right: NDArray[np.bool_]
    f1: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Best:
    """The likeliest sentence for a question: how likely it is, and how right its words are."""

    asking: Asking
    probability: float
    evidence: bool
    f1: float

    @property
    def right(self) -> bool:
        """Whether giving it would be right."""
        return self.asking.answerable and is_right(self.f1)


def ask_all(folder: Path, step: int, reader: SpanReader) -> Iterator[Asking]:
    """Every step-th question of the valid articles, and of the documents of our own."""
    every = [(file, one) for file in FILES for one in articles(folder / f"{file}.json.gz")]
    every += [(OWN, one) for one in written_articles(held_out=True)]
    for file, article in tqdm(every, unit="article"):
        with tempfile.TemporaryDirectory() as scratch, Library.open(scratch) as library:
            library.add(text=article.text)
            for asked in article.asked[::step]:
                yield _ask(file, article, asked, library, reader)


def _ask(file: str, article: Article, asked: Asked, library: Library, reader: SpanReader) -> Asking:
    hits = retrieve(asked.question, library)
    found = [one for scored in reader.scored(asked.question, hits) for one in scored]
    answers = [article.text[slice(*answer)] for answer in asked.answers]
    best = [article.text[slice(*one.words[0])] for one in found]
    return Asking(
        file=file,
        group=OWN if file == OWN else article.title,
        answerable=bool(answers),
        features=np.array([one.features for one in found]).reshape(-1, len(WEIGHTS)),
        right=np.array(
            [
                any(
                    one.sentence.start < a.end and a.start < one.sentence.end for a in asked.answers
                )
                for one in found
            ]
        ),
        f1=np.array([token_f1(words, answers) if answers else 0.0 for words in best]),
    )


def fit(asked: Sequence[Asking]) -> NDArray[np.float64]:
    """Weights, and the bias last: of largest likelihood in the softmax with "nowhere".

    The files count alike.
    """
    scale = np.concatenate([one.features for one in asked]).std(axis=0) + 1e-9
    counts = Counter(one.file for one in asked)

    def cost(weights: NDArray[np.float64]) -> float:
        total = RIDGE * float(np.sum(weights[:-1] ** 2))
        for one in asked:
            likely = probabilities(one.features / scale, weights[:-1], weights[-1])
            share = likely[one.right].sum() if one.right.any() else 1 - likely.sum()
            total -= np.log(max(share, 1e-12)) / (counts[one.file] * len(counts))
        return float(total)

    found = minimize(cost, np.zeros(len(WEIGHTS) + 1), method="L-BFGS-B").x
    return np.append(found[:-1] / scale, found[-1])


def fit_sure(chosen: Sequence[Best]) -> NDArray[np.float64]:
    """Scale and shift that make probabilities those of right answers: of largest likelihood.

    Only files that have questions without an answer are looked at, as people ask some; these
    count alike.
    """
    mixed = {best.asking.file for best in chosen if not best.asking.answerable}
    judged = [best for best in chosen if best.asking.file in mixed]
    counts = Counter(best.asking.file for best in judged)
    given = np.array([best.probability for best in judged])
    right = np.array([best.right for best in judged])
    weights = np.array([1 / (counts[best.asking.file] * len(counts)) for best in judged])

    def cost(constants: NDArray[np.float64]) -> float:
        likely = np.clip(sure(given, *constants), 1e-9, 1 - 1e-9)
        return float(-np.sum(weights * np.where(right, np.log(likely), np.log(1 - likely))))

    found: NDArray[np.float64] = minimize(cost, np.array([1.0, 0.0]), method="L-BFGS-B").x
    return found


def best_of(asked: Sequence[Asking], weights: NDArray[np.float64]) -> list[Best]:
    """The likeliest sentence for each question."""
    chosen = []
    for one in asked:
        likely = probabilities(one.features, weights[:-1], weights[-1])
        top = int(likely.argmax())
        chosen.append(Best(one, float(likely[top]), bool(one.right[top]), float(one.f1[top])))
    return chosen


@dataclass(frozen=True, slots=True)
class Judged:
    """A question's likeliest sentence, judged by constants that other articles were fitted to."""

    best: Best
    confidence: float


def judged_apart(asked: Sequence[Asking]) -> list[Judged]:
    """Every question, its own article left out of the fit."""
    judged = []
    for group in dict.fromkeys(one.group for one in asked):
        rest = [one for one in asked if one.group != group]
        weights = fit(rest)
        constants = fit_sure(best_of(rest, weights))
        judged += [
            Judged(best, float(sure(best.probability, *constants)))
            for best in best_of([one for one in asked if one.group == group], weights)
        ]
    return judged


def main() -> None:
    """Print the constants of ``qa/span_reader.py``, and what thresholds come to."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--data", type=Path, default=os.environ.get("FOOTNOTE_DATA"))
    parser.add_argument("--step", type=int, default=1, help="take every STEP-th question only")
    parser.add_argument("--reader", help="weights or a model, as for footnote ask --reader")
    arguments = parser.parse_args()
    if arguments.data is None:
        parser.error("name the data folder with --data or FOOTNOTE_DATA: see docs/data.md")
    if arguments.step < 1:
        parser.error(f"--step {arguments.step} takes no question: use 1 or more")
    folder = Path(arguments.data) / "valid"
    for file in FILES:
        if not (folder / f"{file}.json.gz").is_file():
            parser.error(f"there is no {folder / file}.json.gz: see docs/data.md")
    try:
        reader = open_reader(arguments.reader)
    except UserError as error:
        parser.error(str(error))

    asked = list(ask_all(folder, arguments.step, reader))
    weights = fit(asked)
    scale, shift = fit_sure(best_of(asked, weights))
    print(f"WEIGHTS = ({', '.join(f'{weight:.2f}' for weight in weights[:-1])})")
    print(f"BIAS = {weights[-1]:.2f}")
    print(f"SCALE, SHIFT = {scale:.2f}, {shift:.2f}")

    print("\nEach article judged by constants fitted to the others:")
    everything = judged_apart(asked)
    for file in (*FILES, OWN):
        _show(file, [one for one in everything if one.best.asking.file == file])


def _show(file: str, judged: Sequence[Judged]) -> None:
    has = [one for one in judged if one.best.asking.answerable]
    lacks = [one for one in judged if not one.best.asking.answerable]
    error = calibration([one.confidence for one in judged], [one.best.right for one in judged]).ece
    print(
        f"\n{file}: {len(has)} answerable, {len(lacks)} not; without silence: evidence recall "
        f"{np.mean([one.best.evidence for one in has]):.3f}, answer F1 "
        f"{np.mean([one.best.f1 for one in has]):.3f}; calibration error {error:.3f}"
    )
    print("threshold     F1  answered F1  silent, answerable  silent, unanswerable")
    for limit in (0.0, 0.1, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7):
        given = [one.best.f1 * (one.confidence >= limit) for one in has]
        silent = [one.confidence < limit for one in lacks]
        print(
            f"{limit:9.2f}  {(sum(given) + sum(silent)) / len(judged):5.3f}  {np.mean(given):11.3f}"
            f"  {np.mean([one.confidence < limit for one in has]):18.3f}"
            f"  {np.mean(silent) if silent else np.nan:20.3f}"
        )


if __name__ == "__main__":
    main()
