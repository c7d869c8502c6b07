"""Passages: law 2, and what the encoder can read."""

from hypothesis import given
from hypothesis import strategies as st

from index import Document, default_encoder
from index.chunk import MAX_CHARACTERS, MAX_TOKENS, chunk
from index.load import Source, load
from tests.index.test_sentences import HOSTILE


def passages(text: str, name: str = "a.txt"):
    document = (
        load(Source.from_text(text)) if name == "a.txt" else load(Source(text.encode(), name))
    )
    return document, chunk(document, default_encoder().count_tokens)


@given(HOSTILE.filter(str.strip))
def test_passages_are_slices_that_hold_everything(text: str) -> None:
    """Law 2: a passage's text is the slice it names; together they hold every character."""
    document, found = passages(text)
    end = 0
    for passage in found:
        assert document.text[passage.start : passage.end] == passage.text
        assert not text[end : passage.start].strip()
        assert passage.sentences[0].start == passage.start
        assert passage.sentences[-1].end == passage.end
        end = passage.end
    assert not text[end:].strip()


@given(st.integers(1, 2_000), st.sampled_from(["word ", "word. ", "漢字", "a", "x\n", "🙂 "]))
def test_no_passage_is_longer_than_the_encoder_reads(times: int, piece: str) -> None:
    """Every passage fits the encoder's window, however the text runs on."""
    _, found = passages(piece * times)
    counts = default_encoder().count_tokens([passage.text for passage in found])
    assert max(counts) <= MAX_TOKENS
    assert max(len(passage.text) for passage in found) <= MAX_CHARACTERS


def test_an_edit_moves_few_passages(article: Document) -> None:
    """Passages away from an edit keep their text, so that they need not be embedded again."""
    text = article.text * 20
    before = {passage.text for passage in passages(text)[1]}
    after = {passage.text for passage in passages(text.replace("Ankara", "The city", 1))[1]}
    assert len(after - before) <= 2
