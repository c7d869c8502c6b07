"""The store: catalogue and vectors of one folder, kept in step.

SQLite is the truth and Chroma an index of it. One process writes at a time, what a killed writer
left is cleared away, lost vectors are made anew, and a reader never mixes two states. What is
written and read is decided in ``library.py``.
"""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from index.catalogue import Catalogue
from index.document import Document, Passage, PassageKey
from index.embed import Encoder
from index.errors import LibraryBusy, LibraryDamaged, WriteFailed
from index.progress import OnProgress, Progress, silent
from index.schema import LAYOUT, create
from index.upgrade import upgrade
from index.vectors import release, shared

CATALOGUE = "catalogue.sqlite3"
VECTORS = "vectors"
LOCK = "lock"
WAIT = 5.0  # seconds a second writer waits for the first
ATTEMPTS = 5  # of a reader whose library moves under it
PAUSE = 0.05  # seconds before a reader's second attempt; then 3, 7 and 15 times as long
BATCH = 64  # passages embedded at once when vectors are made anew

T = TypeVar("T")


class Store:
    """One folder's catalogue and vectors. Safe from many threads."""

    def __init__(
        self,
        folder: Path,
        encoder: Encoder,
        first_meta: dict[str, str],
        progress: OnProgress = silent,
    ) -> None:
        """Open the folder, or make what belongs in it, with ``first_meta`` from the start.

        Raises:
            NotALibrary, OtherEncoder: see ``Catalogue``.
            LibraryBusy: another process is making it.
        """
        self.folder = folder
        self.encoder = encoder
        self._lock = threading.RLock()
        self._file_lock = FileLock(folder / LOCK)
        self._closed = False
        file = folder / CATALOGUE
        if not file.exists():
            with self._held():
                if not file.exists():
                    create(file, encoder, first_meta)
        self.catalogue = Catalogue(file, encoder)
        self.vectors = shared(folder / VECTORS)
        try:
            if self.catalogue.layout() < LAYOUT:
                with self._held():
                    if self.catalogue.layout() < LAYOUT:
                        upgrade(self.catalogue, self.vectors, encoder, progress)
                        self._reconcile(progress)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close both; closing again does nothing."""
        with self._lock:
            if not self._closed:
                self._closed = True
                release(self.vectors)
                self.catalogue.close()

    def put(
        self,
        document: Document,
        revision: str,
        passages: Sequence[Passage],
        vectors: NDArray[np.float32],
    ) -> bool:
        """Store a document with its vectors (passages, dimension); inside ``writing``.

        Returns:
            Whether it took the place of an older revision.
        """
        old = self.catalogue.keys([document.id])
        keys = [PassageKey(revision, ordinal) for ordinal in range(len(passages))]
        self.catalogue.begin(document, revision, passages)
        self.vectors.upsert(keys, vectors, [document.id] * len(keys))
        self.catalogue.finish(revision)
        self._drop(old)
        return bool(old)

    def take(self, document_id: str) -> bool:
        """Delete a document; inside ``writing``. False if it is not there."""
        old = self.catalogue.keys([document_id])
        if old:
            self.catalogue.remove(document_id)
            self._drop(old)
        return bool(old)

    def _drop(self, old: Sequence[PassageKey]) -> None:
        """Delete the vectors of what the catalogue has just let go of."""
        self.vectors.wrote(self.catalogue.generation())
        self.vectors.delete(old)
        self.catalogue.settle()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the only writer of all threads and processes, on halves that agree.

        Raises:
            LibraryBusy: another process is writing and has not finished in ``WAIT`` seconds.
            WriteFailed: the vectors could not be written.
        """
        from chromadb.errors import ChromaError

        with self._lock, self._held():
            try:
                self.vectors.refresh(self.catalogue.generation())
                if self.disagrees():
                    self._reconcile()
                yield
            except BaseException as error:
                # Whatever Chroma holds now, the next use looks at it anew and mends it.
                self.vectors.stale()
                if isinstance(error, ChromaError):
                    raise WriteFailed(
                        f"The vectors in {self.folder / VECTORS} could not be written ({error}): "
                        "free some space or check its permissions, then try again."
                    ) from error
                raise

    def read(self, look: Callable[[], T]) -> T:
        """What ``look`` finds in catalogue and vectors while nobody changes them.

        Raises:
            LibraryBusy: they kept changing.
            LibraryDamaged: the vectors cannot be read.
        """
        from chromadb.errors import ChromaError

        failure: Exception | None = None
        for attempt in range(ATTEMPTS):
            time.sleep(PAUSE * (2**attempt - 1))
            try:
                generation = self._fresh_generation()
                found = look()
            except (ChromaError, KeyError, LibraryDamaged) as error:
                # Another process moved files under Chroma, or a vector is not there yet.
                failure = error
                self.vectors.stale()
                continue
            if self.catalogue.generation() == generation:
                return found
        if failure is None or self._is_being_written():
            raise LibraryBusy(f"{self.folder} keeps being written to: ask again when that is done.")
        if isinstance(failure, LibraryDamaged):
            raise failure
        raise LibraryDamaged(
            f"The vectors in {self.folder / VECTORS} cannot be read ({failure}): delete that "
            "folder, and it is made anew from the catalogue."
        ) from failure

    def disagrees(self) -> bool:
        """Whether catalogue and vectors may hold different passages."""
        return (
            self.catalogue.meta("dirty") == "1"
            or self.catalogue.count_passages() != self.vectors.count()
        )

    def _fresh_generation(self) -> int:
        """Open the vectors as the last finished write left them, mended if nobody writes."""
        from chromadb.errors import ChromaError

        generation = self.catalogue.generation()
        if self.vectors.refresh(generation) and self.disagrees():
            # A writer that holds the lock, or a full disk: what is ready can be read all the same.
            hindrance = (LibraryBusy, WriteFailed, ChromaError)
            with suppress(*hindrance), self._lock, self._held(wait=0):
                self._reconcile()
        return generation

    def _is_being_written(self) -> bool:
        try:
            with self._held(wait=0):
                return False
        except LibraryBusy:
            return True

    def _reconcile(self, progress: OnProgress = silent) -> None:
        """Make the vectors what the catalogue says; the caller holds the locks."""
        self.catalogue.drop_pending()
        expected = self.catalogue.keys()
        there = self.vectors.keys()
        extra = there.difference(expected)
        missing = [key for key in expected if key not in there]
        self.vectors.delete(sorted(extra))
        for first in range(0, len(missing), BATCH):
            progress(Progress("Embedding passages", first, len(missing)))
            batch = missing[first : first + BATCH]
            found = self.catalogue.passages(batch)
            rows = [found[key][1] for key in batch]
            self.vectors.upsert(
                batch,
                self.encoder.encode([passage.in_context for passage in rows]),
                [passage.document_id for passage in rows],
            )
        self.catalogue.settle(moved=bool(extra or missing))
        self.vectors.wrote(self.catalogue.generation())

    @contextmanager
    def _held(self, wait: float = WAIT) -> Iterator[None]:
        try:
            with self._file_lock.acquire(timeout=wait):
                yield
        except Timeout as error:
            raise LibraryBusy(
                f"Another process is writing to {self.folder}: try again when it has finished."
            ) from error
