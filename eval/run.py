"""Ask the gold questions and score what comes back.

It asks through ``qa.ask``, the very function that users call. What the figures mean is told
in ``metrics/``, how they are put together in ``figures.py``.
"""

import tempfile
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import get_args

from eval.figures import Outcome
from eval.gold_row import GoldRow, Split
from eval.report import Report
from eval.score import score
from index import Document, Library, OnProgress, Progress, Source, UserError, silent
from qa import Answer, ask, default_reader

ALL = "all"
"""The name of every split together."""


def evaluate(
    gold_rows: Iterable[GoldRow],
    library: Library,
    *,
    split: str | None = None,
    documents: Collection[str] | None = None,
    progress: OnProgress | None = None,
) -> Report:
    """Ask every gold question of a library and report how right the answers are.

    The document that the gold is about is found by its text: it is the one whose text agrees
    with every offset of the gold. A dialogue is asked turn by turn, with Footnote's own
    answers as the history, right or wrong, as a reader would have it. The first question is
    asked once more before the clock runs, so that loading the models is not measured.

    Args:
        gold_rows: the questions, from ``load_gold``; turns of a dialogue in order.
        library: holds the document.
        split: "tune", "report", or "all" or None for every question.
        documents: ids of the documents to search; None searches only the one that the gold is
            about. Others given beside it make the task harder and more like daily use.
        progress: told after each question.

    Raises:
        UserError: no row is left to ask, or no document agrees with the gold, or a question
            cannot be asked; the sentence says which.
    """
    every_row = tuple(gold_rows)
    rows = chosen_rows(every_row, split)
    target = _document(every_row, library, documents)
    searched = (target.id,) if documents is None else tuple(documents)
    tell = progress or silent

    default_reader(tell)
    tell(Progress("Asking the gold questions", 0, len(rows)))
    _ask(rows[0], library, [], searched)
    outcomes: list[Outcome] = []
    histories: dict[str, list[Answer]] = {}
    for done, row in enumerate(rows, start=1):
        history = [] if row.dialogue is None else histories.setdefault(row.dialogue, [])
        begin = time.perf_counter()
        answer = _ask(row, library, history, searched)
        seconds = time.perf_counter() - begin
        history.append(answer)
        outcomes.append(Outcome(row, answer, score(row, answer, target.id), seconds))
        tell(Progress("Asking the gold questions", done, len(rows)))
    return Report(
        outcomes=tuple(outcomes),
        split=split or ALL,
        title=target.title,
        document_id=target.id,
        text_sha256=target.text_sha256,
        searched=searched,
    )


@contextmanager
def article_library(progress: OnProgress | None = None) -> Iterator[Library]:
    """A library of its own that holds the bundled article alone, gone at the end of the block.

    The bundled gold is asked of it, because the user's default library may hold other
    documents, or the article no more.
    """
    tell = progress or silent
    article = (files("index") / "article.txt").read_bytes()
    with (
        tempfile.TemporaryDirectory(prefix="footnote-eval-") as folder,
        Library.open(Path(folder) / "library", progress=tell) as library,
    ):
        library.ingest(Source(article, "article.txt"), progress=tell)
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
            f"The gold has no question of the split {split!r}; use another split, or all."
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


def _document(
    rows: tuple[GoldRow, ...], library: Library, documents: Collection[str] | None
) -> Document:
    """The document that agrees with every offset of the gold.

    Where several do, the first by title: what the gold says holds in each of them.
    """
    candidates = (
        library.documents()
        if documents is None
        else tuple(library.document(document_id) for document_id in documents)
    )
    if not candidates:
        raise UserError("There is no document to ask; add the one that the gold is about.")
    spans = [(row, span) for row in rows for span in row.stretches()]
    if not spans and len(candidates) > 1:
        raise UserError(
            "No gold question has an answer, so nothing tells which document they are about; "
            "add a question with an answer, or ask a library of one document."
        )
    closest, agreeing, first_wrong = candidates[0], -1, spans[:1]
    for document in candidates:
        wrong = [
            pair for pair in spans if document.text[pair[1].start : pair[1].end] != pair[1].text
        ]
        if not wrong:
            return document
        if len(spans) - len(wrong) > agreeing:
            closest, agreeing, first_wrong = document, len(spans) - len(wrong), wrong[:1]
    row, span = first_wrong[0]
    found = closest.text[span.start : span.end]
    raise UserError(
        f"No document agrees with the gold. The closest, {closest.title!r}, agrees with "
        f"{agreeing} of {len(spans)} spans; row {row.id!r} expects {_short(span.text)} at "
        f"{span.start}, where it has {_short(found)}. Ask the library that holds the document "
        "the gold was written for, or correct the offsets."
    )


def _ask(
    row: GoldRow, library: Library, history: Sequence[Answer], documents: Collection[str]
) -> Answer:
    try:
        return ask(row.question, library, history=tuple(history), documents=documents)
    except UserError as error:
        raise UserError(f"Gold question {row.id!r} cannot be asked: {error}") from error


def _short(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:37] + "...")  # noqa: PLR2004  # for a sentence
