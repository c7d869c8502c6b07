"""How much reading adds to the search: is the best passage the right one?

    python -m eval.reading_order --data FOLDER [--step N] [--reader NAME] [--json]

FOLDER is that of docs/data.md. Its valid articles are one library; each question that they answer
is searched, and the passages are read, as in ``qa.ask``. A passage is right if it holds a whole
answer in its place (``eval/bench/quality.py``). Whether the words that the reader points at are
right is ``squad.py``'s business.
"""

import argparse
import json
import os
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tqdm import tqdm

from eval.bench.machine import machine
from eval.bench.places import CorpusSpan
from eval.bench.quality import Gold, gold, is_right
from eval.bootstrap import paired_interval
from index import Hit, Library, Source, UserError
from qa.reader import Reader, Reading
from qa.readers import open_reader
from qa.retrieve import PASSAGES, retrieve


@dataclass(frozen=True, slots=True)
class ReadingOrder:
    """How often the right passage stands first; shares of the questions, in [0, 1].

    Attributes:
        articles, passages: of the library.
        questions: that were asked.
        searched: recall@1 in the order of the search.
        read: recall@1 in the order that the reader puts the same passages into.
        ceiling: the share with a right passage among those that are read: no order has more.
        interval: the 95% interval of ``gain``, questions drawn with both of their outcomes
            (``bootstrap.py``); None of fewer than six questions.
        seconds: that searching and reading took, all questions together.
    """

    articles: int
    passages: int
    questions: int
    searched: float
    read: float
    ceiling: float
    interval: tuple[float, float] | None
    seconds: float

    @property
    def gain(self) -> float:
        """What reading adds to recall@1, in [-1, 1]."""
        return self.read - self.searched


def reading_order(about: Gold, reader: Reader, step: int = 1) -> ReadingOrder:
    """Ask every ``step``-th question of a library of all articles; a bar on a terminal."""
    asked = list(zip(about.corpus.questions, about.answers, strict=True))[::step]
    searched, read, ceiling = [], [], []
    with (
        tempfile.TemporaryDirectory(prefix="footnote-order-") as folder,
        Library.open(folder) as library,
    ):
        numbers = {
            library.ingest(Source.from_text(text)).document.id: number
            for number, text in enumerate(tqdm(about.corpus.texts, "Adding", disable=None))
        }
        started = time.perf_counter()
        for question, answers in tqdm(asked, "Asking", disable=None):
            hits = retrieve(question, library)
            inside = [
                is_right(CorpusSpan(numbers[hit.document_id], hit.start, hit.end), answers)
                for hit in (*hits, *ordered(reader.read(question, hits)))
            ]
            searched.append(any(inside[:1]))
            read.append(any(inside[len(hits) :][:1]))
            ceiling.append(any(inside))
        seconds = time.perf_counter() - started
        passages = sum(entry.passages for entry in library.entries())
    interval = paired_interval(
        [(right, 1) for right in searched], [(right, 1) for right in read], range(len(asked))
    )
    return ReadingOrder(
        articles=len(about.corpus.texts),
        passages=passages,
        questions=len(asked),
        searched=sum(searched) / len(asked),
        read=sum(read) / len(asked),
        ceiling=sum(ceiling) / len(asked),
        interval=interval,
        seconds=seconds,
    )


def ordered(readings: Sequence[Reading]) -> tuple[Hit, ...]:
    """The passages by their likeliest span; those that are as likely stay in their order."""

    def likeliest(reading: Reading) -> float:
        return max((span.probability for span in reading.spans), default=0.0)

    return tuple(reading.hit for reading in sorted(readings, key=likeliest, reverse=True))


def main() -> None:
    """Print recall@1 of the search and after reading, and what lies between them."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--data", type=Path, default=os.environ.get("FOOTNOTE_DATA"))
    parser.add_argument("--step", type=int, default=1, help="take every STEP-th question only")
    parser.add_argument("--reader", metavar="NAME", help="another one, as for footnote ask")
    parser.add_argument("--json", action="store_true", help="print JSON")
    arguments = parser.parse_args()
    if arguments.data is None:
        parser.error("name the data folder with --data or FOOTNOTE_DATA: see docs/data.md")
    if arguments.step < 1:
        parser.error(f"--step {arguments.step} takes no question: use 1 or more")
    try:
        reader = open_reader(arguments.reader)
        found = reading_order(gold(Path(arguments.data)), reader, arguments.step)
    except UserError as error:
        parser.error(str(error))
    here = machine()
    if arguments.json:
        print(json.dumps(asdict(found) | {"gain": found.gain, "machine": asdict(here)}, indent=2))
        return
    print(
        f"{found.questions:,} questions about {found.articles} articles, one library of "
        f"{found.passages:,} passages"
    )
    print(f"recall@1 of the search   {found.searched:6.1%}")
    print(f"recall@1 after reading   {found.read:6.1%}")
    between = ""
    if found.interval:
        low, high = found.interval
        between = f" (95% interval {100 * low:+.1f} to {100 * high:+.1f})"
    print(f"reading adds             {100 * found.gain:+5.1f} points{between}")
    print(f"recall@{PASSAGES}, the ceiling    {found.ceiling:6.1%}")
    print(f"{found.seconds:.0f} s on {here}")


if __name__ == "__main__":
    main()
