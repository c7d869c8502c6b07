"""``ask``: how a question travels, from top to bottom.

Each step is a plain function in a file of its own; this file only strings them together. See
docs/how-a-question-travels.md.
"""

import atexit
from collections.abc import Collection
from functools import cache
from pathlib import Path
from time import perf_counter

from index import Library, LibraryBusy, LibraryDamaged, UnknownDocument, default_path
from qa import compose
from qa.answer import Answer
from qa.cite import Citer
from qa.clause import is_yes_no, widened
from qa.decide import decide
from qa.followup import standalone
from qa.intent import intent
from qa.overview import key_sentences
from qa.question import History, checked, turns
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
        An ``Answer``; if the documents do not say, one that is not ``answered``.

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
    for _ in range(ATTEMPTS):
        generation = library.generation()
        try:
            return _ask(question, library, history, documents, reader=reader, threshold=threshold)
        except (LibraryDamaged, UnknownDocument):
            # A document that was replaced or removed meanwhile: look again at what is there now.
            if library.generation() == generation:
                raise
    raise LibraryBusy("The documents keep changing: ask again when that is done.")


def _ask(
    question: str,
    library: Library,
    history: History,
    documents: Collection[str] | None,
    *,
    reader: Reader | None,
    threshold: float | None,
) -> Answer:
    started = perf_counter()
    question = checked(question)
    citer = Citer(library)
    wanted = intent(question)
    if wanted == "help":
        return compose.small_talk(question, reply(question, library), started)
    if wanted == "overview":
        sentences = citer.sentences(key_sentences(library, documents))
        return compose.overview(question, sentences, started)
    understood = standalone(question, turns(history))
    hits = retrieve(understood, library, documents)
    retrieved = perf_counter()
    reader = reader or default_reader()
    readings = reader.read(understood, hits)
    read = perf_counter()
    least = threshold_for(library, reader) if threshold is None else threshold
    decision = decide(readings, several=wanted == "list", threshold=least)
    spans = decision.spans
    if is_yes_no(question):
        spans = tuple(widened(span) for span in spans[:1])
    return compose.answer(
        question,
        understood,
        confidence=decision.confidence,
        citations=citer.answers(spans),
        nearest=None if spans else citer.nearest(decision.nearest),
        timings={"retrieve": retrieved - started, "read": read - retrieved},
        started=started,
    )


@cache
def _default_library(_path: Path) -> Library:
    """The default library, opened once and closed when Python ends."""
    library = Library.open()
    atexit.register(library.close)
    return library
