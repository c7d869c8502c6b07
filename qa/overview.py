"""An overview: a few sentences of the documents that stand for the rest, in their own order.

From the stored vectors a few passages are picked by maximal marginal relevance to the mean of all
(Carbonell and Goldstein 1998), and from their sentences some in the same manner, beginning with
the lead of each document. No sentence is rewritten, and none is given twice.
"""

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from index import Hit, Library, Passage, Span
from qa.orders import is_order

KEY_SENTENCES = 5
MOST = 6  # key sentences where several documents have a lead each
PASSAGES = 8  # whose sentences are looked at
DIVERSITY = 0.3  # weight of being unlike what was picked, against being central; in [0, 1]
MIN_LENGTH = 40  # code points; shorter sentences are titles, labels and cries
ENDS = (".", "!", "?", "”", '"', "。", "…", ")")  # of a sentence; a heading or a cell has none

Sentence = tuple[Passage, Span]


def key_sentences(
    library: Library, documents: Collection[str] | None = None
) -> tuple[tuple[Hit, Span], ...]:
    """A few sentences with their passages, by document, then place.

    Three to ``MOST`` of them if the documents have so many whole sentences.
    """
    embedded = library.embedded(documents)
    passages, vectors = embedded.passages, embedded.vectors
    if not passages:
        return ()
    middle = vectors.mean(axis=0)
    opening = _opening(passages)
    rows = _pick(vectors, middle, min(max(PASSAGES, len(opening)), len(passages)), opening)
    sentences, leads = _sentences([passages[row] for row in sorted(rows)], len(opening))
    texts = [_text(one) for one in sentences]
    wanted = min(max(KEY_SENTENCES, len(leads)), MOST, len(sentences))
    picked = _pick(library.encoder.encode(texts), middle, wanted, leads[:MOST])
    return tuple(
        (sentences[i][0].hit("", 1.0), sentences[i][1])  # the citation brings the title
        for i in sorted(_once(picked, texts))
    )


def _opening(passages: Sequence[Passage]) -> list[int]:
    """The first passage of each document, of at most ``MOST`` documents."""
    first: dict[str, int] = {}
    for row, passage in enumerate(passages):
        first.setdefault(passage.document_id, row)
    return list(first.values())[:MOST]


def _sentences(passages: Sequence[Passage], most: int) -> tuple[list[Sentence], list[int]]:
    """The whole sentences of some passages, and which of them are the leads of documents.

    Of a document without whole sentences all that it has are taken for such.
    """
    every = [(passage, span) for passage in passages for span in passage.sentences]
    whole = [one for one in every if _is_whole(_text(one))]
    having = {passage.document_id for passage, _ in whole}
    sentences = [one for one in every if one in whole or one[0].document_id not in having]
    leads: dict[str, int] = {}
    for i, (passage, _) in enumerate(sentences):
        leads.setdefault(passage.document_id, i)
    return sentences, list(leads.values())[:most]


def _is_whole(text: str) -> bool:
    return len(text) >= MIN_LENGTH and text.rstrip().endswith(ENDS) and not is_order(text)


def _pick(
    vectors: NDArray[np.float32], middle: NDArray[np.float32], count: int, first: Sequence[int]
) -> list[int]:
    """``count`` rows, beginning with the first ones given."""
    central = vectors @ middle / (np.linalg.norm(middle) or 1.0)
    picked = list(first)[:count]
    while len(picked) < count:
        likeness = (vectors @ vectors[picked].T).max(axis=1)
        gain = (1 - DIVERSITY) * central - DIVERSITY * likeness
        gain[picked] = -np.inf
        picked.append(int(gain.argmax()))
    return picked


def _once(picked: Sequence[int], texts: Sequence[str]) -> list[int]:
    """Without sentences that say again, word for word, what another says."""
    said: dict[str, int] = {}
    for row in picked:
        said.setdefault(" ".join(texts[row].casefold().split()), row)
    return list(said.values())


def _text(sentence: Sentence) -> str:
    passage, span = sentence
    return passage.text[span.start - passage.start : span.end - passage.start]
