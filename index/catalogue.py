"""The catalogue: documents, passages and a full-text index in SQLite. It is the truth (law 7).

A document is ``pending`` from the moment its rows are written until its vectors are stored as
well; only ``ready`` ones are seen. ``dirty`` is set while vectors and rows may disagree, and
``generation`` moves with every finished write. Vectors are not stored here, and nothing here
knows Chroma. Word search is SQLite's own BM25.
"""

import json
import sqlite3
import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from index import rows
from index.document import Document, Entry, Passage, PassageKey, VectorPlace
from index.embed import Encoder
from index.errors import LibraryDamaged, WriteFailed
from index.schema import check
from index.words import match_query

CATALOGUE = "catalogue.sqlite3"
MALFORMED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}  # and not a full disk
SETTING = "setting:"  # what the names of other rooms' settings begin with, among our own
# Whether the document ``d`` is ready, from the index: in its row the status stands behind the text,
# through the whole of which SQLite would go.
READY = (
    "+d.rowid = (SELECT rowid FROM documents INDEXED BY one_ready_revision "
    "WHERE status = 'ready' AND id = d.id)"
)
# Those of the best ``?2`` scores, and all that are as good as the last of them: what is beside the
# full-text index is looked up for these alone, not for the many passages that share a word.
BEST = """
WITH found AS MATERIALIZED (
    SELECT rowid AS key, rank AS score FROM words WHERE words MATCH ?1 {inside}
), likely AS MATERIALIZED (
    SELECT key, score FROM found
    WHERE score <= (SELECT max(score) FROM (SELECT score FROM found ORDER BY score LIMIT ?2))
)
SELECT p.revision, p.ordinal, -score, {ready}
FROM likely JOIN passages AS p USING (key) JOIN documents AS d USING (revision)
ORDER BY score, d.id, p.ordinal
"""
KEYS_OF = """
SELECT key FROM passages WHERE revision IN (
    SELECT revision FROM documents
    WHERE status = 'ready' AND id IN (SELECT value FROM json_each(?3))
)
"""


