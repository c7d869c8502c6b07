"""Two libraries read as one: a person's own, which is written, and a shared one, which is not.

What is in both is taken from the person's own. Settings, such as what was said of an answer, are
kept with the person's own and read from there alone. Nothing here decides who may see what: who
holds a ``Together`` reads both.
"""

import os
from collections.abc import Collection
from typing import Self

import numpy as np

from index import search as hybrid
from index.document import Addition, Document, Embedded, Entry, Hit
from index.errors import UnknownDocument, UserError
from index.library import Library
from index.load import Source
from index.progress import OnProgress, silent


class Together(Library):
    """A library of one's own, with a shared one beside it that is only read.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, Library.open(folder + "/all") as shared:
    ...     document = shared.add(text="Cats purr.", title="Pets")
    ...     with Together.beside(shared, folder + "/own") as library:
    ...         document = library.add(text="Bees hum.", title="Insects")
    ...         [entry.title for entry in library.entries()], len(shared.entries())
    (['Insects', 'Pets'], 1)
    """

    shared: Library

    @classmethod
    def beside(cls, shared: Library, path: str | os.PathLike[str]) -> Self:
        """Open, or make, the library in a folder; ``close`` leaves the shared one open.

        Raises:
            NotALibrary, OtherEncoder, LibraryBusy: as ``Library.open``.
        """
        library = cls.open(path, encoder=shared.encoder)
        library.shared = shared
        library.own = Library(library._store)  # noqa: SLF001  (both are one folder)
        return library

    def ingest(self, source: Source, *, progress: OnProgress = silent) -> Addition:
        """Add to one's own library, whatever the shared one holds."""
        return self.own.ingest(source, progress=progress)

    def remove(self, document_id: str) -> None:
        """Remove a document of one's own.

        Raises:
            UserError: it is in the shared library only.
            UnknownDocument: there is none of that id.
            LibraryBusy: another process is writing.
        """
        mine = {entry.id for entry in self.own.entries()}
        shared = {entry.id for entry in self.shared.entries()}
        if document_id in shared - mine:
            raise UserError(
                "This document is shared by everybody here: only who keeps the shared library "
                "can remove it"
            )
        self.own.remove(document_id)

    def documents(self) -> tuple[Document, ...]:
        """Every document of both, whole, by title, then id."""
        return tuple(self.document(entry.id) for entry in self.entries())

    def entries(self) -> tuple[Entry, ...]:
        """One line a document of both, by title, then id."""
        every = {entry.id: entry for entry in (*self.shared.entries(), *self.own.entries())}
        return tuple(sorted(every.values(), key=lambda entry: (entry.title, entry.id)))

    def document(self, document_id: str, *, blocks: bool = True) -> Document:
        """One document of either; as ``Library.document``.

        Raises:
            UnknownDocument: there is none of that id.
        """
        try:
            return self.own.document(document_id, blocks=blocks)
        except UnknownDocument:
            return self.shared.document(document_id, blocks=blocks)

    def generation(self) -> int:
        """Moves with every finished write to either: each only counts up."""
        return self.own.generation() + self.shared.generation()

    def search(
        self,
        query: str,
        k: int = 5,
        *,
        documents: Collection[str] | None = None,
        words: float = hybrid.WORDS,
    ) -> tuple[Hit, ...]:
        """The best of what each finds by itself; as ``Library.search``.

        A score tells how far a passage stands out in its own library, so that neither drowns the
        other by its size.
        """
        mine, shared = self._parted(documents)
        hits = {
            (hit.document_id, hit.start): hit
            for library, ids in ((self.shared, shared), (self.own, mine))
            for hit in library.search(query, k, documents=ids, words=words)
        }
        best = sorted(hits.values(), key=lambda hit: (-hit.score, hit.document_id, hit.start))
        return tuple(best[:k])

    def embedded(self, documents: Collection[str] | None = None) -> Embedded:
        """Every passage of some documents of both, with its vector; one's own first."""
        mine, shared = self._parted(documents)
        first, second = self.own.embedded(mine), self.shared.embedded(shared)
        return Embedded(
            (*first.passages, *second.passages), np.concatenate([first.vectors, second.vectors])
        )

    def _parted(
        self, documents: Collection[str] | None
    ) -> tuple[Collection[str] | None, Collection[str] | None]:
        """Which documents are asked here and which there; an unknown one is left to the shared."""
        mine = {entry.id for entry in self.own.entries()}
        if documents is None:
            shared = {entry.id for entry in self.shared.entries()}
            return None, (shared - mine if mine & shared else None)
        if isinstance(documents, str):
            raise TypeError(f"documents is the string {documents!r}: give a list of ids.")
        here = [each for each in documents if each in mine]
        return here, [each for each in documents if each not in mine]
