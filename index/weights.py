"""Files that come with Footnote, or with a package that it pins, and must be exactly as they are.

Each is checked by its sha256 before it is used. None is pickled: they are safetensors, plain
numpy arrays and JSON.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from index.errors import FootnoteError


@dataclass(frozen=True, slots=True)
class Weights:
    """One such file.

    Attributes:
        name: what it is, for messages.
        file: where it is.
        sha256: what it must have.
    """

    name: str
    file: Path
    sha256: str

    def read(self) -> bytes:
        """The file's bytes.

        Raises:
            FootnoteError: it is missing, or another file.
        """
        try:
            content = self.file.read_bytes()
        except OSError as error:
            raise FootnoteError(
                f"{self.file} cannot be read ({error.strerror}): reinstall Footnote."
            ) from error
        digest = hashlib.sha256(content).hexdigest()
        if digest != self.sha256:
            raise FootnoteError(
                f"{self.file} ({self.name}) has sha256 {digest}, not {self.sha256}: reinstall it."
            )
        return content
