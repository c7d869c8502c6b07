"""Model files made once on a machine: exported by a program of their own, cached, and checked.

The exporting program needs torch, half a gigabyte that never enters the process that answers. It
is a module run as ``python -P -m MODULE [WORDS] FOLDER`` that writes ``NAME.onnx`` and, beside it,
``NAME.json`` whose ``onnx_sha256`` vouches for the first. What is exported is its own business.
"""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from index.errors import FootnoteError
from index.progress import OnProgress, Progress, silent


@dataclass(frozen=True, slots=True)
class Export:
    """One kind of model file.

    Attributes:
        name: what it is, in one word: it stands in file names and in messages.
        module: the program that makes it.
        key: names the weights and the way they are exported; another key is another file.
        arguments: words for the program, before the folder.
    """

    name: str
    module: str
    key: str
    arguments: tuple[str, ...] = ()


# From 1.32 on, onnxruntime's Linux wheels note what runs in ~/.cache/Microsoft and send it to their
# maker, unless this is set before they are imported. Child processes inherit it.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

# Files that this process has found whole: reading them again to check would cost 20 ms each time.
_CHECKED: set[Path] = set()


def exported(export: Export, on_progress: OnProgress = silent) -> Path:
    """The ONNX file, made first if this machine has not done so yet (about 30 s).

    Raises:
        FootnoteError: the export failed, and the sentence ends with its last line; or the file
            could not be kept.
    """
    folder = _folder(export)
    file = folder / f"{export.name}.onnx"
    if file not in _CHECKED:
        try:
            _make_whole(folder, export, on_progress)
        except OSError as error:
            raise FootnoteError(
                f"The {export.name} cannot be kept in {folder.parent} ({error.strerror}): "
                "make room or have that changed, or name another cache folder by XDG_CACHE_HOME."
            ) from error
        _CHECKED.add(file)
    return file


def state(export: Export) -> Literal["whole", "damaged", "not made"]:
    """What is in the cache now; what is not whole is made anew at the next use."""
    folder = _folder(export)
    if _is_whole(folder, export):
        return "whole"
    return "damaged" if (folder / f"{export.name}.onnx").exists() else "not made"


def _folder(export: Export) -> Path:
    import platformdirs

    cache = platformdirs.user_cache_path("footnote", appauthor=False)
    return cache / f"{export.name}-{export.key}"


def session(onnx_file: Path):  # type: ignore[no-untyped-def]  # onnxruntime has no types
    """The file, ready to run: one core a run, because runs go on side by side."""
    import onnxruntime

    onnxruntime.disable_telemetry_events()  # for who had imported it before ``index``
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(onnx_file, options, providers=["CPUExecutionProvider"])


def _make_whole(folder: Path, export: Export, on_progress: OnProgress) -> None:
    from filelock import FileLock

    if _is_whole(folder, export):
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(folder.parent / f"{export.name}.lock"):
        if not _is_whole(folder, export):
            stage = f"Preparing the {export.name} (once)"
            on_progress(Progress(stage, 0, 1))
            _export_into(folder, export)
            on_progress(Progress(stage, 1, 1))


def _is_whole(folder: Path, export: Export) -> bool:
    try:
        record = json.loads((folder / f"{export.name}.json").read_bytes())
        with (folder / f"{export.name}.onnx").open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError):
        return False
    return bool(record.get("onnx_sha256") == digest)


def _export_into(folder: Path, export: Export) -> None:
    """Export beside the folder, then move the finished files in."""
    # Never from the current folder: a json.py that lies there is somebody's own.
    path = os.pathsep.join([*filter(None, sys.path), str(Path(__file__).parents[1])])
    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
        done = subprocess.run(  # noqa: S603 - our own module, no shell
            [sys.executable, "-P", "-m", export.module, *export.arguments, scratch],
            env=os.environ | {"HF_HUB_OFFLINE": "1", "PYTHONPATH": path},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            lines = done.stderr.strip().splitlines() or ["no message"]
            raise FootnoteError(f"The {export.name} could not be prepared: {lines[-1]}")
        folder.mkdir(exist_ok=True)
        # The record last: it vouches for the file.
        for name in (f"{export.name}.onnx", f"{export.name}.json"):
            Path(scratch, name).replace(folder / name)
