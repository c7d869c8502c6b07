"""Everything that is wrong with a gold file, and what is worth knowing about it.

``load_gold`` reads with the same readers and refuses a file with the first problem.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from eval.gold.articles import article_names, article_sources
from eval.gold.documents import Closest, Names, by_document, closest, quoted
from eval.gold.load import Gold, gold_format, read_gold
from eval.gold.notes import notes
from eval.gold.reading import GoldFormat, Placed, Problem
from eval.gold.row import GoldRow, GoldSpan
from eval.gold.units import Moved, hint
from index import Document, UserError
from index.load import load

_ENOUGH = 100  # texts that tell which document they are from
_OTHERS = 500  # documents that are looked at for words which stand nowhere in theirs


@dataclass(frozen=True, slots=True)
class Checked:
    """A gold file as it was found.

    Attributes:
        format: "jsonl", "squad" or "table".
        gold: the questions that could be read.
        documents: the titles of the documents that they are about, as far as they are known.
        problems: what has to be put right; empty if the file can be used.
        notes: what is no mistake and worth knowing.
    """

    format: GoldFormat
    gold: Gold
    documents: tuple[str, ...]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]

    @property
    def kinds(self) -> dict[str, int]:
        """Questions of each kind, the most frequent first."""
        return dict(Counter(row.kind for row in self.gold.rows).most_common())

    @property
    def splits(self) -> dict[str, int]:
        """Questions of each split."""
        return dict(Counter(row.split for row in self.gold.rows).most_common())

    @property
    def unanswerable(self) -> float:
        """The share of questions without an answer, in [0, 1]; 0 if there is no question."""
        rows = self.gold.rows
        return sum(not row.answerable for row in rows) / len(rows) if rows else 0.0

    def to_dict(self) -> dict[str, Any]:
        """All but the questions themselves, ready for JSON."""
        return {
            "format": self.format,
            "rows": len(self.gold.rows),
            "kinds": self.kinds,
            "splits": self.splits,
            "unanswerable": self.unanswerable,
            "documents": list(self.documents),
            "problems": [asdict(problem) for problem in self.problems],
            "notes": list(self.notes),
        }


def check_gold(
    path: str | Path, documents: Sequence[Document] = (), *, data: str | Path | None = None
) -> Checked:
    """Read a gold file to its end and tell all that is wrong with it.

    Args:
        path: the file, in any of the three formats.
        documents: of the library that holds what the questions are about. A table needs them;
            offsets of the others are compared with them. None: with those that come along (SQuAD,
            articles of the data folder).
        data: the data folder, where rows name articles of it and there are no documents.

    Raises:
        UserError: the file cannot be read at all, or is a table and there are no documents, or
            an article that it names is not there.
    """
    reading = read_gold(path, documents)
    rows = tuple(one.row for one in reading.placed)
    sources = reading.sources
    if not documents:
        sources += article_sources(rows, data)
    library = documents or [load(source) for source in sources]
    about: dict[str | None, Document] = {}
    problems = [*reading.problems]
    moved: list[Moved] = []
    unchecked: tuple[str, ...] = ()
    if library:
        problems += _about(reading.placed, library, about, moved)
    else:
        unchecked = ("The offsets were not compared with a document: no library was given.",)
    return Checked(
        format=reading.format,
        gold=Gold(rows, sources),
        documents=tuple(dict.fromkeys(document.title for document in about.values())),
        problems=tuple(problems),
        notes=(*reading.notes, *unchecked, *hint(moved), *notes(rows, about)),
    )


def brings_documents(path: str | Path) -> bool:
    """Whether a gold file can do without a library: SQuAD's, or one about articles.

    Raises:
        UserError: the file cannot be read.
    """
    form = gold_format(path)
    return form == "squad" or (
        form == "jsonl" and bool(article_names(one.row for one in read_gold(path).placed))
    )


def _about(
    placed: Sequence[Placed],
    documents: Sequence[Document],
    about: dict[str | None, Document],
    moved: list[Moved],
) -> Iterator[Problem]:
    """Where the rows disagree with their documents, which are put into ``about`` by name.

    Each disagreement is put into ``moved`` as well.
    """
    places = {id(one.row): (one.line, one.row.id) for one in placed}  # ids may stand twice
    names = Names(documents)
    for name, rows in by_document(one.row for one in placed).items():
        try:
            candidates = names.meant(name)
            best = _best(rows, candidates)
        except UserError as error:
            yield Problem(*places[id(rows[0])], str(error))
            continue
        if best is None:
            yield Problem(
                *places[id(rows[0])],
                "no document of the library holds the words of these questions; name the library "
                "that holds the document they were written for.",
            )
            continue
        about[name] = best.document
        for row, span in dict.fromkeys(best.wrong):  # an answer may be its own evidence
            moved.append(Moved(best.document.text, span.start, span.text))
            yield Problem(*places[id(row)], _disagreement(span, best.document, candidates))


def _best(rows: Sequence[GoldRow], candidates: Sequence[Document]) -> Closest | None:
    """The document that the rows are about, though some offsets be wrong; None if none is.

    It is one that has most of the words in their places, else most of them anywhere.

    Raises:
        UserError: it may be one of several.
    """
    best = closest(rows, candidates)
    if 2 * len(best.wrong) <= best.spans:
        return best
    words = sorted({span.text for row in rows for span in row.stretches()})
    words = words[:: max(1, len(words) // _ENOUGH)]
    held = {one.id: sum(text in one.text for text in words) for one in candidates}
    likely = max(candidates, key=lambda one: held[one.id])
    if 2 * held[likely.id] < len(words):
        return best if len(best.wrong) < best.spans else None
    return closest(rows, [likely])


def _disagreement(span: GoldSpan, document: Document, candidates: Sequence[Document]) -> str:
    """What a row says, what its document says, and where the words are."""
    there = document.text[span.start : span.end]
    times = document.text.count(span.text)
    if times == 1:
        where = f"it stands at {document.text.find(span.text)}"
    elif times:
        where = f"it stands in {times} other places"
    else:
        where = "it stands nowhere in it"
        for other in candidates[:_OTHERS]:
            if other.text.startswith(span.text, span.start):
                where += f", but there in {quoted(other.title)}; name the document in the row"
                break
    return (
        f"{quoted(span.text)} is said to stand at {span.start}, where the document "
        f"{quoted(document.title)} has {quoted(there)}; {where}."
    )
