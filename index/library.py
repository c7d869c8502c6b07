"""The library: a folder that holds documents and can be searched.

It ties catalogue (the truth), vectors and encoder together, and keeps them in step: one process
writes at a time, what a killed writer left is cleared away, and a reader never mixes two states.
How passages are found is in ``search.py``, what a file becomes in ``load.py``.
"""

import hashlib
import os
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from types import TracebackType
from typing import Literal, Self, TypeVar

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from index import search as hybrid
from index.catalogue import Catalogue, Entry, PassageKey
from index.document import Document, Hit, Passage
from index.embed import Encoder, default_encoder
from index.errors import LibraryBusy, LibraryDamaged, NotALibrary, UnknownDocument
from index.load import Source, load
from index.progress import OnProgress, Progress, silent
from index.vectors import release, shared

CATALOGUE = "catalogue.sqlite3"
VECTORS = "vectors"
LOCK = "lock"
WAIT = 5.0  # seconds a second writer waits for the first
ATTEMPTS = 5  # of a reader whose library moves under it
BATCH = 64  # passages embedded between two progress reports

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Addition:
    """What became of something that was added."""

    document: Document
    outcome: Literal["added", "replaced", "unchanged"]


class Library:
    """Documents in a folder; safe from many threads, one writing process at a time.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, Library.open(folder) as library:
    ...     document = library.add(text="Cats purr. Dogs bark.", title="Pets")
    ...     [hit.text for hit in library.search("cat")]
    ['Cats purr. Dogs bark.']
    """

    def __init__(self, path: Path, catalogue: Catalogue, encoder: Encoder) -> None:
        """Use ``Library.open``."""
        self.path = path
        self._catalogue = catalogue
        self._encoder = encoder
        self._vectors = shared(path / VECTORS)
        self._lock = threading.RLock()
        self._file_lock = FileLock(path / LOCK)
        self._closed = False

    @classmethod
    def open(
        cls,
        path: str | os.PathLike[str] | None = None,
        *,
        encoder: Encoder | None = None,
        create: bool = True,
        progress: OnProgress = silent,
    ) -> Self:
        """Open a library, or make it.

        Args:
            path: its folder; None for the default one in the user's data folder, which gets
                the bundled article when it is made.
            encoder: None for the bundled all-MiniLM-L6-v2.
            create: make the library if it is not there.
            progress: told about long work, such as preparing the encoder.

        Raises:
            NotALibrary: the folder is something else, cannot be used, comes from a newer
                version, or is not there and ``create`` is off.
            OtherEncoder: its vectors were made by another encoder.
            LibraryBusy: it is being made by another process.
        """
        folder = default_path() if path is None else Path(os.path.expanduser(path)).absolute()  # noqa: PTH111 - keeps "~nobody"
        file = folder / CATALOGUE
        _check_folder(folder, create=create)
        encoder = encoder or default_encoder(progress)
        first_meta = {"article": "due" if path is None else "none"}
        try:
            if file.exists():
                catalogue = Catalogue(file, encoder, first_meta)
            else:
                folder.mkdir(parents=True, exist_ok=True)
                with _held(FileLock(folder / LOCK), folder):
                    catalogue = Catalogue(file, encoder, first_meta)
        except OSError as error:
            raise NotALibrary(
                f"{folder} cannot be used as a library ({error.strerror}): name another folder."
            ) from error
        library = cls(folder, catalogue, encoder)
        if catalogue.meta("article") == "due":
            article = resources.files("index").joinpath("article.txt").read_bytes()
            library.add(data=article, name="article.txt", progress=progress)
            catalogue.set_meta("article", "added")
        return library

    def add(
        self,
        path: str | os.PathLike[str] | None = None,
        *,
        text: str | None = None,
        title: str = "",
        data: bytes | None = None,
        name: str = "",
        progress: OnProgress = silent,
    ) -> Document:
        """Add a file, a text (with ``title``) or some bytes (with a file ``name``).

        The same bytes again change nothing, whatever they are called. A changed file from the
        same absolute path takes its document's place; only passages whose text changed are
        embedded again.

        Returns:
            The document, as it is now in the library.

        Raises:
            UnreadableFile: it cannot become a document.
            LibraryBusy: another process is writing.
        """
        return self.ingest(
            path, text=text, title=title, data=data, name=name, progress=progress
        ).document

    def ingest(
        self,
        path: str | os.PathLike[str] | None = None,
        *,
        text: str | None = None,
        title: str = "",
        data: bytes | None = None,
        name: str = "",
        progress: OnProgress = silent,
    ) -> Addition:
        """``add``, and what it did: "added", "replaced" or "unchanged"."""
        # LlamaIndex takes over a second to import, and a question needs none of it.
        from index.llamaindex import passages

        source = _source(path, text, title, data, name)
        document = load(source)
        digest = hashlib.sha256(source.data).hexdigest()
        if same := self._same(document, digest):
            return Addition(self.document(same), "unchanged")
        cut = passages(document, self._encoder)
        vectors = self._embed(document, cut, progress)
        with self._writing():
            # Another thread or process may have been quicker.
            if same := self._same(document, digest):
                return Addition(self.document(same), "unchanged")
            old = self._catalogue.keys([document.id])
            revision = hashlib.sha256(f"{document.id} {digest}".encode()).hexdigest()[:16]
            keys = [PassageKey(revision, ordinal) for ordinal in range(len(cut))]
            self._catalogue.begin(document, revision, digest, cut)
            self._vectors.upsert(keys, vectors, [document.id] * len(keys))
            self._catalogue.finish(revision)
            self._vectors.wrote(self._catalogue.generation())
            self._vectors.delete(old)
            self._catalogue.settle()
        return Addition(document, "replaced" if old else "added")

    def remove(self, document_id: str) -> None:
        """Remove a document.

        Raises:
            UnknownDocument: there is none of that id.
            LibraryBusy: another process is writing.
        """
        with self._writing():
            old = self._catalogue.keys([document_id])
            if not old:
                raise _unknown(document_id)
            self._catalogue.remove(document_id)
            self._vectors.wrote(self._catalogue.generation())
            self._vectors.delete(old)
            self._catalogue.settle()

    def documents(self) -> tuple[Document, ...]:
        """Every document, whole, by title, then id; see ``entries`` for a light listing."""
        return self._catalogue.documents()

    def entries(self) -> tuple[Entry, ...]:
        """One line a document, without its text, by title, then id."""
        return self._catalogue.entries()

    def document(self, document_id: str) -> Document:
        """One document.

        Raises:
            UnknownDocument: there is none of that id.
        """
        found = self._catalogue.documents([document_id])
        if not found:
            raise _unknown(document_id)
        return found[0]

    def generation(self) -> int:
        """Moves with every finished write, by whatever process."""
        return self._catalogue.generation()

    @property
    def encoder(self) -> Encoder:
        """What made the library's vectors."""
        return self._encoder

    def search(
        self, query: str, k: int = 5, *, documents: Collection[str] | None = None
    ) -> tuple[Hit, ...]:
        """The passages nearest to a query by words and meaning, best first.

        Args:
            query: a question or some words.
            k: at most so many, from 1.
            documents: look at these ids only.

        Raises:
            UnknownDocument: one of the ids is not there.
        """
        if k < 1:
            raise ValueError(f"k is {k}: ask for at least one passage.")
        if not query.strip() or not self._checked(documents):
            return ()
        (vector,) = self._encoder.encode([query])
        return self._steadily(
            lambda: hybrid.search(
                self._catalogue, self._vectors, query, vector, k=k, documents=documents
            )
        )

    def passages(self, documents: Collection[str] | None = None) -> tuple[Passage, ...]:
        """Every passage of some documents, in order."""
        self._checked(documents)
        keys = self._catalogue.keys(documents)
        found = self._catalogue.passages(keys)
        return tuple(found[key][1] for key in keys if key in found)

    def vectors(self, documents: Collection[str] | None = None) -> NDArray[np.float32]:
        """The unit vectors (passages, dimension) of ``passages(documents)``, row by row."""
        self._checked(documents)

        def read() -> NDArray[np.float32]:
            keys = self._catalogue.keys(documents)
            stored = self._vectors.get(keys)
            rows = [stored[key] for key in keys]
            return np.stack(rows) if rows else np.zeros((0, self._encoder.dimension), np.float32)

        return self._steadily(read)

    def close(self) -> None:
        """Close the library's files; closing again does nothing."""
        with self._lock:
            if not self._closed:
                self._closed = True
                release(self._vectors)
                self._catalogue.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _same(self, document: Document, bytes_sha256: str) -> str:
        """The id of the document that these bytes already are; "" if they are new."""
        if there := self._catalogue.bytes_sha256(document.id):
            return document.id if there == bytes_sha256 else ""
        return self._catalogue.with_bytes(bytes_sha256, document.format)

    def _embed(
        self, document: Document, cut: Sequence[Passage], progress: OnProgress
    ) -> NDArray[np.float32]:
        """Vectors of a document's passages; those whose text it had before are taken over."""
        known: dict[str, NDArray[np.float32]] = {}
        if self._catalogue.bytes_sha256(document.id):
            before = zip(self.passages([document.id]), self.vectors([document.id]), strict=False)
            known = {passage.text: vector for passage, vector in before}
        new = [passage.text for passage in cut if passage.text not in known]
        for first in range(0, len(new), BATCH):
            progress(Progress("Embedding passages", first, len(new)))
            batch = new[first : first + BATCH]
            known |= dict(zip(batch, self._encoder.encode(batch), strict=True))
        progress(Progress("Embedding passages", len(new), len(new)))
        return np.stack([known[passage.text] for passage in cut])

    def _checked(self, documents: Collection[str] | None) -> bool:
        """Whether there is anything to look at; an id that is not there is an error."""
        for document_id in documents or ():
            if not self._catalogue.revision(document_id):
                raise _unknown(document_id)
        return documents is None or bool(documents)

    def _steadily(self, read: Callable[[], T]) -> T:
        """Read from catalogue and vectors while nobody changes them, else again."""
        from chromadb.errors import ChromaError

        failure: Exception | None = None
        for _ in range(ATTEMPTS):
            generation = self._fresh_generation()
            try:
                result = read()
            except (ChromaError, KeyError) as error:
                # Another process moved files under Chroma, or a vector is not there yet.
                failure = error
                self._vectors.close()
                continue
            if self._catalogue.generation() == generation:
                return result
        if failure is None:
            raise LibraryBusy(f"{self.path} keeps being written to: ask again when that is done.")
        raise LibraryDamaged(
            f"The vectors in {self.path / VECTORS} cannot be read ({failure}): delete that "
            "folder, and it is made anew from the catalogue."
        ) from failure

    def _fresh_generation(self) -> int:
        """Open the vectors as the last finished write left them, repaired if nobody writes."""
        generation = self._catalogue.generation()
        if self._vectors.refresh(generation) and self._disagree():
            try:
                with self._lock, _held(self._file_lock, self.path, wait=0):
                    self._reconcile()
            except LibraryBusy:
                # The writer that holds the lock will settle it; what is ready can be read now.
                pass
        return self._catalogue.generation()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """The only writer of all threads and processes, on a library whose halves agree."""
        with self._lock, _held(self._file_lock, self.path):
            self._vectors.refresh(self._catalogue.generation())
            if self._disagree():
                self._reconcile()
            yield

    def _disagree(self) -> bool:
        return (
            self._catalogue.meta("dirty") == "1"
            or self._catalogue.count_passages() != self._vectors.count()
        )

    def _reconcile(self) -> None:
        """Make the vectors what the catalogue says; the caller holds the locks."""
        self._catalogue.drop_pending()
        expected = self._catalogue.keys()
        there = self._vectors.keys()
        extra = there.difference(expected)
        missing = [key for key in expected if key not in there]
        self._vectors.delete(sorted(extra))
        for first in range(0, len(missing), BATCH):
            batch = missing[first : first + BATCH]
            rows = [passage for _, passage in self._catalogue.passages(batch).values()]
            self._vectors.upsert(
                batch,
                self._encoder.encode([passage.text for passage in rows]),
                [passage.document_id for passage in rows],
            )
        self._catalogue.settle(moved=bool(extra or missing))
        self._vectors.wrote(self._catalogue.generation())


