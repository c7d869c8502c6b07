"""What is said of answers is kept once for each, changed, taken back, and comes out again."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from eval.gold import load_gold
from index import Library
from qa import Answer, ask
from tests.command import Foot
from tests.served import ARTICLE
from ui.desk import Desk
from ui.feedback import give, given, key_of, verdicts, verdicts_on
from ui.verdicts import verdicts_html
from ui.views import Turn

HARBOUR = "Mara Quill built the harbour in 1932. She was helped by Tom Reed and Ida Voss.\n"
BRIDGE = "The bridge was built by Sam Lowe in 1951.\n"
WHO = "Who built the harbour?"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library") as library:
        library.add(text=HARBOUR, title="Harbour")
        library.add(text=BRIDGE, title="Bridge")
        library.add(ARTICLE)
        yield library


@pytest.fixture
def harbour(library: Library) -> str:
    return next(entry.id for entry in library.entries() if entry.title == "Harbour")


def about(library: Library, document: str, *questions: str) -> list[Answer]:
    return [ask(question, library, documents=[document]) for question in questions]


def test_a_changed_mind_replaces_what_was_said(library: Library, harbour: str) -> None:
    """One verdict for each answer, also when it is given again; None takes it back."""
    (answer,) = about(library, harbour, WHO)
    again = replace(answer, timings={"total": 9.0})
    assert verdicts(library, [answer]) == {}
    give(library, answer, "wrong")
    give(library, again, "place")
    (said,) = given(library)
    assert (said.verdict, said.answer) == ("place", again)
    assert verdicts(library, [answer]) == {key_of(answer): "place"}
    give(library, answer, None)
    assert given(library) == ()


def test_other_words_places_or_texts_are_other_answers(library: Library, harbour: str) -> None:
    """The key tells them apart."""
    (answer,) = about(library, harbour, WHO)
    (citation,) = answer.citations
    moved = [
        replace(citation, **change)
        for change in ({"text_sha256": "0" * 64}, {"answer_end": 1}, {"document_id": "0a"})
    ]
    others = [replace(answer, citations=(each,)) for each in moved]
    others += [replace(answer, question="Who?"), replace(answer, understood="Who?")]
    assert len({key_of(each) for each in (answer, *others)}) == 6


def test_what_can_be_said_depends_on_the_answer(library: Library, harbour: str) -> None:
    """Nothing of small talk; no wrong place of an abstention; a page draws just that."""
    answer, silent, hello = about(library, harbour, WHO, "What does a mango cost?", "Hello")
    assert verdicts_on(answer) == ("right", "wrong", "place")
    assert verdicts_on(silent) == ("right", "wrong")
    assert verdicts_html(hello) == ""
    assert verdicts_html(answer).count("<button") == 3
    assert "chosen" not in verdicts_html(answer)
    assert verdicts_html(answer, "wrong").count("wrong chosen") == 1


def test_the_desk_takes_only_what_can_be_said(library: Library, harbour: str) -> None:
    """Of an answer of this conversation; a word that is none takes back; others get a notice."""
    desk, (answer, silent) = Desk(library), about(library, harbour, WHO, "What does a mango cost?")
    turns = (Turn(answer, harbour), Turn(silent, harbour))
    assert desk.judge(turns, key_of(answer), "right") == ""
    assert desk.judge(turns, key_of(silent), "place") == ""
    assert desk.verdicts(turns) == {key_of(answer): "right"}
    assert desk.judge(turns, key_of(answer), ["right"]) == ""
    assert desk.verdicts(turns) == {}
    assert "not known" in desk.judge((), key_of(answer), "right")
    library.close()


def test_what_is_not_feedback_of_this_version_is_left_out(library: Library) -> None:
    """Whatever stands in the setting."""
    for number, kept in enumerate(("", "{", "[]", '{"verdict": "maybe"}')):
        library.set_setting(f"feedback on {number}", kept)
    assert given(library) == ()


class TestCommand:
    def test_says_so_where_nothing_was_said(self, foot: Foot, library: Library) -> None:
        """As JSON an empty list."""
        code, out, err = foot("feedback", "--library", library.path)
        assert (code, out) == (0, "")
        assert "Nothing was said yet" in err
        assert foot("feedback", "--library", library.path, "--json")[:2] == (0, "[]\n")

    def test_prints_lines_and_json(self, foot: Foot, library: Library, harbour: str) -> None:
        """Each with the question, the words, and in JSON the whole answer."""
        answer, silent = about(library, harbour, WHO, "What does a mango cost?")
        give(library, answer, "place")
        give(library, silent, "right")
        _, out, _ = foot("feedback", "--library", library.path)
        lines = sorted(out.splitlines())
        assert lines[0].startswith("Right ")
        assert lines[0].endswith("What does a mango cost? – no answer")
        assert lines[1].startswith("Wrong place  20")
        assert lines[1].endswith(f"{WHO} – Mara Quill")
        _, out, _ = foot("feedback", "--library", library.path, "--json")
        said = {each["verdict"]: each for each in json.loads(out)}
        assert said["place"]["answer"] == answer.to_dict()
        assert said["place"]["key"] == key_of(answer)

    def test_what_is_right_becomes_gold_that_is_met(
        self, foot: Foot, library: Library, harbour: str, tmp_path: Path
    ) -> None:
        """Of every kind; checked, asked again and all right; what is wrong or gone is left out."""
        first, why = about(library, harbour, WHO, "What is this about?")
        follow = ask("When?", library, history=[first], documents=[harbour])
        silent, wrong = about(library, harbour, "What does a mango cost?", "Who helped her?")
        bridge = next(entry.id for entry in library.entries() if entry.title == "Bridge")
        (gone,) = about(library, bridge, "Who built the bridge?")
        for answer in (first, why, follow, silent, gone):
            give(library, answer, "right")
        give(library, wrong, "wrong")
        library.remove(bridge)
        out = tmp_path / "right.jsonl"
        code, _, err = foot("feedback", "--library", library.path, "--gold", out)
        assert code == 0
        assert "4 marked right" in err
        assert "1 left out" in err
        rows = load_gold(out).rows
        assert {row.id for row in rows} == set(map(key_of, (first, why, follow, silent)))
        assert {row.kind for row in rows} == {"who", "overview", "when", "unanswerable"}
        assert next(row for row in rows if row.kind == "when").question == follow.understood
        for row in rows:
            assert all(HARBOUR[p.start : p.end] == p.text for p in row.stretches())
        assert foot("eval", "check", out, "--library", library.path)[0] == 0
        bounds = ("--min", "answer_f1=1", "--min", "citation_recall=1")
        assert foot("eval", out, "--library", library.path, *bounds)[0] == 0
