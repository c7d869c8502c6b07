"""An overview: a few sentences of the document that stand for the rest, in its own order.

Passages are picked from their stored vectors: first the one that opens the document, then by
maximal marginal relevance to the document's mean (Carbonell and Goldstein 1998). From each, the
sentence nearest to that mean is quoted. No sentence is rewritten.
"""

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from index import Hit, Library, Passage, Span

KEY_SENTENCES = 5
DIVERSITY = 0.5  # weight of being unlike what was picked, against being central; in [0, 1]
MIN_LENGTH = 40  # code points; shorter sentences are titles, labels and cries


def key_sentences(
    library: Library, documents: Collection[str] | None = None
) -> tuple[tuple[Hit, Span], ...]:
    """At most ``KEY_SENTENCES`` sentences with their passages, by document, then place."""
    embedded = library.embedded(documents)
    passages, vectors = embedded.passages, embedded.vectors
    if not passages:
        return ()
    middle = vectors.mean(axis=0)
    picked = _pick(vectors, middle, min(KEY_SENTENCES, len(passages)))
    chosen = []
    for row in sorted(picked):
        passage = passages[row]
        sentence = _sentence(library, passage, middle, opens=row == 0)
        chosen.append((passage.hit("", 1.0), sentence))  # the citation brings the title
    return tuple(chosen)


def _pick(vectors: NDArray[np.float32], middle: NDArray[np.float32], count: int) -> list[int]:
    central = vectors @ middle / (np.linalg.norm(middle) or 1.0)
    picked = [0]
    while len(picked) < count:
        likeness = (vectors @ vectors[picked].T).max(axis=1)
        gain = (1 - DIVERSITY) * central - DIVERSITY * likeness
        gain[picked] = -np.inf
        picked.append(int(gain.argmax()))
    return picked


def _sentence(
    library: Library, passage: Passage, middle: NDArray[np.float32], *, opens: bool
) -> Span:
    """The passage's sentence nearest to the middle; of the opening passage, its first."""
    texts = [
        passage.text[s.start - passage.start : s.end - passage.start] for s in passage.sentences
    ]
    long = [i for i, text in enumerate(texts) if len(text) >= MIN_LENGTH] or list(range(len(texts)))
    # A title says little that the lead does not say better.
    bodied = [
        i for i in long if texts[i].rstrip().endswith((".", "!", "?", "”", '"', "。"))
    ] or long
    if opens:
        return passage.sentences[bodied[0]]
    vectors = library.encoder.encode([texts[i] for i in bodied])
    return passage.sentences[bodied[int((vectors @ middle).argmax())]]
