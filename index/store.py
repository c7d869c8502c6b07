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

from index import spare
from index.catalogue import CATALOGUE, Catalogue
from index.check import Finding, findings
from index.document import Document, Passage, PassageKey
from index.embed import Encoder
from index.errors import FootnoteError, LibraryBusy, LibraryDamaged, WriteFailed
from index.mending import LEFT, Halves, fold_if_due, fold_log, mend
from index.progress import OnProgress, silent
from index.repair import repair
from index.schema import LAYOUT, create
from index.upgrade import upgrade
from index.vectors import release, shared

VECTORS = "vectors"
LOCK = "lock"
WAIT = 5.0  # seconds a second writer waits for the first
ATTEMPTS = 5  # of a reader whose library moves under it
PAUSE = 0.05  # seconds before a reader's second attempt; then 3, 7 and 15 times as long

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
        self._closed = self._wrote = False
        file = folder / CATALOGUE
        if not file.exists():
            with self._held():
                if not file.exists():
                    create(file, encoder, first_meta)
        self.catalogue = _opened(file, encoder)
        self.vectors = shared(folder / VECTORS)
        try:
            if self.catalogue.layout() < LAYOUT:
                with self._held():
                    if self.catalogue.layout() < LAYOUT:
                        upgrade(self.catalogue, encoder, progress)
                        mend(self._halves, progress)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close both; closing again does nothing."""
        with self._lock:
            if not self._closed:
                self._closed = True
                try:
                    self._leave()
                finally:
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
        self._drop(old, len(keys))
        return bool(old)

    def take(self, document_id: str) -> bool:
        """Delete a document; inside ``writing``. False if it is not there."""
        if not self.catalogue.revision(document_id):
            return False
        old = self.catalogue.keys([document_id])  # none of a text that no repair could cut
        self.catalogue.remove(document_id)
        self._drop(old, 0)
        return True

    def _drop(self, old: Sequence[PassageKey], changes: int) -> None:
        """Delete the vectors of what the catalogue has just let go of."""
        self.vectors.wrote(self.catalogue.generation())
        self.vectors.delete(old)
        self.catalogue.settle(changes=changes + len(old))

    @contextmanager
    def writing(self, wait: float = WAIT) -> Iterator[None]:
        """Be the only writer of all threads and processes, on halves that agree.

        Raises:
            LibraryBusy: another process is writing and has not finished in ``wait`` seconds.
            WriteFailed: the vectors could not be written.
        """
        from chromadb.errors import ChromaError

        with self._lock, self._held(wait):
            self._wrote = True
            try:
                self._refresh_or_mend()
                yield
                with suppress(WriteFailed):  # what was to be written is; the next one tries again
                    fold_if_due(self._halves)
                spare.keep(self.folder)
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
            LibraryDamaged: the catalogue cannot be read.
            WriteFailed: the vectors are damaged and cannot be made anew.
        """
        from chromadb.errors import ChromaError

        failure: Exception | None = None
        for attempt in range(ATTEMPTS):
            time.sleep(PAUSE * (2**attempt - 1))
            try:
                generation = self._fresh_generation(damaged=failure is not None and attempt > 1)
                found = look()
            except (ChromaError, KeyError, LibraryDamaged, LibraryBusy) as error:
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
            f"The vectors in {self.folder / VECTORS} cannot be read ({failure}): footnote check "
            "--repair makes them anew from the catalogue."
        ) from failure

    def check(self, progress: OnProgress) -> tuple[Finding, ...]:
        """What is wrong with the folder, as it is; nobody writes meanwhile.

        Raises:
            LibraryBusy: another process is writing.
        """
        with self._lock, self._held():
            return findings(self._halves, progress)

    def repair(self, progress: OnProgress) -> tuple[Finding, ...]:
        """Make good what is wrong, and tell what is still.

        Raises:
            LibraryBusy: another process is writing.
            WriteFailed: the disk is full or may not be written.
        """
        with self._lock, self._held():
            repair(self._halves, findings(self._halves, progress), progress)
            return findings(self._halves, progress)

    def disagrees(self) -> bool:
        """Whether catalogue and vectors may hold different passages."""
        return (
            self.catalogue.meta("dirty") == "1"
            or self.catalogue.count_passages() != self.vectors.count()
        )

    def _leave(self) -> None:
        """Spare whoever opens the library next the log that this writer has made."""
        with suppress(FootnoteError, OSError):  # the next writer folds it
            if self._wrote and self.catalogue.changes() >= LEFT:
                with self.writing(wait=0):
                    fold_log(self._halves)

    def _refresh_or_mend(self, progress: OnProgress = silent) -> None:
        """Open the vectors as the last finished write left them, mended; inside the locks."""
        from chromadb.errors import ChromaError

        try:
            self.vectors.refresh(self.catalogue.generation(), self.catalogue.place())
            sound = not self.disagrees()
        except (ChromaError, LibraryDamaged):
            sound = False
        if not sound:
            mend(self._halves, progress)

    def _fresh_generation(self, *, damaged: bool) -> int:
        """Open the vectors as the last finished write left them, mended if nobody writes.

        Args:
            damaged: they could be opened, but not be read: look at each of them.
        """
        from chromadb.errors import ChromaError

        generation, place = self.catalogue.generation(), self.catalogue.place()
        try:
            if not (self.vectors.refresh(generation, place) and self.disagrees()) and not damaged:
                return generation
        except (ChromaError, LibraryDamaged):
            with self._lock, self._held(wait=0):
                mend(self._halves)
        else:
            # A writer that holds the lock, or a full disk: what is ready can be read all the same.
            hindrance = (LibraryBusy, LibraryDamaged, WriteFailed, ChromaError)
            with suppress(*hindrance), self._lock, self._held(wait=0):
                mend(self._halves, thorough=damaged)
        return self.catalogue.generation()

    def _is_being_written(self) -> bool:
        try:
            with self._held(wait=0):
                return False
        except LibraryBusy:
            return True

    @property
    def _halves(self) -> Halves:
        return Halves(self.catalogue, self.vectors, self.folder / VECTORS, self.encoder)

    @contextmanager
    def _held(self, wait: float = WAIT) -> Iterator[None]:
        try:
            with self._file_lock.acquire(timeout=wait):
                yield
        except Timeout as error:
            raise LibraryBusy(
                f"Another process is writing to {self.folder}: try again when it has finished."
            ) from error


def _opened(file: Path, encoder: Encoder) -> Catalogue:
    """The catalogue; on a full disk the spare space is given up for it."""
    try:
        return Catalogue(file, encoder)
    except WriteFailed:
        if not spare.give_up(file.parent):
            raise
        return Catalogue(file, encoder)
