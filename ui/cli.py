"""The command ``footnote``: chat, users, ask, documents, check, doctor, and what measures it.

Each command reads its arguments, calls the room that does the work, and prints; those that
measure are in ``measure/``. Heavy libraries are imported where they are used, so that ``--help``
is instant and ``ask`` pays for no page, no torch and no LlamaIndex. What becomes of an error, and
the exit codes, are told in ``exits.py``.
"""

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from ui import exits, printed, terminal
from ui.arenas import few_arenas
from ui.asked import (
    asked_password,
    chosen,
    folder_of,
    ids,
    opened,
    reader_name,
    ready_reader,
    typed,
)
from ui.brief import briefly
from ui.checking import check as check_library
from ui.measure.bench import bench
from ui.measure.calibrate import calibrate
from ui.measure.check import check
from ui.measure.evaluate import evaluate
from ui.measure.feedback import feedback
from ui.measure.squad import squad
from ui.options import AsJson, AuthFile, EncoderName, Host, LibraryPath, Names, NoLogin, Reader
from ui.people import let_in, user

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["--help", "-h"]},
)

Only = Annotated[
    list[str] | None,
    typer.Option(
        "--document",
        metavar="ID_OR_TITLE",
        help="Only this document: its id, the beginning of its id, or its title. Repeatable.",
        show_default=False,
    ),
]

