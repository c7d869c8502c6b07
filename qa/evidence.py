"""``highlight``: the sentences of any text that bear on a question.

The text is in no library and is not stored. Useful by itself: give it the passages that another
retriever found, and light up what matters in them.
"""

from index import Encoder, default_encoder
from index.chunk import chunk
from index.load import Source, load
from qa.answer import Evidence
from qa.decide import THRESHOLD
from qa.question import checked
from qa.reader import Reader, sentence_of
from qa.readers import default_reader


def highlight(
    question: str,
    text: str,
    *,
    reader: Reader | None = None,
    encoder: Encoder | None = None,
    threshold: float = THRESHOLD,
) -> tuple[Evidence, ...]:
    """The sentences that probably hold the answer, likeliest first; none if nothing does.

    Args:
        question: at most 2,000 code points.
        text: any text of at most 50 MB.
        reader: None for the bundled one.
        encoder: counts the text's tokens; None for the bundled one.
        threshold: the least probability, in [0, 1], of a sentence that is returned.

    Raises:
        BadQuestion: empty or too long.
        UnreadableFile: the text is too long, or holds half a surrogate pair.

    >>> text = "It rained. The bridge was closed in May."
    >>> [(e.start, e.end, e.text) for e in highlight("When was the bridge closed?", text)]
    [(11, 40, 'The bridge was closed in May.')]
    """
    question = checked(question)
    if not text.strip():
        return ()
    encoder = encoder or default_encoder()
    document = load(Source.from_text(text))
    hits = [passage.hit("", 1.0) for passage in chunk(document, encoder.count_tokens)]
    scores: dict[tuple[int, int], float] = {}
    for reading in (reader or default_reader()).read(question, hits):
        for span in reading.spans:
            place = sentence_of(reading.hit, span.start, span.end)
            scores[place] = max(scores.get(place, 0.0), span.probability)
    ordered = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    return tuple(
        Evidence(start, end, text[start:end], score)
        for (start, end), score in ordered
        if score >= threshold
    )
