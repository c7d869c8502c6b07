"""``--encoder``: named once, when a library is made, and remembered from then on."""

import json
from pathlib import Path

import pytest

from index import Library
from tests.command import Foot, one_sentence, started


def test_it_is_remembered(foot: Foot, tmp_path: Path) -> None:
    """What was added with it is asked with it, without its name; another one is refused."""
    (tmp_path / "rain.txt").write_text("It rained in the harbour of Ash on Monday.")
    at = ["--library", tmp_path / "library"]
    assert foot("add", tmp_path / "rain.txt", *at, "--encoder", "torch")[0] == 0
    with Library.open(tmp_path / "library") as library:
        assert library.encoder.name == "torch (torch)"
    with started("ask", "When did it rain in the harbour?", *at, "--json") as process:
        told, silence = process.communicate()
    assert (process.returncode, silence) == (0, b"")  # nor a bar or a warning of a library
    assert json.loads(told)["answered"]
    assert foot("search", "harbour", *at, "--encoder", "torch")[0] == 0
    foot("add", tmp_path / "rain.txt", "--library", tmp_path / "bundled")
    code, out, err = foot("ask", "When?", "--library", tmp_path / "bundled", "--encoder", "torch")
    assert (code, out) == (2, "")
    assert one_sentence(err)
    assert "name no encoder, and it opens with its own" in err


@pytest.mark.parametrize("command", ["add", "ask", "search", "chat"])
def test_an_encoder_that_is_none(foot: Foot, tmp_path: Path, command: str) -> None:
    """One sentence that names it, and no library is made."""
    (tmp_path / "rain.txt").write_text("It rained.")
    words = {"add": [tmp_path / "rain.txt"], "chat": ["--port", 0, "--no-browser"]}
    if command in ("ask", "search"):
        Library.open(tmp_path / "library").close()
    at = ["--library", tmp_path / "library", "--encoder", tmp_path / "nothing"]
    code, out, err = foot(command, *words.get(command, ["Who?"]), *at)
    assert (code, out) == (2, "")
    assert one_sentence(err)
    assert str(tmp_path / "nothing") in err
    if command in ("add", "chat"):
        assert not (tmp_path / "library").exists()
