"""Follow-ups made standalone, and questions that must be left alone."""

import re
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from eval import load_gold
from qa.followup import DASH, meanings, readings, without
from qa.needed import default_needed
from qa.question import MAX_LENGTH, Turn

BEFORE = Turn("Who blocked cooperation with Israel?", "Turkey")
CLAIM = "Turkey blocked cooperation with Israel"


def standalone(question: str, history: Sequence[Turn]) -> str:
    """The question as it most likely can be asked without the history."""
    return next(meanings(question, history))


@pytest.mark.parametrize(
    ("question", "understood"),
    [
        ("Why?", "Why did Turkey block cooperation with Israel?"),
        ("how come", "Why did Turkey block cooperation with Israel?"),
        ("and when was that?", "When did Turkey block cooperation with Israel?"),
        ("Since when", "Since when did Turkey block cooperation with Israel?"),
        ("in what year?", "In what year did Turkey block cooperation with Israel?"),
        ("Is that true?", f"Is it true that {CLAIM}?"),
        ("What happened then?", f"What happened after {CLAIM}?"),
        ("and Greece?", "Who blocked cooperation with Greece?"),
        ("what about Greece", "Who blocked cooperation with Greece?"),
        ("what about trade?", "trade? — Who blocked cooperation with Israel"),
        ("in October?", "Who blocked cooperation with Israel in October?"),
        ("who else?", "Who blocked cooperation with Israel, besides Turkey?"),
        ("any others?", "Who blocked cooperation with Israel, besides Turkey?"),
        ("No, I meant Greece", "Who blocked cooperation with Greece?"),
        ("Sorry, who is the president of Turkey?", "who is the president of Turkey?"),
    ],
)
def test_questions_that_lean(question: str, understood: str) -> None:
    """Bare question words, pronouns, ellipses and the like get what they lean on."""
    assert standalone(question, [BEFORE]) == understood
    assert standalone(question, []) == question


@pytest.mark.parametrize(
    ("before", "question", "understood"),
    [
        # The same question with another question word.
        (
            ("When did Kenya become independent?", "1963"),
            "why?",
            "Why did Kenya become independent?",
        ),
        (("Is Turkey in NATO?", "a member"), "since when?", "Since when is Turkey in NATO?"),
        (("What did Turkey block?", "the talks"), "when?", "When did Turkey block the talks?"),
        (("How long is the bridge?", "2 km"), "why", "Why is the bridge 2 km long?"),
        (("When was it signed?", ""), "by whom?", "By whom was it signed?"),
        (("Who has signed?", "Ann"), "when?", "When has Ann signed?"),
        (("Who won the cup?", "Ann"), "by how much?", "By how much did Ann win the cup?"),
        (("How much of it did Ann own?", "40%"), "since when?", "Since when did Ann own 40%?"),
        (("Where is the ferry?", "Bonn"), "when's that?", "When is the ferry?"),
        # What happened is told by the answer alone, if not to whom.
        (("What happened after he left?", "Ann took over"), "why?", "Why? — Ann took over"),
        (
            ("What happened to Ann?", "fell ill"),
            "when was that?",
            "When? — What happened to Ann: fell ill",
        ),
        # One of several that were named.
        (
            ("Which are old?", "A (1249), B and C"),
            "when was the second one made?",
            "when was B made?",
        ),
        (("Who spoke?", "Ann; Bob"), "What did the last of them say?", "What did Bob say?"),
        (("When was Ann born?", "Ann and Bob"), "and the second?", "When was Bob born?"),
        (
            ("When was Ann born?", "in Rome and in Bonn"),
            "and the third?",
            "the third? — When was Ann born",
        ),
        (("Which countries signed it?", "France; Italy"), "why?", "Why did France; Italy sign it?"),
        (("Who first climbed it?", "Ann"), "when?", "When? — Ann first climbed it"),
        (("What did Ann say about Vik?", "x"), "and about Moss?", "What did Ann say about Moss?"),
        (("What does “canny” mean?", "good"), "and bairn?", "What does “bairn” mean?"),
        (("How many ships sailed?", "9"), "and men?", "How many men sailed?"),
        (("Who sank in 1916?", "Ann"), "and in 1917?", "Who sank in 1917?"),
    ],
)
def test_what_they_lean_on(before: tuple[str, str], question: str, understood: str) -> None:
    """The earlier question's words are kept where its grammar allows it."""
    assert standalone(question, [Turn(*before)]) == understood


@pytest.mark.parametrize(
    ("before", "question", "needed"),
    [
        (Turn("Who is Erdogan?", "the president"), "How old is he?", {"Erdogan"}),
        (Turn("Who was the second mayor?", "Ida Voss"), "When was she born?", {"Ida Voss"}),
        (Turn("When did Tesla meet Edison?", "1884"), "What was his job?", {"Tesla"}),
        (
            Turn(
                "Which reporter died in Homs?",
                "Marie Colvin",
                "Marie Colvin of The Sunday Times died in Homs in February 2012.",
            ),
            "who killed her",
            {"Marie Colvin"},
        ),
        (Turn("When was the Battle of Dyrrachium?", "1081"), "who won", {"Battle of Dyrrachium"}),
    ],
)
def test_what_the_words_do_not_say(before: Turn, question: str, needed: set[str]) -> None:
    """Pronouns, and questions that only lack their topic, get the words that they need."""
    asked, _, words = standalone(question, [before]).partition(DASH)
    assert asked.rstrip("?") == question.rstrip("?")
    assert needed <= set(words.split("; "))


