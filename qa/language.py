"""Questions in a language that the encoder cannot read are told so, rather than searched badly.

An encoder that says nothing about its languages is taken to read every one.
"""

import re
from functools import cache
from typing import Any

from index import Encoder
from index.words import STOPWORDS
from qa.talk import words_of

# English words that are words of other languages, too.
SHARED = words_of(
    """
    a i in is was no me on an so as am do he her of will over all has more once to at by s t for
    under or had have are don can our same just not most any
    """
)
ENGLISH = STOPWORDS - SHARED
# How likely the guess must be: names and key words in plain letters mislead it most.
SURE, SURE_IN_ASCII = 0.5, 0.8
NAMES = {
    "ar": "Arabic", "bg": "Bulgarian", "cs": "Czech", "da": "Danish", "de": "German",
    "el": "Greek", "en": "English", "es": "Spanish", "fa": "Persian", "fi": "Finnish",
    "fr": "French", "he": "Hebrew", "hi": "Hindi", "hu": "Hungarian", "id": "Indonesian",
    "it": "Italian", "ja": "Japanese", "ko": "Korean", "nb": "Norwegian", "nl": "Dutch",
    "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian",
    "sv": "Swedish", "tr": "Turkish", "uk": "Ukrainian", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip


def unreadable(question: str, encoder: Encoder) -> str | None:
    """The language of a question that the encoder cannot read, by its code; None if it can.

    >>> from index import default_encoder
    >>> unreadable("Wer hat die Zusammenarbeit blockiert?", default_encoder())
    'de'
    >>> unreadable("Who blocked the cooperation?", default_encoder())
    """
    readable = getattr(encoder, "languages", None)
    if readable is None:
        return None
    words = re.findall(r"[^\W\d_]+", question.lower())
    named = all(word[0].isupper() for word in re.findall(r"[^\W\d_]+", question)[1:])
    if not words or (named and not question.rstrip().endswith(("?", "？", "؟", ";"))):
        return None
    if "en" in readable and not ENGLISH.isdisjoint(words):
        return None
    language, likely = _identifier().classify(question)
    sure = SURE_IN_ASCII if question.isascii() else SURE
    return language if language not in readable and likely >= sure else None


@cache
def _identifier() -> Any:
    """Read at the first question that may be in another language."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
