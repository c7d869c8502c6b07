"""Which component sets off what: the page's events, each tied to one method of the ``Desk``.

All are private but one: ``ask`` answers other programs with ``Answer.to_dict()``.
"""

from collections.abc import Iterator
from typing import Any

import gradio as gr

from index import FootnoteError
from ui.desk import Desk
from ui.layout import ALL_DOCUMENTS, Page
from ui.notices import confirm_html
from ui.views import Reading, Reply, Turn

Updates = dict[Any, Any]

# Gradio draws its own veil over what is being updated; the page has quieter signs.
QUIET = {"api_visibility": "private", "show_progress": "hidden"}


def wire(page: Page, desk: Desk) -> None:
    """Tie every component of the page to the desk; runs inside the page's ``Blocks``."""
    _wire_shelf(page, desk)
    _wire_removal(page, desk)
    _wire_talk(page, desk)
    _publish(desk)


def _wire_shelf(page: Page, desk: Desk) -> None:
    def arrive() -> Updates:
        return _shown(page, desk, desk.arrive())

    def switch(document_id: str | None) -> Updates:
        return _shown(page, desk, desk.open(document_id))

    def follow(opened: str | None, event: gr.EventData) -> Updates:
        return _shown(page, desk, desk.follow(str(event.href), opened))

    def add(paths: list[str] | None, opened: str | None) -> Iterator[Updates]:
        for reading in desk.add(paths or [], opened):
            yield _shown(page, desk, reading)

    shelf = _shelf(page)
    page.blocks.load(arrive, None, shelf, **QUIET)
    page.picker.input(switch, page.picker, shelf, **QUIET)
    page.pane.cite(follow, page.picker, shelf, **QUIET)
    page.upload.upload(add, [page.upload, page.picker], shelf, concurrency_limit=1, **QUIET)


def _wire_removal(page: Page, desk: Desk) -> None:
    def confirm(opened: str | None) -> Updates:
        title = desk.title(opened)
        return {
            page.confirm: gr.update(visible=bool(title)),
            page.confirm_text: confirm_html(title),
        }

    def remove(opened: str | None) -> Updates:
        return _shown(page, desk, desk.remove(opened))

    def keep() -> Updates:
        return {page.confirm: gr.update(visible=False)}

    asked = page.remove.click(confirm, page.picker, [page.confirm, page.confirm_text], **QUIET)
    asked.then(None, js='() => document.querySelector("#confirm-no")?.focus()', **QUIET)
    page.confirm_yes.click(remove, page.picker, _shelf(page), **QUIET)
    page.confirm_no.click(keep, None, [page.confirm], **QUIET)


def _wire_talk(page: Page, desk: Desk) -> None:
    def said(reply: Reply) -> Updates:
        updates = _shown(page, desk, reply.reading) if reply.reading else {}
        if reply.kept is not None:
            updates[page.question] = reply.kept
        return updates | {
            page.chat: reply.messages(),
            page.turns: reply.turns,
            page.notice: reply.notice,
        }

    def question_asked(
        question: str, turns: tuple[Turn, ...], opened: str | None, scope: str
    ) -> Iterator[Updates]:
        everywhere = scope == ALL_DOCUMENTS
        yield from map(said, desk.ask(question, turns, opened, everywhere=everywhere))

    def example_chosen(
        turns: tuple[Turn, ...], opened: str | None, scope: str, event: gr.SelectData
    ) -> Iterator[Updates]:
        yield from question_asked(str(event.value["text"]), turns, opened, scope)

    def start_over(opened: str | None) -> Updates:
        chat = gr.update(value=[], examples=_examples(desk, opened))
        return said(Reply((), kept="")) | {page.chat: chat}

    session = [page.turns, page.picker, page.scope]
    answered = [page.turns, page.question, page.notice, *_shelf(page)]
    page.question.submit(question_asked, [page.question, *session], answered, **QUIET)
    page.chat.example_select(example_chosen, session, answered, **QUIET)
    page.fresh.click(start_over, page.picker, answered, **QUIET)


def _publish(desk: Desk) -> None:
    def ask(
        question: str,
        documents: list[str] | None = None,
        history: list[list[str]] | None = None,
    ) -> dict[str, Any]:
        """Answer a question from the library.

        Args:
            question: up to 2,000 characters.
            documents: ids of the documents to ask, all if left out.
            history: [question, answer text] pairs that came before, oldest first.
        """
        if any(len(turn) != 2 for turn in history or []):  # noqa: PLR2004  (question, answer)
            told = "history has to be a list of [question, answer text] pairs"
            raise gr.Error(told, print_exception=False)
        pairs = [(asked, said) for asked, said in history or []]
        try:
            return desk.answer(question, pairs, documents).to_dict()
        except FootnoteError as error:
            raise gr.Error(str(error), print_exception=False) from error

    gr.api(ask, api_name="ask")


def _shelf(page: Page) -> list[Any]:
    """The components that ``_shown`` updates."""
    return [page.picker, page.pane, page.notes, page.confirm, page.chat]


def _shown(page: Page, desk: Desk, reading: Reading) -> Updates:
    """The document's side of the page, and the example questions that fit it."""
    updates: Updates = {
        page.picker: gr.update(choices=list(reading.choices), value=reading.opened),
        page.notes: reading.notes,
        page.confirm: gr.update(visible=False),
        page.chat: gr.update(examples=_examples(desk, reading.opened)),
    }
    return updates if reading.html is None else updates | {page.pane: reading.html}


def _examples(desk: Desk, opened: str | None) -> list[dict[str, str]]:
    """Questions to start with, as Gradio's chat wants them."""
    return [{"text": question} for question in desk.questions(opened)]
