"""What can be wrong with an installation, looked at one thing after the other.

Nothing is mended here: what is wrong is told, with what mends it. A question answered without a
network is ``offline.py``'s business.
"""

import platform
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Literal

from packaging.requirements import Requirement

from index import FootnoteError, Library, default_path
from index.catalogue import CATALOGUE
from index.embed import EXPORT, tokenizer_file, weights
from index.exported import Export, state
from index.weights import Weights
from qa.onnx_model import FOLLOWUP, READER
from qa.tone import tone_weights
from ui.checking import held
from ui.offline import offline

# Whose versions a report of a bug should name; of the others only what does not fit is told.
LIBRARIES = (
    *("chromadb", "gradio", "llama-index-core", "numpy", "onnxruntime", "pypdf", "python-docx"),
    *("safetensors", "sentence-transformers", "tokenizers", "torch", "trafilatura", "transformers"),
)
LEAST_FREE = 200_000_000  # bytes; a library grows by some 10 kB a page, the models' cache is 80 MB


@dataclass(frozen=True, slots=True)
class Checkup:
    """One thing that was looked at.

    Attributes:
        part: what it is a part of.
        name: what was looked at.
        is_well: whether it is as it should be.
        found: what was found, and what mends it if it is not well.
    """

    part: Literal["versions", "models", "library", "disk", "offline"]
    name: str
    is_well: bool
    found: str


def examined(folder: Path | None, *, reader: str | None, prove_offline: bool) -> Iterator[Checkup]:
    """Look at everything, in order.

    Args:
        folder: of the library; None for the default one, which need not be there yet.
        reader: who answers in the proof; None for the bundled one.
        prove_offline: whether a question is to be answered with sockets blocked as well.
    """
    yield from _versions()
    yield from _models()
    yield from _library(folder)
    if prove_offline:
        yield _offline(reader)


def _versions() -> Iterator[Checkup]:
    system = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    yield Checkup("versions", "python", is_well=True, found=system)
    try:
        own, named = metadata.version("footnote"), metadata.requires("footnote") or []
    except metadata.PackageNotFoundError:
        own, named = "not installed: it runs from its own folder", []
    yield Checkup("versions", "footnote", is_well=True, found=own)
    wanted = {
        each.name: each.specifier
        for each in map(Requirement, named)
        if each.marker is None or each.marker.evaluate({"extra": ""})
    }
    for name in sorted({*LIBRARIES, *wanted}):
        try:
            version = metadata.version(name)
        except metadata.PackageNotFoundError:
            yield Checkup(
                "versions", name, is_well=False, found="is missing: install Footnote again"
            )
            continue
        if name in wanted and not wanted[name].contains(version, prereleases=True):
            found = f"{version}, and Footnote was tested with {wanted[name]}: install it again"
            yield Checkup("versions", name, is_well=False, found=found)
        elif name in LIBRARIES:
            yield Checkup("versions", name, is_well=True, found=version)


def _models() -> Iterator[Checkup]:
    for file in (weights(), tokenizer_file(), READER.weights, FOLLOWUP.weights, tone_weights()):
        yield _checksum(file)
    for export in (EXPORT, READER.export, FOLLOWUP.export):
        yield _cached(export)


def _checksum(file: Weights) -> Checkup:
    name = file.name.removeprefix("the ")
    try:
        file.read()
    except FootnoteError as error:
        return Checkup("models", name, is_well=False, found=str(error))
    return Checkup("models", name, is_well=True, found=f"sha256 {file.sha256}")


def _cached(export: Export) -> Checkup:
    what = state(export)
    found = {
        "whole": "whole, as its checksum says",
        "not made": "not made yet: the first use makes it, once",
        "damaged": "damaged: the next use makes it anew",
    }[what]
    return Checkup("models", f"{export.name} made ready", is_well=what != "damaged", found=found)


def _library(folder: Path | None) -> Iterator[Checkup]:
    place = folder or default_path()
    if folder is None and not (place / CATALOGUE).exists():
        yield Checkup(
            "library", str(place), is_well=True, found="not made yet: the first use makes it"
        )
    elif state(EXPORT) != "whole":  # opening the library would make it, which takes a while
        found = "not looked at until the encoder is ready: run footnote list, then this again"
        yield Checkup("library", str(place), is_well=True, found=found)
    else:
        yield from _opened(place)
    yield _disk(place)


def _opened(place: Path) -> Iterator[Checkup]:
    try:
        with Library.open(place, create=False) as library:
            entries = library.entries()
            yield Checkup("library", str(place), is_well=True, found=held(entries))
            yield from _wrong(library)
    except FootnoteError as error:
        yield Checkup("library", str(place), is_well=False, found=str(error))


def _wrong(library: Library) -> Iterator[Checkup]:
    """What ``footnote check`` finds; where that is nothing, that all agree."""
    problems = library.check()
    for each in problems:
        mended = ": footnote check --repair mends it" if each.mends else ""
        found = each.problem.rstrip(".") + mended
        yield Checkup("library", f"its {each.part}", is_well=False, found=found)
    if not problems:
        found = "catalogue, words and vectors agree"
        yield Checkup("library", "checked", is_well=True, found=found)


def _disk(place: Path) -> Checkup:
    there = next(folder for folder in (place, *place.parents) if folder.exists())
    free = shutil.disk_usage(there).free
    found = f"{free / 1e9:,.1f} GB"
    if free < LEAST_FREE:
        return Checkup(
            "disk", "free", is_well=False, found=f"{found}: make room before you add documents"
        )
    return Checkup("disk", "free", is_well=True, found=found)


def _offline(reader: str | None) -> Checkup:
    proof = offline(reader)
    name = "a question without a network"
    if proof.is_proven:
        answers = ", ".join(f"“{answer}”" for answer in proof.answers)
        found = f"answered with sockets blocked by {proof.blocked_by}: {answers}"
        return Checkup("offline", name, is_well=True, found=found)
    tried = f"; tried and refused: {', '.join(sorted(set(proof.tried)))}" if proof.tried else ""
    why = proof.failure or f"answers {list(proof.answers)}, blocked by {proof.blocked_by or 'none'}"
    return Checkup("offline", name, is_well=False, found=f"not proven: {why}{tried}")
