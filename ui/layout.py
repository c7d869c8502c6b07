"""What stands where on the page: Gradio's components, without any behaviour.

``events.py`` ties them to the ``Desk``. Colours, type and spacing are in ``style/``,
the page's own script is ``page.js``. Gradio is imported here at the top: import this file only to
build a page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

from ui.door.login import logout_html
from ui.intake import given_up
from ui.source import loading_html
from ui.tools import EXPORT

HERE = Path(__file__).parent
TITLE = "Footnote"

# Only what the reader's own machine has; Gradio's default theme names web fonts.
SANS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Liberation Sans", "sans-serif")
MONO = ("ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace")

TABS = (
    '<div role="tablist" aria-label="What is shown">'
    '<button role="tab" aria-controls="talk" aria-selected="true">Conversation</button>'
    '<button role="tab" aria-controls="reading" aria-selected="false" tabindex="-1">'
    "Document</button></div>"
)

THIS_DOCUMENT, ALL_DOCUMENTS = "This document", "All documents"


@dataclass(frozen=True, slots=True)
class Page:
    """Every component that an event reads or writes."""

    blocks: gr.Blocks
    turns: gr.State
    kept: gr.BrowserState
    tools: gr.HTML
    verdicts: gr.HTML
    incoming: gr.State
    chat: gr.Chatbot
    starters: gr.HTML
    notice: gr.HTML
    question: gr.Textbox
    scope: gr.Radio
    fresh: gr.Button
    picker: gr.Dropdown
    upload: gr.UploadButton
    files: gr.HTML
    found: gr.HTML
    remove: gr.Button
    confirm: gr.Column
    confirm_text: gr.HTML
    confirm_yes: gr.Button
    confirm_no: gr.Button
    notes: gr.HTML
    pane: gr.HTML


def lay_out(key: str, choices: Sequence[tuple[str, str]], user: str | None = None) -> Page:
    """Two panes: the conversation, and the text it is about.

    Args:
        key: under which, and encrypted with which, the browser keeps the conversation.
        choices: label and id of each document now. Pages get them as they load.
        user: who has logged in, None where nobody has to.
    """
    script = _script("page.js")
    with gr.Blocks(
        title=TITLE,
        fill_width=True,
        analytics_enabled=False,
        delete_cache=(3600, 86400),  # seconds: look every hour, drop what is older than a day
    ) as blocks:
        turns = gr.State(())
        kept = gr.BrowserState(storage_key=f"footnote-{key}", secret=key)
        incoming = gr.State((), delete_callback=given_up)
        with gr.Row(elem_id="room"):
            with gr.Column(elem_id="talk", min_width=0):
                with gr.Row(elem_id="masthead"):
                    gr.HTML(
                        "<h1>Footnote<sup>1</sup></h1><p>Answers in your documents’ own words</p>",
                        elem_id="brand",
                        apply_default_css=False,
                    )
                    tools = gr.HTML(
                        EXPORT,
                        elem_id="export",
                        js_on_load=_script("turns.js"),
                        parcel=None,
                        apply_default_css=False,
                    )
                    fresh = gr.Button("New conversation", elem_id="fresh", size="sm", min_width=0)
                    if user is not None:
                        gr.HTML(logout_html(user), elem_id="logout", apply_default_css=False)
                chat = gr.Chatbot(
                    elem_id="chat",
                    label="Conversation",
                    show_label=False,
                    container=False,
                    height="100%",
                    layout="panel",
                    buttons=[],
                    feedback_options=None,
                    latex_delimiters=[],
                    allow_tags=False,
                    sanitize_html=True,
                    line_breaks=False,
                    allow_file_downloads=False,
                    group_consecutive_messages=False,
                )
                starters = gr.HTML(
                    elem_id="starters",
                    js_on_load=_script("starters.js"),
                    apply_default_css=False,
                )
                verdicts = gr.HTML(
                    '<p class="unseen" role="status"></p>',
                    elem_id="verdicts",
                    js_on_load=_script("verdicts.js"),
                    said=None,
                    apply_default_css=False,
                )
                notice = gr.HTML(
                    elem_id="notice", js_on_load=_script("chips.js"), apply_default_css=False
                )
                question = gr.Textbox(
                    elem_id="question",
                    label="Your question",
                    show_label=False,
                    container=False,
                    placeholder="Ask about the text…",
                    lines=1,
                    max_lines=6,
                    submit_btn="Ask",
                    autofocus=True,
                )
                scope = gr.Radio(
                    [THIS_DOCUMENT, ALL_DOCUMENTS],
                    value=THIS_DOCUMENT,
                    label="Where to look",
                    show_label=False,
                    container=False,
                    elem_id="scope",
                )
            with gr.Column(elem_id="reading", min_width=0):
                with gr.Row(elem_id="shelf"):
                    picker = gr.Dropdown(
                        list(choices),
                        value=None,
                        label="Document",
                        show_label=False,
                        container=False,
                        elem_id="picker",
                        filterable=False,
                        min_width=0,
                        scale=1,
                    )
                    # Of a tab that the server does not remember it knows no newer choices; the
                    # desk looks whether the document is there.
                    picker.preprocess = _text_or_none  # type: ignore[assignment,method-assign]
                    upload = gr.UploadButton(
                        "Add files",
                        file_count="multiple",
                        elem_id="upload",
                        size="sm",
                        min_width=0,
                        scale=0,
                    )
                    # Gradio's own leaves an empty file behind for each upload.
                    upload._process_single_file = _path_of  # type: ignore[assignment,method-assign]  # noqa: SLF001
                    gr.Button("Find", elem_id="find", size="sm", min_width=0, scale=0)
                    remove = gr.Button("Remove", elem_id="remove", size="sm", min_width=0, scale=0)
                files = gr.HTML(
                    elem_id="files",
                    js_on_load=_script("files.js"),
                    apply_default_css=False,
                )
                with gr.Column(visible=False, elem_id="confirm", min_width=0) as confirm:
                    confirm_text = gr.HTML(js_on_load=None, apply_default_css=False)
                    with gr.Row():
                        confirm_yes = gr.Button(
                            "Remove it", elem_id="confirm-yes", size="sm", min_width=0, scale=0
                        )
                        confirm_no = gr.Button(
                            "Keep it", elem_id="confirm-no", size="sm", min_width=0, scale=0
                        )
                notes = gr.HTML(
                    elem_id="notes", js_on_load=script, listens=False, apply_default_css=False
                )
                found = gr.HTML(
                    elem_id="found",
                    js_on_load=_script("find.js"),
                    apply_default_css=False,
                )
                pane = gr.HTML(
                    loading_html(),
                    elem_id="pane",
                    js_on_load=script,
                    listens=True,
                    apply_default_css=False,
                )
                gr.HTML(elem_id="passage", js_on_load=_script("passage.js"))
        gr.HTML(TABS, elem_id="tabs", js_on_load=_script("tabs.js"), apply_default_css=False)
    return Page(
        blocks,
        turns,
        kept,
        tools,
        verdicts,
        incoming,
        chat,
        starters,
        notice,
        question,
        scope,
        fresh,
        picker,
        upload,
        files,
        found,
        remove,
        confirm,
        confirm_text,
        confirm_yes,
        confirm_no,
        notes,
        pane,
    )


def _script(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


def head() -> str:
    """What has to run before Gradio draws the page."""
    return f"<script>{_script('kept.js')}</script>"


def theme() -> gr.themes.Base:
    """Gradio's plain theme on local fonts; ``style/colours.css`` sets the colours."""
    return gr.themes.Base(font=SANS, font_mono=MONO)


def _text_or_none(sent: Any) -> str | None:
    return sent if isinstance(sent, str) else None


def _path_of(file: Any) -> Any:
    return file.path
