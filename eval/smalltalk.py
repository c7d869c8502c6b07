"""Is small talk known as such, and no question taken for it.

    python -m eval.smalltalk [--split report]

The lines are those of ``smalltalk.jsonl``, each with what it is. The gold questions of the split,
about the bundled article and of ``dialogues.jsonl``, are asked too: none of them is small talk.
What is recognised is looked at (``qa.intent``, with the bundled encoder); nothing is answered,
and what is said to small talk is not judged.
"""

import argparse
import json
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from typing import get_args

from eval.gold import Split, load_gold
from index import default_encoder
from qa.intent import intent


@dataclass(frozen=True, slots=True)
class Line:
    """Something that a person types.

    Attributes:
        text: as it was typed.
        small_talk: whether it is small talk, and no question about a document.
        first: whether nothing was said before.
    """

    text: str
    small_talk: bool
    first: bool = True


@dataclass(frozen=True, slots=True)
class Recognised:
    """What came of some lines.

    Attributes:
        small_talk, questions: how many there are of each.
        missed: small talk that was taken for a question.
        mistaken: questions that were taken for small talk.
    """

    small_talk: int
    questions: int
    missed: tuple[str, ...]
    mistaken: tuple[str, ...]

    @property
    def share(self) -> float | None:
        """Of the small talk, the share that was recognised, in [0, 1]; None where there is none."""
        return 1 - len(self.missed) / self.small_talk if self.small_talk else None


def recognised(lines: Iterable[Line]) -> Recognised:
    """Look at lines as ``ask`` does, one by one.

    >>> found = recognised([Line("Thanks a lot!", True), Line("Who won?", False)])
    >>> found.share, found.mistaken
    (1.0, ())
    """
    lines, encoder = tuple(lines), default_encoder()
    taken = {line: intent(line.text, encoder, alone=line.first) == "help" for line in lines}
    return Recognised(
        small_talk=sum(line.small_talk for line in lines),
        questions=sum(not line.small_talk for line in lines),
        missed=tuple(line.text for line in lines if line.small_talk and not taken[line]),
        mistaken=tuple(line.text for line in lines if not line.small_talk and taken[line]),
    )


def written_lines(split: Split) -> tuple[Line, ...]:
    """The lines of ``smalltalk.jsonl`` that belong to a split."""
    text = (files("eval") / "smalltalk.jsonl").read_text(encoding="utf-8")
    entries = [json.loads(line) for line in text.splitlines()]
    return tuple(
        Line(entry["text"], entry["small_talk"]) for entry in entries if entry["split"] == split
    )


def gold_lines(split: Split) -> tuple[Line, ...]:
    """The gold questions of a split, each as it is asked: first, or after other turns."""
    rows = [*load_gold().rows, *load_gold(str(files("eval") / "dialogues.jsonl")).rows]
    return tuple(
        Line(row.question, small_talk=False, first=row.turn in (None, 1))
        for row in rows
        if row.split == split
    )


def main() -> None:
    """Print how much small talk is recognised, and how many questions are taken for it."""
    parser = argparse.ArgumentParser(prog="python -m eval.smalltalk", description=main.__doc__)
    parser.add_argument(
        "--split",
        choices=get_args(Split),
        default="tune",
        help="whose lines (%(default)s); what is mistaken is listed for tune only",
    )
    split: Split = parser.parse_args().split
    written, gold = recognised(written_lines(split)), recognised(gold_lines(split))
    known = written.small_talk - len(written.missed)
    print(f"small talk recognised         {known} of {written.small_talk} ({written.share:.1%})")
    print(f"questions taken for it        {len(written.mistaken)} of {written.questions}")
    print(f"gold questions taken for it   {len(gold.mistaken)} of {gold.questions}")
    if split == "tune":  # who reads the mistakes of report could no longer report on it
        for what, texts in (
            ("not recognised", written.missed),
            ("taken for it", (*written.mistaken, *gold.mistaken)),
        ):
            for text in texts:
                print(f"{what}: {text}")


if __name__ == "__main__":
    main()
