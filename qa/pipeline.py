"""``ask``: how a question travels, from top to bottom.

Each step is a plain function in a file of its own; this file only strings them together. See
docs/how-a-question-travels.md.
"""

import atexit
from collections.abc import Collection, Sequence
from functools import cache, partial
from pathlib import Path
from time import perf_counter

from index import Entry, Library, LibraryBusy, LibraryDamaged, UnknownDocument, default_path
from qa import compose, remembered
from qa.addressed import addressed
from qa.answer import Answer
from qa.asking import find
from qa.cite import Citer
from qa.followup import DASH, meanings
from qa.intent import intent
from qa.language import unreadable
from qa.overview import key_sentences
from qa.question import History, Turn, checked, turns
from qa.reader import Reader
from qa.readers import default_reader
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
    # What says more behind a dash is about the documents: it was understood so, or edited.
    is_whole = DASH not in question
    wanted = intent(about.question, library.encoder, alone=not earlier) if is_whole else "answer"
    if wanted == "help":
        return compose.small_talk(question, reply(question, entries), started)
    if language := unreadable(question, library.encoder):
        return compose.unreadable(question, language, started)
    if wanted == "overview":
        sentences = citer.sentences(key_sentences(library, about.documents or documents))
        return compose.overview(question, sentences, started)

    reader = reader or default_reader()
    found = find(
        meanings(question, earlier),
        library,
        documents,
        entries,
        reader=reader,
        threshold=threshold_for(library, reader) if threshold is None else threshold,
    )
    about = found.about
    titles = {entry.id: entry.title for entry in entries()} if about.each else {}
    silent = [
        titles[one]
        for one, decision in zip(about.documents or (), found.decisions, strict=False)
        if about.each and not decision.spans
    ]
    spans = [span for decision in found.decisions for span in decision.spans]
    return compose.answer(
        question,
        found.understood,
        confidence=found.best.confidence,
        citations=citer.answers(spans),
        nearest=None if spans else citer.nearest(found.best.nearest),
        timings=found.timings,
        started=started,
        silent=silent,
    )


def _entries(library: Library, documents: Collection[str] | None) -> list[Entry]:
    return [one for one in library.entries() if documents is None or one.id in documents]


@cache
def _default_library(_path: Path) -> Library:
    """The default library, opened once and closed when Python ends."""
    library = Library.open()
    atexit.register(library.close)
    return library
