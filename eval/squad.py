"""Footnote under SQuAD's own definitions: its questions are asked, its figures are computed.

The figures are defined in ``metrics/squad.py`` and ``metrics/multi_span_exact.py``, the file is
read by ``gold/squad_file.py``. Where the answers were found is not looked at here: a SQuAD file
is gold for ``run.py`` as well, which does.
"""

import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, get_args

from eval.gold import SquadArticle, SquadQuestion
from eval.gold.squad import text_of
from eval.metrics import SpansExact, spans_exact, squad_scores
from index import BadQuestion, Library, OnProgress, Progress, Source, UserError, silent
from qa import Answer, Citation, ask, default_reader
from qa.reader import Reader

Level = Literal["paragraph", "document"]


@dataclass(frozen=True, slots=True)
class SquadReport:
    """What came of a SQuAD file.

    Attributes:
        level: what a question was asked of: its own paragraph, or the whole article.
        scores: the official figures, in percent, by their official names.
        forced_scores: the same for the forced answers, and the best ones with their thresholds.
        spans: of the questions that want all of several spans, in [0, 1]; None without any.
        predictions: by question id what Footnote answers, "" for silence.
        forced: what it would answer if it could not keep silent; "" only where it has no
            words at all, as for small talk.
        no_answer: by question id how sure it is that there is no answer, in [0, 1]: 1 less the
            confidence of the forced answer, 1.0 where that is "".
        questions: how many were asked.
        questions_there: how many the file has.
        seconds: the wall clock of asking, as users ask.
        seconds_adding: that of adding the documents.
    """

    level: Level
    scores: dict[str, float]
    forced_scores: dict[str, float]
    spans: SpansExact | None
    predictions: dict[str, str]
    forced: dict[str, str]
    no_answer: dict[str, float]
    questions: int
    questions_there: int
    seconds: float
    seconds_adding: float

    def to_dict(self) -> dict[str, Any]:
        """All of it, JSON-ready; the keys are the attribute names."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question, what was said to it, what would have been, and the seconds of the first."""

    question: SquadQuestion
    answer: Answer | None
    forced: Answer | None
    seconds: float


def evaluate_squad(
    articles: Sequence[SquadArticle],
    *,
    level: Level,
    limit: int | None = None,
    reader: Reader | None = None,
    progress: OnProgress = silent,
) -> SquadReport:
    """Ask the questions of a SQuAD file as users ask, and score the answers officially.

    Each article gets a library of its own, and a question is asked of one document in it: of
    its paragraph, or of the whole article, whose paragraphs are joined by blank lines. What is
    met with silence is asked once more with a threshold of 0. Small talk and overviews, for
    which Footnote takes some questions, are answers without words and count as silence, and so
    does a question that it refuses as empty or too long.

    Args:
        articles: from ``read_squad``.
        level: what is asked.
        limit: ask so many questions at most, spread evenly over the file.
        reader: as for ``qa.ask``; None for the bundled one.
        progress: told after each question.

    Raises:
        UserError: there is no such level, or no question to ask.
    """
    if level not in get_args(Level):
        raise UserError(f'There is no level {level!r}; use "paragraph" or "document".')
    there = sum(len(paragraph.qas) for article in articles for paragraph in article.paragraphs)
    total = there if limit is None else min(limit, there)
    if total < 1:
        raise UserError("There is no question to ask; give a file with one, and a limit from 1.")
    asked: list[_Asked] = []
    adding = 0.0
    reader = reader or default_reader(progress)
    for article in _evenly(articles, total):
        started = time.perf_counter()
        with _library(article, level) as (library, places):
            adding += time.perf_counter() - started
            for paragraph in article.paragraphs:
                for question in paragraph.qas:
                    progress(Progress("Asking SQuAD's questions", len(asked), total))
                    asked.append(_ask(question, library, places.get(paragraph.context), reader))
    progress(Progress("Asking SQuAD's questions", total, total))
    return _report(asked, level=level, there=there, adding=adding)


def _evenly(articles: Sequence[SquadArticle], wanted: int) -> tuple[SquadArticle, ...]:
    """The articles, all of their text and so many of their questions, spread evenly."""
    ids = [q.id for article in articles for paragraph in article.paragraphs for q in paragraph.qas]
    taken = {ids[place * len(ids) // wanted] for place in range(wanted)}
    return tuple(
        replace(
            article,
            paragraphs=tuple(
                replace(paragraph, qas=tuple(q for q in paragraph.qas if q.id in taken))
                for paragraph in article.paragraphs
            ),
        )
        for article in articles
    )


@contextmanager
def _library(article: SquadArticle, level: Level) -> Iterator[tuple[Library, dict[str, str]]]:
    """A library of what is asked of an article, gone at the end.

    Yields:
        The library, and by a paragraph's text the document to ask about it; a paragraph of
        nothing has none.
    """
    whole = text_of(article)
    texts = {
        paragraph.context: paragraph.context if level == "paragraph" else whole
        for paragraph in article.paragraphs
        if paragraph.qas
    }
    with (
        tempfile.TemporaryDirectory(prefix="footnote-squad-") as folder,
        Library.open(f"{folder}/library") as library,
    ):
        ids = {
            text: library.ingest(Source.from_text(text, article.title)).document.id
            for text in dict.fromkeys(texts.values())
            if text.strip()
        }
        yield library, {context: ids[text] for context, text in texts.items() if text in ids}


def _ask(question: SquadQuestion, library: Library, place: str | None, reader: Reader) -> _Asked:
    """Ask one question of a document; of None there is nothing to ask."""
    if place is None:
        return _Asked(question, None, None, 0.0)
    started = time.perf_counter()
    try:
        answer = ask(question.question, library, documents=[place], reader=reader)
    except BadQuestion:
        return _Asked(question, None, None, time.perf_counter() - started)
    seconds = time.perf_counter() - started
    forced = answer
    if not answer.answered:
        forced = ask(question.question, library, documents=[place], reader=reader, threshold=0.0)
    return _Asked(question, answer, forced, seconds)


def _report(asked: Sequence[_Asked], *, level: Level, there: int, adding: float) -> SquadReport:
    golds = {one.question.id: [answer.text for answer in one.question.answers] for one in asked}
    predictions = {one.question.id: _words(one.answer) for one in asked}
    forced = {one.question.id: _words(one.forced) for one in asked}
    no_answer = {
        one.question.id: 1.0 - one.forced.confidence if one.forced and one.forced.short else 1.0
        for one in asked
    }
    several = [one for one in asked if one.question.multi_span]
    spans = spans_exact(
        [[citation.answer for citation in _cited(one.answer)] for one in several],
        [golds[one.question.id] for one in several],
    )
    return SquadReport(
        level=level,
        scores=squad_scores(predictions, golds),
        forced_scores=squad_scores(forced, golds, no_answer),
        spans=spans if several else None,
        predictions=predictions,
        forced=forced,
        no_answer=no_answer,
        questions=len(asked),
        questions_there=there,
        seconds=sum(one.seconds for one in asked),
        seconds_adding=adding,
    )


def _words(answer: Answer | None) -> str:
    return answer.short if answer else ""


def _cited(answer: Answer | None) -> tuple[Citation, ...]:
    """The places of the answer's words; those of an overview are no answers."""
    return answer.citations if answer and answer.short else ()
