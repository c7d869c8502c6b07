"""Where a PDF's line ends inside a word: hyphens that the typesetter put in, and those that stay.

The document itself is the dictionary: a word that it spells somewhere inside a line settles how
it is spelt at a line's end. Words broken without a hyphen cannot be told and stay in two.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

SOFT_HYPHEN = "\u00ad"
HYPHENS = ("-", "\u2010", "\u2011", SOFT_HYPHEN)
DASHES = ("–", "—", "/")  # no blank is drawn after these where none stands before them

# "pre- and post-war": the hyphen stands for what follows later.
SUSPENDING = ("and", "or", "to", "nor", "und", "oder", "bis", "et", "ou", "y", "o", "e")
# First parts that hardly ever begin an undivided word of their own.
HYPHENATED_FIRSTS = frozenset(
    """self well half long short high low cross ex non quasi all ill much so-called middle
    one two three four five six seven eight nine ten first second third twenty thirty forty fifty
    sixty seventy eighty ninety""".split()
)

WORD = re.compile(r"[^\W_]+(?:[-\u2010\u2011][^\W_]+)*")
LAST_WORD = re.compile(r"[^\W_]+(?:[-\u2010\u2011'’][^\W_]+)*$")
ADDRESS = re.compile(r"://|www\.|@")  # a hyphen in an address is hardly ever the typesetter's
# Scripts that are written without blanks between words.
UNSPACED = re.compile(r"[\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef]")


@dataclass(frozen=True, slots=True)
class Spellings:
    """How often a document spells each word inside a line, in lower case."""

    counts: Counter[str]

    @classmethod
    def of(cls, lines: Iterable[str]) -> "Spellings":
        """Count the words of lines, but for those that a line's end may have cut."""
        counts = Counter[str]()
        for line in lines:
            words = WORD.findall(line.replace("\u2010", "-").replace("\u2011", "-").lower())
            counts.update(words[1:-1] if line.rstrip().endswith(HYPHENS) else words[1:])
        return cls(counts)

    def join(self, line: str, following: str) -> tuple[str, str]:
        """A line as it reads before the next one, and what stands between the two.

        >>> Spellings(Counter()).join("It was unfor-", "tunate that")
        ('It was unfor', '')
        >>> Spellings(Counter()).join("a long-", "term plan")
        ('a long-', '')
        """
        line = line.rstrip()
        if not line or not following:
            return line, ""
        if not line.endswith(HYPHENS):
            is_unspaced = UNSPACED.match(line[-1]) and UNSPACED.match(following[0])
            is_dashed = line.endswith(DASHES) and line[-2:-1].isalnum() and following[0].isalnum()
            return line, "" if is_unspaced or is_dashed else " "
        first, second = LAST_WORD.search(line[:-1]), WORD.match(following)
        if line.endswith(SOFT_HYPHEN):
            return line[:-1], ""
        if not first or not second or second[0] in SUSPENDING:
            return line, " "
        if ADDRESS.search(line.rsplit(maxsplit=1)[-1]):
            return line, ""
        return line[:-1] if self._is_one_word(first[0], second[0]) else line, ""

    def _is_one_word(self, first: str, second: str) -> bool:
        whole = self.counts[(first + second).lower()]
        hyphenated = self.counts[f"{first}-{second}".lower()]
        if whole != hyphenated:
            return whole > hyphenated
        if not second[0].islower():
            is_all_capitals = first.isupper() and second.isupper() and second.isalpha()
            return is_all_capitals and len(first) > 1 and len(second) > 1
        is_compound = (
            "-" in first
            or "-" in second
            or len(first) == 1  # "X-ray": no typesetter leaves one letter of a word on a line
            or first.lower() in HYPHENATED_FIRSTS
        )
        return not is_compound and not first[-1].isdigit()