class Catalogue:
    """One library's SQLite file. Safe from many threads; writers hold the library's lock."""

    def __init__(self, file: Path, encoder: Encoder) -> None:
        """Open the file, which ``schema.create`` has made.

        Raises:
            NotALibrary: it is another program's file, or from a newer version of Footnote.
            OtherEncoder: its vectors were made by another encoder.
            LibraryDamaged: SQLite cannot read it.
            WriteFailed: the disk is full or may not be written.
        """
        self._file = file
        self._lock = threading.RLock()
        self._db = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
        try:
            self._db.execute("PRAGMA busy_timeout = 5000")
            check(self._db, file.parent, encoder)
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = FULL")
        except BaseException as error:
            self._db.close()
            if isinstance(error, sqlite3.OperationalError):
                raise WriteFailed(
                    f"The library {file.parent} cannot be opened ({error}): free some space or "
                    "check its permissions, then try again."
                ) from error
            if isinstance(error, sqlite3.DatabaseError):
                raise LibraryDamaged(damaged(file, error)) from error
            raise

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()

    def meta(self, name: str) -> str:
        """The value kept under a name; "" if there is none."""
        found = self._rows("SELECT value FROM meta WHERE name = ?", (name,))
        return str(found[0][0]) if found else ""

    def set_meta(self, name: str, value: str) -> None:
        """Keep a value under a name."""
        with self.transaction() as db:
            rows.set_meta(db, name, value)

    def setting(self, name: str) -> str | None:
        """What another room keeps here under a name; None if there is nothing."""
        found = self._rows("SELECT value FROM meta WHERE name = ?", (SETTING + name,))
        return str(found[0][0]) if found else None

    def settings(self, beginning: str) -> dict[str, str]:
        """What other rooms keep here under names that begin so, by name."""
        found = self._rows(
            "SELECT substr(name, ?), value FROM meta WHERE substr(name, 1, ?) = ? ORDER BY name",
            (len(SETTING) + 1, len(SETTING + beginning), SETTING + beginning),
        )
        return {str(name): str(value) for name, value in found}

    def set_setting(self, name: str, value: str | None) -> None:
        """Keep a setting, or let go of it; no reader has to look again for it."""
        with self.transaction() as db:
            if value is None:
                db.execute("DELETE FROM meta WHERE name = ?", (SETTING + name,))
            else:
                rows.set_meta(db, SETTING + name, value)

    def generation(self) -> int:
        """How many writes have been finished.

        Raises:
            LibraryDamaged: that has been lost.
        """
        return self._number("generation", self.meta("generation"))

    def begin(self, document: Document, revision: str, passages: Sequence[Passage]) -> None:
        """Write a document and its passages as pending, and mark the library dirty."""
        with self.transaction() as db:
            rows.set_meta(db, "dirty", "1")
            rows.insert_document(db, document, revision)
            rows.insert_passages(db, revision, passages)

    def layout(self) -> int:
        """Which layout the tables have."""
        return int(self._one("PRAGMA user_version"))

    def finish(self, revision: str) -> None:
        """Make a pending document ready, in place of its older revision if there is one."""
        with self.transaction() as db:
            rows.delete(
                db,
                "status = 'ready' AND id = (SELECT id FROM documents WHERE revision = ?)",
                revision,
            )
            db.execute("UPDATE documents SET status = 'ready' WHERE revision = ?", (revision,))
            rows.set_meta(db, "generation", str(self.generation() + 1))

    def remove(self, document_id: str) -> None:
        """Delete a document, and mark the library dirty until its vectors are gone as well."""
        with self.transaction() as db:
            rows.set_meta(db, "dirty", "1")
            rows.delete(db, "id = ?", document_id)
            rows.set_meta(db, "generation", str(self.generation() + 1))

    def place(self) -> VectorPlace:
        """Where the vectors are."""
        return VectorPlace(self.meta("vectors"), self.meta("seal"))

    def move(self, place: VectorPlace) -> None:
        """Use the vectors at a place, which are those of the ready documents."""
        with self.transaction() as db:
            rows.set_meta(db, "vectors", place.name)
            rows.set_meta(db, "seal", place.seal)
            rows.set_meta(db, "changes", "0")
            rows.set_meta(db, "dirty", "0")
            rows.set_meta(db, "generation", str(self.generation() + 1))

    def changes(self) -> int:
        """How many vectors have been stored and deleted since they were put into their place."""
        return self._number("changes", self.meta("changes") or "0")

    def drop_pending(self) -> None:
        """Delete what a writer that was killed left unfinished."""
        with self.transaction() as db:
            rows.delete(db, "status = ?", "pending")

    def settle(self, *, changes: int, moved: bool = False) -> None:
        """Record that rows and vectors agree.

        Args:
            changes: how many vectors were stored and deleted for that.
            moved: readers must look again.
        """
        with self.transaction() as db:
            rows.set_meta(db, "changes", str(self.changes() + changes))
            rows.set_meta(db, "dirty", "0")
            if moved:
                rows.set_meta(db, "generation", str(self.generation() + 1))

    # Reading. Whatever takes ``documents`` looks at those ids only, or at all if it is None.

    def revision(self, document_id: str) -> str:
        """The ready revision of a document; "" if there is none."""
        return self._one(
            "SELECT revision FROM documents WHERE status = 'ready' AND id = ?", document_id
        )

    def bytes_sha256(self, document_id: str) -> str:
        """Digest of the bytes a document was made from; "" if it is not there."""
        return self._one(
            "SELECT bytes_sha256 FROM documents WHERE status = 'ready' AND id = ?", document_id
        )

    def has_bytes(self, bytes_sha256: str) -> bool:
        """Whether a document was made from these bytes."""
        return bool(
            self._one(
                "SELECT id FROM documents WHERE status = 'ready' AND bytes_sha256 = ?", bytes_sha256
            )
        )

    def with_bytes(self, bytes_sha256: str, format_: str) -> str:
        """The id of the first document made from these bytes; "" if there is none."""
        return self._one(
            "SELECT id FROM documents WHERE status = 'ready' AND bytes_sha256 = ? AND format = ? "
            "ORDER BY id",
            bytes_sha256,
            format_,
        )

    def are_all(self, documents: Collection[str]) -> bool:
        """Whether these are the ids of all the documents."""
        every = self._one("SELECT count(*) FROM documents WHERE status = 'ready'")
        return len(set(documents)) == int(every) and self.missing(documents) is None

    def missing(self, documents: Collection[str]) -> str | None:
        """The first of some ids that is no document's; None if all are."""
        named = list(documents)
        found = self._rows(
            "SELECT min(key) FROM json_each(?) WHERE NOT EXISTS "
            "(SELECT 1 FROM documents WHERE status = 'ready' AND id = value)",
            _ids(named),
        )
        ((first,),) = found
        return None if first is None else named[first]

    def documents(
        self, documents: Iterable[str] | None = None, *, blocks: bool = True
    ) -> tuple[Document, ...]:
        """Whole documents, or all but their blocks, by title, then id."""
        columns = rows.DOCUMENT if blocks else rows.DOCUMENT.replace("blocks", "'[]'")
        found = self._rows(
            f"SELECT {columns} FROM documents "
            f"WHERE status = 'ready' {_among(documents)} ORDER BY title, id",
            _ids(documents),
        )
        return tuple(map(rows.document, found))

    def entries(self) -> tuple[Entry, ...]:
        """One line a document, by title, then id."""
        found = self._rows(
            "SELECT id, title, format, encoding, source, characters, "
            "(SELECT count(*) FROM passages WHERE passages.revision = documents.revision) "
            "FROM documents WHERE status = 'ready' ORDER BY title, id",
            (),
        )
        return tuple(Entry(*row) for row in found)

    def passages(self, keys: Sequence[PassageKey]) -> dict[PassageKey, tuple[str, Passage]]:
        """Title and passage of each key; keys of documents that are not ready are left out."""
        found = self._rows(
            f"SELECT p.revision, p.ordinal, d.title, {rows.PASSAGE} "
            "FROM json_each(?) AS wanted "
            "JOIN passages AS p "
            "ON p.revision = wanted.value ->> 0 AND p.ordinal = wanted.value ->> 1 "
            f"JOIN documents AS d ON d.revision = p.revision WHERE {READY}",
            (json.dumps(keys),),
        )
        return {
            PassageKey(revision, ordinal): (title, rows.passage(others))
            for revision, ordinal, title, *others in found
        }

    def places(self, keys: Sequence[PassageKey]) -> dict[PassageKey, tuple[str, int]]:
        """Document and start of each key's passage; keys of documents not ready are left out."""
        found = self._rows(
            "SELECT p.revision, p.ordinal, d.id, p.start FROM json_each(?) AS wanted "
            "JOIN passages AS p "
            "ON p.revision = wanted.value ->> 0 AND p.ordinal = wanted.value ->> 1 "
            f"JOIN documents AS d ON d.revision = p.revision WHERE {READY}",
            (json.dumps(keys),),
        )
        return {PassageKey(*key): (id_, start) for *key, id_, start in found}

    def keys(self, documents: Iterable[str] | None = None) -> tuple[PassageKey, ...]:
        """Every passage of the ready documents, in order."""
        found = self._rows(
            "SELECT p.revision, p.ordinal FROM passages AS p JOIN documents AS d USING (revision) "
            f"WHERE d.status = 'ready' {_among(documents)} ORDER BY d.id, p.ordinal",
            _ids(documents),
        )
        return tuple(PassageKey(*row) for row in found)

    def count_passages(self) -> int:
        """How many passages the ready documents have."""
        return int(
            self._one(
                "SELECT count(*) FROM passages JOIN documents USING (revision) "
                "WHERE status = 'ready'"
            )
        )

    def search(
        self, question: str, k: int, documents: Iterable[str] | None = None
    ) -> dict[PassageKey, float]:
        """At most k passages that share words with a question, best first: their Okapi BM25.

        It is above 0, or just below for words that most passages have; higher is better.
        """
        query = match_query(question)
        if not query:
            return {}
        inside = "" if documents is None else f"AND +rowid IN ({KEYS_OF})"
        wanted = k
        while True:
            found = self._rows(
                BEST.format(inside=inside, ready=READY), (query, wanted, *_ids(documents))
            )
            # Those of a document under way are not ready: they must take nobody's place.
            ready = [(PassageKey(*key), score) for *key, score, ready in found if ready]
            if len(ready) >= k or len(found) < wanted:
                return dict(ready[:k])
            wanted *= 4

    def _one(self, statement: str, *arguments: object) -> str:
        found = self._rows(statement, arguments)
        return str(found[0][0]) if found else ""

    def _number(self, name: str, kept: str) -> int:
        try:
            return int(kept)
        except ValueError as error:
            why = f"its {name} is {kept!r}, which is no number"
            raise LibraryDamaged(damaged(self._file, why)) from error

    def _rows(self, statement: str, arguments: tuple[object, ...]) -> list[tuple[Any, ...]]:
        try:
            with self._lock:
                return self._db.execute(statement, arguments).fetchall()
        except sqlite3.ProgrammingError as error:
            raise ValueError("The library is closed: open it again.") from error
        except sqlite3.DatabaseError as error:
            raise LibraryDamaged(damaged(self._file, error)) from error

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All of what is written inside it, or nothing.

        Raises:
            LibraryDamaged: SQLite finds the file malformed.
            WriteFailed: the disk is full or may not be written.
        """
        with self._lock:
            try:
                self._db.execute("BEGIN IMMEDIATE")
                yield self._db
                self._db.execute("COMMIT")
            except sqlite3.ProgrammingError as error:
                raise ValueError("The library is closed: open it again.") from error
            except BaseException as error:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                if isinstance(error, sqlite3.DatabaseError):
                    with suppress(sqlite3.DatabaseError):  # gives back what was taken of the disk
                        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                    if _code(error) & 0xFF in MALFORMED:
                        raise LibraryDamaged(damaged(self._file, error)) from error
                    raise WriteFailed(
                        f"The library could not be written ({error}): free some space or check "
                        "its permissions, then try again."
                    ) from error
                raise


def _code(error: sqlite3.Error) -> int:
    """SQLite's extended result code; 0 for what Python's module itself raises."""
    return getattr(error, "sqlite_errorcode", 0)


def damaged(file: Path, error: sqlite3.Error | str) -> str:
    """What a person can do about a catalogue that SQLite cannot read."""
    if isinstance(error, sqlite3.Error) and _code(error) == sqlite3.SQLITE_CORRUPT_VTAB:
        return (
            f"The full-text index in {file} is damaged ({error}): footnote check --repair makes "
            "it anew."
        )
    return (
        f"The catalogue {file} is damaged and cannot be opened or read ({error}): put the "
        "library's folder back from a backup, or add the files to a new library."
    )


def _among(documents: Iterable[str] | None) -> str:
    return "" if documents is None else "AND id IN (SELECT value FROM json_each(?))"


def _ids(documents: Iterable[str] | None) -> tuple[str, ...]:
    return () if documents is None else (json.dumps(list(documents)),)
