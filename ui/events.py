"""Which component sets off what: the page's events, each tied to one method of the ``Desk``.

All are private but one: ``ask`` answers other programs with ``Answer.to_dict()``.
"""

import asyncio
import itertools
from collections.abc import AsyncIterator, Iterator
from dataclasses import asdict, replace
from typing import Any

import gradio as gr
from gradio.events import api

from index import FootnoteError
from ui import faults
from ui.desk import Desk
from ui.export import FORMATS
from ui.intake import OUR_FAULT, Incoming
from ui.kept import pack, unpack
from ui.layout import ALL_DOCUMENTS, THIS_DOCUMENT, Page
from ui.notices import back_html, confirm_html
from ui.views import Arrival, Reading, Reply, Turn

Updates = dict[Any, Any]

# Gradio draws its own veil over what is being updated; the page has quieter signs.
QUIET: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}

MOST_PAIRS = 50  # of a history that another program sends; no question follows on so many

# Done in the browser, at once: what is typed after Enter must stay. ``page.js`` has noted what
# was in the box then; Gradio reads it some milliseconds later.
EMPTY_THE_BOX = """(question, ...others) => {
  const box = document.querySelector("#question textarea");
  const asked = box.dataset.asked ?? question;
  delete box.dataset.asked;
  box.dataset.taken = box.value.startsWith(asked) ? asked : box.value;
  box.value = box.value.slice(box.dataset.taken.length);
  box.dispatchEvent(new Event("input", { bubbles: true }));
  return [asked, ...others];
}"""

# The server was too busy to take the question, which Gradio says; it goes back into its box.
PUT_BACK = """() => {
  const box = document.querySelector("#question textarea");
  box.value = box.dataset.taken + box.value;
  box.dispatchEvent(new Event("input", { bubbles: true }));
}"""


def wire(page: Page, desk: Desk) -> None:
    """Tie every component of the page to the desk; runs inside the page's ``Blocks``."""
    _wire_shelf(page, desk)
    _wire_files(page, desk)
    _wire_removal(page, desk)
    _wire_talk(page, desk)
    _wire_starters(page, desk)
    _wire_verdicts(page, desk)
    _wire_keeping(page, desk)
    _publish(desk)


def _wire_shelf(page: Page, desk: Desk) -> None:
    def switch(document_id: str | None) -> Updates:
        return _shown(page, desk.open(document_id))

    def follow(opened: str | None, event: gr.EventData) -> Updates:
        return _shown(page, desk.follow(str(event.href), opened))

    def find(opened: str | None, event: gr.EventData) -> Updates:
        sought = desk.find(opened, event.query, event.at, event.since, str(event.lit))
        shown = {} if sought.html is None else {page.pane: sought.html}
        return shown | {page.found: sought.said}

    shelf = _shelf(page)
    page.picker.input(switch, page.picker, shelf, **QUIET)
    page.pane.cite(follow, page.picker, shelf, **QUIET)
    page.found.find(find, page.picker, [page.pane, page.found], trigger_mode="multiple", **QUIET)


def _wire_files(page: Page, desk: Desk) -> None:
    def arrived(arrivals: Iterator[Arrival]) -> Iterator[Updates]:
        for arrival in arrivals:
            updates = _shown(page, arrival.reading) if arrival.reading else {}
            yield updates | {page.files: arrival.html, page.incoming: arrival.files}

    def add(
        paths: list[str] | None, files: tuple[Incoming, ...], opened: str | None
    ) -> Iterator[Updates]:
        yield from arrived(desk.add(paths or [], files, opened))

    def settle(
        files: tuple[Incoming, ...], opened: str | None, event: gr.EventData
    ) -> Iterator[Updates]:
        if event.choice == "close":
            yield {page.files: "", page.incoming: ()}
            return
        word = desk.settle(files, event.key, event.choice, opened, password=event.password)
        yield from arrived(word)

    # One after the other: each goes on from the list that the one before it has left.
    shown = [page.files, page.incoming, *_shelf(page)]
    line: dict[str, Any] = {
        "concurrency_id": "files",
        "concurrency_limit": 1,
        "trigger_mode": "multiple",
        **QUIET,
    }
    page.upload.upload(add, [page.upload, page.incoming, page.picker], shown, **line)
    page.files.settle(settle, [page.incoming, page.picker], shown, **line)


