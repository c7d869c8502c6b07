"""The library: a folder that holds documents and can be searched.

What a file becomes is in ``load.py`` and ``chunk.py``, how passages are found in ``search.py``,
how catalogue and vectors are kept in step in ``store.py``.
"""

import hashlib
import os
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index import apart
from index import search as hybrid
from index.catalogue import CATALOGUE
from index.check import Finding
from index.document import Addition, Document, Embedded, Entry, Hit, Passage
from index.embed import BATCH, Encoder
from index.encoders import name_of, open_encoder
from index.errors import LibraryBusy, UnknownDocument
from index.folder import check, default_path, usable
from index.load import Source
from index.progress import OnProgress, Progress, silent
from index.schema import made_with
from index.store import Store
from index.vector_folder import load_chroma
from index.words import storable

MAX_HITS = 10_000  # of one search; Chroma and SQLite cannot count to just any number


@dataclass(frozen=True, slots=True)
class Cut:
    """A file that has been read: what ``Library.cut`` gives and ``Library.put`` takes.

    Attributes:
        source: the file.
        document: what it is.
        passages: in order; None if the document was in the library already.
    """

    source: Source
    document: Document
    passages: tuple[Passage, ...] | None = None


class Library:
    """Documents in a folder; safe from many threads, one writing process at a time.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, Library.open(folder) as library:
    ...     document = library.add(text="Cats purr. Dogs bark.", title="Pets")
    ...     [hit.text for hit in library.search("cat")]
    ['Cats purr. Dogs bark.']
    """

    def __init__(self, store: Store) -> None:
        """Use ``Library.open``."""
        self._store = store
        self.own: Library = self  # what is written to: see ``index.together``
        self._entries: tuple[str, tuple[Entry, ...]] = "", ()  # and the generation they are of

    @classmethod
    def open(
        cls,
        path: str | os.PathLike[str] | None = None,
        *,
        encoder: Encoder | str | None = None,
        create: bool = True,
        progress: OnProgress = silent,
    ) -> Self:
        """Open a library, or make it.

        Args:
            path: its folder; None for the default one in the user's data folder, which gets
                the bundled article when it is made.
            encoder: None for the one that the library was made with by name, which is the
                bundled all-MiniLM-L6-v2 unless another was named; a name as ``open_encoder``
                takes it; or an encoder of your own.
            create: make the library if it is not there.
            progress: told about long work, such as preparing the encoder.

        Raises:
            NotALibrary: the folder is something else, cannot be used, comes from a newer
                version, or is not there and ``create`` is off.
            UserError: there is no encoder of that name.
            OtherEncoder: its vectors were made by another encoder.
            LibraryBusy: it is being made by another process.
        """
        # Unlike pathlib's, this leaves "~nobody" as it is.
        expanded = default_path() if path is None else os.path.expanduser(path)  # noqa: PTH111
        folder = Path(expanded).absolute()
        with usable(folder):
            check(folder, create=create)
            if encoder is None and (folder / CATALOGUE).exists():
                encoder = name_of(made_with(folder / CATALOGUE))
        if encoder is None or isinstance(encoder, str):
            encoder = open_encoder(encoder, progress)
        with usable(folder):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # for its owner only
            first_meta = {"article": "due" if path is None else "none"}
            store = Store(folder, encoder, first_meta, progress)
        library = cls(store)
        try:
            if store.catalogue.meta("article") == "due":
                article = resources.files("index").joinpath("article.txt").read_bytes()
                library.ingest(Source(article, "article.txt"), progress=progress)
                store.catalogue.set_meta("article", "added")
        except BaseException:
            library.close()
            raise
        return library

    @property
    def path(self) -> Path:
        """The library's folder."""
        return self._store.folder

    @property
    def encoder(self) -> Encoder:
        """What made the library's vectors."""
        return self._store.encoder

    def add(
        self,
        path: str | os.PathLike[str] | None = None,
        *,
        text: str | None = None,
        title: str = "",
        password: str = "",
        progress: OnProgress = silent,
    ) -> Document:
        """Add a file, or a text with a title; ``password`` opens an encrypted PDF.

        The same bytes again change nothing, whatever they are called. A changed file from the
        same absolute path takes its document's place; only passages whose text changed are
        embedded again.

        Returns:
            The document, as it is now in the library.

        Raises:
            UnreadableFile: it cannot become a document.
            LibraryBusy: another process is writing.
        """
        if (path is None) == (text is None):
            raise TypeError("Name a path or a text: one of them, and not both.")
        source = (
            Source.from_path(path, password=password)
            if path is not None
            else Source.from_text(text or "", title)
        )
        return self.ingest(source, progress=progress).document

    def ingest(self, source: Source, *, progress: OnProgress = silent) -> Addition:
        """``add`` for bytes from anywhere, and what it did: ``cut``, then ``put``.

        Raises:
            UnreadableFile: it cannot become a document.
            LibraryBusy: another process is writing.
        """
        cut = self.cut(source, progress=progress)
        if cut.passages is None:
            return Addition(cut.document, "unchanged")
        return self.put(cut, progress=progress)

    def cut(self, source: Source, *, progress: OnProgress = silent) -> Cut:
        """Read a file and cut it into passages: nothing is written, nothing searchable yet.

        So that it can be done while ``put`` still makes another file searchable.

        Args:
            source: the file.
            progress: told how far it is, every now and then; what it raises ends the reading.

        Raises:
            UnreadableFile: it cannot become a document.
        """
        # First, because it is quicker than reading a file again.
        digest = hashlib.sha256(source.data).hexdigest()
        if same := self._same(source.document_id, digest, lambda: apart.format_of(source)):
            return Cut(source, same)
        apart.ready(source.name)
        # LlamaIndex takes over a second to import, and a question needs none of it.
        from index.llamaindex import passages

        document = apart.read(source, progress)
        return Cut(source, document, passages(document, self.encoder))

    def put(self, cut: Cut, *, progress: OnProgress = silent) -> Addition:
        """Make a file searchable that ``cut`` has read; what is in the library by now counts.

        Raises:
            UnreadableFile: it was in the library, and has gone, and cannot become a document.
            LibraryBusy: another process is writing.
        """
        document = cut.document
        if cut.passages is None:
            return self.ingest(cut.source, progress=progress)
        if same := self._same_as(document):
            return Addition(same, "unchanged")
        vectors = self._embed(document, cut.passages, progress)
        with self._store.writing():
            # Another thread or process may have been quicker.
            if same := self._same_as(document):
                return Addition(same, "unchanged")
            digest = document.bytes_sha256
            revision = hashlib.sha256(f"{document.id} {digest}".encode()).hexdigest()[:16]
            replaced = self._store.put(document, revision, cut.passages, vectors)
        return Addition(document, "replaced" if replaced else "added")

    def remove(self, document_id: str) -> None:
        """Remove a document.

        Raises:
            UnknownDocument: there is none of that id.
            LibraryBusy: another process is writing.
        """
        with self._store.writing():
            if not self._store.take(document_id):
                raise _unknown(document_id)

    def documents(self) -> tuple[Document, ...]:
        """Every document, whole, by title, then id; see ``entries`` for a light listing."""
        return self._store.catalogue.documents()

    def entries(self) -> tuple[Entry, ...]:
        """One line a document, without its text, by title, then id."""
        catalogue = self._store.catalogue
        # Before they are read: should another process write meanwhile, they are read again.
        generation = catalogue.meta("generation")
        kept_at, entries = self._entries
        if kept_at != generation:
            entries = catalogue.entries()
            self._entries = generation, entries
        return entries

    def document(self, document_id: str, *, blocks: bool = True) -> Document:
        """One document; without its blocks, which take longer to read than the text, if so said.

        Raises:
            UnknownDocument: there is none of that id.
        """
        found = self._store.catalogue.documents([document_id], blocks=blocks)
        if not found:
            raise _unknown(document_id)
        return found[0]

    def generation(self) -> int:
        """Moves with every finished write, by whatever process."""
        return self._store.catalogue.generation()

    def setting(self, name: str) -> str | None:
        """A small text that another room keeps with the library; None if there is none.

        It is there as soon as it is set, for every process that has the library open.
        """
        return self._store.catalogue.setting(name)

    def settings(self, beginning: str) -> dict[str, str]:
        """All the small texts whose names begin so, by name."""
        return self._store.catalogue.settings(beginning)

    def set_setting(self, name: str, value: str | None) -> None:
        """Keep a small text with the library under a name, or let go of it with None.

        The generation does not move: what a search finds does not depend on settings.

        Raises:
            LibraryBusy: another process is writing.
            WriteFailed: the disk is full or may not be written.
        """
        with self._store.writing():
            self._store.catalogue.set_setting(name, value)

    def prepare(self) -> None:
        """Begin to load what the first search needs, beside what is done next; nobody waits."""
        Thread(target=load_chroma, name="footnote-chroma").start()

    def search(
        self,
        query: str,
        k: int = 5,
        *,
        documents: Collection[str] | None = None,
        words: float = hybrid.WORDS,
    ) -> tuple[Hit, ...]:
        """The passages nearest to a query by words and meaning, best first.

        Args:
            query: a question or some words.
            k: at most so many, from 1; more than ``MAX_HITS`` are never given.
            documents: look at these ids only.
            words: how much the words count beside the meaning, from 0 to 1.

        Raises:
            UnknownDocument: one of the ids is not there.
        """
        if k < 1:
            raise ValueError(f"k is {k}: ask for at least one passage.")
        if not 0 <= words <= 1:
            raise ValueError(f"words is {words}: use a share from 0 to 1.")
        query = storable(query)
        if not query.strip() or not self._checked(documents):
            return ()
        (vector,) = self.encoder.encode([query])
        catalogue, vectors = self._store.catalogue, self._store.vectors
        k = min(k, MAX_HITS)
        return self._store.read(
            lambda: hybrid.search(
                catalogue, vectors, query, vector, k=k, documents=documents, share=words
            )
        )

    def embedded(self, documents: Collection[str] | None = None) -> Embedded:
        """Every passage of some documents, in order, with its vector.

        Raises:
            UnknownDocument: one of the ids is not there.
        """
        self._checked(documents)
        return self._embedded(documents)

    def _embedded(self, documents: Collection[str] | None) -> Embedded:
        def look() -> Embedded:
            keys = self._store.catalogue.keys(documents)
            passages = self._store.catalogue.passages(keys)
            vectors = self._store.vectors.get(keys)
            rows = np.array([vectors[key] for key in keys], dtype=np.float32)
            return Embedded(
                tuple(passages[key][1] for key in keys), rows.reshape(-1, self.encoder.dimension)
            )

        return self._store.read(look)

    def check(self, progress: OnProgress = silent) -> tuple[Finding, ...]:
        """What is wrong with the library: nothing, if all is well. Nothing is changed.

        Raises:
            LibraryBusy: another process is writing.
        """
        return self._store.check(progress)

    def repair(self, progress: OnProgress = silent) -> tuple[Finding, ...]:
        """Make full text and vectors anew where they are damaged; no document is lost.

        Returns:
            What is still wrong, because it cannot be made from the texts that are stored.

        Raises:
            LibraryBusy: another process is writing.
            WriteFailed: the disk is full or may not be written.
        """
        return self._store.repair(progress)

    def close(self) -> None:
        """Close the library's files; closing again does nothing."""
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _same(
        self, document_id: str, bytes_sha256: str, format_of: Callable[[], str]
    ) -> Document | None:
        """The document that these bytes already are; None if they are new.

        Their format is asked for only where it matters: the name of a file has a say in it.
        """
        catalogue = self._store.catalogue
        if there := catalogue.bytes_sha256(document_id):
            same = document_id if there == bytes_sha256 else ""
        elif catalogue.has_bytes(bytes_sha256):
            same = catalogue.with_bytes(bytes_sha256, format_of())
        else:
            same = ""
        return next(iter(catalogue.documents([same])), None)

    def _same_as(self, document: Document) -> Document | None:
        return self._same(document.id, document.bytes_sha256, lambda: document.format)

    def _embed(
        self, document: Document, cut: Sequence[Passage], progress: OnProgress
    ) -> NDArray[np.float32]:
        """Vectors of a document's passages; those whose text it had before are taken over."""
        known: dict[str, NDArray[np.float32]] = {}
        with suppress(LibraryBusy):  # others keep writing: what was embedded is embedded again
            before = self._embedded([document.id])
            texts = (passage.in_context for passage in before.passages)
            known |= dict(zip(texts, before.vectors, strict=True))
        new = [passage.in_context for passage in cut if passage.in_context not in known]
        for first in range(0, len(new), BATCH):
            progress(Progress("Embedding passages", first, len(new)))
            batch = new[first : first + BATCH]
            known |= dict(zip(batch, self.encoder.encode(batch), strict=True))
        progress(Progress("Embedding passages", len(new), len(new)))
        return np.stack([known[passage.in_context] for passage in cut])

    def _checked(self, documents: Collection[str] | None) -> bool:
        """Whether there is anything to look at; an id that is not there is an error."""
        if isinstance(documents, str):
            raise TypeError(f"documents is the string {documents!r}: give a list of ids.")
        missing = self._store.catalogue.missing([storable(one) for one in documents or ()])
        if missing is not None:
            raise _unknown(missing)
        return documents is None or bool(documents)


def _unknown(document_id: str) -> UnknownDocument:
    return UnknownDocument(f"The library has no document {document_id!r}: list its documents.")