TWO_WORDS = ("eval check", "eval squad")
"""Commands of two words; a gold file of such a name is called ./check or ./squad."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        arguments: the words after ``footnote``; those of this process if None.

    Returns:
        The exit code.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    if " ".join(words[:2]) in TWO_WORDS:
        words[:2] = [" ".join(words[:2])]
    few_arenas()
    return exits.run(lambda: app(words or ["--help"], prog_name="footnote", standalone_mode=False))


def _print_version(asked: bool) -> None:  # noqa: FBT001  # typer calls it
    if asked:
        from importlib.metadata import PackageNotFoundError, version

        try:
            terminal.emit(f"footnote {version('footnote')}")
        except PackageNotFoundError:
            terminal.emit("footnote (not installed)")
        raise typer.Exit


@app.callback()
def _footnote(
    *,
    _version: Annotated[
        bool,
        typer.Option(
            "--version", help="Print the version.", is_eager=True, callback=_print_version
        ),
    ] = False,
) -> None:
    """Answers questions about your documents in their own words, each with its exact place."""


@app.command(epilog="Example: footnote chat --port 7861")
def chat(
    *,
    library: LibraryPath = None,
    reader: Reader = None,
    encoder: EncoderName = None,
    port: Annotated[
        int | None,
        typer.Option(
            min=0,
            max=65535,
            help="Port of the page, 0 for any free one. Without it: FOOTNOTE_PORT, else 7860.",
            show_default=False,
        ),
    ] = None,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the page in the browser.")
    ] = True,
    host: Host = "127.0.0.1",
    auth_file: AuthFile = None,
    no_login: NoLogin = False,
    name: Names = None,
) -> int:
    """Open the chat in the browser, for this machine only unless --host says otherwise."""
    from ui.settings import settings
    from ui.web import free_port, serve

    users = let_in(host, auth_file, no_login=no_login)
    port = settings().port if port is None else port
    port = free_port(port, host)  # told before anything is loaded
    with opened(library, create=True, encoder=encoder) as shelf:
        reads = ready_reader(reader)
        serve(
            shelf,
            reader=reads,
            port=port,
            host=host,
            names=name or (),
            users=users,
            open_browser=browser,
            on_ready=_ready,
        )
    return exits.DONE


@app.command(epilog='Example: footnote ask "Who blocked the cooperation?"')
def ask(
    question: Annotated[list[str], typer.Argument(metavar="QUESTION", show_default=False)],
    *,
    library: LibraryPath = None,
    document: Only = None,
    reader: Reader = None,
    encoder: EncoderName = None,
    json: AsJson = False,
) -> None:
    """Answer a question, with the sentences that say so."""
    with briefly(), opened(library, encoder=encoder) as shelf:
        shelf.prepare()
        from qa import ask as answer_to

        reads = ready_reader(reader)
        answer = answer_to(typed(question), shelf, documents=ids(shelf, document), reader=reads)
    if json:
        terminal.emit_json(answer.to_dict())
    else:
        printed.show_answer(answer)


@app.command(epilog='Example: footnote add reports "notes/**/*.md" letter.txt')
def add(
    names: Annotated[list[str], typer.Argument(metavar="FILE_OR_FOLDER", show_default=False)],
    *,
    library: LibraryPath = None,
    encoder: EncoderName = None,
    password: Annotated[
        str,
        typer.Option(
            metavar="TEXT",
            help="Opens files that are encrypted. A - asks for it, or reads a line of the input.",
            show_default=False,
        ),
    ] = "",
    watch: Annotated[
        bool,
        typer.Option(
            "--watch",
            help="Then keep the library in step, until Ctrl-C: what is new or has changed is "
            "added, and documents whose file is gone are removed. Takes folders only.",
        ),
    ] = False,
    json: Annotated[
        bool,
        typer.Option(
            "--json",
            help="Print one JSON document, a list of {file, outcome, reason, document}, the "
            "outcome being added, replaced, unchanged, refused or skipped; with --watch one such "
            "object a line, the outcome removed as well.",
        ),
    ] = False,
) -> int:
    """Add files to the library, or replace those that have changed.

    A folder stands for the files in it, however deep, and so does a pattern such as "*.md" or
    "notes/**"; hidden files and those whose ending is not read are left alone. A file that
    cannot be read never stops the others; the exit code is 2 if there was one.
    """
    secret = asked_password(password)
    with opened(library, create=True, encoder=encoder) as shelf:
        if watch:
            from ui.watching import keep_in_step

            return keep_in_step(shelf, names, password=secret, json=json)
        from ui.adding import add_all

        return add_all(shelf, names, password=secret, json=json)


@app.command("list", epilog="Example: footnote list --json")
def list_(*, library: LibraryPath = None, json: AsJson = False) -> None:
    """List the documents of the library."""
    with briefly(), opened(library) as shelf:
        entries = shelf.entries()
    if json:
        terminal.emit_json(entries)
    elif entries:
        printed.show_entries(entries)
    else:
        terminal.tell("The library is empty: footnote add FILE puts a document into it.")


@app.command(epilog='Example: footnote remove "Meeting notes"')
def remove(
    document: Annotated[str, typer.Argument(metavar="ID_OR_TITLE", show_default=False)],
    *,
    library: LibraryPath = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask for confirmation.")] = False,
) -> None:
    """Remove a document from the library.

    The file that it came from stays where it is.
    """
    with opened(library) as shelf:
        entry = chosen(shelf.entries(), document)
        title = terminal.one_line(entry.title)
        if sys.stdin.isatty() and not yes:
            question = f'Remove "{title}" ({entry.id}) from the library?'
            if not typer.confirm(question, err=True):
                terminal.tell("Nothing was removed.")
                return
        shelf.remove(entry.id)
    terminal.emit(f"removed    {entry.id}  {title}")


@app.command(epilog='Example: footnote search "military exercises" -k 3')
def search(
    query: Annotated[list[str], typer.Argument(metavar="QUERY", show_default=False)],
    *,
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="At most so many passages.")] = 5,
    library: LibraryPath = None,
    document: Only = None,
    encoder: EncoderName = None,
    json: AsJson = False,
) -> None:
    """Find the passages that bear on some words, best first."""
    with briefly(), opened(library, encoder=encoder) as shelf:
        shelf.prepare()
        from qa.question import checked

        hits = shelf.search(checked(typed(query)), k=k, documents=ids(shelf, document))
    if json:
        terminal.emit_json(hits)
    elif hits:
        printed.show_hits(hits)
    else:
        terminal.tell("Nothing was found.")


@app.command(epilog="Example: footnote doctor --offline")
def doctor(
    *,
    library: LibraryPath = None,
    reader: Reader = None,
    offline: Annotated[
        bool,
        typer.Option(
            "--offline",
            help="Also prove that a question is answered without a network: ask one where no "
            "socket can be made.",
        ),
    ] = False,
    json: AsJson = False,
) -> int:
    """Look for what can be wrong: versions, models, the library, room on the disk.

    The exit code is 1 if something is.
    """
    from ui.doctor import examined

    checkups = []
    for checkup in examined(folder_of(library), reader=reader_name(reader), prove_offline=offline):
        checkups.append(checkup)
        if not json:
            printed.show_checkup(checkup)
    if json:
        terminal.emit_json(checkups)
    return exits.DONE if all(checkup.is_well for checkup in checkups) else exits.OURS


app.command(epilog="Example: footnote user maya --auth-file users")(user)
app.command("eval", epilog="Example: footnote eval --min citation_recall=0.8 --html report.html")(
    evaluate
)
app.command("eval check", epilog="Example: footnote eval check mine.csv --library notes")(check)
app.command("eval squad", epilog="Example: footnote eval squad dev-v2.0.json --level document")(
    squad
)
app.command("check", epilog="Example: footnote check --repair")(check_library)
app.command(epilog="Example: footnote feedback --gold right.jsonl")(feedback)
app.command(epilog="Example: footnote calibrate mine.jsonl --risk 0.1")(calibrate)
app.command(epilog="Example: footnote bench --size 1000 --html bench.html")(bench)


def _ready(address: str) -> None:
    terminal.emit(f"Footnote is ready: {address} (Ctrl-C ends it)")
