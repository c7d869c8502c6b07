"""An older library becomes one of this layout, when it is opened; nothing has to be added again.

Layout 1 knew no blocks and no heading paths, and only plain text and Markdown, whose structure
follows from their text. So the passages are cut anew; their vectors are made as after any loss
(``mending.py``). A process that is killed on the way leaves layout 1 behind, whole.
"""

from dataclasses import replace

from index import rows
from index.catalogue import Catalogue
from index.chunk import chunk
from index.embed import Encoder
from index.formats import blocks_of
from index.progress import OnProgress, Progress
from index.schema import LAYOUT

NOWHERE = "none"  # a place of vectors that is not there, so that they are made


def upgrade(catalogue: Catalogue, encoder: Encoder, progress: OnProgress) -> None:
    """Bring a library of layout 1 up to date; the caller is its only writer.

    Raises:
        WriteFailed: the disk is full or may not be written.
    """
    with catalogue.transaction() as db:
        db.execute("ALTER TABLE documents ADD COLUMN blocks TEXT NOT NULL DEFAULT '[]'")
        db.execute("ALTER TABLE passages ADD COLUMN heading_path TEXT NOT NULL DEFAULT '[]'")
        db.execute("ALTER TABLE passages ADD COLUMN page INTEGER")
        rows.delete(db, "status = ?", "pending")
        db.execute("INSERT INTO words (words) VALUES ('delete-all')")
        db.execute("DELETE FROM passages")
        documents = catalogue.documents()
        for done, old in enumerate(documents):
            progress(Progress("Upgrading the library", done, len(documents)))
            revision = catalogue.revision(old.id)
            new = replace(old, blocks=blocks_of(old.text, old.format))
            db.execute(
                "UPDATE documents SET blocks = ? WHERE revision = ?",
                (rows.packed(new.blocks), revision),
            )
            rows.insert_passages(db, revision, chunk(new, encoder.count_tokens))
        # The keys of the old vectors do not tell that a passage has moved: none is used.
        rows.set_meta(db, "vectors", NOWHERE)
        rows.set_meta(db, "dirty", "1")
        rows.set_meta(db, "generation", str(catalogue.generation() + 1))
        db.execute(f"PRAGMA user_version = {LAYOUT}")
