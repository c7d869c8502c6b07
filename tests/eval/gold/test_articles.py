"""Gold about articles of a data folder: found by their names, read as SQuAD's documents are."""

import gzip
import json
from dataclasses import replace
from pathlib import Path

import pytest

from eval import Gold, evaluate, gold_library, load_gold
from eval.gold import GoldRow, article_names, article_sources, check_gold
from index import UserError

KENYA = ("The county was led by Ann Moraa. She took office in 2013.", "Its port is Lamu.")
QUESTION = "Who led the county?"


def line(name: str, document: str | None, *, split: str = "report", moved: int = 0) -> str:
    """A row that asks who led the county."""
    start, sentence = KENYA[0].index("Ann"), KENYA[0].split(". ")[0] + "."
    span = {"start": start + moved, "end": start + moved + 9, "text": "Ann Moraa"}
    evidence = {"start": 0, "end": len(sentence), "text": sentence}
    item = {"spans": [span], "evidence": [evidence]}
    row = {"id": name, "kind": "who", "split": split, "question": QUESTION, "document": document}
    return json.dumps({**row, "answerable": True, "items": [item]}) + "\n"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with one file of two articles."""
    articles = [
        {"title": title, "paragraphs": [{"context": text, "qas": []} for text in paragraphs]}
        for title, paragraphs in (("Kenya", KENYA), ("Rain: a history", ["It rains."]))
    ]
    (tmp_path / "data" / "train").mkdir(parents=True)
    content = gzip.compress(json.dumps({"data": articles}).encode())
    (tmp_path / "data" / "train" / "small.json.gz").write_bytes(content)
    return tmp_path / "data"


def rows(folder: Path, *lines: str) -> tuple[GoldRow, ...]:
    """The rows of a gold file."""
    (folder / "gold.jsonl").write_text("".join(lines))
    return load_gold(folder / "gold.jsonl").rows


def test_an_article_is_its_paragraphs(data: Path, tmp_path: Path) -> None:
    """Its text is the paragraphs with a blank line between, its title the name in the gold."""
    names = ["train/small: Rain: a history", "train/small: Kenya"]
    found = rows(tmp_path, *(line(str(n), name) for n, name in enumerate([*names, *names])))
    sources = article_sources(found, data)
    assert [source.title for source in sources] == names
    assert sources[1].data.decode() == "\n\n".join(KENYA)


def test_other_documents_are_no_articles(tmp_path: Path) -> None:
    """A title that looks otherwise, or none, names no article, and needs no data folder."""
    found = rows(tmp_path, *(line(str(n), name) for n, name in enumerate(
        [None, "Kenya", "notes/2024: rain", "train: Kenya", "train/small:Kenya"])))  # fmt: skip
    assert article_names(found) == ()
    assert article_sources(found, None) == ()


@pytest.mark.parametrize(
    ("document", "folder", "message"),
    [
        ("train/small: Kenya", None, r"'train/small: Kenya'; name the folder with --data or FOOT"),
        ("train/small: Kenya", "nowhere", r"no .*small\.json\.gz.*give the data folder"),
        ("valid/small: Kenya", "data", r"no .*valid.small\.json\.gz"),
        ("train/small: Kenia", "data", r"no article 'Kenia'; correct the row's document"),
    ],
)
def test_what_is_not_there(
    data: Path, tmp_path: Path, document: str, folder: str | None, message: str
) -> None:
    """A missing folder, file or title gets a sentence that says what to do."""
    asked = rows(tmp_path, line("1", document))
    place = None if folder is None else data.parent / folder
    with pytest.raises(UserError, match=message):
        article_sources(asked, place)
    with pytest.raises(UserError, match=message):
        check_gold(tmp_path / "gold.jsonl", data=place)


def test_they_are_asked_in_a_library_of_their_own(data: Path, tmp_path: Path) -> None:
    """Only what the chosen rows name is added; what other splits name need not be there."""
    found = rows(
        tmp_path,
        line("1", "train/small: Kenya"),
        line("2", "valid/gone: Kenya", split="tune"),
    )
    gold = Gold(found, article_sources(found[:1], data))
    with gold_library(gold) as library:
        assert [document.title for document in library.documents()] == ["train/small: Kenya"]
        report = evaluate(found, library, split="report")
    assert report.value("citation_recall") == 1.0


def test_offsets_are_checked(data: Path, tmp_path: Path) -> None:
    """They count in the article; what does not stand there is told with its row."""
    named = "train/small: Kenya"
    rows(tmp_path, line("1", named), line("2", named), line("3", named, moved=1))
    (problem,) = check_gold(tmp_path / "gold.jsonl", data=data).problems
    assert (problem.line, problem.id) == (3, "3")
    assert "it stands at 22" in problem.message


def test_an_article_that_changed_its_text(data: Path, tmp_path: Path) -> None:
    """Gold whose words do not stand in the article is refused, as with any document."""
    (row,) = rows(tmp_path, line("1", "train/small: Kenya"))
    other = replace(row, document="train/small: Rain: a history")
    with (
        gold_library(Gold((other,), article_sources([other], data))) as library,
        pytest.raises(UserError, match="No document agrees with the gold"),
    ):
        evaluate([other], library)
