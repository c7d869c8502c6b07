"""Which passages are read for a question: the best of the library's hybrid search."""

from collections.abc import Collection

from index import Hit, Library

PASSAGES = 8  # what a reader reads in well under a second on two cores


def retrieve(
    question: str, library: Library, documents: Collection[str] | None = None
) -> tuple[Hit, ...]:
    """At most ``PASSAGES`` passages, best first."""
    return library.search(question, k=PASSAGES, documents=documents)
