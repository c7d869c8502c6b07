"""The command that trains, in a process of its own: stopped, gone on with, refused."""

import hashlib
import json
import os
import re
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from qa.training.examples import Corpus
from qa.training.samples import sample
from qa.training.stages import STAGES
from qa.training.train import samples_of

COMMAND = [sys.executable, "-m", "qa.training.train"]
ROOT = Path(__file__).parents[3]
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "FOOTNOTE_DATA"}


def started(*words: object) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [*COMMAND, *map(str, words)],
        cwd=ROOT,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def ran(*words: object) -> tuple[int, str, str]:
    process = started(*words)
    output, errors = process.communicate()
    return process.returncode, output.decode(), errors.decode()


@pytest.mark.slow
def test_stopped_and_gone_on_with(folder: Path, out: Path) -> None:
    """After Ctrl-C the same command goes on from there; at the end it says what to do next."""
    words = ("--data", folder, "--out", out, "--share", 0.0015, "--threads", 2)
    process = started(*words)
    assert process.stderr
    assert process.stdout
    shown = b""
    while b"/step" not in shown and b"step/" not in shown:  # the bar of the first step
        shown += (read := os.read(process.stderr.fileno(), 65536))
        assert read, shown
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate()
    shown += errors
    assert process.returncode == 130, shown
    assert output == b""
    assert b"Traceback" not in shown
    assert shown.endswith(
        b"\nStopped: the same command goes on from the last step that was done.\n"
    )

    code, printed, errors = ran(*words)
    assert code == 0, errors
    first = re.search(r"\b(\d+)/(\d+) ", errors)
    assert first is not None
    assert int(first[1]) > 0
    weights = out / f"{STAGES[-1].name}.safetensors"
    assert f"cp {weights} qa/reader.safetensors" in printed
    assert hashlib.sha256(weights.read_bytes()).hexdigest() in printed
    assert "python -m eval.fit_reader" in printed
    assert all((out / f"{stage.name}.safetensors").is_file() for stage in STAGES)
    (last,) = map(json.loads, (out / "log.jsonl").read_text().splitlines())
    assert last.keys() == {"step", "of", "stage", "loss", "seconds"}
    assert last["step"] == last["of"] == int(first[2])
    assert last["stage"] == STAGES[-1].name

    code, printed, errors = ran(*words, "--seed", 1)
    assert (code, printed) == (1, "")
    assert "is of another training (seed 0, not 1)" in errors
    assert errors.count("\n") == 1


def test_what_is_missing(folder: Path, tmp_path: Path) -> None:
    """Without its data, or with a share that is none, it says so and makes nothing."""
    code, _, errors = ran("--out", tmp_path / "out")
    assert code == 2
    assert "--data or FOOTNOTE_DATA" in errors
    code, _, errors = ran("--data", tmp_path, "--out", tmp_path / "out")
    assert code == 1
    assert errors == f"There is no {tmp_path}/train/squad1.json.gz: docs/data.md says what it is.\n"
    code, _, errors = ran("--data", folder, "--out", tmp_path / "out", "--share", 0)
    assert code == 2
    assert "--share is above 0" in errors
    assert not (tmp_path / "out").exists()


def test_help() -> None:
    """It says what is made and how long it takes."""
    code, printed, _ = ran("--help")
    assert code == 0
    assert all(f"{stage.name}.safetensors" in printed for stage in STAGES)
    assert "log.jsonl" in printed
    assert "Two hours on 4 cores" in printed


@pytest.mark.parametrize("share", [0.25, 1.0])
def test_a_share_is_of_the_same_examples(folder: Path, share: float) -> None:
    """A share takes the first of the examples; the whole is all of them, in their order."""
    stage = replace(STAGES[0], size=60)
    corpus = Corpus(folder / "train")
    whole = [one for example in corpus.examples(stage, 0) if (one := sample(example))]
    part = samples_of(corpus, stage, 0, share)
    assert part == whole[: len(part)]
    assert len(part) == round(share * 60)
    if share == 1.0:
        assert part == samples_of(corpus, stage, 0)
