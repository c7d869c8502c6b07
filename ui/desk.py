"""What happens at the desk: each thing a reader does, and what the page shows afterwards.

A ``Desk`` holds the library and nothing of a conversation; what belongs to one browser session
(its ``Turn``s, which document is open) is handed in and handed back. Every ``FootnoteError``
becomes a note on the page. Nothing here knows Gradio: ``events.py`` ties these methods to
components.
"""

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

from index import FootnoteError, UnknownDocument, UserError
from ui import faults
from ui.export import Export, Format, export
from ui.feedback import Verdict, give, key_of, verdicts, verdicts_on
from ui.find import hits
from ui.incoming import incoming_html
from ui.intake import OUR_FAULT, Choice, Incoming, settled, take_in
from ui.link import Link
from ui.notices import Note, count_html, notes_html
from ui.place import Part, Place, StalePlace
from ui.portable import cited_places
from ui.source import empty_html, source_html
from ui.starters import ABOUT, Starters, no_document_html, starters_html
from ui.views import Arrival, Reading, Reply, Sought, Turn

if TYPE_CHECKING:
    from index import Document, Library
    from qa import Answer
    from qa.reader import Reader

GONE = "This document has been removed from your library: choose another, or add one"

MOST_TURNS_SHOWN = 200  # of a conversation on the page; the oldest go first
SHARED = " · shared"  # behind the titles of documents that everybody has


