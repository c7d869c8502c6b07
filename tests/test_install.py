"""``install.sh`` where it refuses or fails: what it says, and that it leaves things as they were.

A shell script stands for Python, so that nothing is downloaded and two makes can be held at will.
"""

import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

# A Python that can do everything; `-m venv` notes that it ran, waits for the gate and fails.
FAKE = """#!/bin/sh
case "$*" in
  *ensurepip*) echo $$ >> checked; while test $(wc -l < checked) -lt {makes}; do sleep 0.05; done ;;
  *"-m venv"*) echo ran >> ran; while ! test -f gate; do sleep 0.05; done; exit 1 ;;
esac
exit 0
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder with what ``install.sh`` reads, and no .venv."""
    for name in ("install.sh", "pyproject.toml", "requirements.lock"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def python(checkout: Path, text: str) -> str:
    """A stand-in for Python in the checkout."""
    (checkout / "fake").write_text(text)
    (checkout / "fake").chmod(0o755)
    return str(checkout / "fake")


def install(checkout: Path, *words: str, python: str = "python3") -> "subprocess.Popen[str]":
    return subprocess.Popen(
        ["sh", "install.sh", *words],
        cwd=checkout,
        env=os.environ | {"PYTHON": python, "TORCH_INDEX": ""},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.mark.parametrize("words", [[], [""], ["everything"], ["../x"]])
def test_another_word_is_a_mistake(checkout: Path, words: list[str]) -> None:
    """Exit code 2, the usage, and nothing is made."""
    with install(checkout, *words) as process:
        out, _ = process.communicate()
    assert (process.returncode, out) == (2, "usage: install.sh app|tools\n")
    assert not (checkout / ".venv").exists()


def test_a_python_that_does_not_run(checkout: Path) -> None:
    """A shim without a Python behind it is there and does not work: not "too old"."""
    with install(checkout, "app", python=python(checkout, "#!/bin/sh\nexit 127\n")) as process:
        out, _ = process.communicate()
    assert process.returncode == 1
    assert out.startswith("footnote: There is no working ")
    assert not (checkout / ".venv").exists()


def test_a_folder_of_something_else_is_left_alone(checkout: Path) -> None:
    """What is no environment is refused, not removed, also when the installation would fail."""
    (checkout / ".venv").mkdir()
    (checkout / ".venv" / "letters.txt").write_text("mine")
    (checkout / "gate").touch()
    with install(checkout, "app", python=python(checkout, FAKE.format(makes=1))) as process:
        out, _ = process.communicate()
    assert process.returncode == 1
    assert "is no Python environment" in out
    assert (checkout / ".venv" / "letters.txt").read_text() == "mine"


def test_a_make_that_seems_to_be_running(checkout: Path) -> None:
    """The number may be another process's by now: the sentence names the file to remove."""
    (checkout / ".venv").mkdir()
    (checkout / ".venv" / ".footnote-installing").write_text(f"{os.getpid()} made\n")
    with install(checkout, "app") as process:
        out, _ = process.communicate()
    assert process.returncode == 1
    assert "if none is, remove .venv/.footnote-installing" in out


def test_of_two_makes_at_once_one_installs(checkout: Path) -> None:
    """Both have found nothing in the way; one is told of the other and touches nothing."""
    fake = python(checkout, FAKE.format(makes=2))
    ran = checkout / "ran"
    with install(checkout, "app", python=fake) as one, install(checkout, "app", python=fake) as two:
        while one.poll() is two.poll() is None and not (
            ran.exists() and "\n" in ran.read_text()[4:]
        ):
            time.sleep(0.05)
        (checkout / "gate").touch()
        said = [process.communicate()[0] for process in (one, two)]
    assert ran.read_text() == "ran\n"
    assert sum("Another make (process " in words for words in said) == 1
    assert not (checkout / ".venv").exists()
