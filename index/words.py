"""How text is normalised for word search, and how a question becomes a full-text query.

Only what is derived for search passes through here, never what is cited. Stemming (Porter) and
case folding of single words are left to SQLite's FTS5 tokenizer.
"""

import re
import unicodedata

# FTS5's tokenizer takes a run of these as one word, so each gets blanks around it.
IDEOGRAPHS = re.compile(r"([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff])")
WORD = re.compile(r"\w+")

# Words that say nothing about which passage is meant.
STOPWORDS = frozenset(
    """a about above after again against all am an and any are as at be because been before being
    below between both but by can could did do does doing down during each few for from further
    had has have having he her here hers him his how i if in into is it its just me more most my
    no nor not now of off on once only or other our out over own same she should so some such
    than that the their them then there these they this those through to too under until up very
    was we were what when where which while who whom whose why will with would you your s t
    don doesn didn isn aren wasn weren tell say says said please give""".split()
)


def storable(text: str) -> str:
    """The text with half surrogate pairs (a broken paste), which nothing can store, as "?"."""
    return text.encode(errors="replace").decode()


def storable_name(name: str) -> str:
    """A file's name as text that can be stored: what no encoding holds is spelt out in ASCII."""
    return name.encode(errors="backslashreplace").decode()


def searchable(text: str) -> str:
    r"""The text as it is indexed: compatibility forms folded, format characters dropped.

    >>> searchable("e\ufb03cient so\u00adcial 東京")
    'efficient social  東  京 '
    """
    folded = unicodedata.normalize("NFKC", text)
    visible = "".join(c for c in folded if unicodedata.category(c) != "Cf").replace("\0", " ")
    return IDEOGRAPHS.sub(r" \1 ", visible)


def content_words(text: str) -> tuple[str, ...]:
    """The words that carry meaning, lower-cased, in order, each once; all if none does.

    >>> content_words("Who has blocked the cooperation?")
    ('blocked', 'cooperation')
    """
    words = tuple(dict.fromkeys(WORD.findall(searchable(text).lower())))
    return tuple(word for word in words if word not in STOPWORDS) or words


def match_query(question: str) -> str:
    """An FTS5 query for any of the question's content words; "" if it has no word.

    >>> match_query('the "end" of NATO*')
    '"end" OR "nato"'
    """
    return " OR ".join(f'"{word}"' for word in content_words(question))
