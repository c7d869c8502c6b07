"""Does the search find the passage that holds the answer: Footnote and others, side by side.

Whole articles in one library; each question that people asked about them and that the text
answers. A hit is right if its range holds a whole gold answer at the place where the answer
stands; the same words elsewhere are not enough. Larger chunks hold more answers, and a reader
must read more to find them, so the characters of the first hits are counted beside.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.bench.corpus import ARTICLES, Corpus
from eval.bench.places import CorpusSpan
from eval.bench.steps import OURS
from index import UserError, default_encoder
from qa.training.data import articles, passages

CUTOFFS = (1, 5, 10)
AT = 5  # hits of the misses that are compared
ROUNDS = 10_000  # of the bootstrap
SEED = 7
NOWHERE = "nowhere"  # stands for the right chunk where no hit is one


@dataclass(frozen=True, slots=True)
class Gold:
    """A library of whole articles, and for each of its questions the places of its answer."""

    corpus: Corpus
    answers: tuple[tuple[CorpusSpan, ...], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """How well one pipeline finds the answers.

    Attributes:
        recall: hits looked at → share of the questions with a right one among them.
        characters: code points of the first five hits together, on average.
        ratio: Footnote's misses at 5 divided by this pipeline's; None for Footnote, and where
            this one misses none.
        low, high: its 95% interval.
    """

    pipeline: str
    recall: Mapping[int, float]
    characters: float
    ratio: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Quality:
    """What was asked, and what each pipeline found."""

    articles: int
    passages: int
    questions: int
    found: tuple[Found, ...]


def gold(data: Path, part: str = "valid") -> Gold:
    """The articles of a part of a data folder (docs/data.md), with their answerable questions.

    Answers that stand more than once in their paragraph are left out: see ``articles``.

    Raises:
        UserError: the folder has no articles.
    """
    names = [name for name in ARTICLES if name.startswith(f"{part}/")]
    there = [file for name in names if (file := data / f"{name}.json.gz").exists()]
    found = [article for file in there for article in articles(file)]
    asked = [
        (one.question, tuple(CorpusSpan(number, *span) for span in one.answers))
        for number, article in enumerate(found)
        for one in article.asked
        if one.answers
    ]
    if not asked:
        raise UserError(
            f"{data} holds no question of docs/data.md, such as {names[0]}.json.gz: name the "
            "folder that has train and valid in it."
        )
    texts = tuple(article.text for article in found)
    questions, answers = zip(*asked, strict=True)
    whole = Corpus(
        texts=texts,
        made=0,
        passages=sum(len(passages(text)) for text in texts),
        tokens=sum(default_encoder().count_tokens(texts)),
        questions=questions,
    )
    return Gold(whole, answers)


def quality(about: Gold, hits: Mapping[str, Sequence[Sequence[CorpusSpan]]]) -> Quality:
    """Compare what pipelines found, Footnote among them.

    Args:
        about: the questions and their answers.
        hits: of each pipeline, for each question, best first.
    """
    missed = {name: _missed(found, about.answers) for name, found in hits.items()}
    lines = []
    for name, found in hits.items():
        characters = np.mean([sum(p.end - p.start for p in places[:AT]) for places in found])
        recall = _recall(found, about.answers)
        if name == OURS:
            lines.append(Found(name, recall, float(characters)))
        else:
            ratio = misses_ratio(missed[OURS], missed[name])
            lines.append(Found(name, recall, float(characters), *ratio))
    return Quality(
        articles=len(about.corpus.texts),
        passages=about.corpus.passages,
        questions=len(about.answers),
        found=tuple(lines),
    )


def is_right(hit: CorpusSpan, answers: Sequence[CorpusSpan]) -> bool:
    """Whether a hit holds one of the answers, whole and in its place.

    >>> is_right(CorpusSpan(0, 10, 20), [CorpusSpan(0, 18, 21), CorpusSpan(0, 12, 14)])
    True
    >>> is_right(CorpusSpan(1, 10, 20), [CorpusSpan(0, 12, 14)])
    False
    """
    return any(
        hit.document == answer.document and hit.start <= answer.start and answer.end <= hit.end
        for answer in answers
    )


def misses_ratio(
    ours: NDArray[np.bool_], theirs: NDArray[np.bool_], *, rounds: int = ROUNDS
) -> tuple[float | None, float | None, float | None]:
    """Our misses divided by theirs, with a 95% interval.

    Paired bootstrap: the same questions, drawn with replacement, for both; the interval runs
    between the 2.5th and 97.5th percentile of the ratio (Efron and Tibshirani 1993, An
    Introduction to the Bootstrap, chapter 13). Rounds in which they miss none are left out.

    Args:
        ours: (questions,) whether each question was missed by us.
        theirs: the same of theirs.
        rounds: of the bootstrap.

    Returns:
        The ratio and the ends of its interval; None where they miss none.

    >>> misses_ratio(np.array([True, False] * 50), np.array([True, True] * 50))[0]
    0.5
    """
    if not theirs.any():
        return None, None, None
    random = np.random.default_rng(SEED)
    ratios = []
    for _ in range(rounds):
        drawn = random.integers(0, len(ours), len(ours))
        if below := int(theirs[drawn].sum()):
            ratios.append(int(ours[drawn].sum()) / below)
    low, high = np.quantile(ratios, [0.025, 0.975])
    return float(ours.sum() / theirs.sum()), float(low), float(high)


def _missed(
    found: Sequence[Sequence[CorpusSpan]], answers: Sequence[Sequence[CorpusSpan]]
) -> NDArray[np.bool_]:
    return np.array(
        [
            not any(is_right(hit, gold) for hit in hits[:AT])
            for hits, gold in zip(found, answers, strict=True)
        ]
    )


def _recall(
    found: Sequence[Sequence[CorpusSpan]], answers: Sequence[Sequence[CorpusSpan]]
) -> dict[int, float]:
    """The share of questions with a right hit among the first k: ir-measures' Success@k.

    Each question wants one place. Chunks that overlap may both hold it; the better one counts.
    """
    import ir_measures
    from ir_measures import Qrel, ScoredDoc, Success

    wanted, given = [], []
    for question, (hits, gold) in enumerate(zip(found, answers, strict=True)):
        wanted.append(Qrel(str(question), NOWHERE, 1))
        for rank, hit in enumerate(hits):
            given.append(ScoredDoc(str(question), str(rank), -float(rank)))
            if is_right(hit, gold):
                wanted.append(Qrel(str(question), str(rank), 1))
    measures = {k: Success @ k for k in CUTOFFS}
    values = ir_measures.calc_aggregate(measures.values(), wanted, given)
    return {k: float(values[measure]) for k, measure in measures.items()}
