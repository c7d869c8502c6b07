"""What the reader learns from, in five stages, each with one kind more: ``STAGES`` says how much.

An ``Example`` is a question with one or several passages of one document, cut the way Footnote
cuts it, and the answer's places in them, or none. ``examples.py`` makes them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from index import Span

WRITTEN = "written"  # the documents of our own, beside the names of files


@dataclass(frozen=True, slots=True)
class PassageSpan:
    """Where an answer stands: which of an example's passages, and the span in it."""

    passage: int
    span: Span


@dataclass(frozen=True, slots=True)
class Example:
    """A question and passages of one document.

    Attributes:
        question: what is asked.
        passages: texts that are judged against each other; often one.
        answers: the answer's places, none if the passages lack it.
        every: whether all the places belong to the answer; else any one is right.
    """

    question: str
    passages: tuple[str, ...]
    answers: tuple[PassageSpan, ...] = ()
    every: bool = False


@dataclass(frozen=True, slots=True)
class Stage:
    """A stretch of training: how much of what.

    Attributes:
        name: of the stage, and of the weights that are kept at its end.
        size: examples, the shares below taken into account; more are left out, fewer come again.
        shares: of the answerable questions of each file.
        silent: times that questions without an answer come; with none, the questions written
            about articles are left out, too.
        negative: of the answerable questions: again with a passage that lacks the answer.
        changed: of the answerable questions: again, changed so that they have no answer.
        beside: of the questions: read together with other passages, in one softmax.
    """

    name: str
    size: int
    shares: Mapping[str, float]
    silent: int = 0
    negative: float = 0.0
    changed: float = 0.0
    beside: float = 0.0


FEW_REVIEWS = {
    "squad1": 1.0,
    "squad2": 1.0,
    "squadshifts_new_wiki": 1.0,
    "squadshifts_amazon_reviews": 0.3,
    "squadshifts_reddit": 0.3,
    "multispanqa": 1.0,
}
STAGES = (
    Stage(
        "spans",
        size=46_000,
        shares={
            "squad1": 1.0,
            "squad2": 1.0,
            "squadshifts_new_wiki": 1.0,
            "squadshifts_amazon_reviews": 1.0,
            "squadshifts_reddit": 1.0,
            "multispanqa": 1.0,
            "qamr": 0.5,
        },
    ),
    Stage(
        "negatives",
        size=18_000,
        shares={**FEW_REVIEWS, "qamr": 0.1},
        negative=0.6,
    ),
    Stage(
        "unanswerable",
        size=40_000,
        shares={**FEW_REVIEWS, "qamr": 0.05, WRITTEN: 1.0},
        silent=2,
        negative=0.2,
        changed=0.25,
    ),
    Stage(
        "beside",
        size=80_000,
        shares={
            "squad1": 0.8,
            "squad2": 1.0,
            "squadshifts_new_wiki": 0.8,
            "squadshifts_amazon_reviews": 0.15,
            "squadshifts_reddit": 0.15,
            "multispanqa": 2.0,
            "qamr": 0.05,
            WRITTEN: 2.0,
        },
        silent=2,
        negative=0.05,
        changed=0.2,
        beside=0.5,
    ),
    Stage(
        "traps",
        size=60_000,
        shares={
            "squad1": 1.0,
            "squad2": 1.5,
            "squadshifts_new_wiki": 1.0,
            "squadshifts_amazon_reviews": 0.1,
            "squadshifts_reddit": 0.1,
            "multispanqa": 2.0,
            WRITTEN: 1.0,
        },
        silent=1,
        negative=0.05,
        changed=0.1,
        beside=0.35,
    ),
)
# What training never saw, asked as in the last stage.
HELD_OUT = replace(
    STAGES[-1],
    name="held out",
    size=3_000,
    shares={"squad2": 1.0, "squadshifts_new_wiki": 1.0, "multispanqa": 1.0},
)