def _wire_removal(page: Page, desk: Desk) -> None:
    def confirm(opened: str | None) -> Updates:
        title = desk.title(opened)
        if title is None:  # somebody else has removed it
            return _shown(page, desk.open(opened))
        return {page.confirm: gr.update(visible=True), page.confirm_text: confirm_html(title)}

    def remove(opened: str | None) -> Updates:
        return _shown(page, desk.remove(opened))

    def keep() -> Updates:
        return {page.confirm: gr.update(visible=False)}

    shelf = _shelf(page)
    asked = page.remove.click(confirm, page.picker, [*shelf, page.confirm_text], **QUIET)
    asked.then(None, js='() => document.querySelector("#confirm-no")?.focus()', **QUIET)
    page.confirm_yes.click(remove, page.picker, shelf, **QUIET)
    page.confirm_no.click(keep, None, [page.confirm], **QUIET)


def _wire_talk(page: Page, desk: Desk) -> None:
    def said(reply: Reply) -> Updates:
        updates = _shown(page, reply.reading) if reply.reading else {}
        if reply.kept == "":
            updates[page.question] = ""
        back = back_html(reply.kept) if reply.kept else ""
        return (
            updates
            | {
                page.chat: reply.messages(desk.verdicts(reply.turns)),
                page.turns: reply.turns,
                page.notice: reply.notice + back,
            }
            | ({} if reply.waiting is not None else {page.kept: pack(reply.turns)})
        )

    async def question_asked(  # noqa: PLR0917  (Gradio hands them in by their place)
        typed: str,
        turns: tuple[Turn, ...],
        kept: object,
        opened: str | None,
        scope: str,
        event: gr.EventData,
    ) -> AsyncIterator[Updates]:
        turns = turns or unpack(kept)  # the server is another than when the page was opened
        everywhere = scope == ALL_DOCUMENTS
        replies = _asked(desk, typed, turns, opened, event, everywhere=everywhere)
        # In a thread of its own: cancelled, Gradio waits for a plain generator's next step.
        while reply := await asyncio.to_thread(next, replies, None):
            yield said(reply)

    def start_over() -> Updates:
        return said(Reply((), kept=""))

    # One event for all ways of asking: a second question waits in its box for the first one's
    # answer, because each event writes back the whole conversation that it began with.
    asked = gr.on(
        [page.question.submit, page.starters.submit, page.tools.submit],
        question_asked,
        [page.question, page.turns, page.kept, page.picker, page.scope],
        [page.turns, page.kept, page.chat, page.question, page.notice, *_shelf(page)],
        js=EMPTY_THE_BOX,
        trigger_mode="once",
        **QUIET,
    )
    asked.failure(None, js=PUT_BACK, **QUIET)
    # Events of one click run in the order of these lines: no answer may come after the new start.
    page.fresh.click(None, cancels=[asked], **QUIET)
    page.fresh.click(
        start_over,
        None,
        [page.turns, page.kept, page.question, page.notice, page.chat],
        queue=False,
        **QUIET,
    )


def _asked(
    desk: Desk,
    typed: str,
    turns: tuple[Turn, ...],
    opened: str | None,
    event: gr.EventData,
    *,
    everywhere: bool,
) -> Iterator[Reply]:
    """What the desk says to a question that was typed, chosen, asked again or linked to."""
    said: dict[str, Any] = event._data or {}  # noqa: SLF001  (its attributes are these, unchecked)
    if "link" in said:
        yield from desk.reopen(str(said["link"]), turns, opened)
    elif "again" in said:
        back = said["again"]  # from the end: a page may show turns that are kept no more
        if isinstance(back, int) and 0 < back <= len(turns):
            number = len(turns) - back
            question = turns[number].answer.question
            for reply in desk.ask(question, turns, opened, everywhere=everywhere, after=number):
                yield replace(reply, kept=None)  # the question stands where it was; the box is free
    else:
        question = str(said.get("question", typed))
        yield from desk.ask(question, turns, opened, everywhere=everywhere)


def _wire_starters(page: Page, desk: Desk) -> None:
    """Only this draws the questions to begin with, so that what else happens is not disturbed."""

    def suggest(event: gr.EventData) -> str:
        return desk.starters(str(event.document))

    # Not in the queue: it takes no question's place, and is not told that the server is busy.
    page.starters.suggest(suggest, None, page.starters, queue=False, **QUIET)


