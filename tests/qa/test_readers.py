"""Readers by name: one through which questions are asked, and names that mean none."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from index import Library, UserError
from qa import ask, open_reader
from qa.llamaindex import CitedQueryEngine
from qa.threshold import OwnThreshold, keep_threshold, threshold_for
from qa.training.model import SpanModel, save_weights, trained
from tests.made_hub import hub
from tests.made_reader import HARBOUR, LESSONS

ROOT = Path(__file__).parents[2]


@pytest.fixture
def harbour(library: Library) -> Library:
    library.add(text=HARBOUR)
    return library


@pytest.mark.parametrize(("passage", "question", "expected"), LESSONS)
def test_a_named_reader_answers_with_citations(
    harbour: Library, tiny_reader: Path, passage: str, question: str, expected: str
) -> None:
    """What the model has learnt is answered and cited, what it was taught to leave is left."""
    answer = ask(question, harbour, reader=open_reader(str(tiny_reader)))
    assert answer.short == expected
    assert [
        c.quote[c.answer_start - c.start : c.answer_end - c.start] for c in answer.citations
    ] == ([expected] if expected else [])
    assert all(passage[c.start : c.end] == c.quote for c in answer.citations)


def test_llamaindex_asks_with_it(harbour: Library, tiny_reader: Path) -> None:
    """The query engine gives the answer of ``ask`` with the same reader."""
    reader = open_reader(str(tiny_reader))
    _, question, expected = LESSONS[2]
    response = CitedQueryEngine(library=harbour, reader=reader).query(question)
    assert response.answer.short == expected
    assert response.answer.confidence == ask(question, harbour, reader=reader).confidence


def test_a_threshold_belongs_to_the_model(harbour: Library, tiny_reader: Path) -> None:
    """One chosen with the model counts for it wherever it lies, and for no other reader."""
    reader = open_reader(str(tiny_reader))
    keep_threshold(harbour, OwnThreshold(0.999, reader.identity, "a test"))
    assert threshold_for(harbour, reader) == 0.999
    assert not ask(LESSONS[0][1], harbour, reader=reader).answered
    keep_threshold(harbour, OwnThreshold(0.999, "another reader", "a test"))
    assert ask(LESSONS[0][1], harbour, reader=reader).answered


def test_the_same_name_is_loaded_once(
    tmp_path: Path, tiny_reader: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However its path is written; a relative one means the folder that it meant then."""
    monkeypatch.chdir(tiny_reader.parent)
    assert open_reader(tiny_reader.name) is open_reader(str(tiny_reader))
    assert open_reader(f"./{tiny_reader.name}/") is open_reader(str(tiny_reader))
    shutil.copytree(tiny_reader, tmp_path / tiny_reader.name)
    monkeypatch.chdir(tmp_path)
    assert open_reader(tiny_reader.name) is not open_reader(str(tiny_reader))


def test_progress_is_told(tiny_reader: Path) -> None:
    """One stage, begun and ended, that names the reader."""
    told = []
    open_reader(str(tiny_reader), told.append)
    assert [(one.stage, one.done, one.total) for one in told] == [
        (f"Loading {tiny_reader}", 0, 1),
        (f"Loading {tiny_reader}", 1, 1),
    ]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (" ", "name is empty"),
        ("./nowhere", "There is no reader at"),
        ("/nowhere/at/all", "There is no reader at"),
        ("~nobody-of-that-name/model", "There is no reader at"),
        ("spans.safetensors", "There is no reader at"),
        ("/" + "a" * 5000, "There is no reader at"),
        ("a" * 5000, "could not be loaded"),
        ("a\0b", "could not be loaded"),
        ("not a name", "could not be loaded"),
        ("one/two/three", "could not be loaded"),
    ],
)
def test_names_that_mean_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, said: str
) -> None:
    """Told in one line, without a look at the network."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UserError, match=said) as error:
        open_reader(name)
    assert "\n" not in str(error.value)


def test_weights_that_training_wrote(
    harbour: Library, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """They are read as they are; other weights have another identity. Nothing is printed."""
    model = SpanModel()
    identities = set()
    for name in ("one.safetensors", "other.safetensors"):
        save_weights(trained(model), tmp_path / name)
        capfd.readouterr()
        reader = open_reader(str(tmp_path / name))
        assert capfd.readouterr() == ("", "")
        (reading,) = reader.read(LESSONS[0][1], harbour.search(LESSONS[0][1], k=1))
        assert reading.spans
        identities.add(reader.identity)
        torch.nn.init.ones_(model.head.bias)
    assert len(identities) == 2


@pytest.mark.parametrize("content", [b"", b"no weights", b"\x08\0\0\0\0\0\0\0{}      "])
def test_a_file_that_holds_no_weights(tmp_path: Path, content: bytes) -> None:
    """Told in one line that names the file."""
    file = tmp_path / "spans.safetensors"
    file.write_bytes(content)
    with pytest.raises(UserError, match="does not hold weights of the reader") as error:
        open_reader(str(file))
    assert str(file) in str(error.value)


ASKED = """
import sys
from index import Library
from qa import ask, open_reader
with Library.open(sys.argv[1]) as library:
    print(ask(sys.argv[2], library, reader=open_reader("harbours/tiny")).short)
"""


def test_the_network_is_needed_once(harbour: Library, tmp_path: Path, tiny_reader: Path) -> None:
    """A hub's model is downloaded, then read from the machine; offline nothing is even asked."""
    words = [sys.executable, "-c", ASKED, str(harbour.path), LESSONS[0][1]]
    with hub("harbours/tiny", tiny_reader) as (address, requests):
        settings = os.environ | {"HF_ENDPOINT": address, "HF_HOME": str(tmp_path / "home")}

        def asked(**more: str) -> "subprocess.CompletedProcess[str]":
            requests.clear()
            return subprocess.run(
                words, cwd=ROOT, env=settings | more, capture_output=True, text=True, check=False
            )

        offline = asked(HF_HUB_OFFLINE="1")
        assert offline.returncode == 1
        assert "UserError: 'harbours/tiny' could not be loaded" in offline.stderr
        assert requests == []
        first = asked(HF_HUB_OFFLINE="")
        assert (first.returncode, first.stdout, first.stderr) == (0, "Mara Quill\n", "")
        assert any("model.safetensors" in request for request in requests)
        again = asked(HF_HUB_OFFLINE="")
        assert (again.returncode, again.stdout, again.stderr) == (0, "Mara Quill\n", "")
        assert requests == []
