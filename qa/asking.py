"""The documents asked for whatever a question may mean.

Where the reader is not sure of what it finds, what the question may mean otherwise
(``followup.meanings``) is asked as well; the meaning whose answer it is surest of stands.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from time import perf_counter

from index import Entry, Hit, Library
from qa.addressed import Addressed, addressed
from qa.amount import amount
from qa.clause import is_yes_no, widened
from qa.decide import Decision, decide
from qa.followup import readings, without
from qa.question import POLITE
from qa.reader import Reader
from qa.retrieve import retrieve

# Both were chosen on the `tune` dialogues, the first so that most follow-ups take no longer.
SURE = 0.35  # an answer that is so likely stands, whatever else the question may mean
# Thresholds that an answer has to pass where the likeliest meaning has none; where that is more
# than half way from the threshold to certainty, half way.
SURER = 1.5


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
    timings: dict[str, float] = field(default_factory=dict)

    @property
    def best(self) -> Decision:
        """The likeliest."""
        return max(self.decisions, key=lambda decision: decision.confidence)

    @property
    def places(self) -> tuple[tuple[str, int, int] | None, ...]:
        """Where the likeliest words of each decision stand."""
        return tuple(decision.place for decision in self.decisions)


def find(
    meanings: Iterable[str],
    library: Library,
    documents: Collection[str] | None,
    entries: Callable[[], Collection[Entry]],
    *,
    reader: Reader,
    threshold: float,
) -> Found:
    """Look for the answer to a question.

    Whichever meaning stands, it has the same answer when it is asked alone.

    Args:
        meanings: what it may mean, as standalone questions, likeliest first.
        library: where to look.
        documents: ids of those to look in where it names none; None for all.
        entries: gives the documents that it may name.
        reader: reads the passages.
        threshold: the least probability with which an answer is given, in [0, 1].
    """
    seconds = defaultdict[str, float](float)
    ways = (
        _alone(one, library, documents, entries, seconds, reader=reader, threshold=threshold)
        for one in meanings
    )
    return replace(_surest(ways, threshold), timings=dict(seconds))


def _alone(
    question: str,
    library: Library,
    documents: Collection[str] | None,
    entries: Callable[[], Collection[Entry]],
    seconds: defaultdict[str, float],
    *,
    reader: Reader,
    threshold: float,
) -> Found:
    """What is found for a standalone question; adds the ``seconds`` that it takes."""
    asked, given = without(POLITE.sub("", question))
    about = addressed(asked, entries)
    scopes: list[Collection[str] | None] = (
        [[one] for one in about.documents or ()] if about.each else [about.documents or documents]
    )
    started = perf_counter()
    passages = [retrieve(about.question, library, scope) for scope in scopes]
    retrieved = perf_counter()
    ways = (
        Found(
            question, about, tuple(_read(way, given, hits, reader, threshold) for hits in passages)
        )
        for way in readings(about.question)
    )
    found = _surest(ways, threshold)
    seconds["retrieve"] += retrieved - started
    seconds["read"] += perf_counter() - retrieved
    return found


def _surest(ways: Iterator[Found], threshold: float) -> Found:
    """The first, likeliest meant, unless another answer is surer; after a sure one none is tried.

    A surer one that says the same bears it out.
    """
    found = next(ways)
    sure = found.best.confidence
    while (sure < SURE or not found.best.spans) and (other := next(ways, None)):
        least = 0.0 if found.best.spans else min(SURER * threshold, (1 + threshold) / 2)
        if other.best.confidence > max(least, sure):
            sure = other.best.confidence
            if other.places != found.places:
                found = other
    return found


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
