"""The questions written for Footnote: every answer stands once, and docs/data.md counts right."""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from qa.training.data import WRITTEN, articles, written_about, written_articles

ROOT = Path(__file__).parents[3]
DOCS = (ROOT / "docs" / "data.md").read_text(encoding="utf-8")
FILES = sorted(WRITTEN.glob("*.jsonl"))
SHARED = 6  # words in a row


def rows(*files: Path) -> Iterator[dict[str, Any]]:
    for file in files:
        yield from map(json.loads, file.read_text(encoding="utf-8").splitlines())


def runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[i : i + SHARED]) for i in range(len(words) - SHARED + 1)}


@pytest.fixture(scope="module")
def data() -> Path:
    folder = os.environ.get("FOOTNOTE_DATA")
    if not folder:
        pytest.skip("FOOTNOTE_DATA names no folder with the articles")
    return Path(folder)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_lines(file: Path) -> None:
    """Each line has the keys that docs/data.md names; nothing is asked twice or answered so."""
    for row in rows(file):
        questions = row.pop("questions")
        assert row.keys() in ({"file", "title", "paragraph"}, {"title", "text"})
        asked = [one["question"] for one in questions]
        assert len(asked) == len(set(asked)) > 0
        for one in questions:
            assert one.keys() == {"question", "answers"}
            assert one["question"] == one["question"].strip() != ""
            assert len(set(one["answers"])) == len(one["answers"])
            assert all(answer == answer.strip() != "" for answer in one["answers"])


def test_answers_in_documents() -> None:
    """Every answer stands exactly once in its document, and that is where it is asked for."""
    made = [*written_articles(), *written_articles(held_out=True)]
    documents = [row for row in rows(*FILES) if "text" in row]
    assert [article.title for article in made] == [row["title"] for row in documents]
    for row, article in zip(documents, made, strict=True):
        for one, asked in zip(row["questions"], article.asked, strict=True):
            assert all(row["text"].count(answer) == 1 for answer in one["answers"]), one
            found = {article.text[slice(*span)] for span in asked.answers}
            assert found == set(one["answers"])
            assert asked.every == (len(found) > 1)


def test_answers_in_paragraphs(data: Path) -> None:
    """Every answer stands exactly once in its paragraph; every paragraph is one of ``train``."""
    wanted = [row for row in rows(*FILES) if "file" in row]
    seen = 0
    for file in {row["file"] for row in wanted}:
        for article in articles(data / "train" / f"{file}.json.gz"):
            ends = (*article.paragraphs[1:], len(article.text))
            for row in wanted:
                if (row["file"], row["title"]) != (file, article.title):
                    continue
                seen += 1
                paragraph = article.text[
                    article.paragraphs[row["paragraph"]] : ends[row["paragraph"]]
                ]
                for one in row["questions"]:
                    assert all(paragraph.count(answer) == 1 for answer in one["answers"]), one
            for asked in written_about(file, article):
                end = ends[article.paragraphs.index(asked.place)]
                assert all(asked.place <= a.start < a.end <= end for a in asked.answers)
    assert seen == len(wanted)


def test_none_is_held_out() -> None:
    """None is about an article of ``valid``, none about the bundled one."""
    splits = dict(re.findall(r"\*\*(\w+/\w+):\*\* (.+)", DOCS))
    for row in rows(*FILES):
        if "file" in row:
            title = unquote(row["title"])
            assert title in splits[f"train/{row['file']}"].split(", ")
            assert not any(
                title in titles.split(", ")
                for split, titles in splits.items()
                if split.startswith("valid/")
            )
    article = runs((ROOT / "index" / "article.txt").read_text(encoding="utf-8"))
    for row in rows(*FILES):
        for text in (row.get("text", ""), *(one["question"] for one in row["questions"])):
            assert not runs(text) & article


def test_docs_count_right() -> None:
    """What docs/data.md says of each file is so, and so is the sum."""
    total, places = 0, set()
    for file in FILES:
        read = list(rows(file))
        sizes = [len(one["answers"]) for row in read for one in row["questions"]]
        counts = (len(sizes), sizes.count(1), sum(n > 1 for n in sizes), sizes.count(0), len(read))
        (line,) = re.findall(rf"\| `{re.escape(file.name)}` \|(.+)\|", DOCS)
        stated = [int(number.replace(",", "")) for number in re.findall(r"[\d,]+", line)]
        assert stated[:5] == list(counts)
        about = [(row["file"], row["title"]) for row in read if "file" in row]
        assert stated[5:] == ([len(set(about))] if about else [])
        total += len(sizes)
        places |= {(*pair, row["paragraph"]) for pair, row in zip(about, read, strict=False)}
    assert f"{total:,} questions" in DOCS
    assert f"{len(places):,} in all" in DOCS


def test_the_example_line() -> None:
    """The line that docs/data.md shows is of the file, its questions among those there."""
    (shown,) = map(json.loads, re.findall(r"```json\n(.+)\n```", DOCS))
    asked = shown.pop("questions")
    assert any(
        shown.items() <= row.items() and all(one in row["questions"] for one in asked)
        for row in rows(*FILES)
    )
