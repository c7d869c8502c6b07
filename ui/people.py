"""Who may use the page: the command ``footnote user``, and whom ``footnote chat`` lets in.

What a user's line holds is ``door/users.py``.
"""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from ui import exits, terminal
from ui.asked import located

if TYPE_CHECKING:
    from ui.door.users import Users


def let_in(host: str, auth_file: str | None, *, no_login: bool) -> "Users | None":
    """Whom the page lets in; None for everybody who reaches it.

    Raises:
        UserError: other machines are to be served, and it was not said whom to let in; or the
            users' file cannot be read, or is empty.
    """
    from index import UserError
    from ui.door.origin import is_loopback

    if auth_file is not None and no_login:
        raise UserError("--auth-file and --no-login contradict each other: give one of them")
    if auth_file is not None:
        from ui.door.users import Users

        users = Users(located(auth_file, "--auth-file"))
        if not users.names():
            raise UserError(
                f"{users.path} holds no user: add one with "
                f"footnote user NAME --auth-file {users.path}"
            )
        return users
    if is_loopback(host):
        return None
    if not no_login:
        raise UserError(
            f"Serving {host} lets other machines in, so it takes a login: make a user with "
            "footnote user NAME --auth-file FILE and add --auth-file FILE, or say --no-login"
        )
    terminal.tell(
        f"Warning: everybody who reaches {host} can read, add and remove the documents of this "
        "library (--no-login)."
    )
    return None


def user(
    name: Annotated[str, typer.Argument(metavar="NAME", show_default=False)],
    *,
    auth_file: Annotated[
        str,
        typer.Option(
            "--auth-file",
            metavar="FILE",
            help="The users' file of footnote chat --auth-file; made where there is none.",
            show_default=False,
        ),
    ],
    remove: Annotated[bool, typer.Option("--remove", help="Take the user out.")] = False,
) -> int:
    """Give a user of the shared page a password, or a new one.

    It is asked for without echo; from a pipe it is the first line. A running page knows at once.
    The documents of a user who is taken out stay where they are.
    """
    from ui.door.users import Users

    users = Users(located(auth_file, "--auth-file"))
    if remove:
        users.take(name)
        terminal.emit(f"removed    {name}")
        return exits.DONE
    users.put(name, _password())
    terminal.emit(f"can log in {name}")
    return exits.DONE


def _password() -> str:
    from index import UserError

    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    from getpass import getpass

    try:
        password = getpass("Password: ")
        if password != getpass("Once more: "):
            raise UserError("The two are not the same: nothing was changed")
    except EOFError:
        raise typer.Abort from None
    return password
