"""Every error that Footnote raises on purpose, each with a sentence that says what to do.

    FootnoteError
    ├── UserError                what was asked cannot be done as asked; exit code 2
    │   ├── UnreadableFile       missing, a folder, empty, too large, unsupported, no text in it
    │   │   └── LockedFile       encrypted, and its password is missing or wrong
    │   ├── BadQuestion          empty, or longer than a question is
    │   ├── UnknownDocument      no document of that id in the library
    │   ├── NotALibrary          the folder is something else, or comes from a newer version
    │   ├── OtherEncoder         the library was made with another encoder
    │   └── LibraryBusy          another process is writing to the library
    ├── WriteFailed              the disk is full or read-only; exit code 1
    └── LibraryDamaged           it cannot be read though nobody else uses it; exit code 1

It holds no error of the Python language: a wrong type is a ``TypeError``, a closed library a
``ValueError``, as everywhere.
"""


class FootnoteError(Exception):
    """Base of all errors raised on purpose; ``str(error)`` is one sentence for the user."""


class UserError(FootnoteError):
    """What was asked cannot be done as asked; the sentence says what to do instead."""


class UnreadableFile(UserError):
    """A file that cannot become a document: missing, empty, too large or unsupported."""


class LockedFile(UnreadableFile):
    """An encrypted file that its password would open: it is missing or wrong."""


class BadQuestion(UserError):
    """A question that is empty or too long."""


class UnknownDocument(UserError):
    """A document id that the library does not hold."""


class NotALibrary(UserError):
    """A folder that is not a library, or one from a newer version of Footnote."""


class OtherEncoder(UserError):
    """A library whose vectors were made by another encoder."""


class LibraryBusy(UserError):
    """Another process is writing to the library."""


class WriteFailed(FootnoteError):
    """The disk is full, or the library may not be written; what was there is still there."""


class LibraryDamaged(FootnoteError):
    """A library that cannot be read although nobody else uses it."""
