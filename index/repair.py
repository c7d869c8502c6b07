"""What ``check.py`` found is made good from the catalogue, as far as that can be done.

The catalogue itself is the truth: of it only what follows from the documents' texts is made anew.
Documents whose text is damaged are left as they are, for a person to add them again.
"""

import sqlite3
from collections.abc import Iterable
from contextlib import suppress

from index import rows
from index.catalogue import Catalogue
from index.check import Finding
from index.chunk import chunk
from index.embed import Encoder
from index.mending import Halves, rebuild, sweep
from index.progress import OnProgress, silent
from index.schema import UNFINISHED, WORDS
from index.upgrade import NOWHERE


def repair(halves: Halves, found: Iterable[Finding], progress: OnProgress = silent) -> None:
    """Make good what was found; the caller is the only writer.

    Raises:
        WriteFailed: the disk is full or may not be written.
    """
    parts = {finding.part for finding in found if finding.mends}
    catalogue, _, base, encoder = halves
    if "catalogue" in parts:
        _renew_passages(catalogue, encoder)
    elif "words" in parts:
        _renew_words(catalogue)
    if parts & {"catalogue", "vectors"}:
        rebuild(halves, progress)
    sweep(base, catalogue.place())
    for left in base.parent.glob(f"{UNFINISHED}*"):
        left.unlink(missing_ok=True)


def _renew_words(catalogue: Catalogue) -> None:
    """Make the full-text index from the passages."""
    with catalogue.transaction() as db:
        _empty_words(db)
        passages = db.execute("SELECT key, text, heading_path FROM passages").fetchall()
        db.executemany("INSERT INTO words (rowid, text) VALUES (?, ?)", rows.words(passages))


def _renew_passages(catalogue: Catalogue, encoder: Encoder) -> None:
    """Cut every document anew, and make the words of its passages."""
    with catalogue.transaction() as db:
        db.execute("REINDEX")
        _empty_words(db)
        db.execute("DELETE FROM documents WHERE status = 'pending'")
        db.execute("DELETE FROM passages")
        for entry in catalogue.entries():
            with suppress(*rows.UNREADABLE):  # a text that cannot be read: a person is told of it
                (document,) = catalogue.documents([entry.id])
                passages = chunk(document, encoder.count_tokens)
                rows.insert_passages(db, catalogue.revision(document.id), passages)
        # The keys of the vectors do not tell that a passage has moved: none is used.
        rows.set_meta(db, "vectors", NOWHERE)
        rows.set_meta(db, "generation", str(catalogue.generation() + 1))


def _empty_words(db: sqlite3.Connection) -> None:
    """Make the full-text index's tables, in place of those that are there."""
    try:
        db.execute("DROP TABLE words")
    except sqlite3.DatabaseError:
        # Too damaged to be let go of by SQLite's own way.
        db.execute("PRAGMA writable_schema = ON")
        db.execute("DELETE FROM sqlite_schema WHERE name = 'words'")
        db.execute("PRAGMA writable_schema = RESET")
        for table in ("data", "idx", "docsize", "config"):
            db.execute(f"DROP TABLE IF EXISTS words_{table}")
    db.execute(f"CREATE VIRTUAL TABLE words {WORDS}")
