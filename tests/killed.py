"""A process that adds, replaces and removes documents until somebody kills it, and tells of each.

It writes a line to a file when it starts, when the library is opened, before each change and when
that has been acknowledged. Document ``name`` of version ``n`` is ``text(name, n)``; version 0
means that it is not there. With the seed "open" it only opens, asks and ends.
"""

import random
from pathlib import Path

# What takes a second to load is loaded once, in the process that the others are forked from.
import chromadb  # noqa: F401

import index.llamaindex  # noqa: F401
from index import Library, default_encoder, mending

NAMES = ("amber", "birch", "cedar", "delta", "ember", "fjord")
PARTS = 3  # of a document, each a passage
FOLDED_AFTER = 40  # changes, and not a thousand, so that kills hit the folding as well


def text(name: str, version: int) -> str:
    """A document of some passages, each with words of its own; version 0 is none."""
    if not version:
        return ""
    own = [own_sentence(name, version, part) for part in range(PARTS)]
    return "\n\n".join(sentence + " Sails fill. " * 60 for sentence in own)


def own_sentence(name: str, version: int, part: int) -> str:
    return f"The ship {name} carried {version * 10 + part} barrels of {name} oil."


def main(folder: Path, files: Path, said: Path, seed: str) -> None:
    mending.CHANGES = FOLDED_AFTER
    default_encoder().encode(["all that is made once"])
    with said.open("w", buffering=1) as output:
        print("started", file=output)
        with Library.open(folder) as library:
            library.search("barrels")
            print("opened", file=output)
            if seed == "open":
                return
            chance = random.Random(seed)  # noqa: S311
            there = {entry.title: entry.id for entry in library.entries()}
            while True:
                name = chance.choice(NAMES)
                if name in there and chance.random() < 0.4:
                    print("begin", name, 0, file=output)
                    library.remove(there.pop(name))
                    print("done", name, 0, file=output)
                else:
                    version = chance.randrange(1, 1_000_000)
                    file = files / f"{name}.txt"
                    file.write_text(text(name, version))
                    print("begin", name, version, file=output)
                    there[name] = library.add(file).id
                    print("done", name, version, file=output)
