"""``footnote calibrate``, run as a person runs it, over a real library."""

import json
import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from index import Library
from qa import ask, default_reader
from qa.decide import THRESHOLD
from qa.threshold import SETTING, OwnThreshold, keep_threshold, own_threshold
from tests.command import Foot, one_sentence

DOCUMENTS = {
    "Harbour": "Mara Quill built the harbour in 1932. It took her 14 months.",
    "Lighthouse": "The lighthouse of Cape Noor was painted red in 1960 by Ada Finn.",
    "Bridge": "The old bridge over the Weir was closed in May 2019. Repairs took two years.",
}
QUESTIONS = (
    ("Harbour", "When was the harbour built?", "1932"),
    ("Harbour", "Who built the harbour?", "Mara Quill"),
    ("Harbour", "How much did Mara Quill earn?", ""),
    ("Lighthouse", "Who painted the lighthouse?", "Ada Finn"),
    ("Lighthouse", "How high is the lighthouse?", ""),
    ("Bridge", "When was the bridge closed?", "May 2019"),
    ("Bridge", "Who designed the bridge?", ""),
)
MakeGold = Callable[..., Path]


def gold_row(number: int, title: str, question: str, answer: str, split: str) -> dict[str, Any]:
    text = DOCUMENTS[title]
    start = text.find(answer)
    sentence = text[: text.index(".", start) + 1]
    item = {
        "spans": [{"start": start, "end": start + len(answer), "text": answer}],
        "evidence": [{"start": 0, "end": len(sentence), "text": sentence}],
    }
    return {
        "id": str(number),
        "kind": "fact" if answer else "unanswerable",
        "split": split,
        "document": title,
        "question": question,
        "answerable": bool(answer),
        "items": [item] if answer else [],
    }


@pytest.fixture
def gold(tmp_path: Path) -> MakeGold:
    """Write a gold file of some questions, all of a split, or the first ones of another."""

    def make(
        split: str = "tune",
        questions: tuple[tuple[str, str, str], ...] = QUESTIONS,
        others: int = 0,
    ) -> Path:
        rows = [
            gold_row(number, *question, split="report" if number < others else split)
            for number, question in enumerate(questions)
        ]
        file = tmp_path / "mine.jsonl"
        file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
        return file

    return make


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Path]:
    """The folder of a library with three documents."""
    with Library.open(tmp_path / "library") as library:
        for title, text in DOCUMENTS.items():
            library.add(text=text, title=title)
    return tmp_path / "library"


def kept(shelf: Path) -> OwnThreshold | None:
    with Library.open(shelf) as library:
        return own_threshold(library)


def test_what_is_chosen_counts_from_then_on(foot: Foot, gold: MakeGold, shelf: Path) -> None:
    """The threshold is kept with the library, told, and ``ask`` and ``eval`` keep to it."""
    mine = gold()
    code, out, err = foot("calibrate", mine, "--library", shelf, "--risk", "1")
    assert (code, err) == (0, "")
    assert "7 questions (split: tune) about 3 documents" in out
    assert "each of 3 documents was judged by a threshold chosen on the others" in out
    own = kept(shelf)
    assert own is not None
    assert f"Kept: the library answers from a confidence of {own.value:.3f} on." in out
    assert own.reader == default_reader().identity
    assert own.why == "at most 100% wrong, chosen on 7 questions of mine.jsonl"
    code, out, err = foot("calibrate", "--library", shelf)
    assert (code, err) == (0, "")
    assert f"own threshold counts: {own.value:.3f} (at most 100% wrong" in out
    with Library.open(shelf) as library:
        answers = [ask(question, library) for _, question, _ in QUESTIONS]
    assert {a.answered for a in answers if a.confidence >= own.value} == {True}
    assert not any(a.answered for a in answers if a.confidence < own.value)


def test_calibrating_again_chooses_the_same(foot: Foot, gold: MakeGold, shelf: Path) -> None:
    """What the library keeps has no say in what is chosen next."""
    mine = gold()
    words = ("calibrate", mine, "--library", shelf, "--risk", "0.4", "--json")
    first = foot(*words)
    assert first[0] == 0
    with Library.open(shelf) as library:
        keep_threshold(library, OwnThreshold(1.0, default_reader().identity, "a test"))
    assert foot(*words) == first


def test_json(foot: Foot, gold: MakeGold, shelf: Path) -> None:
    """One document holds the threshold, what to expect of it, and what other risks would cost."""
    code, out, err = foot(
        "calibrate", gold(), "--library", shelf, "--risk", "0.4", "--dry-run", "--json"
    )
    assert (code, err) == (0, "")
    data = json.loads(out)
    assert (data["risk"], data["split"], data["kept"]) == (0.4, "tune", False)
    assert data["default"]["threshold"] == THRESHOLD
    assert 0 <= data["threshold"] <= 1
    assert data["cost"] == pytest.approx(data["default"]["coverage"] - data["held_out"]["coverage"])
    assert (data["left_out"], data["parts"]) == ("document", 3)
    assert kept(shelf) is None
    code, out, err = foot("calibrate", "--library", shelf, "--json")
    assert json.loads(out) == {"threshold": THRESHOLD, "default": THRESHOLD, "own": None}


