"""The files on their way into the library as HTML: each name, how far it is, what it needs.

Pure functions. ``files.js`` sends what the reader answers, and keeps what is being typed when
the list is drawn anew.
"""

from collections.abc import Sequence
from pathlib import PurePath

from ui.escape import escape
from ui.intake import Incoming
from ui.notices import sentence

STAGES = {"Embedding passages": "Making it searchable"}  # others are shown as they are called
TONES = {"good": "good", "bad": "bad"}  # of states that are over; others are busy


def incoming_html(files: Sequence[Incoming]) -> str:
    """The list of files, and what to announce of it; "" without any."""
    if not files:
        return ""
    items = "".join(_item(file) for file in files)
    close = '<button class="word" data-choice="close">Close this list</button>'
    is_done = all(file.state in TONES for file in files)
    is_busy = any(file.state in {"waiting", "reading"} for file in files)
    busy = ' data-busy="true"' if is_busy else ""
    return (
        f'<ul class="notes" aria-label="Files" data-said="{escape(_said(files))}"{busy}>'
        f"{items}</ul>"
        f"{close if is_done else ''}"
    )


def _said(files: Sequence[Incoming]) -> str:
    """How all of it stands, for those who listen: told when a file is done, not at each step."""
    count = {state: sum(file.state == state for file in files) for state in TONES}
    asking = sum(file.is_asking for file in files)
    parts = [f"{count['good']} of {len(files)} files are in your library"]
    parts += [f"{count['bad']} could not be added"] * bool(count["bad"])
    parts += [f"{asking} need an answer from you"] * bool(asking)
    return ", ".join(parts)


def _item(file: Incoming) -> str:
    tone = TONES.get(file.state, "busy")
    return f'<li class="note {tone}" data-key="{file.key}">{_words(file)}</li>'


def _words(file: Incoming) -> str:
    name = f"<strong><bdi>{escape(file.name)}</bdi></strong>"
    match file.state:
        case "waiting":
            return f"{name} Waiting for its turn."
        case "reading":
            return f"{name} {_progress(file)}"
        case "locked":
            return name + _locked(file)
        case "twin":
            return name + _twin(file)
    text = file.text.removeprefix(file.name)  # errors begin with it
    return f"{name}{'' if text != file.text else ' '}{escape(sentence(text))}"


def _progress(file: Incoming) -> str:
    """What is being done; how far, and how long it still takes, where that is known."""
    if file.progress is None or not file.progress.total:
        return "Reading…"
    step = file.progress
    stage = STAGES.get(step.stage, step.stage)
    left = f" · {file.left}" if file.left else ""
    return (
        f"{escape(stage)}, {step.done:,} of {step.total:,}{left} "
        f'<progress value="{step.done}" max="{step.total}" '
        f'aria-label="{escape(file.name)}"></progress>'
    )


def _locked(file: Incoming) -> str:
    """A form for the password."""
    said = sentence(file.text or "It is locked with a password")
    return (
        f' <span role="alert">{escape(said)}</span><form data-choice="open" class="answers">'
        f'<input type="password" autocomplete="off" required placeholder="Password" '
        f'aria-label="Password of {escape(file.name)}">'
        '<button class="word">Open it</button>'
        '<button type="button" class="word" data-choice="skip">Leave it out</button></form>'
    )


def _twin(file: Incoming) -> str:
    """The question what becomes of the document of the same name."""
    return (
        ' <span role="alert">A file of this name is in your library already'
        f"{_titled(file)}. Replace the earlier version or keep both?</span>"
        '<span class="answers"><button class="word" data-choice="replace">Replace it</button>'
        '<button class="word" data-choice="both">Keep both</button>'
        '<button class="word" data-choice="skip">Leave it out</button></span>'
    )


def _titled(file: Incoming) -> str:
    return f": <bdi>{escape(file.text)}</bdi>" if file.text != PurePath(file.name).stem else ""
