"""``footnote eval``, run as a person runs it, over a real library."""

import gzip
import json
import os
import stat
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.command import Foot, one_sentence


def test_prints_a_line_for_each_kind(foot: Foot, gold: Path, shelf: Path) -> None:
    """And one for all, under what was asked; then every figure that has no column."""
    code, out, err = foot("eval", gold, "--library", shelf)
    lines = out.splitlines()
    assert (code, err) == (0, "")
    assert lines[0].startswith('2 questions (split: report) about "Harbour", asked on ')
    assert lines[0].endswith("answered from a confidence of 0.2 on")
    assert [line.split()[0] for line in lines[3:7]] == ["kind", "fact", "unanswerable", "overall"]
    rest = out.partition("over all of them\n")[2]
    for label in ("nDCG@10", "AURC", "calibration error", "p99", "CPU"):
        assert f"  {label} " in rest


def test_json_and_compare(foot: Foot, gold: Path, shelf: Path, tmp_path: Path) -> None:
    """What is written is what is printed for ``-``, and can be compared with."""
    file = tmp_path / "report.json"
    asked = ["eval", gold, "--library", shelf]
    assert foot(*asked, "--json", file)[0] == 0
    code, out, _ = foot(*asked, "--json", "-", "--compare", file)
    assert code == 0
    written, printed = json.loads(file.read_text()), json.loads(out)
    assert printed.keys() - written.keys() == {"comparison"}
    assert printed["comparison"]["changed"] == []
    assert printed["comparison"]["paired"] == 2
    written["questions"][0] |= {"answered": False, "short": "", "citations": []}
    file.write_text(json.dumps(written))
    out = foot(*asked, "--compare", file)[1]
    assert "compared on 2 questions" in out
    assert "1 question is answered otherwise" in out
    assert "Who built the harbour?  (silence) → " in out


def test_nothing_to_compare(foot: Foot, gold: Path, shelf: Path, tmp_path: Path) -> None:
    """A report on other gold is refused before the library is even opened."""
    file = tmp_path / "report.json"
    assert foot("eval", gold, "--library", shelf, "--json", file)[0] == 0
    gold.write_text(gold.read_text().replace("Who built", "Who made").replace("When was", "Was"))
    words = ["eval", gold, "--library", shelf / "not-there", "--compare", file]
    code, out, err = foot(*words)
    assert (code, out) == (2, "")
    assert one_sentence(err)
    assert "no question in common" in err


def test_a_bound_of_a_kind_that_will_not_be_asked(foot: Foot, gold: Path, shelf: Path) -> None:
    """It is refused before the library is even opened."""
    text = gold.read_text().replace('"kind": "fact"', '"kind": "fact", "split": "tune"', 1)
    gold.write_text(text)
    words = ["eval", gold, "--split", "report", "--min", "fact.answer_f1=0"]
    code, out, err = foot(*words, "--library", shelf / "not-there")
    assert (code, out) == (2, "")
    assert "fact" in err


def test_a_missed_bound_is_exit_code_1(foot: Foot, gold: Path, shelf: Path) -> None:
    """The figures are given all the same, and a sentence says which is missed."""
    words = ["eval", gold, "--library", shelf, "--json", "-"]
    assert foot(*words, "--min", "answer_f1=0", "--max", "latency_p50=600")[0] == 0
    code, out, err = foot(*words, "--min", "abstention_recall=1", "--min", "answer_f1=0")
    assert json.loads(out)["figures"]["overall"]["abstention_recall"] == 0
    assert code == 1
    assert one_sentence(err)
    assert "abstention_recall" in err
    code, _, err = foot(*words, "--max", "risk=0.1")
    assert code == 1
    assert one_sentence(err)


@pytest.mark.parametrize(
    "words",
    [
        [""],
        ["x" * 300],
        ["--split", "none"],
        ["~nobody-of-this-name/gold.jsonl"],
        ["no-such-file.jsonl"],
        ["--min", "answer_f1"],
        ["--min", "no_such_figure=0.5"],
        ["--min", "risk=0.5"],
        ["--max", "answer_f1=0.5"],
        ["--compare", "no-such-file.json"],
        ["--json", "no-such-folder/report.json"],
        ["--json", "."],
        ["--html", "no-such-folder/report.html"],
        ["--html", ""],
        ["--json", "report", "--html", "./report"],
    ],
    ids=lambda words: " ".join(words)[:40],
)
def test_a_mistake_gets_one_sentence_and_exit_code_2(foot: Foot, words: Sequence[str]) -> None:
    """Never a traceback, nothing on standard output, and nothing is asked first."""
    code, out, err = foot("eval", *words)
    assert (code, out) == (2, "")
    assert one_sentence(err), err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_place_that_cannot_be_written(foot: Foot, gold: Path, tmp_path: Path) -> None:
    """It is told before the questions are asked."""
    folder = tmp_path / "locked"
    folder.mkdir(mode=stat.S_IRUSR | stat.S_IXUSR)
    code, out, err = foot("eval", gold, "--json", folder / "report.json")
    assert (code, out) == (2, "")
    assert one_sentence(err)


@pytest.mark.parametrize("command", [("eval",), ("eval", "check")])
def test_articles_of_the_data_folder(
    foot: Foot,
    gold: Path,
    harbour: str,
    monkeypatch: pytest.MonkeyPatch,
    command: tuple[str, ...],
) -> None:
    """The folder is named by --data or FOOTNOTE_DATA; without it the exit code is 2."""
    monkeypatch.delenv("FOOTNOTE_DATA", raising=False)
    data = gold.parent / "data"
    article = {"title": "Port Ellis", "paragraphs": [{"context": harbour, "qas": []}]}
    file = data / "valid" / "ports.json.gz"
    file.parent.mkdir(parents=True)
    file.write_bytes(gzip.compress(json.dumps({"data": [article]}).encode()))
    rows = [json.loads(line) for line in gold.read_text().splitlines()]
    named = [{**row, "document": "valid/ports: Port Ellis"} for row in rows]
    gold.write_text("".join(json.dumps(row) + "\n" for row in named))
    code, _, error = foot(*command, gold)
    assert code == 2
    assert "--data or FOOTNOTE_DATA" in error
    code, out, error = foot(*command, gold, "--data", data)
    assert code == 0, error
    assert "Port Ellis" in out or command[1:] == ("check",)
    monkeypatch.setenv("FOOTNOTE_DATA", str(data))
    assert foot(*command, gold)[0] == 0
    code, _, error = foot(*command, gold, "--data", gold)
    assert code == 2
    assert "give the data folder" in error
