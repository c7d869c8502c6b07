"""The figures of a bench as tables of words, for the terminal and for the page."""

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from eval.bench.report import BenchReport, Measured, Size, Start, Text, Waits
from eval.bench.steps import LABELS, OURS, PLAIN, SMALL, WORDS

MEGA, KILO = 1e6, 1e3
MISSES_WANTED = {PLAIN: 0.5, SMALL: 0.5, WORDS: 0.75}
"""What Footnote's misses at 5, divided by another's, are to be at most."""


@dataclass(frozen=True, slots=True)
class Table:
    """Cells ready to be read, the first of each row its name; ``notes`` are sentences below."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()

    def lines(self) -> Iterator[str]:
        """The table in columns, names to the left and figures to the right.

        >>> print(*Table("T", ("", "ms"), (("a", "1"), ("b", "20"))).lines(), sep="|")
        T||   ms|a   1|b  20
        """
        yield self.title
        yield ""
        rows = (self.columns, *self.rows)
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for name, *cells in rows:
            others = (cell.rjust(width) for cell, width in zip(cells, widths[1:], strict=True))
            yield "  ".join((name.ljust(widths[0]), *others)).rstrip()
        yield from self.notes


def tables(report: BenchReport) -> tuple[Table, ...]:
    """Everything found: how well answers are found, then the costs by size, ratios first."""
    found = [_machine(report), _starting(report)]
    if report.quality:
        found.append(_quality(report))
    for size in report.sizes:
        if len(size.measured) > 1:
            found.append(_ratios(size))
        found += [_ingest(report, size), _asking(size)]
    return tuple(found)


def remarks(report: BenchReport) -> tuple[str, ...]:
    """What a reader has to know about the run as a whole."""
    said = [
        "The text is that of the articles of the data folder (docs/data.md); beyond them it is "
        "made of their sentences, with other names and numbers."
        if report.data
        else "The text is the bundled article; beyond it, it is made of its sentences, with "
        "other names and numbers. With --data, real articles are used, and how well answers "
        "are found is measured."
    ]
    if report.missing:
        said.append(
            "Footnote was measured alone, because these are not installed: "
            f"{', '.join(report.missing)}. To measure others beside it: pip install "
            '"footnote[bench]".'
        )
    elif report.peers_to and any(size.text.passages > report.peers_to for size in report.sizes):
        said.append(
            f"Others were measured up to {report.peers_to:,} passages (--peers-to): at ten times "
            "as many, most would take over half an hour each."
        )
    return tuple(said)


def _machine(report: BenchReport) -> Table:
    machine, article = report.machine, report.article
    text = report.sizes[-1].text
    tokens = text.tokens / text.passages
    rows = (
        ("float32", _giga(machine.float32), f"{report.limit(text, int8=False):,.0f}"),
        ("int8", _giga(machine.int8), f"{report.limit(text, int8=True):,.0f}"),
    )
    return Table(
        f"The machine: {machine}",
        ("matrix products", "10⁹ operations/s", "tokens/s at best"),
        rows,
        (
            f"At best: all-MiniLM-L6-v2 on texts of {tokens:.0f} wordpieces, as the passages are.",
            f"The bundled article, warm: added in {article.index * KILO:.0f} ms (median).",
            (
                f"{article.questions} gold questions about it: p50 {article.ask_p50 * KILO:.0f} "
                f"ms, p95 {article.ask_p95 * KILO:.0f} ms."
            ),
        ),
    )


def _starting(report: BenchReport) -> Table:
    starts: list[tuple[str, Start | None]] = [("the bundled article", report.article.start)]
    for size in report.sizes:
        starts += [(f"{size.text.passages:,} passages", one.start) for one in size.measured]
    rows = [
        (
            name,
            _seconds(statistics.median(start.cold)),
            f"{start.memory / MEGA:,.0f}",
            _seconds(start.opening),
        )
        for name, start in starts
        if start
    ]
    return Table(
        "Starting Footnote",
        ("", "footnote ask s", "its memory MB", "opening s"),
        tuple(rows),
        (
            "footnote ask: a new process until it has ended (median), and the most it held.",
            "Opening: to open a library and search it once, all else loaded (median).",
        ),
    )


def _quality(report: BenchReport) -> Table:
    quality = report.quality
    assert quality is not None  # noqa: S101 - for the type
    rows, short = [], []
    for found in quality.found:
        recall = (f"{share:.1%}" for share in found.recall.values())
        between = "–"
        if found.ratio is not None:
            between = f"{found.ratio:.2f} ({found.low:.2f}–{found.high:.2f})"
            wanted = MISSES_WANTED.get(found.pipeline)
            if wanted is not None and found.ratio > wanted:
                short.append(f"{LABELS[found.pipeline]}: {found.ratio:.2f}, wanted {wanted:.2f}.")
        rows.append((LABELS[found.pipeline], *recall, f"{found.characters:,.0f}", between))
    return Table(
        f"Finding the answer: {quality.questions:,} questions about {quality.articles} articles, "
        f"one library of {quality.passages:,} passages",
        ("", "recall@1", "@5", "@10", "characters of 5", "Footnote's misses at 5 / its"),
        tuple(rows),
        (
            "A hit is right if it holds the whole answer in its place.",
            "Characters: of the first five hits together, which a reader would have to read.",
            "Misses: questions without a right hit among the first five; with a 95% interval.",
            *(f"More misses than wanted beside {line}" for line in short),
        ),
    )


def _ingest(report: BenchReport, size: Size) -> Table:
    rows = []
    for one in size.measured:
        limit = report.limit(size.text, int8=one.pipeline == OURS)
        read = size.text.tokens * one.embedded / one.ingest
        rows.append(
            (
                LABELS[one.pipeline],
                _seconds(one.ingest),
                f"{size.text.tokens / one.ingest:,.0f}",
                f"{size.text.passages / one.ingest:,.1f}",
                f"{one.embedded:.0%}",
                f"{read / limit:.0%}",
                f"{one.chunks:,}",
                f"{one.ingest_memory / MEGA:,.0f}",
                f"{one.disk / KILO / size.text.passages:.1f}",
                f"{one.disk / size.text.least_disk:.1f}×",
            )
        )
    return Table(
        f"Adding {_text(size.text)}",
        (
            *("", "s", "tokens/s", "passages/s", "text read", "of the limit", "chunks"),
            *("memory MB", "disk kB/passage", "of text + vector"),
        ),
        tuple(rows),
        (
            "Text read: the share of the text that the encoder saw.",
            (
                "Of the limit: tokens that it saw a second, as a share of what the machine's "
                "products allow, int8 for Footnote and float32 for the others."
            ),
            (
                "Of text + vector: times the bytes of the text and of one float32 vector for each "
                "of Footnote's passages."
            ),
        ),
    )


def _asking(size: Size) -> Table:
    rows = [
        (
            LABELS[one.pipeline],
            *_waits(one.search),
            *_waits(one.ask),
            _seconds(one.first),
            f"{one.memory / MEGA:,.0f}",
        )
        for one in size.measured
    ]
    return Table(
        f"Asking {size.text.passages:,} passages (ms, but for a first search: s)",
        (
            *("", "search p50", "p95", "p99", "ask p50", "p95", "p99"),
            *("first search", "memory MB"),
        ),
        tuple(rows),
        (
            "Only Footnote reads what it found and answers; the others only search.",
            "First search: from the start of a new process until it is done.",
        ),
    )


def _ratios(size: Size) -> Table:
    ours, *others = size.measured
    rows = [
        (
            LABELS[one.pipeline],
            *(
                f"{theirs / own:.2f}×"
                for theirs, own in zip(_costs(one), _costs(ours), strict=True)
            ),
        )
        for one in others
    ]
    return Table(
        f"What others need, times what Footnote needs, at {size.text.passages:,} passages",
        ("", "adding", "search p50", "search p95", "first search", "memory", "disk"),
        tuple(rows),
    )


def _costs(one: Measured) -> Sequence[float]:
    return one.ingest, one.search.p50, one.search.p95, one.first, one.memory, one.disk


def _text(text: Text) -> str:
    made = f", {text.made:,} of them made" if text.made else ""
    return (
        f"{text.passages:,} passages ({text.documents:,} documents{made}; "
        f"{text.tokens:,} wordpieces)"
    )


def _waits(waits: Waits | None) -> tuple[str, ...]:
    if waits is None:
        return "–", "–", "–"
    return tuple(f"{wait * KILO:.1f}" for wait in (waits.p50, waits.p95, waits.p99))


def _seconds(seconds: float) -> str:
    return f"{seconds:,.2f}"


def _giga(operations: float) -> str:
    return f"{operations / 1e9:,.0f}"