def test_the_documented_commands(
    foot: Foot, gold: MakeGold, shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What docs/evaluation.md tells a reader to run, runs."""
    monkeypatch.chdir(gold(questions=tuple(q for q in QUESTIONS if q[2])).parent)
    guide = (Path(__file__).parents[3] / "docs" / "evaluation.md").read_text(encoding="utf-8")
    commands = re.findall(r"^footnote (calibrate.*)$", guide, re.MULTILINE)
    assert len(commands) == 4
    for command in commands:
        code, out, err = foot(*shlex.split(command, comments=True), "--library", shelf)
        assert code == 0, out + err


def test_a_table(foot: Foot, shelf: Path, tmp_path: Path) -> None:
    """Gold of a spreadsheet is looked up in the library's own documents."""
    rows = ["question,answer,document,split"]
    rows += [f"{question},{answer},{title},tune" for title, question, answer in QUESTIONS]
    (tmp_path / "mine.csv").write_text("\n".join(rows), encoding="utf-8")
    code, out, err = foot(
        "calibrate", tmp_path / "mine.csv", "--library", shelf, "--risk", "1", "--json"
    )
    assert (code, err) == (0, "")
    assert json.loads(out)["default"]["questions"] == len(QUESTIONS)


def test_reset(foot: Foot, gold: MakeGold, shelf: Path) -> None:
    """``--reset`` goes back to the default, also from what cannot be read."""
    assert foot("calibrate", gold(), "--library", shelf, "--risk", "1")[0] == 0
    code, out, err = foot("calibrate", "--reset", "--library", shelf)
    assert (code, err) == (0, "")
    assert "The default threshold 0.200 counts" in out
    assert kept(shelf) is None
    with Library.open(shelf) as library:
        library.set_setting(SETTING, "damaged")
    code, out, err = foot("ask", "Who built the harbour?", "--library", shelf)
    assert code == 1
    assert one_sentence(err)
    assert "--reset" in err
    assert foot("calibrate", "--reset", "--library", shelf)[0] == 0
    assert foot("ask", "Who built the harbour?", "--library", shelf)[0] == 0


def test_another_readers_threshold_is_told(foot: Foot, shelf: Path) -> None:
    """Without GOLD it says that a threshold chosen with another reader does not count."""
    with Library.open(shelf) as library:
        keep_threshold(library, OwnThreshold(0.9, "an older reader", "at most 0.05 wrong"))
    code, out, err = foot("calibrate", "--library", shelf)
    assert (code, err) == (0, "")
    assert "The default threshold 0.200 counts" in out
    assert "0.900 (at most 0.05 wrong), was chosen with another reader" in out


def test_nothing_can_be_answered(foot: Foot, gold: MakeGold, shelf: Path) -> None:
    """Where every answer is wrong nothing is kept, and the exit code is 1."""
    unanswerable = tuple(question for question in QUESTIONS if not question[2])
    # The harbour's document is told by its name, so questions without answers will do.
    code, out, err = foot("calibrate", gold(questions=unanswerable), "--library", shelf)
    assert code == 1
    assert one_sentence(err)
    assert "No threshold keeps to 5% wrong answers: on these questions the least is 100.0%." in err
    (chosen,) = (line for line in out.splitlines() if line.startswith("chosen"))
    assert chosen.split() == ["chosen", "–", "–", "–", "–"]
    assert "chosen" in out
    assert kept(shelf) is None


def test_questions_for_reports_are_left_alone(foot: Foot, gold: MakeGold, shelf: Path) -> None:
    """Rows marked tune are taken if there are any; all others only with a warning."""
    words = ("--library", shelf, "--risk", "1", "--dry-run")
    code, out, err = foot("calibrate", gold(others=2), *words)
    assert (code, err) == (0, "")
    assert out.startswith("5 questions (split: tune)")
    code, out, err = foot("calibrate", gold(others=2), "--split", "all", *words)
    assert code == 0
    assert out.startswith("7 questions (split: all)")
    assert "--split all takes questions that are marked report" in err
    code, out, err = foot("calibrate", gold(split="report"), *words)
    assert code == 0
    assert out.startswith("7 questions (split: all)")
    assert "No question is marked tune" in err


def test_one_document_says_so(foot: Foot, gold: MakeGold, shelf: Path) -> None:
    """Figures about one document alone are said to tell nothing about others."""
    code, out, _ = foot(
        "calibrate", gold(questions=QUESTIONS[:3]), "--library", shelf, "--risk", "1", "--dry-run"
    )
    assert code == 0
    assert "There is one document only." in out
    assert "nothing about other documents" in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("GOLD", "--reset"), "--reset takes no GOLD"),
        (("--dry-run",), "--dry-run needs GOLD"),
        (("GOLD", "--risk", "5"), "--risk"),
        (("GOLD", "--split", "mine"), "no split 'mine'"),
        (("missing.jsonl",), "missing.jsonl"),
    ],
)
def test_mistakes(
    foot: Foot, gold: MakeGold, shelf: Path, words: tuple[str, ...], said: str
) -> None:
    """A mistake on the command line is one sentence that names it, and the exit code is 2."""
    file = str(gold())
    typed = [file if word == "GOLD" else word for word in words]
    code, out, err = foot("calibrate", *typed, "--library", shelf)
    assert (code, out) == (2, "")
    assert one_sentence(err)
    assert said in err
    assert kept(shelf) is None
