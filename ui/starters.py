"""Questions to begin a conversation with, fit for the open document, as the page shows them.

Each candidate (``candidates.py``) is asked beforehand and kept if the document answers it surely,
from the sentence that it was made of. That takes seconds, so it is done in a thread of its own,
one document after the other, once for each text, and not while a question of a reader is under
way.
"""

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING

from index import FootnoteError
from ui import faults
from ui.candidates import Candidate, candidates
from ui.escape import escape

if TYPE_CHECKING:
    from index import Document
    from qa import Answer

ABOUT = "What is this document about?"  # suits every document
GENERAL = (ABOUT, "What are the main points?")  # where none is found that suits only this one
MOST = 3  # questions of a document's own
MOST_ASKED = 24  # candidates; each takes some 0.1 s
LEAST_SURE = 0.5  # confidence, in [0, 1]: "Fair" on the page
LONGEST_ANSWER = 120  # code points
MOST_KEPT = 300  # texts whose questions are kept


class Starters:
    """Makes the questions, and keeps those of the last few hundred texts while it is served."""

    def __init__(self, ask: "Callable[[str, str], Answer]") -> None:
        """``ask`` answers a question from the document of an id."""
        self._ask = ask
        self._thread = ThreadPoolExecutor(1, "starters")
        self._made: dict[str, Future[tuple[str, ...]]] = {}  # by the text's digest
        self._under_way = 0
        self._calm = threading.Condition()

    def of(self, document: "Document") -> tuple[str, ...] | None:
        """The questions for a document; None while they are being made."""
        with self._calm:
            made = self._made.get(document.text_sha256)
            if made is None:
                made = self._thread.submit(self._make, document)
                self._made[document.text_sha256] = made
                done = [text for text, each in self._made.items() if each.done()]
                for text in done[: max(0, len(self._made) - MOST_KEPT)]:  # the oldest first
                    del self._made[text]
        return made.result() if made.done() else None

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """While a reader's question is under way, no candidate is asked."""
        with self._calm:
            self._under_way += 1
        try:
            yield
        finally:
            with self._calm:
                self._under_way -= 1
                self._calm.notify_all()

    def _make(self, document: "Document") -> tuple[str, ...]:
        try:
            found = chosen(candidates(document), lambda each: self._suits(each, document.id))
        except FootnoteError:  # removed meanwhile, or the page is closed: next time anew
            with self._calm:
                del self._made[document.text_sha256]
            return GENERAL
        except Exception as error:  # noqa: BLE001  # kept, it would be raised at every look
            faults.report("no questions to begin with could be made", error)
            return GENERAL
        own = sorted(found, key=lambda each: each.sentence)
        return (ABOUT, *(each.question for each in own)) if own else GENERAL

    def _suits(self, candidate: Candidate, document_id: str) -> bool:
        with self._calm:
            self._calm.wait_for(lambda: not self._under_way)
        return answers(self._ask(candidate.question, document_id), candidate)


def chosen(found: Iterator[Candidate], suits: Callable[[Candidate], bool]) -> Sequence[Candidate]:
    """The first few that suit, no two of one sentence and of no kind more than another needs."""
    kept: list[Candidate] = []
    spare: list[Candidate] = []
    kinds: Counter[str] = Counter()
    for candidate in islice(found, MOST_ASKED):
        if any(each.sentence == candidate.sentence for each in kept) or not suits(candidate):
            continue
        if kinds[candidate.kind]:
            spare.append(candidate)
            continue
        kinds[candidate.kind] += 1
        kept.append(candidate)
        if len(kept) == MOST:
            return kept
    for candidate in spare:
        if len(kept) < MOST and all(each.sentence != candidate.sentence for each in kept):
            kept.append(candidate)
    return kept


def answers(answer: "Answer", candidate: Candidate) -> bool:
    """Whether an answer is what the candidate's sentence says, and surely so."""
    if answer.kind != "answer" or answer.confidence < LEAST_SURE:
        return False
    first = answer.citations[0]
    is_there = candidate.sentence.start <= first.answer_start < candidate.sentence.end
    said, expected = (
        " ".join(words.casefold().split()) for words in (answer.short, candidate.expected)
    )
    is_it = said in expected or expected in said
    return is_there and is_it and len(answer.short) <= LONGEST_ANSWER


def starters_html(document_id: str, questions: Sequence[str], *, ready: bool) -> str:
    """An empty conversation with a document: what can be done, and questions to begin with.

    While more are being made it is not ``ready``, and ``starters.js`` looks again.
    """
    items = "".join(
        f'<li><button class="starter">{escape(question)}</button></li>' for question in questions
    )
    is_ready = f' data-ready="{escape(document_id)}"' if ready else ""
    return (
        f'<div data-document="{escape(document_id)}"{is_ready}><h2>Ask the document</h2>'
        f"<p>Every answer shows the place it stands on.</p><ul>{items}</ul></div>"
    )


def no_document_html() -> str:
    """An empty conversation beside an empty library."""
    return (
        '<div data-document="" data-ready=""><h2>Nothing to ask yet</h2>'
        "<p>Footnote answers from your own documents. Add one, and ask it here.</p>"
        '<button class="word add">Add files</button></div>'
    )
