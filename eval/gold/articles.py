"""Articles of the data folder (``docs/data.md``), which gold may be about without holding them.

A row names one as ``"train/squad1: Kenya"``: the file below the folder without .json.gz, and the
title. The folder is told by who asks (``--data``, ``FOOTNOTE_DATA``); nothing is downloaded.
"""

import re
from collections.abc import Iterable
from pathlib import Path

from eval.gold.row import GoldRow
from eval.gold.squad import text_of
from eval.gold.squad_file import read_squad
from index import Source, UserError

ENDING = ".json.gz"

_NAME = re.compile(r"(?P<file>(?:train|valid)/[\w-]+): (?P<title>.+)")


def article_names(rows: Iterable[GoldRow]) -> tuple[str, ...]:
    """The articles that rows name, each once; other documents are left out."""
    named = dict.fromkeys(row.document for row in rows)
    return tuple(name for name in named if name is not None and _NAME.fullmatch(name))


def article_sources(rows: Iterable[GoldRow], folder: str | Path | None) -> tuple[Source, ...]:
    """The articles that rows name as documents that go by these names.

    An article's text is that of a SQuAD file: its paragraphs with a blank line between them.

    Args:
        rows: those that will be asked; no other article is read.
        folder: the data folder; None where nobody told which.

    Returns:
        Empty where no row names an article, whatever the folder is.

    Raises:
        UserError: the folder, a file or a title is not there; the sentence says what to do.
    """
    titles: dict[str, list[str]] = {}
    for name in article_names(rows):
        file, _, title = name.partition(": ")
        titles.setdefault(file, []).append(title)
    if not titles:
        return ()
    if folder is None:
        file, (title, *_) = next(iter(titles.items()))
        raise UserError(
            f"The gold is about articles of the data folder, such as {f'{file}: {title}'!r}; name "
            "the folder with --data or FOOTNOTE_DATA, or a library that has them with --library; "
            "docs/data.md tells where they come from."
        )
    return tuple(
        source for file, wanted in titles.items() for source in _sources(Path(folder), file, wanted)
    )


def _sources(folder: Path, file: str, titles: Iterable[str]) -> list[Source]:
    """Some articles of one file, in the order of their titles here."""
    path = folder.expanduser() / f"{file}{ENDING}"
    if not path.is_file():
        raise UserError(
            f"There is no {path}, which the gold is about; give the data folder of docs/data.md, "
            "which holds train and valid."
        )
    texts = {article.title: text_of(article) for article in reversed(read_squad(path))}
    for title in titles:
        if title not in texts:
            raise UserError(
                f"{path} has no article {title!r}; correct the row's document, or get the file "
                "that docs/data.md describes."
            )
    return [Source.from_text(texts[title], f"{file}: {title}") for title in titles]
