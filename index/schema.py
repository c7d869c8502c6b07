"""The catalogue's tables: made when a library is new, checked when it is opened.

The file's header says whose it is and which layout it has; its ``meta`` table which encoder made
the vectors. A library of another program, a newer layout or another encoder is refused here, so
that none is ever half read.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from index.embed import Encoder, OnnxEncoder
from index.encoders import name_of
from index.errors import NotALibrary, OtherEncoder

APPLICATION_ID = 0x466F6F74  # "Foot", in the file's header
LAYOUT = 2  # goes up when the tables change; ``upgrade.py`` brings older ones here
UNFINISHED = "catalogue.new"  # what a new catalogue is called until it is whole

WORDS = """USING fts5 (
    text, content = '', tokenize = 'porter unicode61 remove_diacritics 2'
)"""
SCHEMA = f"""
PRAGMA application_id = {APPLICATION_ID};
PRAGMA user_version = {LAYOUT};
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE documents (
    revision TEXT PRIMARY KEY,          -- of this document's very bytes
    id TEXT NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    characters INTEGER NOT NULL,        -- SQL's length() would stop at a NUL
    text_sha256 TEXT NOT NULL,
    bytes_sha256 TEXT NOT NULL,
    pages TEXT NOT NULL,                -- JSON: [[start, end], ...]
    format TEXT NOT NULL,
    encoding TEXT NOT NULL,
    source TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('pending', 'ready')),
    blocks TEXT NOT NULL DEFAULT '[]'   -- JSON: [[start, end, kind, level, label], ...]
);
CREATE UNIQUE INDEX one_ready_revision ON documents (id) WHERE status = 'ready';
CREATE TABLE passages (
    key INTEGER PRIMARY KEY,            -- the full-text index's rowid
    revision TEXT NOT NULL REFERENCES documents,
    ordinal INTEGER NOT NULL,           -- 0, 1, ... in the document
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    text TEXT NOT NULL,
    sentences TEXT NOT NULL,            -- JSON: [[start, end], ...]
    heading_path TEXT NOT NULL DEFAULT '[]',  -- JSON: [heading, ...]
    page INTEGER                        -- of a PDF, from 1
);
CREATE UNIQUE INDEX passage_order ON passages (revision, ordinal);
CREATE VIRTUAL TABLE words {WORDS};
INSERT INTO meta VALUES ('generation', '0'), ('dirty', '0');
"""


def create(file: Path, encoder: Encoder, first_meta: dict[str, str]) -> None:
    """Make the file with its tables, and ``first_meta`` among the meta rows.

    It is made under another name and then renamed, so that a file that is there is whole.
    """
    unfinished = file.with_name(UNFINISHED)
    for left in file.parent.glob(f"{UNFINISHED}*"):  # with the journal of who was killed here
        left.unlink()
    with closing(sqlite3.connect(unfinished, isolation_level=None)) as db:
        db.executescript(f"BEGIN; {SCHEMA}")
        rows = _made_by(encoder) | first_meta
        db.executemany("INSERT INTO meta VALUES (?, ?)", rows.items())
        db.execute("COMMIT")
    unfinished.replace(file)


def check(db: sqlite3.Connection, folder: Path, encoder: Encoder) -> None:
    """Make sure that the file is a catalogue, of this layout, with this encoder's vectors.

    Raises:
        NotALibrary: it is another program's file, or from a newer version of Footnote.
        OtherEncoder: its vectors were made by another encoder.
    """
    ((application,),) = db.execute("PRAGMA application_id")
    ((layout,),) = db.execute("PRAGMA user_version")
    if application != APPLICATION_ID:
        raise NotALibrary(f"The files in {folder} belong to another program: name another folder.")
    if layout > LAYOUT:
        raise NotALibrary(
            f"The library {folder} was made by a newer version of Footnote (layout {layout}, "
            f"this one reads {LAYOUT}): update Footnote."
        )
    ours = _made_by(encoder)
    theirs = dict.fromkeys(ours, "") | dict(db.execute("SELECT name, value FROM meta"))
    if any(theirs[name] != ours[name] for name in ours):
        has_name = theirs["encoder"] == OnnxEncoder.name or name_of(theirs["encoder"])
        way = "name no encoder, and it opens with its own" if has_name else "open it with that one"
        raise OtherEncoder(
            f"The library {folder} was made with the encoder {theirs['encoder']} "
            f"(sha256 {theirs['encoder_sha256'][:12]}), not {encoder.name} "
            f"({encoder.sha256[:12]}): {way}, or add the documents to a new library."
        )


def made_with(file: Path) -> str:
    """The name of the encoder that a catalogue's vectors were made with; "" if it cannot tell."""
    try:
        with closing(sqlite3.connect(file)) as db:
            found = db.execute("SELECT value FROM meta WHERE name = 'encoder'").fetchone()
    except sqlite3.DatabaseError:  # told when the catalogue is opened
        return ""
    return str(found[0]) if found else ""


def _made_by(encoder: Encoder) -> dict[str, str]:
    return {
        "encoder": encoder.name,
        "encoder_sha256": encoder.sha256,
        "dimension": str(encoder.dimension),
    }
