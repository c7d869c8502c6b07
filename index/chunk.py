"""From sentences to ``Passage``s: whole sentences, packed up to what the encoder reads well.

A passage stays under one heading path, and ends at a sentence's end; at a block's end (a
paragraph, a list) once it is more than half full, so that an edit moves few other passages.
Passages do not overlap and hold every non-blank character. Only a sentence too long for a passage
of its own is cut, at a blank.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from index.document import Document, Passage, Span, trim
from index.errors import UnreadableFile
from index.headings import heading_paths
from index.sentences import walk

# Wordpieces. MiniLM was trained on 128 and reads 256; 160 leaves room for the heading path before
# a passage, and is near the 155 of the Wikipedia paragraphs that retrieval is measured on.
MAX_TOKENS = 160

# Code points: an unbroken run of these is one unknown wordpiece to the encoder, however long.
MAX_CHARACTERS = 2_000

# Of one document. To embed so many passages takes some five minutes on four cores; a book of 5,000
# pages has about 15,000. Prose has ten sentences or fewer in a passage.
MAX_PASSAGES = 50_000
MAX_SENTENCES = 1_000_000

CountTokens = Callable[[Sequence[str]], Sequence[int]]


def chunk(document: Document, count_tokens: CountTokens) -> tuple[Passage, ...]:
    """Cut a document into passages of at most ``MAX_TOKENS`` wordpieces.

    Args:
        document: what is cut.
        count_tokens: wordpieces of each of some texts, such as ``Encoder.count_tokens``.

    Raises:
        UnreadableFile: it has more than ``MAX_SENTENCES``, or would be more than ``MAX_PASSAGES``.

    >>> words = lambda texts: [len(text.split()) for text in texts]
    >>> from index.load import Source, load
    >>> passages = chunk(load(Source(b"One. Two.", "a.txt")), words)
    >>> [(p.start, p.end, p.text, len(p.sentences)) for p in passages]
    [(0, 9, 'One. Two.', 2)]
    """
    drafts = list(islice(_pack(document, count_tokens), MAX_PASSAGES + 1))
    if len(drafts) > MAX_PASSAGES:
        raise _too_long(document, MAX_PASSAGES, "passages")
    return tuple(
        Passage(
            document_id=document.id,
            start=draft.spans[0].start,
            end=draft.spans[-1].end,
            text=document.text[draft.spans[0].start : draft.spans[-1].end],
            sentences=tuple(draft.spans),
            heading_path=draft.path,
            page=document.page(draft.spans[0].start),
        )
        for draft in drafts
    )


@dataclass(slots=True)
class _Draft:
    """A passage that is still being filled."""

    path: tuple[str, ...]
    spans: list[Span]
    tokens: int = 0
    only_headings: bool = True  # so far, so that lower headings may join it

    def goes_on_to(self, path: tuple[str, ...]) -> bool:
        """Whether what stands under a path may stand in this passage."""
        goes_down = path[: len(self.path)] == self.path
        return not self.spans or path == self.path or (self.only_headings and goes_down)


def _sentences(document: Document) -> Iterator[tuple[Span, ...]]:
    """The sentences of each block."""
    left = MAX_SENTENCES
    for block in document.blocks:
        found = tuple(islice(walk(document.text, block), left + 1))
        left -= len(found)
        if left < 0:
            raise _too_long(document, MAX_SENTENCES, "sentences")
        yield found


def _too_long(document: Document, most: int, what: str) -> UnreadableFile:
    return UnreadableFile(
        f"{document.title or document.id} has more than {most:,} {what}: split it into parts."
    )


def _pack(document: Document, count_tokens: CountTokens) -> Iterator[_Draft]:
    text = document.text
    cut = list(_sentences(document))
    # A longer one is cut whatever it counts, and might be the whole of a large file.
    short = [span for spans in cut for span in spans if span.end - span.start <= MAX_CHARACTERS]
    lengths = dict(zip(short, count_tokens([text[slice(*span)] for span in short]), strict=True))
    paths = heading_paths(document.blocks, document.title)
    draft = _Draft((), [])
    for block, spans, path in zip(document.blocks, cut, paths, strict=True):
        is_full = draft.tokens > MAX_TOKENS // 2
        is_new_section = block.kind == "heading" and not draft.only_headings
        if draft.spans and (is_full or is_new_section or not draft.goes_on_to(path)):
            yield draft
            draft = _Draft(path, [])
        draft.path = path
        draft.only_headings = draft.only_headings and block.kind in ("heading", "caption")
        for sentence in spans:
            for span, length in _pieces(text, sentence, lengths.get(sentence, 0), count_tokens):
                characters = span.end - draft.spans[0].start if draft.spans else 0
                too_many = draft.tokens + length > MAX_TOKENS or characters > MAX_CHARACTERS
                if draft.spans and too_many:
                    yield draft
                    draft = _Draft(path, [], only_headings=False)
                draft.spans.append(span)
                draft.tokens += length
    if draft.spans:
        yield draft


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
    halves = [trim(text, half) for half in (Span(span.start, cut), Span(cut, span.end))]
    halves = [half for half in halves if half.start < half.end]
    short = [half for half in halves if half.end - half.start <= MAX_CHARACTERS]
    counts = dict(zip(short, count_tokens([text[slice(*half)] for half in short]), strict=True))
    for half in halves:
        yield from _pieces(text, half, counts.get(half, 0), count_tokens)
