"""Documents and passages as rows of the catalogue's tables, written and read back.

What is a column here is told in ``schema.py``; transactions, and who may see what, are the
business of ``catalogue.py``.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from index.document import Block, Document, Passage, Span, in_context
from index.words import searchable

# What reading a row raises that is not as it was written: wrong types, and JSON that is none.
UNREADABLE = (AttributeError, TypeError, ValueError)

# The columns that ``document`` and ``passage`` take, in their order.
DOCUMENT = "id, title, text, text_sha256, blocks, pages, format, encoding, bytes_sha256, source"
PASSAGE = "d.id, p.start, p.end, p.text, p.sentences, p.heading_path, p.page"


def document(row: Sequence[Any]) -> Document:
    """A document from its ``DOCUMENT`` columns."""
    id_, title, text, digest, blocks, pages, *others = row
    blocks_read = tuple(Block(*block) for block in json.loads(blocks))
    return Document(id_, title, text, digest, blocks_read, _spans(pages), *others)


def passage(row: Sequence[Any]) -> Passage:
    """A passage from its ``PASSAGE`` columns."""
    id_, start, end, text, sentences, path, page = row
    return Passage(id_, start, end, text, _spans(sentences), tuple(json.loads(path)), page)


def insert_document(db: sqlite3.Connection, written: Document, revision: str) -> None:
    """Write a document as pending."""
    db.execute(
        "INSERT INTO documents (revision, characters, status, "
        f"{DOCUMENT}) VALUES (?, ?, 'pending', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            revision,
            len(written.text),
            written.id,
            written.title,
            written.text,
            written.text_sha256,
            packed(written.blocks),
            packed(written.pages),
            written.format,
            written.encoding,
            written.bytes_sha256,
            written.source,
        ),
    )


def insert_passages(db: sqlite3.Connection, revision: str, passages: Sequence[Passage]) -> None:
    """Write a document's passages, and their words."""
    for ordinal, one in enumerate(passages):
        key = db.execute(
            "INSERT INTO passages (revision, ordinal, start, end, text, sentences, heading_path, "
            "page) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                revision,
                ordinal,
                one.start,
                one.end,
                one.text,
                packed(one.sentences),
                packed(one.heading_path),
                one.page,
            ),
        ).lastrowid
        db.execute(
            "INSERT INTO words (rowid, text) VALUES (?, ?)", (key, searchable(one.in_context))
        )


def delete(db: sqlite3.Connection, condition: str, argument: str) -> None:
    """Delete documents with their passages and words."""
    doomed = f"SELECT revision FROM documents WHERE {condition}"
    found = db.execute(
        f"SELECT key, text, heading_path FROM passages WHERE revision IN ({doomed})",
        (argument,),
    )
    # A contentless FTS5 table deletes by being told what it was given:
    # https://www.sqlite.org/fts5.html#the_delete_command
    db.executemany(
        "INSERT INTO words (words, rowid, text) VALUES ('delete', ?, ?)",
        list(words(found)),
    )
    db.execute(f"DELETE FROM passages WHERE revision IN ({doomed})", (argument,))
    db.execute(f"DELETE FROM documents WHERE {condition}", (argument,))


def words(passages: Iterable[tuple[int, str, str]]) -> Iterator[tuple[int, str]]:
    """What the full-text index holds of passages, from their keys, texts and heading paths."""
    for key, text, path in passages:
        yield key, searchable(in_context(text, json.loads(path)))


def set_meta(db: sqlite3.Connection, name: str, value: str) -> None:
    """Keep a value under a name."""
    db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))


def packed(data: object) -> str:
    """Spans, blocks or headings as JSON."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _spans(offsets: str) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in json.loads(offsets))
