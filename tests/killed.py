"""A process that adds, replaces and removes documents until somebody kills it, and tells of each.

``python -m tests.killed LIBRARY FILES SEED`` writes a line to standard output when the library is
opened, before each change and when it has been acknowledged. Document ``name`` of version ``n`` is
``text(name, n)``; version 0 means that it is not there. With the seed "open" it only opens, asks
and ends.
"""

import os
import random
import sys
from pathlib import Path

import chromadb  # noqa: F401  # before the clock runs

import index.llamaindex  # noqa: F401
from index import Library, default_encoder, mending

NAMES = ("amber", "birch", "cedar", "delta", "ember", "fjord")
PARTS = 3  # of a document, each a passage
FOLDED_AFTER = 40  # changes, and not a thousand, so that kills hit the folding as well


def text(name: str, version: int) -> str:
    """A document of some passages, each with words of its own."""
    own = [own_sentence(name, version, part) for part in range(PARTS)]
    return "\n\n".join(sentence + " Sails fill. " * 60 for sentence in own)


def own_sentence(name: str, version: int, part: int) -> str:
    return f"The ship {name} carried {version * 10 + part} barrels of {name} oil."


def tell(*words: object) -> None:
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def main(folder: str, files: str, seed: str) -> None:
    mending.CHANGES = FOLDED_AFTER
    default_encoder().encode(["all that is loaded once"])
    tell("started")
    with Library.open(folder) as library:
        library.search("barrels")
        tell("opened")
        if seed == "open":
            return
        chance = random.Random(seed)  # noqa: S311
        there = {entry.title: entry.id for entry in library.entries()}
        while True:
            name = chance.choice(NAMES)
            if name in there and chance.random() < 0.4:
                tell("begin", name, 0)
                library.remove(there.pop(name))
                tell("done", name, 0)
            else:
                version = chance.randrange(1, 1_000_000)
                file = Path(files, f"{name}.txt")
                file.write_text(text(name, version))
                tell("begin", name, version)
                there[name] = library.add(file).id
                tell("done", name, version)


if __name__ == "__main__":
    main(*sys.argv[1:])
