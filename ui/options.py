"""The options that several commands share."""

from typing import Annotated

import typer

LibraryPath = Annotated[
    str | None,
    typer.Option(
        "--library",
        metavar="PATH",
        help="Folder of the library. Without it: FOOTNOTE_LIBRARY, else the default library.",
        show_default=False,
    ),
]
Reader = Annotated[
    str | None,
    typer.Option(
        "--reader",
        metavar="NAME",
        help="Who reads: a question-answering model of transformers, by its name on the Hugging "
        "Face hub or its folder, or weights that make train wrote. Without it: FOOTNOTE_READER, "
        "else the bundled reader.",
        show_default=False,
    ),
]
EncoderName = Annotated[
    str | None,
    typer.Option(
        "--encoder",
        metavar="NAME",
        help="What makes vectors in a new library: a model of sentence-transformers, by its name "
        "on the Hugging Face hub or its folder, or torch for the bundled weights in full "
        "precision. A library keeps to the encoder that it was made with, without being told.",
        show_default=False,
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]

GoldLibrary = Annotated[
    str | None,
    typer.Option(
        "--library",
        metavar="PATH",
        help="Folder of the library that holds the documents. Without it: the documents that "
        "come with the gold, else FOOTNOTE_LIBRARY, else the default library.",
        show_default=False,
    ),
]
GoldData = Annotated[
    str | None,
    typer.Option(
        "--data",
        metavar="FOLDER",
        envvar="FOOTNOTE_DATA",
        help="The data folder of docs/data.md, where the gold names articles of it as its "
        "documents. Without it: FOOTNOTE_DATA.",
        show_default=False,
    ),
]
WholeLibrary = Annotated[
    bool,
    typer.Option(
        "--whole-library",
        help="Search every document of the library, as in daily use; without it only the one "
        "that a question is about.",
    ),
]

Host = Annotated[
    str,
    typer.Option(
        "--host",
        metavar="ADDRESS",
        help="Serve other machines, too, at this address of this machine (0.0.0.0: all of them). "
        "It takes --auth-file, or --no-login.",
    ),
]
AuthFile = Annotated[
    str | None,
    typer.Option(
        "--auth-file",
        metavar="FILE",
        help="Let in only the users of this file, each with documents of their own beside those "
        "of the library; footnote user NAME --auth-file FILE makes it.",
        show_default=False,
    ),
]
NoLogin = Annotated[
    bool,
    typer.Option(
        "--no-login",
        help="With --host: let in everybody who reaches this machine, to read, add and remove.",
    ),
]
Names = Annotated[
    list[str] | None,
    typer.Option(
        "--name",
        metavar="NAME",
        help="Another name by which browsers may call this server, such as a proxy's. Repeatable.",
        show_default=False,
    ),
]
