"""How the vectors are brought in step with the catalogue, made anew, and kept from growing.

Each takes what the catalogue says for the truth; the caller is the only writer. Vectors are made
beside those that are there, and the catalogue then tells in one transaction where they are: who
is killed on the way leaves a folder behind that nobody looks at, and the next writer removes it.
"""

import shutil
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index import spare
from index.catalogue import Catalogue
from index.document import PassageKey, VectorPlace
from index.embed import BATCH, Encoder
from index.errors import LibraryDamaged, WriteFailed
from index.progress import OnProgress, Progress, silent
from index.vector_folder import GRAPH_BYTES, fold, graph_bytes
from index.vectors import Vectors

CHANGES = 1_000  # in Chroma's log before they are folded into its graph
LEFT = 100  # when a writer closes; each costs whoever opens a large library up to 3 ms
WASTE = 2  # times what the vectors need: a graph that would be larger is made anew


class Halves(NamedTuple):
    """What is kept in step."""

    catalogue: Catalogue
    vectors: Vectors
    base: Path  # where the folders of vectors are
    encoder: Encoder


def mend(halves: Halves, progress: OnProgress = silent, *, thorough: bool = False) -> None:
    """Make the vectors what the catalogue says, with as little work as possible.

    Args:
        halves: what is kept in step.
        progress: told how many passages have been embedded.
        thorough: look at the vectors themselves, not at their keys only.

    Raises:
        WriteFailed: the disk is full or may not be written.
    """
    from chromadb.errors import ChromaError

    catalogue, vectors, base, _ = halves
    catalogue.drop_pending()
    sweep(base, catalogue.place())
    expected = catalogue.keys()
    generation, place = catalogue.generation(), catalogue.place()
    try:
        try:
            vectors.reopen(generation, place)
        except LibraryDamaged:
            if not spare.give_up(base.parent):
                raise
            vectors.reopen(generation, place)
        there = vectors.keys()
        damaged = thorough and bool(vectors.unsound([key for key in expected if key in there]))
    except (ChromaError, LibraryDamaged):
        damaged = True
    if damaged:
        rebuild(halves, progress)
        return
    extra = there.difference(expected)
    missing = [key for key in expected if key not in there]
    vectors.delete(sorted(extra))
    _embed_into(vectors, missing, halves, progress)
    catalogue.settle(moved=bool(extra or missing), changes=len(extra) + len(missing))
    vectors.wrote(catalogue.generation())


def rebuild(halves: Halves, progress: OnProgress = silent, *, take_over: bool = False) -> None:
    """Make all vectors anew, in a folder of their own, and use them from then on.

    Args:
        halves: what is kept in step.
        progress: told how many passages have been embedded.
        take_over: from the vectors that are there, which must be sound; else embed every passage.

    Raises:
        WriteFailed: the disk is full or may not be written; what was there is still used.
    """
    keys = halves.catalogue.keys()

    def fill(new: Vectors) -> None:
        if take_over:
            for first in range(0, len(keys), CHANGES):
                batch = keys[first : first + CHANGES]
                found = halves.vectors.get(batch)
                _store(new, batch, np.stack([found[key] for key in batch]), halves.catalogue)
        else:
            _embed_into(new, keys, halves, progress)

    _move(halves, lambda folder: _filled(folder, fill))


def fold_if_due(halves: Halves) -> None:
    """Bring the log into the graph, if it is long or there is no graph yet.

    Raises:
        WriteFailed: the disk is full or may not be written; what was there is still used.
    """
    if not halves.catalogue.place().seal or halves.catalogue.changes() >= CHANGES:
        fold_log(halves)


def fold_log(halves: Halves) -> None:
    """Bring the log into the graph, or make the graph anew where most of it is waste.

    Raises:
        WriteFailed: the disk is full or may not be written; what was there is still used.
    """
    catalogue, _, base, encoder = halves
    place = catalogue.place()
    each = 4 * encoder.dimension + GRAPH_BYTES
    graph = graph_bytes(base / place.name) + catalogue.changes() * each
    if not place.seal or graph > WASTE * catalogue.count_passages() * each:
        rebuild(halves, take_over=True)
    else:
        _move(halves, lambda folder: shutil.copytree(base / place.name, folder))


def sweep(base: Path, place: VectorPlace) -> None:
    """Remove the folders that writers who were killed left behind."""
    for entry in left_over(base, place):
        if entry.is_dir() and not entry.is_symlink():
            with suppress(OSError):
                entry.chmod(0o700)
            shutil.rmtree(entry, ignore_errors=True)
        else:
            entry.unlink(missing_ok=True)


def left_over(base: Path, place: VectorPlace) -> list[Path]:
    """What lies beside the vectors, and is not used."""
    if not base.is_dir():
        return []
    return [
        entry
        for entry in sorted(base.iterdir())
        # The oldest libraries have their vectors among the folders, and numbers are ours.
        if entry.name != place.name and (place.name or entry.name.isdecimal())
    ]


def _move(halves: Halves, make: Callable[[Path], object]) -> None:
    """Make the vectors in a folder of their own, fold and seal them, and use them from then on."""
    from chromadb.errors import ChromaError

    catalogue, vectors, base, _ = halves
    try:
        base.mkdir(exist_ok=True)
        numbers = [int(entry.name) for entry in base.iterdir() if entry.name.isdecimal()]
        folder = base / str(max(numbers, default=0) + 1)
        try:
            make(folder)
            sealed = fold(folder)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
    except (ChromaError, LibraryDamaged, OSError, sqlite3.Error) as error:
        vectors.stale()
        raise WriteFailed(
            f"The vectors in {base} could not be made anew ({error}): free some space or check "
            "its permissions, then try again."
        ) from error
    catalogue.move(VectorPlace(folder.name, sealed))
    vectors.reopen(catalogue.generation(), catalogue.place())
    sweep(base, catalogue.place())


def _filled(folder: Path, fill: Callable[[Vectors], None]) -> None:
    new = Vectors(folder.parent)
    new.make(folder.name)
    try:
        fill(new)
    finally:
        new.close()


def _embed_into(
    vectors: Vectors, keys: Sequence[PassageKey], halves: Halves, progress: OnProgress
) -> None:
    for first in range(0, len(keys), BATCH):
        progress(Progress("Embedding passages", first, len(keys)))
        batch = keys[first : first + BATCH]
        found = halves.catalogue.passages(batch)
        texts = [found[key][1].in_context for key in batch]
        _store(vectors, batch, halves.encoder.encode(texts), halves.catalogue)


def _store(
    vectors: Vectors,
    keys: Sequence[PassageKey],
    rows: NDArray[np.float32],
    catalogue: Catalogue,
) -> None:
    found = catalogue.passages(keys)
    vectors.upsert(keys, rows, [found[key][1].document_id for key in keys])
