"""What is wrong with a library: catalogue, words and vectors compared, and nothing changed.

Documents are compared with the digests they were stored with, passages with their documents, the
full-text index with one made anew in memory, and the vectors with the passages; of the vectors
themselves a sample is embedded again. ``repair.py`` does something about it.
"""

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Literal

from index import rows
from index.catalogue import CATALOGUE
from index.document import Passage, PassageKey
from index.errors import LibraryDamaged
from index.mending import Halves, left_over
from index.progress import OnProgress, Progress, silent
from index.schema import UNFINISHED, WORDS

SAMPLE = 200  # vectors embedded again, spread over all
NEAR = 0.999  # cosine of a vector and the one made again; the same up to Chroma's rounding

Part = Literal["catalogue", "words", "vectors", "folder"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong: where, one sentence, and whether ``Library.repair`` mends it."""

    part: Part
    problem: str
    mends: bool


def findings(halves: Halves, progress: OnProgress = silent) -> tuple[Finding, ...]:
    """All that is wrong; the caller is the only writer."""
    found = list(_in_catalogue(halves, progress))
    try:
        found += [*_in_vectors(halves, progress, embed=not found), *_in_folder(halves)]
    except LibraryDamaged as error:  # the catalogue
        found.append(Finding("catalogue", str(error), mends=False))
    return tuple(found)


def _in_catalogue(halves: Halves, progress: OnProgress) -> Iterator[Finding]:
    """What SQLite finds, then documents, passages and words."""
    file = halves.base.parent / CATALOGUE
    with closing(sqlite3.connect(file, isolation_level=None)) as db:
        try:
            for (line,) in db.execute("PRAGMA integrity_check(5)"):
                if line != "ok":
                    problem = f"SQLite finds the file damaged: {line}."
                    # An index follows from its table; what else is damaged is a table itself.
                    yield Finding("catalogue", problem, mends="index" in line)
            yield from _documents(db, progress)
        except sqlite3.DatabaseError as error:
            yield Finding("catalogue", f"SQLite finds the file damaged: {error}.", mends=False)
            return
        try:
            if different := _different_words(db):
                yield Finding(
                    "words",
                    f"The full-text index differs from the passages in {different:,} places.",
                    mends=True,
                )
        except rows.UNREADABLE:
            return  # passages that cannot be read have been told of
        except sqlite3.DatabaseError as error:
            yield Finding("words", f"The full-text index cannot be read ({error}).", mends=True)


def _documents(db: sqlite3.Connection, progress: OnProgress) -> Iterator[Finding]:
    for (title,) in db.execute("SELECT title FROM documents WHERE status = 'pending'"):
        yield Finding("catalogue", f"{title!r} was being added when the program ended.", mends=True)
    ((strays,),) = db.execute(
        "SELECT count(*) FROM passages WHERE revision NOT IN (SELECT revision FROM documents)"
    )
    if strays:
        yield Finding("catalogue", f"{strays:,} passages belong to no document.", mends=True)
    revisions = db.execute("SELECT revision FROM documents WHERE status = 'ready'").fetchall()
    for done, (revision,) in enumerate(revisions):
        progress(Progress("Checking documents", done, len(revisions)))
        yield from _document(db, revision)


def _document(db: sqlite3.Connection, revision: str) -> Iterator[Finding]:
    (row,) = db.execute(f"SELECT {rows.DOCUMENT} FROM documents WHERE revision = ?", (revision,))
    title, source = row[1], row[-1]
    try:
        document = rows.document(row)
        whole = hashlib.sha256(document.text.encode()).hexdigest() == document.text_sha256
    except rows.UNREADABLE:
        whole = False
    if not whole:
        again = f"add {source} again" if source else "add it again"
        yield Finding(
            "catalogue",
            f"The text of {title!r} is not what was stored: remove the document and {again}.",
            mends=False,
        )
    elif misfits := _misfits(db, revision, document.text):
        yield Finding("catalogue", f"{misfits} of {title!r} do not fit its text.", mends=True)


def _misfits(db: sqlite3.Connection, revision: str, text: str) -> str:
    """How many passages are not the slices that they name; "" if none."""
    found = db.execute(
        f"SELECT p.ordinal, {rows.PASSAGE} FROM passages AS p JOIN documents AS d "
        "USING (revision) WHERE revision = ? ORDER BY p.ordinal",
        (revision,),
    ).fetchall()
    fit = 0
    for expected, (ordinal, *row) in enumerate(found):
        try:
            fit += ordinal == expected and _fits(rows.passage(row), text)
        except rows.UNREADABLE:
            continue
    if not found:
        return "All passages"
    return f"{len(found) - fit:,} passages" if fit < len(found) else ""


def _fits(passage: Passage, text: str) -> bool:
    """Whether a passage is the slice that it names, and its sentences and headings are such."""
    pieces = [text[passage.start : passage.end]]
    pieces += [text[each.start : each.end] for each in passage.sentences]
    return pieces[0] == passage.text and passage.in_context.endswith(passage.text)


def _different_words(db: sqlite3.Connection) -> int:
    """How many words stand in one of the full-text index and a new one, and not in the other."""
    db.execute("PRAGMA temp_store = MEMORY")  # no word of a document gets into another file
    db.execute(f"CREATE VIRTUAL TABLE temp.again {WORDS}")
    everything = db.execute("SELECT key, text, heading_path FROM passages")
    db.executemany("INSERT INTO temp.again (rowid, text) VALUES (?, ?)", rows.words(everything))
    db.execute("CREATE VIRTUAL TABLE temp.ours USING fts5vocab(temp, again, instance)")
    db.execute("CREATE VIRTUAL TABLE temp.theirs USING fts5vocab(main, words, instance)")
    # The lengths of passages, which BM25 takes into account, are kept apart from their words.
    tables = [
        ("SELECT term, doc, offset FROM temp.ours", "SELECT term, doc, offset FROM temp.theirs"),
        ("SELECT id, sz FROM temp.again_docsize", "SELECT id, sz FROM main.words_docsize"),
    ]
    return sum(
        int(db.execute(f"SELECT count(*) FROM ({one} EXCEPT {other})").fetchone()[0])
        for pair in tables
        for one, other in (pair, pair[::-1])
    )


def _in_vectors(halves: Halves, progress: OnProgress, *, embed: bool) -> Iterator[Finding]:
    """What Chroma holds, compared by keys, by length, and, if ``embed``, a sample made anew."""
    from chromadb.errors import ChromaError

    catalogue, vectors, *_ = halves
    expected = catalogue.keys()
    generation, place = catalogue.generation(), catalogue.place()
    if not place.name and not expected and not halves.base.exists():
        return  # nothing has been added yet
    try:
        vectors.reopen(generation, place)
        there = vectors.keys()
        common = [key for key in expected if key in there]
        unsound = len(vectors.unsound(common))
        wrong = _wrong(halves, common, progress) if embed and not unsound else 0
    except (ChromaError, LibraryDamaged) as error:
        yield Finding("vectors", f"They cannot be read ({error}).", mends=True)
        return
    for count, what in [
        (len(expected) - len(common), "passages have no vector"),
        (len(there) - len(common), "vectors belong to no passage"),
        (unsound, "vectors are damaged"),
        (wrong, "vectors of those embedded again are of other texts"),
    ]:
        if count:
            yield Finding("vectors", f"{count:,} {what}.", mends=True)


def _wrong(halves: Halves, keys: Sequence[PassageKey], progress: OnProgress) -> int:
    """How many vectors of a sample are not what their passages are embedded as."""
    sample = keys[:: max(1, len(keys) // SAMPLE)]
    progress(Progress("Embedding passages", 0, len(sample)))
    stored = halves.vectors.get(sample)
    found = halves.catalogue.passages(sample)
    again = halves.encoder.encode([found[key][1].in_context for key in sample])
    return sum(float(stored[key] @ made) < NEAR for key, made in zip(sample, again, strict=True))


def _in_folder(halves: Halves) -> Iterator[Finding]:
    places = left_over(halves.base, halves.catalogue.place())
    places += sorted(halves.base.parent.glob(f"{UNFINISHED}*"))
    for place in places:
        yield Finding("folder", f"{place} was left by a program that was killed.", mends=True)