def _wire_verdicts(page: Page, desk: Desk) -> None:
    """What a reader says of an answer is kept; then the page shows it, and draws nothing anew."""
    times = itertools.count(1)

    def judge(turns: tuple[Turn, ...], kept: object, event: gr.EventData) -> Updates:
        notice = desk.judge(turns or unpack(kept), event.key, event.verdict)
        if notice:
            return {page.notice: notice}
        # Its number tells the page that something was said, also twice the same.
        said = {"key": event.key, "verdict": event.verdict, "number": next(times)}
        return {page.verdicts: gr.update(said=said), page.notice: ""}

    # One after the other: the last click is what is kept.
    line: dict[str, Any] = {"concurrency_limit": 1, "trigger_mode": "multiple", **QUIET}
    page.verdicts.judge(judge, [page.turns, page.kept], [page.verdicts, page.notice], **line)


def _wire_keeping(page: Page, desk: Desk) -> None:
    """The conversation comes back as the page loads, and leaves it as a file."""
    parcels = itertools.count(1)

    def arrive(kept: object) -> Updates:
        turns = unpack(kept)
        reading = desk.arrive(turns[-1].opened if turns else None)
        chat = Reply(turns).messages(desk.verdicts(turns))
        everywhere = bool(turns) and turns[-1].everywhere
        scope = ALL_DOCUMENTS if everywhere else THIS_DOCUMENT
        return _shown(page, reading) | {page.turns: turns, page.chat: chat, page.scope: scope}

    def export(turns: tuple[Turn, ...], kept: object, event: gr.EventData) -> Updates:
        turns, kind = turns or unpack(kept), str(event.format)
        if not turns or kind not in FORMATS:
            return {page.tools: gr.skip()}
        # Its number tells the page that there is something to save, also twice the same.
        parcel = asdict(desk.export(turns, kind)) | {"number": next(parcels)}
        return {page.tools: gr.update(parcel=parcel)}

    came = page.blocks.load(
        arrive, page.kept, [page.turns, page.chat, page.scope, *_shelf(page)], **QUIET
    )
    # ``turns.js`` looks at the address whenever it changes, and now that there is a page.
    came.then(None, js='() => { window.dispatchEvent(new Event("hashchange")); }', **QUIET)
    page.kept.change(None, js='() => { document.dispatchEvent(new Event("kept")); }', **QUIET)
    page.tools.export(export, [page.turns, page.kept], page.tools, **QUIET)


def _publish(desk: Desk) -> None:
    def ask(
        question: str,
        documents: list[str] | None = None,
        history: list[list[str]] | None = None,
    ) -> dict[str, Any]:
        """Answer a question from the library. All three are sent, in this order.

        Args:
            question: up to 2,000 characters.
            documents: ids of the documents to ask, null for all.
            history: [question, answer text] pairs that came before, oldest first, or null.
        """
        wrong = _mistaken(question, documents, history)
        if wrong:
            raise gr.Error(wrong, print_exception=False)
        pairs = [(asked, said) for asked, said in history or []]
        try:
            return desk.answer(question, pairs, documents).to_dict()
        except FootnoteError as error:
            raise gr.Error(str(error), print_exception=False) from error
        except Exception as error:  # noqa: BLE001  # Gradio would print it, with the words it may quote
            faults.report("a question from another program could not be answered", error)
            raise gr.Error(OUR_FAULT, print_exception=False) from None

    api(ask, api_name="ask")


def _mistaken(question: object, documents: object, history: object) -> str:
    """What is wrong with the types that another program has sent; "" if nothing is."""
    if not isinstance(question, str):
        return "question has to be a text"
    if documents is not None and not _texts(documents):
        return "documents has to be a list of ids, or null for all documents"
    pairs = [] if history is None else history
    if not isinstance(pairs, list) or not all(_texts(pair) and len(pair) == 2 for pair in pairs):  # noqa: PLR2004
        return "history has to be a list of [question, answer text] pairs, or null"
    if len(pairs) > MOST_PAIRS:
        return f"history has {len(pairs)} pairs: send the last {MOST_PAIRS} at most"
    return ""


def _texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _shelf(page: Page) -> list[Any]:
    """The components that ``_shown`` updates."""
    return [page.picker, page.pane, page.notes, page.confirm]


def _shown(page: Page, reading: Reading) -> Updates:
    """The document's side of the page."""
    choices = list(reading.choices)
    updates: Updates = {page.notes: reading.notes, page.confirm: gr.update(visible=False)}
    if reading.html is None:  # whatever the reader has opened meanwhile stays open
        return updates | {page.picker: gr.update(choices=choices)}
    return updates | {
        page.picker: gr.update(choices=choices, value=reading.opened),
        page.pane: reading.html,
    }
