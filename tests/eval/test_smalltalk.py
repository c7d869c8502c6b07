"""Small talk and questions are told apart, and counted as they should be."""

import subprocess
import sys

import pytest

from eval.gold import Split
from eval.smalltalk import Line, gold_lines, main, recognised, written_lines


def test_what_is_counted() -> None:
    """Small talk that is missed and questions that are taken for it, each by its words."""
    found = recognised(
        [
            Line("Hello there!", small_talk=True),
            Line("Who built the bridge in Ulm?", small_talk=True),
            Line("Thank you!", small_talk=False),
            Line("Who built the pier?", small_talk=False),
        ]
    )
    assert (found.small_talk, found.questions, found.share) == (2, 2, 0.5)
    assert found.missed == ("Who built the bridge in Ulm?",)
    assert found.mistaken == ("Thank you!",)
    assert recognised([]).share is None


def test_what_is_first_matters() -> None:
    """After other turns "How do you know?" asks for a source; alone it is asked of Footnote."""
    question = "how do you know?"
    assert recognised([Line(question, small_talk=False)]).mistaken == (question,)
    assert recognised([Line(question, small_talk=False, first=False)]).mistaken == ()


@pytest.mark.parametrize("split", ["tune", "report"])
def test_the_lines_that_are_shipped(split: Split) -> None:
    """Each split has its own, of both sorts, none twice; and gold of both files."""
    lines = written_lines(split)
    assert min(sum(line.small_talk is sort for line in lines) for sort in (True, False)) >= 80
    texts = [line.text for line in lines if line.small_talk]
    assert len(texts) == len(set(texts))
    assert len(gold_lines(split)) > 200


@pytest.mark.parametrize("split", ["tune", "report"])
def test_the_command(
    split: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Three counts; of the split report no line is ever shown."""
    monkeypatch.setattr(sys, "argv", ["smalltalk", "--split", split])
    main()
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("  ")[0] for line in lines[:3]] == [
        "small talk recognised", "questions taken for it", "gold questions taken for it",
    ]  # fmt: skip
    assert split == "tune" or len(lines) == 3


def test_help() -> None:
    """``--help`` tells the splits, and another one is refused."""
    words = [sys.executable, "-m", "eval.smalltalk"]
    done = subprocess.run([*words, "--help"], check=True, capture_output=True, text=True)
    assert "--split {tune,report}" in done.stdout
    refused = subprocess.run([*words, "--split", "all"], capture_output=True, check=False)
    assert refused.returncode == 2
