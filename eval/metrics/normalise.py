"""The normalisation of answers that exact match and token F1 share.

It is SQuAD's, to the letter, so that figures can be compared with published ones. That means
it knows English articles and ASCII punctuation only: curly quotes, dashes and "é" stay.
"""

import re
import string

_ARTICLES = re.compile(r"\b(a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation)


def normalise(text: str) -> str:
    """An answer as SQuAD compares it.

    Lower case, then without ASCII punctuation, then without the articles a, an and the, then
    with single spaces. The order matters: "the." is an article, "a-b" becomes "ab".

    Source: ``normalize_answer`` of the official evaluate-v2.0.py (Rajpurkar et al. 2016,
    2018).

    >>> normalise("The  “massacre”, a U.S. word.")
    '“massacre” us word'
    >>> normalise("The")
    ''
    """
    return " ".join(_ARTICLES.sub(" ", text.lower().translate(_PUNCTUATION)).split())


def accepted(golds: tuple[str, ...]) -> tuple[str, ...]:
    """The normalised gold answers that a prediction is compared with.

    As the official script does it: answers of which nothing is left are dropped, and where no
    answer is left the only right one is the empty one, which means abstaining.

    >>> accepted(("The Turks", "a"))
    ('turks',)
    >>> accepted(())
    ('',)
    """
    return tuple(gold for gold in map(normalise, golds) if gold) or ("",)
