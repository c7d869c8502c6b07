"""Passages that are found once, and read for whatever a question may mean.

Where the reader is not sure of what it finds, the same passages are read for what the question may
mean otherwise (``followup.meanings``); the meaning whose answer it is surest of stands.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from time import perf_counter

from index import Entry, Hit, Library
from qa.addressed import Addressed, addressed
from qa.amount import amount
from qa.clause import is_yes_no, widened
from qa.decide import Decision, decide
from qa.followup import Meaning, without
from qa.question import POLITE
from qa.reader import Reader
from qa.retrieve import retrieve

# Both were chosen on the `tune` dialogues, the first so that most follow-ups take no longer.
SURE = 0.35  # an answer that is so likely stands, whatever else the question may mean
SURER = 1.25  # thresholds that an answer has to reach where the likeliest meaning has none


@dataclass(frozen=True, slots=True)
class Found:
    """What the documents say to a question.

    Attributes:
        understood: what it was taken to mean.
        about: the documents that it names.
        decisions: one; if each of the documents is to answer for itself, one of each.
        timings: seconds spent: "retrieve", "read".
    """

    understood: str
    about: Addressed
    decisions: tuple[Decision, ...]
    timings: dict[str, float]

    @property
    def best(self) -> Decision:
        """The likeliest."""
        return max(self.decisions, key=lambda decision: decision.confidence)


def find(
    ways: Iterator[Meaning],
    library: Library,
    documents: Collection[str] | None,
    entries: Callable[[], Collection[Entry]],
    *,
    reader: Reader,
    threshold: float,
) -> Found:
    """Look for the answer to a question.

    Args:
        ways: what it may mean, likeliest first; passages are looked for with the first.
        library: where to look.
        documents: ids of those to look in where it names none; None for all.
        entries: gives the documents that it may name.
        reader: reads the passages.
        threshold: the least probability with which an answer is given, in [0, 1].
    """
    meaning = next(ways)
    about, given = _put(meaning, entries)
    started = perf_counter()
    scopes: list[Collection[str] | None] = (
        [[one] for one in about.documents or ()] if about.each else [about.documents or documents]
    )
    passages = [retrieve(about.question, library, scope) for scope in scopes]
    retrieved = perf_counter()

    def read(asked: str, given: Sequence[str]) -> tuple[Decision, ...]:
        return tuple(_read(asked, given, hits, reader, threshold) for hits in passages)

    found = Found(meaning.understood, about, read(about.question, given), {})
    if found.best.confidence < SURE:
        for other in ways:
            again, given = _put(other, entries)
            also = replace(
                found, understood=other.understood, decisions=read(again.question, given)
            )
            least = 0.0 if found.best.spans else SURER * threshold
            if also.best.confidence > max(least, found.best.confidence):
                found = also
    timings = {"retrieve": retrieved - started, "read": perf_counter() - retrieved}
    return replace(found, timings=timings)


def _put(
    meaning: Meaning, entries: Callable[[], Collection[Entry]]
) -> tuple[Addressed, tuple[str, ...]]:
    """A question as the documents are asked it, and what is not wanted again."""
    asked, given = without(POLITE.sub("", meaning.read))
    return addressed(asked, entries), given


def _read(
    question: str, given: Sequence[str], hits: Sequence[Hit], reader: Reader, threshold: float
) -> Decision:
    """What some passages answer."""
    decision = decide(
        reader.read(question, hits),
        wanted="all" if given else amount(question),
        threshold=threshold,
        given=given,
    )
    if is_yes_no(question):
        decision = replace(decision, spans=tuple(map(widened, decision.spans[:1])))
    return decision
