"""Files read apart: whatever is in one, a process of its own meets it, within limits.

- ``confine.py``: what that process may not do
- ``process.py``: what runs in it, ``frames.py``: what it hears and says
- ``keeper.py``: starts it, gives it a file, and ends it when its time is over
- ``reading.py``: what is left of all that for the rest of the room, two functions
"""

from index.apart.reading import format_of, read, ready

__all__ = ["format_of", "read", "ready"]
