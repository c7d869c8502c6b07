"""Questions in languages that the encoder does not read."""

import dataclasses

import pytest

from eval import load_gold
from index import Library, default_encoder
from qa import ask
from qa.language import unreadable
from qa.question import IN_LANGUAGE


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Wer hat die Zusammenarbeit blockiert?", "de"),
        ("Qui a bloqué la coopération avec Israël ?", "fr"),
        ("谁阻止了合作？", "zh"),
        ("Кто заблокировал сотрудничество?", "ru"),
        ("Türkiye neden NATO'yu engelledi?", "tr"),
        ("Who is Türkiye's president?", None),
        ("nato israel turkey", None),
        ("Recep Tayyip Erdoğan", None),
        ("Hvad betyder aftalen for landbruget?", "da"),
        ("Erdogan?", None),
        ("17?", None),
        ("?", None),
    ],
)
def test_unreadable(question: str, language: str | None) -> None:
    """Other languages are told from English, and from names and numbers."""
    assert unreadable(question, default_encoder()) == language


def test_every_gold_question_is_readable() -> None:
    """No question of the gold is taken for another language, misspelt and terse ones included."""
    taken = [r.question for r in load_gold().rows if unreadable(r.question, default_encoder())]
    assert taken == []


def test_the_answer_says_so(article_library: Library) -> None:
    """A clear sentence, nothing cited, and the conversation goes on."""
    answer = ask("Wer hat die Zusammenarbeit blockiert?", article_library)
    assert (answer.kind, answer.answered, answer.citations) == ("abstained", False, ())
    assert answer.text.startswith(f"{IN_LANGUAGE} German")
    then = ask("Why did Turkey block it?", article_library, history=[answer])
    assert then.understood.startswith("Why did Turkey block")
    pairs = ask("Who did?", article_library, history=[(answer.question, answer.text)])
    assert "seems to be" not in pairs.understood


@dataclasses.dataclass
class Multilingual:
    """The bundled encoder, said to read something else."""

    languages: frozenset[str] | None

    name = "multilingual"
    sha256 = "0" * 64
    dimension = default_encoder().dimension
    encode = staticmethod(default_encoder().encode)
    count_tokens = staticmethod(default_encoder().count_tokens)


def test_another_encoder_reads_what_it_says() -> None:
    """``languages`` of an encoder decide; None reads every one."""
    german = "Wer hat die Zusammenarbeit blockiert?"
    assert unreadable(german, Multilingual(frozenset({"de", "en"}))) is None
    assert unreadable(german, Multilingual(None)) is None
    assert unreadable(german, Multilingual(frozenset({"fr"}))) == "de"
