"""Every command and example of the README does what the README shows."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """The code blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def sessions() -> Iterator[tuple[str, str]]:
    """Each command of a console block, and what it prints there."""
    for block in blocks("console"):
        for part in block.split("$ ")[1:]:
            command, _, shown = part.partition("\n")
            yield command, shown


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    """Runs a command line in a folder with the files that the README names."""
    home = tmp_path_factory.mktemp("reader")
    (home / "notes.md").write_text("# Notes\n\nThe bridge was closed in May.\n")
    (home / "minutes.txt").write_text("It rained all day. We stayed in and read.")
    for folder in ("papers", "letters/old"):
        (home / folder).mkdir(parents=True)
        (home / folder / "one.md").write_text(f"# From {folder}\n\nThe ferry was late.\n")
    (home / "footnote").write_text(
        f'#!/bin/sh\nexec "{sys.executable}" -c '
        "'import sys; from ui.cli import main; sys.exit(main())' \"$@\"\n"
    )
    (home / "footnote").chmod(0o755)
    environment = os.environ | {
        "PATH": f"{home}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "XDG_DATA_HOME": str(home / "data"),
    }

    def run(*command: str) -> str:
        done = subprocess.run(
            command, cwd=home, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
        return done.stdout

    return run


@pytest.mark.parametrize(("command", "shown"), list(sessions()))
def test_the_session(shell, command: str, shown: str) -> None:  # type: ignore[no-untyped-def]
    """The session prints what is shown, "..." standing for anything."""
    printed = shell(*shlex.split(command))
    pattern = ".*".join(map(re.escape, shown.strip().split("...")))
    assert re.search(pattern, printed, re.DOTALL), printed


def test_the_commands(shell) -> None:  # type: ignore[no-untyped-def]
    """Every shell command runs, in order; every make target is there."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"make ([a-z-]+)", README))
    assert {"chat", "test", "help"} <= targets
    for target in targets:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
    lines = [line for block in blocks("sh") for line in block.splitlines()]
    commands = [shlex.split(line, comments=True) for line in lines]
    for command in commands:
        assert command[0] in {"make", "footnote"}
        if command[0] == "footnote":
            shell(*command)


def test_the_python_example(shell) -> None:  # type: ignore[no-untyped-def]
    """The example runs as it stands, assertions and all."""
    (example,) = blocks("python")
    printed = shell(sys.executable, "-c", example.replace("~/notes.footnote", "notes.footnote"))
    assert "[1]" in printed


def test_links_and_pictures() -> None:
    """Every file that the README links to is there."""
    for link in re.findall(r"\]\((?!https?:)([^)#]+)\)", README):
        assert (ROOT / link).exists(), link


@pytest.mark.parametrize("page", sorted((ROOT / "docs").glob("*.md")), ids=lambda page: page.name)
def test_files_named_in_the_docs_are_there(page: Path) -> None:
    """A page never names a module that has gone."""
    there = {
        file.name
        for room in ("index", "qa", "eval", "ui", "tests")
        for file in (ROOT / room).rglob("*.py")
    }
    named = {
        Path(name).name for name in re.findall(r"`([\w/]+\.py)`", page.read_text(encoding="utf-8"))
    }
    assert named <= there
