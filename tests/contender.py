"""A second process on a library: for each line it adds a document and looks for another.

``python -m tests.contender LIBRARY``; a line is the number of a contest. It answers with what
became of its own document, and with the first passage that it finds for the other's.
"""

import json
import sys

from index import Library, LibraryBusy


def text(who: str, number: int) -> str:
    return f"In contest {number} the {who} carried lantern {number * 7}."


def main(folder: str) -> None:
    with Library.open(folder) as library:
        for line in sys.stdin:
            number = int(line)
            before = text("page", number - 1)
            hits = library.search(before, k=1)
            try:
                library.add(text=text("shell", number), title=f"shell {number}")
                outcome = "added"
            except LibraryBusy as error:
                outcome = str(error)
            print(json.dumps([outcome, hits[0].text if hits else ""]), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
