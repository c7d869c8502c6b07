"""The quiet buttons that say what an answer was: "Right", "Wrong", "Wrong place".

Pure functions. Gradio's chat lets classes through and no ``aria-pressed``, which ``verdicts.js``
sets from them; that script also sends what is clicked, and shows and says what is then kept.
"""

from qa import Answer
from ui.feedback import Verdict, key_of, verdicts_on

LABELS: dict[Verdict, str] = {"right": "Right", "wrong": "Wrong", "place": "Wrong place"}


def verdicts_html(answer: Answer, chosen: Verdict | None = None) -> str:
    """One button for each thing that can be said of an answer; "" if there is none."""
    buttons = "".join(
        f'<button class="tool verdict {verdict}{" chosen" if verdict == chosen else ""}">'
        f'{LABELS[verdict]}<span class="unseen"> for this answer</span></button>'
        for verdict in verdicts_on(answer)
    )
    if not buttons:
        return ""
    key = f'<span class="carried">{key_of(answer)}</span>'
    return f'<div class="verdicts" role="group">{key}{buttons}</div>'