@pytest.mark.parametrize(
    "question",
    [
        "Who is the president of Turkey?",
        "How many people were killed in Gaza?",
        "Is it true that Turkey left NATO?",
        "What did the UN inquiry find?",
        "Is there a plan to end the war?",
        "Did Turkey say that it would leave?",
        "No NATO members objected?",
        "By the way, what is a good restaurant in Ankara?",
        "and who lent the company the money that saved it?",
        "number of casualties at Acre",
        "Why did people leave their homes?",
        "Is it legal to park on a bridge?",
        "No. 10 Downing Street?",
    ],
)
def test_questions_that_stand_alone(question: str) -> None:
    """A question of its own, and a change of topic, are never bent to the old one."""
    assert standalone(question, [BEFORE]) == question


def test_what_else_a_question_may_mean() -> None:
    """After the rules the model has its say."""
    joined, claimed, by_model, *_ = meanings("since when?", [BEFORE])
    assert joined == "Since when did Turkey block cooperation with Israel?"
    assert claimed == f"Since when?{DASH}{CLAIM}"
    assert by_model.startswith(f"since when?{DASH}")
    replaced, before, *_ = meanings("and Greece?", [BEFORE])
    assert replaced == "Who blocked cooperation with Greece?"
    assert before == f"Greece?{DASH}Who blocked cooperation with Israel"
    by_model, *_ = meanings("How old is she?", [Turn("Who was the mayor?", "Ida Voss")])
    assert by_model == f"How old is she?{DASH}Ida Voss"


def test_what_may_lean_after_all() -> None:
    """Words that are needed less likely have their turn where none is needed likely."""
    before = Turn("Who wrote the report?", "the inquiry", "The inquiry wrote the report in June.")
    question = "how many companies are on its list"
    assert list(meanings(question, [before])) == [question, f"{question}?{DASH}report"]


def test_an_edited_question_means_itself() -> None:
    """Whatever came before."""
    edited = f"How old is she?{DASH}Ida Voss"
    assert list(meanings(edited, [])) == list(meanings(edited, [BEFORE])) == [edited]


@pytest.mark.parametrize(
    ("standalone", "asked"),
    [
        (f"How old is she?{DASH}Ida Voss", ("How old is she?",)),
        (f"Since when?{DASH}Turkey blocked cooperation", ()),
        (f"Greece?{DASH}Who blocked cooperation", ()),
        ("Who blocked cooperation?", ()),
    ],
)
def test_what_the_reader_may_be_asked(standalone: str, asked: tuple[str, ...]) -> None:
    """All of it; and what is before the dash, if that asks for something."""
    assert readings(standalone) == (standalone, *asked)


@pytest.mark.parametrize(
    "question",
    ["Who is the president of Turkey?", "who else?", "No, I meant Greece", "in what year?"],
)
def test_what_has_one_meaning(question: str) -> None:
    """A question that stands alone; and what a person says was meant, or is not wanted again."""
    assert len(list(meanings(question, [BEFORE]))) == 1


def test_a_chain_keeps_its_topic() -> None:
    """A follow-up to a follow-up still knows what the first question was about."""
    second = Turn(standalone("Why?", [BEFORE]), "the war in Gaza")
    assert "Turkey block cooperation with Israel" in standalone("Since when?", [second])


def test_more_and_more() -> None:
    """What was given is left out, however often more is asked for, with other turns between."""
    second = Turn(standalone("who else?", [BEFORE]), "Greece")
    between = Turn("When was it?", "1999")
    third = standalone("anyone else?", [BEFORE, second, between])
    assert without(third) == ("Who blocked cooperation with Israel?", ("Turkey", "Greece"))
    assert without(BEFORE.question) == (BEFORE.question, ())
    typed = "Who took part besides Turkey and Greece?"
    assert without(typed) == ("Who took part?", ("Turkey", "Greece"))


def test_an_understood_question_is_left_alone() -> None:
    """Edited and asked again, an understood question is taken as it is."""
    for question in ("Why?", "who else?", "and Greece?", "What did they demand?"):
        understood = standalone(question, [BEFORE])
        assert standalone(understood, [BEFORE]) == understood


def test_a_long_claim_is_cut() -> None:
    """What is carried on stays short enough to be searched."""
    before = Turn("Who said so?", "word " * 200)
    assert len(standalone("what happened next?", [before])) < 250


def test_first_questions_of_the_gold_stand_alone() -> None:
    """Of the tuning questions that open a conversation, at most one in ten seems to lean.

    "Who wrote this article?" and the like could well lean on what was said.
    """
    rows = [row for row in load_gold().rows if row.split == "tune" and row.turn in (None, 1)]
    leaning = [
        row.question
        for row in rows
        if row.kind != "overview" and standalone(row.question, [BEFORE]) != row.question
    ]
    assert len(leaning) <= len(rows) / 10, leaning


def test_the_table_in_the_docs() -> None:
    """What docs/conversation.md says is understood, is."""
    docs = Path(__file__).parents[2] / "docs" / "conversation.md"
    rows = re.findall(r"^\| (.+?) – (.+?) \| (.+?) \| (.+?) \|$", docs.read_text(), re.MULTILINE)
    assert len(rows) >= 7
    for asked, answer, typed, understood in rows:
        assert standalone(typed, [Turn(asked, answer)]) == understood


@pytest.mark.parametrize(
    "unit",
    [
        "why is that ",
        "is it he she ",
        "does it say ",
        "and ",
        "no, ",
        "Bank of the ",
        "what's ",
        "’s ",
    ],
)
def test_endless_questions_are_quick(unit: str) -> None:
    """A question of the greatest length, whatever its words, is understood in a moment."""
    question = (unit * MAX_LENGTH)[:MAX_LENGTH].strip()
    default_needed()  # which is made and loaded once
    started = time.perf_counter()
    standalone(question, [BEFORE, Turn(question, question)])
    standalone("why did he do it to them?", [BEFORE, Turn(question, question)])
    assert time.perf_counter() - started < 2
