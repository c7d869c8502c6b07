"""The examples of docs/api.md, run as they stand against a real server."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from index import Library
from qa import ask
from qa.answer import Answer
from tests.served import ARTICLE, ROOT, served

API = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
WHO = "Who blocked cooperation with Israel?"
HERE = "http://127.0.0.1:7860"  # where the examples ask


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("api") / "library"
    with Library.open(folder) as library:
        library.add(ARTICLE)
    return folder


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with served(folder) as address:
        yield address.rstrip("/")


@pytest.fixture(scope="module")
def expected(folder: Path) -> Answer:
    with Library.open(folder) as library:
        return ask(WHO, library)


def example(language: str, address: str) -> str:
    """The one example of a language, asking the test's server."""
    (found,) = re.findall(rf"^```{language}\n(.*?)^```", API, re.MULTILINE | re.DOTALL)
    assert HERE in found
    assert WHO in found
    return found.replace(HERE, address)


def printed(*command: str) -> str:
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_python(address: str, expected: Answer) -> None:
    """The answer, its citations, and a follow-up with a history."""
    first, *cited, understood = printed(
        sys.executable, "-c", example("python", address)
    ).splitlines()
    assert first == f"{expected.short} {expected.confidence}"
    assert cited == [f"{c.number} {c.title} {c.start} {c.end}" for c in expected.citations]
    assert understood.startswith("Why ")
    assert expected.short in understood


def test_javascript(address: str, expected: Answer) -> None:
    """In Node, where ``npm install --no-save @gradio/client`` was run in the checkout."""
    if shutil.which("node") is None:
        pytest.skip("no node here")
    if not (ROOT / "node_modules" / "@gradio" / "client").exists():
        pytest.skip("no @gradio/client here: npm install --no-save @gradio/client")
    code = f"{example('js', address)}\nprocess.exit(0);"  # the client keeps a connection open
    citation = expected.citations[0]
    out = printed("node", "--input-type=module", "-e", code)
    assert out == f"{expected.short} {citation.start} {citation.end}\n"


def test_curl(address: str, expected: Answer) -> None:
    """Both steps in a shell; the line of data is the whole answer."""
    if shutil.which("curl") is None:
        pytest.skip("no curl here")
    out = printed("sh", "-c", example("sh", address))
    (data,) = re.findall(r"^event: complete\ndata: (.*)$", out, re.MULTILINE)
    (answer,) = json.loads(data)
    assert answer | {"timings": {}} == expected.to_dict() | {"timings": {}}


def test_the_schema_is_what_the_page_tells(address: str, expected: Answer) -> None:
    """One endpoint and no other by name or number; its values in order; the answer's keys."""
    info = httpx.get(f"{address}/gradio_api/info").json()
    assert list(info["named_endpoints"]) == ["/ask"]
    assert info["unnamed_endpoints"] == {}
    parameters = info["named_endpoints"]["/ask"]["parameters"]
    assert [each["parameter_name"] for each in parameters] == re.findall(
        r"^\| `(\w+)` \|", API, re.MULTILINE
    )
    (keys,) = re.findall(r"^An answer has the keys (.*?)\. ", API, re.MULTILINE)
    assert re.findall(r"`(\w+)`", keys) == list(expected.to_dict())
    config = httpx.get(f"{address}/config").json()
    public = [each for each in config["dependencies"] if each["api_visibility"] != "private"]
    assert [each["api_name"] for each in public] == ["ask"]
