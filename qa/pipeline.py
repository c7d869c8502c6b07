"""``ask``: how a question travels, from top to bottom.

Each step is a plain function in a file of its own; this file only strings them together. See
docs/how-a-question-travels.md.
"""

import atexit
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from time import perf_counter

from index import Entry, Library, LibraryBusy, LibraryDamaged, UnknownDocument, default_path
from qa import compose, remembered
from qa.addressed import addressed
from qa.amount import Amount, amount
from qa.answer import Answer
from qa.cite import Citer
from qa.clause import is_yes_no, widened
from qa.decide import Decision, decide
from qa.followup import standalone, without
from qa.intent import intent
from qa.language import unreadable
from qa.overview import key_sentences
from qa.question import POLITE, History, Turn, checked, turns
from qa.reader import Reader
from qa.readers import default_reader
from qa.retrieve import retrieve
from qa.smalltalk import reply
from qa.threshold import threshold_for

ATTEMPTS = 5  # of a question whose documents are replaced under it


def ask(
    question: str,
    library: Library | None = None,
    history: History = (),
    documents: Collection[str] | None = None,
    *,
    reader: Reader | None = None,
    threshold: float | None = None,
) -> Answer:
    """Answer a question from the documents, in their own words, with citations.

    Args:
        question: at most 2,000 code points.
        library: where to look; None opens the default one.
        history: earlier ``Answer``s, or (question, answer text) pairs, oldest first.
        documents: ask only the documents with these ids; None asks all.
        reader: None for the bundled one.
        threshold: the least probability, in [0, 1], with which an answer is given; None for
            the one that the library keeps for this reader, or else ``decide.THRESHOLD``.

    Returns:
        An ``Answer``; if the documents do not say, one that is not ``answered``. Asked again
        while nothing is written to the library, it is not looked for again (``remembered.py``).

    Raises:
        BadQuestion: empty or too long.
        UnknownDocument: one of the ids is not in the library.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, Library.open(folder) as library:
    ...     document = library.add(text="The bridge was closed in May. It rained all day.")
    ...     answer = ask("When was the bridge closed?", library)
    >>> answer.short, answer.citations[0].quote
    ('May', 'The bridge was closed in May.')
    """
    library = library or _default_library(default_path())
    question, earlier = checked(question), turns(history)
    for _ in range(ATTEMPTS):
        started = perf_counter()
        generation = library.generation()
        key = remembered.key(
            question, library, earlier, documents, reader=reader, threshold=threshold
        )
        if known := remembered.find(library, generation, key):
            return compose.again(known, started)
        try:
            answer = _ask(question, library, earlier, documents, reader=reader, threshold=threshold)
        except (LibraryDamaged, UnknownDocument):
            # A document that was replaced or removed meanwhile: look again at what is there now.
            if library.generation() == generation:
                raise
        else:
            if library.generation() == generation:
                remembered.keep(library, generation, key, answer)
            return answer
    raise LibraryBusy("The documents keep changing: ask again when that is done.")


def _ask(
    question: str,
    library: Library,
    earlier: Sequence[Turn],
    documents: Collection[str] | None,
    *,
    reader: Reader | None,
    threshold: float | None,
) -> Answer:
    started = perf_counter()
    entries = partial(_entries, library, documents)
    citer = Citer(library)

    about = addressed(question, entries)
    wanted = intent(about.question, library.encoder, alone=not earlier)
    if wanted == "help":
        return compose.small_talk(question, reply(question, entries), started)
    if language := unreadable(question, library.encoder):
        return compose.unreadable(question, language, started)
    if wanted == "overview":
        sentences = citer.sentences(key_sentences(library, about.documents or documents))
        return compose.overview(question, sentences, started)

    understood = standalone(question, earlier)
    asked, given = without(POLITE.sub("", understood))
    about = addressed(asked, entries)
    reader = reader or default_reader()
    asking = _Asking(
        about.question,
        library,
        reader,
        threshold_for(library, reader) if threshold is None else threshold,
        "all" if given else amount(about.question),
        given=given,
    )
    scopes: list[Collection[str] | None] = (
        [[one] for one in about.documents or ()] if about.each else [about.documents or documents]
    )
    decisions = [asking.decide(scope) for scope in scopes]
    titles = {entry.id: entry.title for entry in entries()} if about.each else {}
    silent = [
        titles[one]
        for one, decision in zip(about.documents or (), decisions, strict=False)
        if about.each and not decision.spans
    ]
    best = max(decisions, key=lambda decision: decision.confidence)
    spans = [span for decision in decisions for span in decision.spans]
    return compose.answer(
        question,
        understood,
        confidence=best.confidence,
        citations=citer.answers(spans),
        nearest=None if spans else citer.nearest(best.nearest),
        timings=asking.timings,
        started=started,
        silent=silent,
    )


class _Asking:
    """One question, put to one set of documents after another."""

    def __init__(
        self,
        question: str,
        library: Library,
        reader: Reader,
        threshold: float,
        wanted: Amount,
        *,
        given: Sequence[str],
    ) -> None:
        self._question = question
        self._library = library
        self._reader = reader
        self._threshold = threshold
        self._wanted = wanted
        self._given = given
        self.timings = {"retrieve": 0.0, "read": 0.0}

    def decide(self, documents: Collection[str] | None) -> Decision:
        """What some documents answer."""
        started = perf_counter()
        hits = retrieve(self._question, self._library, documents)
        retrieved = perf_counter()
        readings = self._reader.read(self._question, hits)
        self.timings["retrieve"] += retrieved - started
        self.timings["read"] += perf_counter() - retrieved
        decision = decide(
            readings, wanted=self._wanted, threshold=self._threshold, given=self._given
        )
        if is_yes_no(self._question):
            decision = replace(decision, spans=tuple(map(widened, decision.spans[:1])))
        return decision


def _entries(library: Library, documents: Collection[str] | None) -> list[Entry]:
    return [one for one in library.entries() if documents is None or one.id in documents]


@cache
def _default_library(_path: Path) -> Library:
    """The default library, opened once and closed when Python ends."""
    library = Library.open()
    atexit.register(library.close)
    return library
