"""A small document, gold rows about it, and answers made by hand to be scored."""

from collections.abc import Callable
from itertools import pairwise

import pytest

from eval.gold import GoldItem, GoldRow, GoldSpan
from eval.outcome import Outcome
from eval.score import score
from index import Passage, Span
from qa import Answer, Citation

SENTENCES = (
    "The harbour of Port Ellis\n",
    "Mara Quill built the harbour in 1932. ",
    "It took her 14 months. ",
    "She was helped by Tom Reed and Ida Voss. ",
    "The storm of 1951 broke the northern pier, because its stones were loose.\n",
)
TEXT = "".join(SENTENCES)
DOCUMENT = "0123456789abcdef"

MakeRow = Callable[..., GoldRow]
MakeItem = Callable[..., GoldItem]
MakeReply = Callable[..., Answer]
MakeOutcome = Callable[..., Outcome]


def _passages() -> list[Passage]:
    """Each sentence as a passage of its own."""
    ends = [0]
    for sentence in SENTENCES:
        ends.append(ends[-1] + len(sentence))
    return [
        Passage(DOCUMENT, start, end, TEXT[start:end], (Span(start, end),))
        for start, end in pairwise(ends)
    ]


PASSAGES = _passages()


def _span(words: str) -> GoldSpan:
    start = TEXT.index(words)
    return GoldSpan(start, start + len(words), words)


def _sentence(span: GoldSpan) -> GoldSpan:
    """The sentence that a span begins in."""
    ends = [0]
    for sentence in SENTENCES:
        ends.append(ends[-1] + len(sentence))
    start, end = next(pair for pair in pairwise(ends) if pair[0] <= span.start < pair[1])
    text = TEXT[start:end].rstrip()
    return GoldSpan(start, start + len(text), text)


@pytest.fixture
def text() -> str:
    """The document's text."""
    return TEXT


@pytest.fixture
def item() -> MakeItem:
    """Make an item: its alternatives, and as evidence the sentences that they stand in."""

    def make(*answers: str) -> GoldItem:
        spans = tuple(map(_span, answers))
        return GoldItem(spans=spans, evidence=tuple(dict.fromkeys(map(_sentence, spans))))

    return make


@pytest.fixture
def row() -> MakeRow:
    """Make a gold row, unanswerable if it has no items."""

    def make(name: str, *items: GoldItem, kind: str = "fact", **fields: object) -> GoldRow:
        values = {
            "split": "report",
            "question": "Who?",
            "dialogue": None,
            "turn": None,
            "standalone": None,
            **fields,
        }
        return GoldRow(id=name, kind=kind, answerable=bool(items), items=items, **values)  # type: ignore[arg-type]

    return make


@pytest.fixture
def reply() -> MakeReply:
    """Make an answer of these words, each cited with its sentence; without words, silence."""

    def make(*words: str, document_id: str = DOCUMENT, confidence: float = 0.5) -> Answer:
        citations = []
        for number, answer in enumerate(map(_span, words), start=1):
            quote = _sentence(answer)
            citations.append(
                Citation(
                    number=number,
                    document_id=document_id,
                    title="The harbour of Port Ellis",
                    text_sha256="",
                    start=quote.start,
                    end=quote.end,
                    quote=quote.text,
                    answer_start=answer.start,
                    answer_end=answer.end,
                    page=None,
                )
            )
        return Answer(
            question="Who?",
            understood="Who?",
            kind="answer" if words else "abstained",
            answered=bool(words),
            short="; ".join(words),
            text="; ".join(words),
            confidence=confidence,
            citations=tuple(citations),
            nearest=None,
            timings={"retrieve": 0.0, "read": 0.0, "total": 0.0},
        )

    return make


@pytest.fixture
def outcome() -> MakeOutcome:
    """Score an answer; ``found`` are the sentences that the retriever ranked, by their number."""

    def make(
        row: GoldRow,
        answer: Answer,
        *,
        forced: Answer | None = None,
        alone: Answer | None = None,
        found: tuple[int, ...] = (1, 2, 3, 4, 0),
        seconds: float = 0.1,
    ) -> Outcome:
        hits = [PASSAGES[number].hit("The harbour of Port Ellis", 1.0) for number in found]
        forced = forced or answer
        scored = score(
            row,
            answer,
            document_id=DOCUMENT,
            forced=forced,
            hits=hits,
            passages=PASSAGES,
            alone=alone,
        )
        return Outcome(row, DOCUMENT, answer, forced, scored, seconds, cpu_seconds=2 * seconds)

    return make


@pytest.fixture
def document_id() -> str:
    """The document that ``reply`` cites."""
    return DOCUMENT
