"""Which document came from a file of the same name, and how a newer file takes its place.

The browser hands in a name and no path. So the library keeps, for each name, which document it
became last, as a setting; documents that were added from a path are known by that.
"""

import hashlib
from contextlib import suppress
from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from index import Source, UnknownDocument
from index.words import storable_name

if TYPE_CHECKING:
    from index import Addition, Entry, Library, OnProgress
    from index.library import Cut


def earlier(library: "Library", source: Source) -> "Entry | None":
    """The document that an upload is a newer version of by its name, if its bytes are new."""
    entries = library.entries()
    if source.document_id in (entry.id for entry in entries):
        return None  # the very same bytes
    last = library.setting(_setting(source.name))
    twins = [entry for entry in entries if entry.id == last] or [
        entry for entry in entries if PurePath(entry.source).name == source.name
    ]
    digest = hashlib.sha256(source.data).hexdigest()
    if any(library.document(twin.id).bytes_sha256 == digest for twin in twins):
        return None
    return twins[0] if twins else None


def placed(library: "Library", source: Source, replaced: str) -> Source:
    """An upload as it takes the place of a document, if ``replaced`` names one."""
    before = _entry(library, replaced)
    if before is not None and before.source:
        return replace(source, path=before.source)  # the same document, with another text
    return source


def put(library: "Library", cut: "Cut", replaced: str, progress: "OnProgress") -> "Addition":
    """Add an upload that was ``placed`` and read, in the place of a document or of none.

    The earlier version goes when the newer one is there, and stays if that cannot be read.
    """
    before = _entry(library, replaced)
    addition = library.put(cut, progress=progress)
    if before is not None and before.id != addition.document.id:
        with suppress(UnknownDocument):  # somebody else was quicker
            library.remove(before.id)
    if addition.outcome != "unchanged":
        library.set_setting(_setting(cut.source.name), addition.document.id)
    return replace(addition, outcome="replaced") if before is not None else addition


def _entry(library: "Library", document_id: str) -> "Entry | None":
    return next((entry for entry in library.entries() if entry.id == document_id), None)


def _setting(name: str) -> str:
    return f"last upload of {storable_name(name)}"
