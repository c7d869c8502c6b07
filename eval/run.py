"""Ask the gold questions and score what comes back.

It asks through ``qa.ask``, the very function that users call. What the figures mean is told
in ``metrics/``, how they are put together in ``figures.py``.
"""

import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import get_args

from eval.gold import Gold, GoldRow, Split
from eval.outcome import Outcome
from eval.report import Report
from eval.score import score
from eval.target import targets
from index import Document, Library, OnProgress, Progress, UserError, silent
from qa import Answer, ask, default_reader
from qa.reader import Reader
from qa.remembered import forget
from qa.threshold import threshold_for

ALL = "all"
"""The name of every split together."""

RETRIEVED = 10  # passages that the retriever's figures look at


def evaluate(
    gold_rows: Iterable[GoldRow],
    library: Library,
    *,
    split: str | None = None,
    whole_library: bool = False,
    threshold: float | None = None,
    reader: Reader | None = None,
    progress: OnProgress | None = None,
) -> Report:
    """Ask every gold question of a library and report how right the answers are.

    A dialogue is asked turn by turn, with Footnote's own answers as the history, right or
    wrong, as a reader would have it. A question that is met with silence is asked once more,
    by the side, with a threshold of 0: how good the confidence is can only be told where the
    answer is known. So is the standalone question of a later turn, without history, to tell what
    the conversation costs. The first question is asked before the clock runs, so that loading the
    models is not measured.

    Args:
        gold_rows: the questions, from ``load_gold``; turns of a dialogue in order.
        library: holds the documents (``targets`` finds them).
        split: "tune", "report", or "all" or None for every question.
        whole_library: search every document of the library, as in daily use, not only the one
            that the question is about.
        threshold: as for ``qa.ask``; None for the library's own, as in daily use.
        reader: as for ``qa.ask``; None for the bundled one.
        progress: told after each question.

    Raises:
        UserError: no row is left to ask, or no document agrees with the gold, or a question
            cannot be asked; the sentence says which.
    """
    every_row = tuple(gold_rows)
    rows = chosen_rows(every_row, split)
    # A document that is not asked about need not be there.
    named = {row.document for row in rows}
    about = targets([row for row in every_row if row.document in named], library)
    tell = progress or silent

    reader = reader or default_reader(tell)
    # Looked up once: another process may change the library's own while it is asked.
    least = threshold_for(library, reader) if threshold is None else threshold
    asking = _Asking(library, whole_library=whole_library, reader=reader, threshold=least)
    tell(Progress("Asking the gold questions", 0, len(rows)))
    asking.answer(rows[0], about[rows[0].document], [])
    outcomes: list[Outcome] = []
    histories: dict[str, list[Answer]] = {}
    for done, row in enumerate(rows, start=1):
        history = [] if row.dialogue is None else histories.setdefault(row.dialogue, [])
        outcomes.append(asking.outcome(row, about[row.document], history))
        history.append(outcomes[-1].answer)
        tell(Progress("Asking the gold questions", done, len(rows)))
    used = {outcome.document_id for outcome in outcomes}
    return Report(
        outcomes=tuple(outcomes),
        split=split or ALL,
        documents={document.id: document for document in about.values() if document.id in used},
        whole_library=whole_library,
        threshold=least,
    )


class _Asking:
    """Asks one question of a library, and scores it."""

    def __init__(
        self, library: Library, *, whole_library: bool, reader: Reader, threshold: float
    ) -> None:
        self._library = library
        self._whole_library = whole_library
        self._reader = reader
        self._threshold = threshold

    def answer(self, row: GoldRow, document: Document, history: Sequence[Answer]) -> Answer:
        return self._answer(row, row.question, document, history, self._threshold)

    def _alone(
        self, row: GoldRow, document: Document, answer: Answer
    ) -> tuple[Answer | None, float | None]:
        """What it says to a later turn's standalone question, and the seconds of a follow-up's.

        None where no figure needs it.
        """
        if not row.later or row.standalone is None or not row.answerable:
            return None, None
        if row.stands_alone and answer.understood == row.question:
            return answer, None
        forget(self._library)
        started = time.perf_counter()
        alone = self._answer(row, row.standalone, document, (), self._threshold)
        return alone, None if row.stands_alone else time.perf_counter() - started

    def _answer(
        self,
        row: GoldRow,
        question: str,
        document: Document,
        history: Sequence[Answer],
        threshold: float,
    ) -> Answer:
        try:
            return ask(
                question,
                self._library,
                history=tuple(history),
                documents=self._searched(document),
                reader=self._reader,
                threshold=threshold,
            )
        except UserError as error:
            raise UserError(f"Gold question {row.id!r} cannot be asked: {error}") from error

    def outcome(self, row: GoldRow, document: Document, history: Sequence[Answer]) -> Outcome:
        forget(self._library)  # what it takes to find an answer is measured
        wall, cpu = time.perf_counter(), time.process_time()
        answer = self.answer(row, document, history)
        seconds, cpu_seconds = time.perf_counter() - wall, time.process_time() - cpu
        forced = (
            answer if answer.answered else self._answer(row, row.question, document, history, 0.0)
        )
        alone, alone_seconds = self._alone(row, document, answer)
        return Outcome(
            row=row,
            document_id=document.id,
            answer=answer,
            forced=forced,
            score=score(
                row,
                answer,
                forced=forced,
                document_id=document.id,
                hits=self._library.search(
                    answer.understood, k=RETRIEVED, documents=self._searched(document)
                ),
                passages=self._library.embedded([document.id]).passages,
                alone=alone,
            ),
            seconds=seconds,
            cpu_seconds=cpu_seconds,
            alone_seconds=alone_seconds,
        )

    def _searched(self, document: Document) -> list[str] | None:
        return None if self._whole_library else [document.id]


@contextmanager
def gold_library(gold: Gold, progress: OnProgress | None = None) -> Iterator[Library]:
    """A library of its own with the documents that the gold brings along, gone at the end.

    The bundled gold is asked of one, because the user's default library may hold other
    documents, or the article no more.
    """
    tell = progress or silent
    with (
        tempfile.TemporaryDirectory(prefix="footnote-eval-") as folder,
        Library.open(Path(folder) / "library", progress=tell) as library,
    ):
        for source in gold.sources:
            library.ingest(source, progress=tell)
        yield library


def chosen_rows(rows: Sequence[GoldRow], split: str | None) -> tuple[GoldRow, ...]:
    """The rows of a split, checked to be dialogues from their first turn on.

    Raises:
        UserError: there is no such split, no row of it, or half a dialogue in it.
    """
    if split not in (None, ALL, *get_args(Split)):
        raise UserError(f'There is no split {split!r}; use "tune", "report" or "all".')
    chosen = tuple(row for row in rows if split in (None, ALL, row.split))
    if not chosen:
        raise UserError(
            f"The gold has no question of the split {split!r}, but {_splits(rows)}; use another "
            "split, or all."
            if rows
            else "There is no gold question to ask; give at least one."
        )
    turns: dict[str, int] = {}
    for row in chosen:
        if row.dialogue is not None:
            turns[row.dialogue] = turns.get(row.dialogue, 0) + 1
            if row.turn != turns[row.dialogue]:
                raise UserError(
                    f"Row {row.id!r} is turn {row.turn} of its dialogue, but turn "
                    f"{turns[row.dialogue]} is next; give every turn from 1, in order."
                )
    return chosen


def _splits(rows: Iterable[GoldRow]) -> str:
    """How many rows each split has: "12 of tune"."""
    return ", ".join(f"{n} of {split}" for split, n in Counter(r.split for r in rows).items())
