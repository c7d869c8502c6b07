"""The wheel, built from the project and run outside it, in an environment of its own."""

import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from ui.style import EXPORT, PAGE

ROOT = Path(__file__).parents[1]
PIP_WHEEL = (sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation")
ROOMS = {"index", "qa", "ui", "eval"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of the project as it stands, built without the network."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [*PIP_WHEEL, "--wheel-dir", folder, ROOT],
        check=True,
    )
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def away(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> "Away":
    """A new environment with the wheel in it, and the dependencies of the running one.

    They are named in a .pth file. Those in the folder that it names are not read, so an editable
    Footnote in the running environment is not found in the new one.
    """
    folder = tmp_path_factory.mktemp("away")
    venv.create(folder / "venv", with_pip=False)
    python = folder / "venv" / "bin" / "python"
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", wheel],
        check=True,
    )
    own = next((folder / "venv" / "lib").glob("python*/site-packages"))
    here = dict.fromkeys((sysconfig.get_path("purelib"), sysconfig.get_path("platlib")))
    (own / "dependencies.pth").write_text("\n".join(here) + "\n")
    return Away(folder)


class Away:
    """A folder outside the checkout, with an environment, a home and nothing else."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "home").mkdir()

    def run(self, command: str, *words: str) -> str:
        """What a command of the environment prints."""
        done = subprocess.run(
            [self.folder / "venv" / "bin" / command, *words],
            cwd=self.folder / "home",
            env=self._environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def _environment(self) -> Mapping[str, str]:
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("PYTHON", "XDG_", "FOOTNOTE_", "VIRTUAL_ENV", "COV_"))
        }
        return kept | {"HOME": str(self.folder / "home")}


SCRIPTS = tuple(
    f"{name}.js"
    for name in "page files find chips kept passage starters tabs turns verdicts portable".split()
)
STYLES = tuple(f"style/{name}.css" for name in {*PAGE, *EXPORT})


def test_the_wheel_holds_the_rooms_and_nothing_else(wheel: Path) -> None:
    """Every file of the four rooms but leftovers and what only training reads; no other name."""
    names = set(zipfile.ZipFile(wheel).namelist())
    tops = {name.split("/")[0] for name in names}
    info = {top for top in tops if top.endswith(".dist-info")}
    assert len(info) == 1
    assert tops - info == ROOMS
    files = {
        path.relative_to(ROOT).as_posix()
        for room in ROOMS
        for path in (ROOT / room).rglob("*")
        if path.is_file() and not {"__pycache__", "written"} & set(path.parts)
    }
    assert {name for name in names if name.split("/")[0] in ROOMS} == files
    data = (
        "index/article.txt",
        "eval/gold/schema.json",
        *(f"ui/{name}" for name in (*STYLES, *SCRIPTS)),
    )
    gold = ("eval/gold.jsonl", "eval/dialogues.jsonl", "eval/smalltalk.jsonl")
    assert {*data, *gold} <= files
    assert f"{info.pop()}/licenses/LICENSE" in names


def test_the_sdist_holds_what_the_makefile_calls(tmp_path: Path) -> None:
    """Who unpacks it can run ``make``: the script and the lock file are in it."""
    build = [sys.executable, "-m", "hatchling", "build", "--target", "sdist", "--directory"]
    subprocess.run([*build, tmp_path], cwd=ROOT, check=True, capture_output=True)
    (built,) = tmp_path.glob("*.tar.gz")
    with tarfile.open(built) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"Makefile", "install.sh", "pyproject.toml", "requirements.lock"} <= names


def test_the_metadata_names_licence_and_command(wheel: Path) -> None:
    """Apache-2.0, the readme, the Python that is needed, and the command."""
    archive = zipfile.ZipFile(wheel)

    def text(name: str) -> str:
        (path,) = (path for path in archive.namelist() if path.endswith(f".dist-info/{name}"))
        return archive.read(path).decode()

    metadata = text("METADATA")
    assert "\nLicense-Expression: Apache-2.0\n" in metadata
    assert "\nRequires-Python: >=3.11\n" in metadata
    assert (ROOT / "README.md").read_text(encoding="utf-8").strip() in metadata
    assert "footnote = ui.cli:main" in text("entry_points.txt")


def test_it_runs_outside_the_checkout(away: Away) -> None:
    """From an empty home: the encoder is prepared, the article added, a question answered."""
    where = away.run("python", "-c", "import index, ui; print(index.__file__, ui.__file__)")
    for path in where.split():
        assert Path(path).is_relative_to(away.folder)
    assert away.run("footnote", "--version").startswith("footnote ")
    answer = json.loads(
        away.run("footnote", "ask", "Who has blocked cooperation with Israel?", "--json")
    )
    article = (ROOT / "index" / "article.txt").read_bytes().decode()
    assert answer["answered"]
    for citation in answer["citations"]:
        assert article[citation["start"] : citation["end"]] == citation["quote"]
