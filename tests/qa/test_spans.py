"""From logits to spans: the best words of each sentence, several apart, numbers whole."""

import numpy as np
import pytest
from numpy.typing import NDArray

from index import Hit, Span
from qa.pairs import Window, windows
from qa.spans import LABEL, LEAST_SHARE, in_sentences, whole_numbers

TEXT = "Ann, Bob and Carol came. It rained in May."
SENTENCES = (Span(100, 124), Span(125, 142))
HIT = Hit("d", "", TEXT, 100, 142, 1.0, SENTENCES)


def window() -> Window:
    (made,) = windows("Who came?", TEXT)
    return made


def pointing(*words: tuple[str, float]) -> NDArray[np.float32]:
    """Logits that start, end and go through some words, each as strong as said."""
    read = window()
    logits = np.full((len(read.ids), 3), -6.0, dtype=np.float32)
    logits[0, :2] = 0.0  # [CLS]
    for text, strength in words:
        start = TEXT.index(text)
        inside = [
            read.first + i
            for i, offset in enumerate(read.offsets)
            if start <= offset.start < offset.end <= start + len(text)
        ]
        logits[inside[0], 0] = logits[inside[-1], 1] = strength
        logits[inside, 2] = 6.0
    return logits


def found(*words: tuple[str, float]) -> list[list[str]]:
    """The words of each sentence."""
    made = in_sentences(HIT, [(window(), pointing(*words))])
    assert [one.sentence for one in made] == list(SENTENCES)
    return [[TEXT[w.start - 100 : w.end - 100] for w in one.words] for one in made]


def test_one_span() -> None:
    """The strongest words, at their place in the document; their odds are the logits' sum."""
    assert found(("Bob", 8.0))[0][0] == "Bob"
    first, second = in_sentences(HIT, [(window(), pointing(("in May", 5.0)))])
    assert second.odds == pytest.approx(10.0, abs=0.01)
    assert second.odds > first.odds
    assert second.words == (Span(135, 141),)


def test_several_spans() -> None:
    """Words that are about as strong stand side by side, best first; weak ones are left out."""
    assert found(("Ann", 7.0), ("Bob", 7.5), ("Carol", 6.5))[0] == ["Bob", "Ann", "Carol"]
    strong, weak = 7.0, 7.0 + np.log(LEAST_SHARE)
    assert found(("Ann", strong), ("Bob", weak))[0] == ["Ann"]


def test_the_third_output_decides_about_others() -> None:
    """The likeliest words stand; others only if the model sees them inside an answer."""
    logits = pointing(("Ann", 7.0), ("Bob", 7.5), ("Carol", 6.5))
    logits[:, 2] = -6.0
    (one, _) = in_sentences(HIT, [(window(), logits)])
    assert [TEXT[w.start - 100 : w.end - 100] for w in one.words] == ["Bob"]


def test_windows_are_put_together() -> None:
    """Of a sentence that two windows hold the surer reading counts."""
    twice = in_sentences(
        HIT, [(window(), pointing(("Ann", 2.0))), (window(), pointing(("Bob", 6.0)))]
    )
    assert twice == in_sentences(HIT, [(window(), pointing(("Bob", 6.0)))])


def test_a_model_without_a_third_output() -> None:
    """Two outputs are enough; then start and end alone decide."""
    logits = pointing(("Ann", 7.0), ("Bob", 7.5))[:, :2]
    (one, _) = in_sentences(HIT, [(window(), logits)])
    assert [TEXT[w.start - 100 : w.end - 100] for w in one.words] == ["Bob", "Ann"]


@pytest.mark.parametrize(
    ("text", "found", "whole"),
    [
        ("1910 | 467 | 80,115 | larger", "115", "80,115"),
        ("It cost 1,250,000.50 crowns.", "250", "1,250,000.50"),
        ("From 1880, 212 ships came.", "212", "212"),
        ("Nearly 40,000 people died.", "000 people", "40,000 people"),
        ("It was 3.", "3", "3"),
        ("Holm,310,2024-04-28", "310", "310"),
        ("It grew by 3,5 percent.", "5", "3,5"),
    ],
)
def test_a_number_is_never_cut(text: str, found: str, whole: str) -> None:
    """An answer that begins or ends inside a number holds all of it."""
    start = text.index(found)
    words = whole_numbers(text, Span(0, len(text)), Span(start, start + len(found)))
    assert text[slice(*words)] == whole


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("4.2 Interest accrues.", "Interest accrues."),
        ("(iv) the tenant", "the tenant"),
        ("3. Snow fell.", "Snow fell."),
        ("3.5 million people came.", None),
        ("1990 was wet.", None),
    ],
)
def test_the_number_of_a_clause_is_no_answer(text: str, rest: str | None) -> None:
    """What an item or clause is numbered by is passed over, a number that is said is not."""
    label = LABEL.match(text)
    assert (text[label.end() :] if label else None) == rest
