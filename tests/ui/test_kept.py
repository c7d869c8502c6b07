"""What the browser keeps comes back the same, and nothing else comes back."""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Library, UserError, WriteFailed
from tests.served import ARTICLE
from ui.desk import Desk
from ui.door.sessions import signing_key
from ui.kept import MOST_BYTES, MOST_TURNS_KEPT, pack, page_key, unpack
from ui.link import Link
from ui.place import Place
from ui.views import Reply, Turn

QUESTIONS = ("Who blocked cooperation?", "Why?", "What is this about?", "Hello", "Who won the cup?")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.open(tmp_path_factory.mktemp("kept") / "library") as library:
        library.add(ARTICLE)
        yield library


@pytest.fixture(scope="module")
def desk(library: Library) -> Desk:
    return Desk(library)


@pytest.fixture(scope="module")
def turns(desk: Desk) -> tuple[Turn, ...]:
    """One turn of each kind."""
    turns: tuple[Turn, ...] = ()
    for question in QUESTIONS:
        turns = list(desk.ask(question, turns, desk.arrive().opened, everywhere=False))[-1].turns
    return turns


def test_a_conversation_comes_back_as_it_was(turns: tuple[Turn, ...]) -> None:
    """Through JSON, every kind of answer."""
    assert {turn.answer.kind for turn in turns} >= {"answer", "overview", "help", "abstained"}
    back = unpack(json.loads(json.dumps(pack(turns))))
    assert back == turns
    assert Reply(back).messages() == Reply(turns).messages()
    assert unpack(pack(())) == ()


def test_only_the_newest_turns_are_kept(turns: tuple[Turn, ...]) -> None:
    """No more than a number, and no more than a size."""
    many = tuple(replace(turns[0], opened=str(number)) for number in range(2 * MOST_TURNS_KEPT))
    assert unpack(pack(many)) == many[-MOST_TURNS_KEPT:]
    long = replace(turns[0], answer=replace(turns[0].answer, text="é" * (MOST_BYTES // 20)))
    kept = pack([turns[0], *[long] * 9])
    assert 0 < len(kept["turns"]) < 9
    assert len(json.dumps(kept)) <= MOST_BYTES + 100


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
)


@given(junk)
def test_what_is_no_conversation_is_none(kept: object) -> None:
    """Whatever the browser hands in."""
    assert unpack(kept) == ()
    assert unpack({"turns": [kept, {"answer": kept}]}) == ()


def test_a_turn_that_was_tampered_with_is_left_out(turns: tuple[Turn, ...]) -> None:
    """Types, order of offsets, the quote's length, and law 3 are checked; the others stay."""
    for changes in (
        {"confidence": float("nan")},
        {"confidence": 2},
        {"kind": "oracle"},
        {"citations": []},
        {"question": None},
        {"timings": {"total": "soon"}},
    ):
        kept = pack(turns)
        kept["turns"][0]["answer"] |= changes
        assert unpack(kept) == turns[1:]
    for changes in ({"start": -1}, {"quote": "x"}, {"answer_start": 10**6}, {"number": None}):
        kept = pack(turns)
        kept["turns"][0]["answer"]["citations"][0] |= changes
        assert unpack(kept) == turns[1:]


def test_each_library_has_a_key_of_its_own(tmp_path: Path) -> None:
    """The same for as long as the library lives, another for any other."""
    with Library.open(tmp_path / "one") as one, Library.open(tmp_path / "two") as two:
        key = page_key(one)
        assert key == page_key(one) != page_key(two)
    with Library.open(tmp_path / "one") as again:
        assert page_key(again) == key


class ReadOnly:
    """A library on a disk that may not be written."""

    path = Path("there")

    def setting(self, _name: str) -> None:
        pass

    def set_setting(self, _name: str, _value: str) -> None:
        raise WriteFailed("the disk may not be written")


def test_the_keys_of_a_library_that_cannot_keep_them() -> None:
    """The page's is the same each time, so that conversations come back; the door's is new."""
    assert page_key(ReadOnly()) == page_key(ReadOnly())
    assert signing_key(ReadOnly()) != signing_key(ReadOnly())


@given(st.text(max_size=30).filter(lambda t: t.isprintable()), st.booleans(), st.booleans())
def test_a_link_is_read_back(question: str, everywhere: bool, placed: bool) -> None:
    """Whatever was asked."""
    place = Place("0a", 1, 9, 2, 5, "01234567") if placed else None
    link = Link(question, everywhere, place)
    assert Link.parse(link.href) == link
    assert link.href.isascii()


@given(st.text(max_size=30).map(lambda text: f"#ask={text}"))
def test_any_address_is_a_link_or_an_error_of_ours(href: str) -> None:
    """Never another exception."""
    with suppress(UserError):
        assert Link.parse(href).place is None


def test_a_link_reopens_its_answer(desk: Desk, turns: tuple[Turn, ...]) -> None:
    """Standing for itself: a follow-up is asked as it was understood, its place is lit."""
    why = turns[1]
    href = Link.to(why.answer, everywhere=False).href
    waiting, reply = desk.reopen(href, turns, None)
    assert 'id="lit"' in waiting.reading.html
    assert waiting.reading.opened == why.opened
    assert reply.reading is None  # the place stays lit
    again = reply.turns[-1].answer
    assert again.question == again.understood == why.answer.understood != "Why?"
    assert again.citations == why.answer.citations
    assert reply.turns[:-1] == turns


def test_a_link_to_what_is_gone_says_so(desk: Desk, turns: tuple[Turn, ...]) -> None:
    """A changed text is asked still, a removed one is not; no turn is lost."""
    opened = turns[0].opened
    link = Link("Who blocked cooperation?", everywhere=False, place=None)
    changed = replace(link, place=Place(opened, 0, 9, 0, 5, "01234567"))
    *_, reply = desk.reopen(changed.href, (), None)
    assert "has changed" in reply.reading.notes
    assert 'id="lit"' in reply.reading.html
    assert reply.turns[0].answer.short == turns[0].answer.short
    removed = replace(link, place=Place("0b", 0, 9, 0, 5, "01234567"))
    (reply,) = desk.reopen(removed.href, turns, opened)
    assert "has been removed" in reply.reading.notes
    assert (reply.turns, reply.kept) == (turns, link.question)
    (reply,) = desk.reopen("#ask=Who&cite=everything", turns, opened)
    assert reply.turns == turns
    assert "note bad" in reply.notice


def test_asked_again_a_question_means_what_it_meant(desk: Desk, turns: tuple[Turn, ...]) -> None:
    """A follow-up follows on the turns before it; the answer is a new turn."""
    opened = turns[0].opened
    *_, reply = desk.ask("Why?", turns, opened, everywhere=False, after=1)
    assert reply.turns[:-1] == turns
    again = replace(reply.turns[-1].answer, timings={})
    assert again == replace(turns[1].answer, timings={})
