"""Articles of SQuAD's format: joined, with every answer where it says."""

import gzip
import json
from pathlib import Path
from typing import Any

from qa.training.data import Article, articles


def article(tmp_path: Path, context: str, *answers: str, repeated: bool, **row: Any) -> Article:
    """An article of two paragraphs, asked about the second; the first place is given."""
    given = [{"text": text, "answer_start": context.index(text)} for text in answers]
    row = {"question": "What?", "answers": given, **row}
    paragraphs = [{"context": "Ann Bob.", "qas": []}, {"context": context, "qas": [row]}]
    data = {"data": [{"title": "A", "paragraphs": paragraphs}]}
    (tmp_path / "a.json.gz").write_bytes(gzip.compress(json.dumps(data).encode()))
    (read,) = articles(tmp_path / "a.json.gz", repeated=repeated)
    return read


def places(read: Article) -> list[int] | None:
    """Where the answers begin in the paragraph, None if the question is left out."""
    if not read.asked:
        return None
    (asked,) = read.asked
    assert asked.place == read.paragraphs[1]
    assert all(read.text[slice(*a)] in {"Ann", "Bob"} for a in asked.answers)
    return [answer.start - asked.place for answer in asked.answers]


def test_articles_are_joined(folder: Path) -> None:
    """Answers' places are in the article; paragraphs begin where it is said."""
    for read in articles(folder / "train" / "squad2.json.gz"):
        assert [p + 2 for p in map(len, read.text.split("\n\n")[:-1])] == [
            b - a
            for a, b in zip(read.paragraphs, (*read.paragraphs[1:], len(read.text)), strict=True)
        ]
        for asked in read.asked:
            for answer in asked.answers:
                assert read.text[slice(*answer)].isdigit()
                assert answer.start > asked.place


def test_a_repeated_answer(tmp_path: Path) -> None:
    """One that stands twice is left out; with ``repeated`` all its places are right, up to four."""
    twice = "Ann met Bob, and Ann left with Joann."
    assert places(article(tmp_path, twice, "Ann", repeated=False)) is None
    assert places(article(tmp_path, twice, "Ann", "Bob", repeated=False)) == [8]
    assert places(article(tmp_path, twice, "Ann", repeated=True)) == [0, 17]
    assert places(article(tmp_path, "Ann " * 4, "Ann", repeated=True)) == [0, 4, 8, 12]
    assert places(article(tmp_path, "Ann " * 5, "Ann", repeated=True)) is None


def test_lists_are_as_they_are_marked(tmp_path: Path) -> None:
    """Of a list each answer is where it was marked, though it stands elsewhere, too."""
    read = article(tmp_path, "Ann, Bob, Ann", "Ann", "Bob", repeated=False, multi_span=True)
    assert places(read) == [0, 5]
    assert read.asked[0].every


def test_no_answer_is_kept(tmp_path: Path) -> None:
    """A question without an answer stays."""
    assert places(article(tmp_path, "Ann Ann.", repeated=False)) == []