def default_path() -> Path:
    """Where the default library lives: a folder in the user's data folder."""
    import platformdirs

    return platformdirs.user_data_path("footnote", appauthor=False) / "library"


def _source(
    path: str | os.PathLike[str] | None,
    text: str | None,
    title: str,
    data: bytes | None,
    name: str,
) -> Source:
    if [path is None, text is None, data is None].count(False) != 1:
        raise TypeError("Name a path, or a text, or data: exactly one of them.")
    if path is not None:
        return Source.from_path(path)
    if text is not None:
        return Source.from_text(text, title)
    return Source(data or b"", name)


def _check_folder(folder: Path, *, create: bool) -> None:
    if folder.exists() and not folder.is_dir():
        raise NotALibrary(f"{folder} is a file, not a library: name a folder.")
    if (folder / CATALOGUE).exists():
        return
    if not create:
        raise NotALibrary(f"There is no library at {folder}: make one by adding a document to it.")
    if folder.exists() and any(file.name != LOCK for file in folder.iterdir()):
        raise NotALibrary(
            f"{folder} holds other files and no library: name an empty folder or a new one."
        )


@contextmanager
def _held(lock: FileLock, folder: Path, wait: float = WAIT) -> Iterator[None]:
    try:
        with lock.acquire(timeout=wait):
            yield
    except Timeout as error:
        raise LibraryBusy(
            f"Another process is writing to {folder}: try again when it has finished."
        ) from error


def _unknown(document_id: str) -> UnknownDocument:
    return UnknownDocument(f"The library has no document {document_id!r}: list its documents.")