class Desk:
    """The library and what can be done with it from the page; safe from many threads."""

    def __init__(self, library: "Library", reader: "Reader | None" = None) -> None:
        self.library = library
        self._reader = reader
        self._visits = itertools.count(1)
        self._starters = Starters(lambda question, id_: self._answer(question, (), [id_]))

    def arrive(self, opened: str | None = None) -> Reading:
        """Show a document that is there: the one asked for, else the first."""
        choices = self._choices()
        known = [identifier for _, identifier in choices]
        if not known:
            return Reading(None, choices, empty_html())
        return self.open(opened if opened in known else known[0])

    def open(self, document_id: str | None) -> Reading:
        """Show a document from its beginning."""
        if document_id is None:
            return self._nothing_open()
        try:
            return self._show(self.library.document(document_id))
        except UnknownDocument:
            return self._with_note(self.arrive(), Note("", GONE, "bad"))

    def follow(self, href: str, opened: str | None, *, focus: bool = True) -> Reading:
        """Show where a chip, or a link of the pane, leads; say so if it leads nowhere now."""
        try:
            if href.startswith("#part="):
                part = Part.parse(href)
                return self._show(self.library.document(part.document_id), part=part.number)
            place = Place.parse(href)
            document = self.library.document(place.document_id)
            place.check(document)
            return self._show(document, place, focus=focus)
        except UnknownDocument:
            gone = "This document has been removed from the library since that answer"
            return self._stay(opened, gone)
        except StalePlace as error:
            return self._stay(opened, str(error))

    def find(
        self, opened: str | None, query: str, at: int | None, since: int, lit: str = ""
    ) -> Sought:
        """Look for words in the open document, see ``ui.find.hits``.

        The place that the link ``lit`` names stays, for when the search is closed.
        """
        try:
            document = self.library.document(opened or "")
        except UnknownDocument:
            return Sought(None, count_html(0, 0, next(self._visits)))
        visit = next(self._visits)
        found = hits(document.text, query, at=at, since=since)
        if found is None:
            return Sought(None, count_html(0, 0, visit))
        place = None
        with suppress(StalePlace):  # nothing is lit, or another text was open then
            place = Place.parse(lit)
            place.check(document)
        html = source_html(document, place, hits=found, visit=visit)
        return Sought(html, count_html(len(found.spans), found.at, visit))

    def add(
        self, paths: Sequence[str], files: tuple[Incoming, ...], opened: str | None
    ) -> Iterator[Arrival]:
        """Take in files, after those that still wait for the reader; the last good one is opened.

        Args:
            paths: the uploads' copies.
            files: those that were handed in before.
            opened: id of the open document.
        """
        handed = list(map(Path, paths))  # a file handed in twice has one copy, and two lines
        waiting = tuple(file for file in files if file.is_asking and file.path not in handed)
        new = (Incoming(next(self._visits), path.name, path) for path in handed)
        yield from self._take_in((*waiting, *new), opened)

    def settle(
        self,
        files: tuple[Incoming, ...],
        key: int,
        choice: Choice,
        opened: str | None,
        *,
        password: str = "",
    ) -> Iterator[Arrival]:
        """Go on with a file as the reader has said."""
        yield from self._take_in(settled(files, key, choice), opened, password)

    def _take_in(
        self, files: tuple[Incoming, ...], opened: str | None, password: str = ""
    ) -> Iterator[Arrival]:
        had = {file.document_id for file in files}
        for step in take_in(self.library.own, files, password=password):
            files = step
            yield Arrival(files, incoming_html(files))
        new = [file.document_id for file in files if file.document_id not in had]
        reading = self.arrive(new[-1]) if new else self._stay(opened)
        yield Arrival(files, incoming_html(files), reading)

    def remove(self, document_id: str | None) -> Reading:
        """Take a document out of the library and show another."""
        title = self.title(document_id)
        if document_id is None or title is None:
            return self.open(document_id)
        try:
            self.library.remove(document_id)
        except FootnoteError as error:
            return self._with_note(self.arrive(document_id), Note("", str(error), "bad"))
        note = Note(title, "Removed from your library", "good")
        return self._with_note(self.arrive(), note)

    def ask(
        self,
        question: str,
        turns: tuple[Turn, ...],
        opened: str | None,
        *,
        everywhere: bool,
        after: int | None = None,
    ) -> Iterator[Reply]:
        """Answer a question: first the page that waits, then the page with the answer.

        Whatever goes wrong, the conversation stays and the question is kept. The
        question follows on the first ``after`` turns, None for all: asked again, it means what
        it meant.
        """
        yield Reply(turns, waiting=question)
        try:
            answer = self.answer(
                question,
                history=[turn.answer for turn in turns[:after]],
                documents=None if everywhere or opened is None else [opened],
            )
            reading = self._stands_on(answer)
        except UnknownDocument:
            notice = self._notes([Note("", GONE, "bad")])
            yield Reply(turns, kept=question, notice=notice, reading=self.arrive())
        except FootnoteError as error:
            yield Reply(turns, kept=question, notice=self._notes([Note("", str(error), "bad")]))
        except Exception as error:  # noqa: BLE001  # the last guard of the conversation
            faults.report("a question could not be answered", error)
            yield Reply(turns, kept=question, notice=self._notes([Note("", OUR_FAULT, "bad")]))
        else:
            turns = (*turns, Turn(answer, opened, everywhere))[-MOST_TURNS_SHOWN:]
            yield Reply(turns, reading=reading)

    def reopen(self, href: str, turns: tuple[Turn, ...], opened: str | None) -> Iterator[Reply]:
        """Ask anew what a link names, its place lit.

        Of a text that has changed this is said, and its document is asked still. Where the document
        is gone, the question waits in its box.
        """
        try:
            link = Link.parse(href)
        except UserError as error:
            yield Reply(turns, notice=self._notes([Note("", str(error), "bad")]))
            return
        if link.place is None:
            yield from self.ask(link.question, turns, opened, everywhere=link.everywhere, after=0)
            return
        reading = self.follow(link.place.href, opened, focus=False)
        if reading.html is None:
            if self.title(link.place.document_id) is None:
                yield Reply(turns, kept=link.question, reading=reading)
                return
            reading = replace(self.open(link.place.document_id), notes=reading.notes)
        asking = self.ask(link.question, turns, reading.opened, everywhere=link.everywhere, after=0)
        for reply in asking:
            if reply.waiting is not None:
                yield replace(reply, reading=reading)
            elif reading.notes and reply.reading is not None:
                yield replace(reply, reading=replace(reply.reading, notes=reading.notes))
            else:  # the link's own place stays lit
                yield replace(reply, reading=None)

    def export(self, turns: Sequence[Turn], kind: Format) -> Export:
        """The conversation as a file, with what its citations stand on."""
        answers = [turn.answer for turn in turns]
        cited = {place.document_id for place, _ in cited_places(answers)}
        documents = {}
        for identifier in cited:
            with suppress(UnknownDocument):  # removed since; what was quoted of it is kept
                documents[identifier] = self.library.document(identifier)
        return export(answers, documents, kind, datetime.now().astimezone().date())

    def verdicts(self, turns: Sequence[Turn]) -> dict[str, Verdict]:
        """What was said of the answers of a conversation, by their keys."""
        return verdicts(self.library, [turn.answer for turn in turns])

    def judge(self, turns: Sequence[Turn], key: object, verdict: object) -> str:
        """Keep what a reader says of an answer, or take it back; a notice if that failed."""
        judged = next((turn.answer for turn in turns if key_of(turn.answer) == key), None)
        if judged is None:
            return self._notes([Note("", "This answer is not known any more: ask again", "bad")])
        said = next((each for each in verdicts_on(judged) if each == verdict), None)
        try:
            give(self.library, judged, said)
        except FootnoteError as error:
            return self._notes([Note("", str(error), "bad")])
        return ""

    def answer(
        self,
        question: str,
        history: Sequence["Answer | tuple[str, str]"],
        documents: Sequence[str] | None,
    ) -> "Answer":
        """The answer itself."""
        with self._starters.waiting():
            return self._answer(question, history, documents)

    def _answer(
        self,
        question: str,
        history: Sequence["Answer | tuple[str, str]"],
        documents: Sequence[str] | None,
    ) -> "Answer":
        """Through the LlamaIndex class that others use too."""
        from qa.llamaindex import CitedQueryEngine, CitedResponse

        engine = CitedQueryEngine(
            library=self.library,
            history=tuple(history),
            documents=None if documents is None else tuple(documents),
            reader=self._reader,
        )
        response = cast("CitedResponse", engine.query(question))
        return cast("Answer", response.answer)

    def starters(self, document_id: str) -> str:
        """Questions to begin with, fit for a document; more of them when they have been made."""
        try:
            document = self.library.document(document_id)
        except UnknownDocument:
            return no_document_html()
        made = self._starters.of(document)
        return starters_html(document_id, made or (ABOUT,), ready=made is not None)

    def title(self, document_id: str | None) -> str | None:
        """The title of a document, None if it is not there."""
        titles = {entry.id: entry.title for entry in self.library.entries()}
        return titles.get(document_id or "")

    def _stands_on(self, answer: "Answer") -> Reading | None:
        """The pane with the first citation lit, or the nearest passage; None without either."""
        place = Place.of(answer)
        if place is None:
            return None
        try:
            document = self.library.document(place.document_id)
        except UnknownDocument:  # removed by someone else while the answer was under way
            return None
        return self._show(document, place)

    def _show(
        self,
        document: "Document",
        place: Place | None = None,
        *,
        part: int = 0,
        focus: bool = False,
    ) -> Reading:
        visit = next(self._visits)
        html = source_html(document, place, part=part, visit=visit, focus=focus)
        return Reading(document.id, self._choices(), html)

    def _nothing_open(self) -> Reading:
        """The library was empty when the page last looked; it may not be any more."""
        reading = self.arrive()
        if reading.opened is not None:
            return reading
        return self._with_note(reading, Note("", "Your library is empty: add a file first", "bad"))

    def _stay(self, opened: str | None, *notes: "Note | str", focus: bool = True) -> Reading:
        """Leave the pane as it is if its document is still there, with something to say."""
        said = [note if isinstance(note, Note) else Note("", note, "bad") for note in notes]
        choices = self._choices()
        is_there = opened in [identifier for _, identifier in choices]
        reading = Reading(opened, choices, None) if is_there else self.arrive()
        return replace(reading, notes=self._notes(said, focus=focus))

    def _with_note(self, reading: Reading, note: Note) -> Reading:
        return replace(reading, notes=self._notes([note], focus=True))

    def _notes(self, notes: Sequence[Note], *, focus: bool = False) -> str:
        return notes_html(notes, visit=next(self._visits), focus=focus)

    def _choices(self) -> tuple[tuple[str, str], ...]:
        """Titles and ids, one's own first; titles that are the same are told apart by the id."""
        own = {entry.id for entry in self.library.own.entries()}
        entries = sorted(self.library.entries(), key=lambda entry: entry.id not in own)
        count = Counter(entry.title for entry in entries)
        return tuple(
            (
                entry.title
                + (f" ({entry.id[:4]})" if count[entry.title] > 1 else "")
                + ("" if entry.id in own else SHARED),
                entry.id,
            )
            for entry in entries
        )
