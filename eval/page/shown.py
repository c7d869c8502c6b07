"""Figures as people read them, and why some are not there."""

from collections.abc import Sequence

from eval.figures import Figure
from eval.html.escape import escape
from eval.metrics.wilson import Interval

NONE = "–"

_NO_WORDS = "no question here has an answer in words"
_NO_PLACES = "no question here has an answer"
_NO_ANSWERS = "none of the questions with an answer got one"
_NO_CONFIDENCE = "no question here is either right or wrong"
UNDEFINED = {
    "answer_f1": _NO_WORDS,
    "answer_em": _NO_WORDS,
    "span_precision": _NO_ANSWERS,
    "span_recall": _NO_WORDS,
    "citation_precision": _NO_ANSWERS,
    "citation_recall": _NO_PLACES,
    "citation_needed": _NO_ANSWERS,
    "recall_at_1": _NO_PLACES,
    "recall_at_5": _NO_PLACES,
    "recall_at_10": _NO_PLACES,
    "mrr": _NO_PLACES,
    "ndcg_at_10": _NO_PLACES,
    "followup_kept": "no follow-up here has an answer that is found alone",
    "alone_kept": "no later turn here stands alone and has an answer that is found alone",
    "abstention_precision": "it was never silent",
    "abstention_recall": "the document answers every question here",
    "abstention_f1": "it was never silent, or the document answers every question here",
    "risk": "nothing that is right or wrong was answered",
    "aurc": _NO_CONFIDENCE,
    "ece": _NO_CONFIDENCE,
    "bent": "no later turn here stands alone",
}
"""Why a figure can be missing, by its name."""


def percent(share: float) -> str:
    """A share as whole per cent; only all is 100% and only nothing is 0%.

    >>> percent(0.456), percent(0.999), percent(0.001), percent(1.0)
    ('46%', '>99%', '<1%', '100%')
    """
    rounded = f"{share:.0%}"
    if rounded == "100%" and share < 1:
        return ">99%"
    if rounded == "0%" and share > 0:
        return "<1%"
    return rounded


def seconds(value: float) -> str:
    """A time in milliseconds or seconds, to about two digits.

    >>> seconds(0.0304), seconds(0.0004), seconds(1.25), seconds(75)
    ('30 ms', '0.4 ms', '1.2 s', '75 s')
    """
    if value < 0.01:  # noqa: PLR2004  # seconds; below it whole milliseconds say too little
        return f"{value * 1000:.1f} ms"
    if value < 1:
        return f"{value * 1000:.0f} ms"
    return f"{value:.1f} s" if value < 10 else f"{value:.0f} s"  # noqa: PLR2004  # seconds


def figure_text(figure: Figure, value: float | None) -> str:
    """A figure's value, a dash where it is undefined."""
    if value is None:
        return NONE
    return percent(value) if figure.unit == "share" else seconds(value)


def why(name: str) -> str:
    """Why a figure is undefined, as a clause."""
    return UNDEFINED.get(name, "there is nothing to measure it on")


def kind_text(kind: str) -> str:
    """A kind of question as words, cut if it is too long.

    >>> kind_text("unanswerable_close")
    'unanswerable close'
    """
    return cut(kind.replace("_", " "))


def cut(text: str) -> str:
    """A title or a name where it is not the matter itself: at most 120 characters.

    >>> cut("word " * 30)[-10:]
    'word word…'
    """
    return text if len(text) <= _CUT else text[: _CUT - 1].rstrip() + "…"


_CUT = 120  # characters: two lines


def interval_text(interval: Interval) -> str:
    """An interval of a share.

    >>> interval_text(Interval(0.42, 0.618))
    '42–62%'
    """
    return f"{interval.low * 100:.0f}–{interval.high * 100:.0f}%"


def count(number: int, one: str, many: str | None = None) -> str:
    """A number of things, with the right word behind it.

    >>> count(1, "question"), count(1234, "question")
    ('1 question', '1,234 questions')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def table_html(caption: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A plain table; the first cell of each row is its heading."""
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in columns)
    body = "".join(
        f'<tr><th scope="row">{escape(first)}</th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in rest)
        + "</tr>"
        for first, *rest in rows
    )
    return (
        f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table>"
    )
