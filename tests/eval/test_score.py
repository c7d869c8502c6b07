from collections.abc import Callable

from eval.gold import GoldItem, GoldRow
from eval.score import Score, score
from qa import Answer

Make = Callable[..., GoldRow]
MakeItem = Callable[..., GoldItem]
MakeReply = Callable[..., Answer]


def test_right(row: Make, item: MakeItem, reply: MakeReply, document_id: str) -> None:
    """The right words with the right sentence are right in every figure."""
    asked = row("1", item("Mara Quill"))
    assert score(asked, reply("Mara Quill"), document_id) == Score(1.0, 1.0, 1.0, 1.0)


def test_right_words_from_the_wrong_place(
    row: Make, item: MakeItem, reply: MakeReply, document_id: str
) -> None:
    """Words and citation are judged apart: the year of another sentence is no evidence."""
    asked = row("1", item("14 months"))
    found = score(asked, reply("1951"), document_id)
    assert found == Score(answer_f1=0.0, answer_em=0.0, citation_precision=0.0, citation_recall=0.0)
    elsewhere = score(row("1", item("1932")), reply("1932", document_id="another"), document_id)
    assert elsewhere == Score(1.0, 1.0, citation_precision=0.0, citation_recall=0.0)


def test_silence_on_an_answerable_question(
    row: Make, item: MakeItem, reply: MakeReply, document_id: str
) -> None:
    """Abstaining scores 0 for the answer and for recall, and has no precision."""
    assert score(row("1", item("1932")), reply(), document_id) == Score(0.0, 0.0, None, 0.0)


def test_unanswerable(row: Make, reply: MakeReply, document_id: str) -> None:
    """A question without an answer has no score of its own, whatever was said to it."""
    nothing = Score(None, None, None, None)
    assert score(row("1"), reply(), document_id) == nothing
    assert score(row("1"), reply("1932"), document_id) == nothing


def test_list(row: Make, item: MakeItem, reply: MakeReply, document_id: str) -> None:
    """A list is matched one to one; one sentence may be the evidence of several things."""
    asked = row("1", item("Tom Reed"), item("Ida Voss"), kind="list")
    assert score(asked, reply("Ida Voss", "Tom Reed"), document_id) == Score(1.0, 1.0, 1.0, 1.0)
    half = score(asked, reply("Tom Reed"), document_id)
    assert half == Score(2 / 3, 0.0, 1.0, 1.0)


def test_words_that_name_every_thing(
    row: Make, item: MakeItem, reply: MakeReply, document_id: str
) -> None:
    """An alternative that stands under every item names them all."""
    both = "Tom Reed and Ida Voss"
    asked = row("1", item("Tom Reed", both), item("Ida Voss", both), kind="list")
    assert score(asked, reply(both), document_id) == Score(1.0, 1.0, 1.0, 1.0)
    assert score(asked, reply("Tom Reed", "Ida Voss"), document_id).answer_em == 1.0
    assert score(asked, reply(), document_id) == Score(0.0, 0.0, None, 0.0)


def test_overview(row: Make, item: MakeItem, reply: MakeReply, document_id: str) -> None:
    """An overview is judged by the key sentences that it cites, not by words."""
    asked = row("1", item("Mara Quill"), item("The storm"), kind="overview")
    assert score(asked, reply("Mara Quill"), document_id) == Score(None, None, 1.0, 0.5)
