"""The words around the documents' words: every ``Answer`` is made here.

An answer's text is its spans with their [1] markers; nothing of the documents is rephrased.
"""

from collections.abc import Sequence
from dataclasses import replace
from time import perf_counter

from qa.answer import Answer, Citation, Kind
from qa.language import NAMES
from qa.question import IN_LANGUAGE, NOT_SAID, NOTHING_HERE

DOES_NOT_SAY = "does not say."


def answer(
    question: str,
    understood: str,
    *,
    confidence: float,
    citations: Sequence[Citation],
    nearest: Citation | None,
    timings: dict[str, float],
    started: float,
    silent: Sequence[str] = (),
) -> Answer:
    """An answer or a list from its citations; without any, an abstention with ``nearest``.

    ``silent`` are the titles of documents that were asked for an answer of their own and have
    none.
    """
    if citations:
        text = _given(citations, silent)
    elif nearest:
        text = f"{NOT_SAID} The nearest passage is: “{nearest.answer}” [{nearest.number}]"
    else:
        text = NOTHING_HERE
    kinds: tuple[Kind, ...] = ("abstained", "answer", "list")
    return Answer(
        question=question,
        understood=understood,
        kind=kinds[min(len(citations), 2)],
        answered=bool(citations),
        short="; ".join(citation.answer for citation in citations),
        text=text,
        confidence=confidence,
        citations=tuple(citations),
        nearest=nearest,
        timings=timings | {"total": perf_counter() - started},
    )


def again(answer: Answer, started: float) -> Answer:
    """An answer that was given before, in the time that it took now."""
    spent = dict.fromkeys(answer.timings, 0.0) | {"total": perf_counter() - started}
    return replace(answer, timings=spent)


def _given(citations: Sequence[Citation], silent: Sequence[str]) -> str:
    """The answer's words with their markers; of several documents one after the other, named."""
    by_document: dict[str, list[Citation]] = {}
    for citation in citations:
        by_document.setdefault(citation.document_id, []).append(citation)
    said = {
        key: "; ".join(f"{citation.answer} [{citation.number}]" for citation in own)
        for key, own in by_document.items()
    }
    if len(said) == 1 and not silent:
        return next(iter(said.values()))
    lines = [f"{own[0].title}: {said[key]}" for key, own in by_document.items()]
    return "\n".join([*lines, *(f"{title}: {DOES_NOT_SAY}" for title in silent)])


def unreadable(question: str, language: str, started: float) -> Answer:
    """An abstention from a question in a language that the encoder cannot read."""
    name = NAMES.get(language, f"another language ({language})")
    text = (
        f"{IN_LANGUAGE} {name}, which this library’s encoder does not read. Ask in English, or use "
        "a multilingual encoder: see docs/conversation.md."
    )
    return _uncited(question, "abstained", text, started)


def overview(question: str, citations: Sequence[Citation], started: float) -> Answer:
    """Key sentences, one a line; an abstention if there is no text at all."""
    lines = [f"• {' '.join(citation.quote.split())} [{citation.number}]" for citation in citations]
    return Answer(
        question=question,
        understood=question,
        kind="overview" if citations else "abstained",
        answered=bool(citations),
        short="",
        text="\n".join(lines) or NOTHING_HERE,
        # Quoting what stands there cannot be wrong; whether it is what matters is not judged.
        confidence=1.0 if citations else 0.0,
        citations=tuple(citations),
        nearest=None,
        timings=_only_total(started),
    )


def small_talk(question: str, text: str, started: float) -> Answer:
    """A reply that is not from the documents."""
    return _uncited(question, "help", text, started)


def _uncited(question: str, kind: Kind, text: str, started: float) -> Answer:
    return Answer(
        question=question,
        understood=question,
        kind=kind,
        answered=False,
        short="",
        text=text,
        confidence=0.0,
        citations=(),
        nearest=None,
        timings=_only_total(started),
    )


def _only_total(started: float) -> dict[str, float]:
    return {"retrieve": 0.0, "read": 0.0, "total": perf_counter() - started}
