"""The vector index: passages' unit vectors in Chroma, searched by cosine.

Chroma is never the truth: it is made anew from the catalogue (``mending.py``). One client serves
a library in a process, whoever asks, because a second one would share the first one's state;
after another process has written, the client must be opened anew (``refresh``). Vectors come from
outside; Chroma's own embedding function, which may download a model, is off.
"""

import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.document import PassageKey, VectorPlace
from index.errors import LibraryDamaged
from index.vector_folder import connect, seal

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection

ROWS = 5_000  # Chroma takes 5,461 rows a call at most
DIGITS = 5  # of a distance
NAMED = 20_000  # documents in one query: SQLite, which Chroma asks, takes 32,766 values
UNIT = 1e-3  # how far from 1 the length of a vector may be


class Vectors:
    """The vectors of one library. Safe from many threads; get it by ``shared``."""

    def __init__(self, base: Path) -> None:
        self._base = base
        self._lock = threading.RLock()
        self._client: Any = None
        self._rows: Collection | None = None
        self._generation = -1
        self.users = 0

    def refresh(self, generation: int, place: VectorPlace) -> bool:
        """Open the client anew if another process has written since; tell whether it was."""
        with self._lock:
            if self._client is not None and self._generation == generation:
                return False
            self.reopen(generation, place)
            return True

    def reopen(self, generation: int, place: VectorPlace) -> None:
        """Open the client anew.

        Raises:
            LibraryDamaged: Chroma cannot read the folder, or something else has written to it.
        """
        with self._lock:
            self.close()
            folder = self._base / place.name
            # Chroma would crash on some damages, and read others as wrong vectors.
            if place.seal and _sealed(folder) != place.seal:
                raise LibraryDamaged(
                    f"The vectors in {folder} have been damaged: footnote check --repair makes "
                    "them anew from the catalogue."
                )
            self._client, self._rows = connect(folder)
            self._generation = generation

    def make(self, name: str) -> None:
        """Make an empty folder of that name and open it.

        Raises:
            LibraryDamaged: it cannot be made.
        """
        with self._lock:
            self._client, self._rows = connect(self._base / name, make=True)

    def stale(self) -> None:
        """Note that the client is not to be trusted; the next ``refresh`` opens it anew."""
        with self._lock:
            self._generation = -1

    def wrote(self, generation: int) -> None:
        """Note that this very client has made the writes up to a generation."""
        with self._lock:
            self._generation = generation

    def close(self) -> None:
        """Close the client; the next ``refresh`` opens it again."""
        with self._lock:
            if self._client is not None:
                self._client.close()
                self._client = self._rows = None

    def upsert(
        self,
        keys: Sequence[PassageKey],
        vectors: NDArray[np.float32],
        document_ids: Sequence[str],
    ) -> None:
        """Store vectors (len(keys), dimension); storing one again changes nothing."""
        with self._lock:
            for first in range(0, len(keys), ROWS):
                batch = keys[first : first + ROWS]
                self._collection().upsert(
                    ids=[_id(key) for key in batch],
                    embeddings=vectors[first : first + ROWS],
                    metadatas=[{"document_id": id_} for id_ in document_ids[first : first + ROWS]],
                )

    def delete(self, keys: Sequence[PassageKey]) -> None:
        """Delete vectors; those that are not there are passed over."""
        with self._lock:
            for first in range(0, len(keys), ROWS):
                self._collection().delete(ids=[_id(key) for key in keys[first : first + ROWS]])

    def get(self, keys: Sequence[PassageKey]) -> dict[PassageKey, NDArray[np.float32]]:
        """The vectors (dimension,) that are there."""
        found: dict[PassageKey, NDArray[np.float32]] = {}
        with self._lock:
            for first in range(0, len(keys), ROWS):
                rows = self._collection().get(
                    ids=[_id(key) for key in keys[first : first + ROWS]], include=["embeddings"]
                )
                vectors = np.asarray(rows["embeddings"], dtype=np.float32)
                found |= dict(zip(map(_key, rows["ids"]), vectors, strict=True))
        return found

    def keys(self) -> set[PassageKey]:
        """Every vector's key."""
        with self._lock:
            return {_key(id_) for id_ in self._collection().get(include=[])["ids"]}

    def unsound(self, keys: Sequence[PassageKey]) -> list[PassageKey]:
        """Those of some keys that have no vector, or one that is not of unit length."""
        found = self.get(keys)
        return [
            key
            for key in keys
            if key not in found or not abs(float(np.linalg.norm(found[key])) - 1) < UNIT
        ]

    def count(self) -> int:
        """How many vectors there are."""
        with self._lock:
            return self._collection().count()

    def search(
        self, vector: NDArray[np.float32], k: int, documents: Iterable[str] | None = None
    ) -> dict[PassageKey, float]:
        """At most k keys, nearest first, with their cosine in [-1, 1], to five digits.

        Chroma has two ways to compute it, and which one it takes depends on when a vector came;
        they differ from the seventh digit on.
        """
        named = None if documents is None else list(dict.fromkeys(documents))
        wheres: list[Any] = (
            [None]
            if named is None
            else [
                {"document_id": {"$in": named[first : first + NAMED]}}
                for first in range(0, len(named), NAMED)
            ]
        )
        found: list[tuple[float, PassageKey]] = []
        with self._lock:
            for where in wheres:
                rows = self._collection().query(
                    query_embeddings=vector[np.newaxis],
                    n_results=k,
                    where=where,
                    include=["distances"],
                )
                (ids,), (distances,) = rows["ids"], rows["distances"] or [[]]
                rounded = (round(distance, DIGITS) for distance in distances)
                found += zip(rounded, map(_key, ids), strict=True)
        # Equal distances in an order of our own: Chroma's depends on when a vector came, too.
        return {key: 1 - distance for distance, key in sorted(found)[:k]}

    def _collection(self) -> "Collection":
        if self.users == 0 and self._rows is None:
            raise ValueError("The library is closed: open it again.")
        if self._rows is None:  # they could not be opened, and are about to be made anew
            raise LibraryDamaged(f"The vectors in {self._base} could not be opened: try again.")
        return self._rows


_OPEN: dict[Path, Vectors] = {}
_OPEN_LOCK = threading.Lock()


def shared(base: Path) -> Vectors:
    """The process's one ``Vectors`` of a library; give it back with ``release``."""
    with _OPEN_LOCK:
        vectors = _OPEN.setdefault(base.resolve(), Vectors(base))
        vectors.users += 1
        return vectors


def release(vectors: Vectors) -> None:
    """Give it back; the last one closes the client."""
    with _OPEN_LOCK:
        vectors.users -= 1
        if vectors.users == 0:
            vectors.close()
            for folder in [folder for folder, held in _OPEN.items() if held is vectors]:
                del _OPEN[folder]


def _sealed(folder: Path) -> str:
    try:
        return seal(folder)
    except OSError as error:
        raise LibraryDamaged(
            f"The vectors in {folder} cannot be read ({error}): footnote check --repair makes "
            "them anew from the catalogue."
        ) from error


def _id(key: PassageKey) -> str:
    return f"{key.revision}:{key.ordinal:06d}"


def _key(id_: str) -> PassageKey:
    revision, _, ordinal = id_.partition(":")
    return PassageKey(revision, int(ordinal))
