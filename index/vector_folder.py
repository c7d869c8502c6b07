"""One folder of Chroma's: opened, made whole, sealed.

Chroma writes its graph of vectors (HNSW) in place, when its log of changes is long: in whatever
process comes to read it, and a process killed meanwhile leaves torn files, which crash the next
one or give wrong vectors in silence. So the log of a folder that others can see is never folded
into its graph (``NEVER``); that is done in a copy which only its maker knows (``fold``), and the
seal tells that nothing has touched the graph since. When that is due is told in ``mending.py``.
"""

import hashlib
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from index.errors import LibraryDamaged

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection

DATABASE = "chroma.sqlite3"
GRAPH = "index_metadata.pickle"  # beside the files of a graph that has been written
NEVER, AT_ONCE = 1_000_000_000, 2  # changes in the log before Chroma folds it

# Cannot be changed later. Chroma's defaults (100, 100, 16) missed a quarter of the nearest 50 in
# the worst of 60 queries over 1,400 vectors, and differed after reopening in 4; these did in none.
HNSW: Any = {
    "space": "cosine",
    "ef_search": 400,
    "ef_construction": 400,
    "max_neighbors": 32,
    "sync_threshold": NEVER,
}
GRAPH_BYTES = 300  # a vector's share of the graph, beside its numbers


class Opened(NamedTuple):
    """A client of a folder, and its only collection."""

    client: Any
    rows: "Collection"


def load_chroma() -> None:
    """Import Chroma, which takes longer than to load all models."""
    with suppress(ImportError):  # ``connect`` meets it as well
        import chromadb.api.rust  # noqa: F401


def connect(folder: Path, *, make: bool = False) -> Opened:
    """Open a folder, or make it.

    Raises:
        LibraryDamaged: Chroma cannot read it, or it is not there.
    """
    import chromadb
    from chromadb.api.shared_system_client import SharedSystemClient
    from chromadb.config import Settings
    from chromadb.errors import ChromaError

    try:
        if not make and not (folder / DATABASE).stat().st_size:
            raise FileNotFoundError(f"{DATABASE} is empty")
        client = chromadb.PersistentClient(
            str(folder), settings=Settings(anonymized_telemetry=False)
        )
        if make:
            rows = client.create_collection(
                "passages", configuration={"hnsw": HNSW}, embedding_function=None
            )
        else:
            rows = client.get_collection("passages", embedding_function=None)
    except (ChromaError, ValueError, OSError) as error:
        # Chroma keeps what it could only half open, and would hand it out again.
        SharedSystemClient._identifier_to_system.pop(str(folder), None)  # noqa: SLF001
        SharedSystemClient._identifier_to_refcount.pop(str(folder), None)  # noqa: SLF001
        raise LibraryDamaged(
            f"The vectors in {folder} cannot be opened ({error}): footnote check --repair makes "
            "them anew from the catalogue."
        ) from error
    return Opened(client, rows)


def fold(folder: Path) -> str:
    """Bring all changes of a folder that nobody else knows into its graph, and seal it.

    Returns:
        The seal.
    """
    client, rows = connect(folder)
    with closing(client):
        _fold_after(AT_ONCE, rows)  # before anything is read: Chroma would remember the other
        first = rows.get(limit=1, include=["metadatas"])
        # It looks at the length of its log only when something changes.
        for _ in range(AT_ONCE if first["ids"] else 0):
            rows.update(ids=first["ids"], metadatas=first["metadatas"])
        _fold_after(NEVER, rows)
    with closing(sqlite3.connect(folder / DATABASE, isolation_level=None)) as db:
        db.execute("VACUUM")  # the log that has been folded leaves its space behind
    return seal(folder)


def seal(folder: Path) -> str:
    """A digest of the graph's files, as they were when it was folded."""
    digest = hashlib.sha256()
    for graph in sorted(folder.glob(f"*/{GRAPH}")):
        for file in sorted(graph.parent.iterdir()):
            with file.open("rb") as opened:
                digest.update(file.name.encode())
                digest.update(hashlib.file_digest(opened, "sha256").digest())
    return digest.hexdigest()


def graph_bytes(folder: Path) -> int:
    """How large the files of the graph are; vectors that were deleted stay in them."""
    return sum(
        file.stat().st_size
        for graph in folder.glob(f"*/{GRAPH}")
        for file in graph.parent.iterdir()
    )


def _fold_after(changes: int, rows: "Collection") -> None:
    # What the public method does afterwards warns that embedding functions are an old thing.
    rows._client._modify(  # noqa: SLF001
        id=rows.id, new_configuration={"hnsw": {"sync_threshold": changes}}
    )
