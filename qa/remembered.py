"""The last answers, for a question that is asked again of a library as it was.

After a write to the library, by whatever process, nothing is left of what was kept; what else an
answer depends on is in its key. It is kept in memory alone, and goes with the library: with the
object, so that no other one is ever mistaken for it.
"""

from collections import OrderedDict
from collections.abc import Collection, Hashable, Sequence
from dataclasses import replace
from threading import Lock
from weakref import WeakKeyDictionary

from index import Library
from qa.answer import Answer
from qa.question import Turn
from qa.reader import Reader
from qa.threshold import SETTING

KEPT = 100  # answers of a library, a few kB each


class _Answers(OrderedDict[Hashable, Answer]):
    """Answers by their keys, the one last asked for at the end."""

    def __init__(self, generation: int) -> None:
        super().__init__()
        self.generation = generation


_LOCK = Lock()
_ANSWERS: WeakKeyDictionary[Library, _Answers] = WeakKeyDictionary()


def key(
    question: str,
    library: Library,
    earlier: Sequence[Turn],
    documents: Collection[str] | None,
    *,
    reader: Reader | None,
    threshold: float | None,
) -> Hashable | None:
    """All that an answer depends on beside the documents; None if that is not known.

    A reader that has no identity may answer otherwise the next time.
    """
    identity = None if reader is None else getattr(reader, "identity", "")
    if identity == "":
        return None
    asked = None if documents is None else tuple(documents)
    least = library.setting(SETTING) if threshold is None else threshold
    return question, tuple(earlier), asked, identity, least


def find(library: Library, generation: int, key: Hashable | None) -> Answer | None:
    """The answer that was kept while the library had this generation; None if there is none."""
    with _LOCK:
        answers = _of(library, generation)
        if key in answers:
            answers.move_to_end(key)
        return answers.get(key)


def keep(library: Library, generation: int, key: Hashable | None, answer: Answer) -> None:
    """Keep an answer; of too many the one goes that was not asked for the longest."""
    with _LOCK:
        answers = _of(library, generation)
        if key is not None:
            answers[key] = replace(answer, timings=dict(answer.timings))  # nobody else's
        if len(answers) > KEPT:
            answers.popitem(last=False)


def forget(library: Library) -> None:
    """Let go of all answers of a library, so that the next ones are found anew."""
    with _LOCK:
        _ANSWERS.pop(library, None)


def _of(library: Library, generation: int) -> _Answers:
    answers = _ANSWERS.get(library)
    if answers is None or answers.generation != generation:
        answers = _ANSWERS[library] = _Answers(generation)
    return answers
