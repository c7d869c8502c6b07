"""The gold about the bundled article keeps its promises."""

import re
from collections import Counter
from importlib.resources import files
from statistics import median

import pytest
from nltk.stem import PorterStemmer

from eval import load_gold
from eval.figures import FIGURES, figures_of
from eval.gold import GoldRow
from eval.outcome import Outcome
from eval.score import score
from index import Document, Library
from qa import Answer, Citation

KINDS = {
    "fact",
    "reason",
    "number",
    "who",
    "list",
    "yesno",
    "terse",
    "misspelt",
    "unanswerable_close",
    "unanswerable_far",
    "dialogue",
    "overview",
}

# Words that say nothing about what a question is about: articles, pronouns, prepositions,
# conjunctions, auxiliaries, question words, and what \w+ leaves of contractions.
STOPWORDS = set(
    re.findall(
        r"\w+",
        """
    a about above after again against all also am an and any are as at be because been before
    being below between both but by can could d did do does doing don down during each else ever
    few for from further get got had has have having he her here hers herself him himself his how
    i if in into is it its itself just ll m may me might more most must my myself no nor not now
    of off on once only or other our ours ourselves out over own please re s said same say says
    shall she should since so some such t tell than that the their theirs them themselves then
    there these they this those through to too under until up us ve very was we were what when
    where which while who whom whose why will with would yet you your yours yourself yourselves
    """,
    )
)

ROWS = load_gold().rows
ARTICLE = (files("index") / "article.txt").read_bytes().decode()


def content_words(text: str) -> set[str]:
    words = re.findall(r"\w+", text.lower())
    return {PorterStemmer().stem(word) for word in words if word not in STOPWORDS}


def best_overlap(row: GoldRow) -> float:
    """Share of a question's content words that its most alike evidence sentence also has."""
    question = row.question if row.dialogue is None else row.standalone or row.question
    asked = content_words(question)
    sentences = [sentence.text for item in row.items for sentence in item.evidence]
    shared = max(len(asked & content_words(sentence)) for sentence in sentences)
    return shared / len(asked) if asked else 0.0


def test_every_offset_names_its_text() -> None:
    """``article[start:end] == text`` for every answer and every evidence."""
    wrong = [
        (row.id, span)
        for row in ROWS
        for span in row.stretches()
        if ARTICLE[span.start : span.end] != span.text
    ]
    assert wrong == []


def test_evidence_is_whole_sentences() -> None:
    """Evidence begins where a sentence of the article begins and ends where one ends."""
    # Enough for this article: a sentence ends at a newline, or at a full stop (and a closing
    # quotation mark) that blanks and a capital follow. "Oct. 7" goes on with a figure.
    edges = [0]
    for boundary in re.finditer(r"(?<=[.!?])”?\s+(?=[A-Z“])|\n+", ARTICLE):
        edges += [boundary.start(), boundary.end()]
    edges.append(len(ARTICLE))
    starts, ends = set(edges[0::2]), set(edges[1::2])
    evidence = [s for row in ROWS for item in row.items for s in item.evidence]
    assert [s for s in evidence if s.start not in starts or s.end not in ends] == []


def test_answers_stand_in_their_evidence() -> None:
    """Every acceptable answer is part of one of its item's evidence sentences."""
    lost = [
        (row.id, span.text)
        for row in ROWS
        for item in row.items
        for span in item.spans
        if not any(s.start <= span.start and span.end <= s.end for s in item.evidence)
    ]
    assert lost == []


def test_how_many_of_each_kind() -> None:
    """Enough questions of each kind for the figures to mean something."""
    kinds = Counter(row.kind for row in ROWS)
    assert set(kinds) == KINDS
    alone = [row for row in ROWS if row.answerable and row.kind not in ("dialogue", "overview")]
    assert len(alone) >= 90
    assert kinds["unanswerable_close"] >= 20
    assert kinds["unanswerable_close"] + kinds["unanswerable_far"] >= 30
    assert len({row.dialogue for row in ROWS if row.dialogue}) >= 12
    assert kinds["overview"] >= 5


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_both_splits(kind: str) -> None:
    """Every kind has questions to tune on and questions to report on."""
    assert {row.split for row in ROWS if row.kind == kind} == {"tune", "report"}


def test_kind_and_answerable_agree() -> None:
    """Questions called unanswerable are, and outside dialogues no others."""
    for row in ROWS:
        if row.kind != "dialogue":
            assert row.answerable != row.kind.startswith("unanswerable"), row.id
        assert (row.kind == "dialogue") == (row.dialogue is not None), row.id


def test_every_turn_has_its_standalone_question() -> None:
    """Each turn of a dialogue says what it would be alone."""
    assert [row.id for row in ROWS if row.dialogue and not row.standalone] == []


def test_questions_are_not_the_text_again() -> None:
    """In half of the questions at most half of the content words stand in the evidence."""
    asked = [row for row in ROWS if row.answerable and row.kind != "overview"]
    assert median(best_overlap(row) for row in asked) <= 0.5


def oracle(row: GoldRow, pick: int, document_id: str) -> Answer:
    """What somebody who knows the gold would answer, taking the first (0) or last (-1) wording."""
    citations = []
    for number, item in enumerate(row.items, start=1):
        words = item.spans[pick]
        quote = next(s for s in item.evidence if s.start <= words.start and words.end <= s.end)
        places = (quote.start, quote.end, quote.text, words.start, words.end)
        citations.append(Citation(number, document_id, "", "", *places, page=None))
    short = "; ".join(citation.answer for citation in citations)
    return Answer(
        question=row.question,
        understood=row.question,
        kind="answer" if citations else "abstained",
        answered=bool(citations),
        short="" if row.kind == "overview" else short,
        text=short,
        confidence=float(row.answerable),
        citations=tuple(citations),
        nearest=None,
        timings={},
    )


@pytest.mark.parametrize("pick", [0, -1])
def test_who_knows_the_gold_has_full_marks(
    pick: int, article: Document, article_library: Library
) -> None:
    """Every wording that the gold accepts, with its sentence, is right in every figure."""
    passages = article_library.embedded().passages
    outcomes = []
    for row in ROWS:
        answer = oracle(row, pick, article.id)
        quotes = [(citation.start, citation.end) for citation in answer.citations]
        holding = [
            passage.hit("", 1.0)
            for passage in passages
            if any(passage.start <= start and end <= passage.end for start, end in quotes)
        ]
        scored = score(
            row,
            answer,
            document_id=article.id,
            forced=answer,
            hits=holding,
            passages=passages,
            alone=answer if row.later else None,
        )
        alone = 0.0 if row.later and not row.stands_alone else None
        outcomes.append(Outcome(row, article.id, answer, answer, scored, 0.0, 0.0, alone))
    marks = figures_of([outcome.measured for outcome in outcomes]).values
    assert marks.pop("aurc") > 0  # what cannot be answered is wrong where everything is answered
    assert marks.pop("coverage") == pytest.approx(sum(row.answerable for row in ROWS) / len(ROWS))
    # Of several sentences that would do, it knows one: the others' passages are not found.
    for name in ("recall_at_1", "recall_at_5", "recall_at_10", "ndcg_at_10"):
        assert marks.pop(name) > 0.4
    # Two things of a list may be proved by one sentence that holds both.
    assert marks.pop("citation_needed") > 0.9
    full = {figure.name: float(figure.better == "higher") for figure in FIGURES}
    assert marks == {name: pytest.approx(full[name]) for name in marks}
    overviews = [outcome.measured for outcome in outcomes if outcome.row.kind == "overview"]
    assert figures_of(overviews).values["citation_recall"] == 1.0
