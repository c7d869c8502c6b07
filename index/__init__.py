"""Where documents live: file → ``Document`` → ``Passage``s → a ``Library`` that can be searched."""

from index.check import Finding
from index.document import Addition, Document, Embedded, Entry, Hit, Passage, Span
from index.embed import Encoder, default_encoder
from index.encoders import open_encoder
from index.errors import (
    BadQuestion,
    FootnoteError,
    LibraryBusy,
    LibraryDamaged,
    LockedFile,
    NotALibrary,
    OtherEncoder,
    UnknownDocument,
    UnreadableFile,
    UserError,
    WriteFailed,
)
from index.folder import default_path
from index.library import Library
from index.load import Source
from index.progress import OnProgress, Progress, silent
from index.together import Together

__all__ = [
    "Addition",
    "BadQuestion",
    "Document",
    "Embedded",
    "Encoder",
    "Entry",
    "Finding",
    "FootnoteError",
    "Hit",
    "Library",
    "LibraryBusy",
    "LibraryDamaged",
    "LockedFile",
    "NotALibrary",
    "OnProgress",
    "OtherEncoder",
    "Passage",
    "Progress",
    "Source",
    "Span",
    "Together",
    "UnknownDocument",
    "UnreadableFile",
    "UserError",
    "WriteFailed",
    "default_encoder",
    "default_path",
    "open_encoder",
    "silent",
]
