"""From sentences to ``Passage``s: whole sentences, packed up to what the encoder reads well.

A passage ends at a sentence's end, and at a block's end (a paragraph, a list) once it is more
than half full, so that an edit moves few other passages. Passages do not overlap and hold every
non-blank character. Only a sentence too long for a passage of its own is cut, at a blank.
"""

from collections.abc import Callable, Iterator, Sequence

from index.blocks import trim
from index.document import Document, Passage, Span
from index.sentences import sentences

# Wordpieces. MiniLM was trained on 128 and reads 256; 160 leaves room for what later goes before
# a passage, and is near the 155 of the Wikipedia paragraphs that retrieval is measured on.
MAX_TOKENS = 160

# Code points: an unbroken run of these is one unknown wordpiece to the encoder, however long.
MAX_CHARACTERS = 2_000

CountTokens = Callable[[Sequence[str]], Sequence[int]]


def chunk(document: Document, count_tokens: CountTokens) -> tuple[Passage, ...]:
    """Cut a document into passages of at most ``MAX_TOKENS`` wordpieces.

    Args:
        document: what is cut.
        count_tokens: wordpieces of each of some texts, such as ``Encoder.count_tokens``.

    >>> words = lambda texts: [len(text.split()) for text in texts]
    >>> from index.load import Source, load
    >>> passages = chunk(load(Source(b"One. Two.", "a.txt")), words)
    >>> [(p.start, p.end, p.text, len(p.sentences)) for p in passages]
    [(0, 9, 'One. Two.', 2)]
    """
    blocks = sentences(document.text, document.format)
    flat = [span for block in blocks for span in block]
    lengths = dict(zip(flat, count_tokens([document.text[slice(*s)] for s in flat]), strict=True))
    return tuple(
        Passage(
            document_id=document.id,
            start=spans[0].start,
            end=spans[-1].end,
            text=document.text[spans[0].start : spans[-1].end],
            sentences=spans,
        )
        for spans in _pack(document.text, blocks, lengths, count_tokens)
    )


def _pack(
    text: str,
    blocks: tuple[tuple[Span, ...], ...],
    lengths: dict[Span, int],
    count_tokens: CountTokens,
) -> Iterator[tuple[Span, ...]]:
    packed: list[Span] = []
    tokens = 0
    for block in blocks:
        if tokens > MAX_TOKENS // 2:
            yield tuple(packed)
            packed, tokens = [], 0
        for sentence in block:
            for span, length in _pieces(text, sentence, lengths[sentence], count_tokens):
                characters = span.end - packed[0].start if packed else 0
                if packed and (tokens + length > MAX_TOKENS or characters > MAX_CHARACTERS):
                    yield tuple(packed)
                    packed, tokens = [], 0
                packed.append(span)
                tokens += length
    if packed:
        yield tuple(packed)


def _pieces(
    text: str, span: Span, length: int, count_tokens: CountTokens
) -> Iterator[tuple[Span, int]]:
    """The sentence itself, or halves of halves that fit a passage."""
    characters = span.end - span.start
    if (length <= MAX_TOKENS and characters <= MAX_CHARACTERS) or characters == 1:
        yield span, length
        return
    middle = (span.start + span.end) // 2
    blank = text.rfind(" ", span.start, middle)
    # No blank in the first half: a hard cut, or it would never end.
    cut = blank + 1 if blank > span.start else middle
    halves = [h for h in (Span(span.start, cut), Span(cut, span.end)) if text[slice(*h)].strip()]
    counts = count_tokens([text[slice(*half)] for half in halves])
    for half, count in zip(halves, counts, strict=True):
        yield from _pieces(text, trim(text, half), count, count_tokens)
