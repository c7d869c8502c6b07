"""Less memory held for nothing: glibc's allocator with two arenas.

glibc gives up to eight arenas a core to the threads of a process, and what one of them has freed
the others cannot take (mallopt(3), M_ARENA_MAX). Chroma and the encoder work in many threads: a
process that adds many passages holds twice as much without this. Only the command does so, whose
process is its own; a program that imports Footnote may set the variable MALLOC_ARENA_MAX=2.
"""

import ctypes
import sys

M_ARENA_MAX = -8  # of glibc's malloc.h
ARENAS = 2


def few_arenas() -> None:
    """Bound the arenas of this process; other allocators than glibc's are left alone."""
    if sys.platform == "linux":
        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
        if mallopt is not None:  # musl has none
            mallopt(M_ARENA_MAX, ARENAS)
