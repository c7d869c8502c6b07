"""What becomes of an error on the command line: one sentence on standard error, an exit code.

    0    done; an abstention is an answer too
    1    ours: a damaged library, a bug, a minimum of an evaluation that is missed
    2    what was asked cannot be done as asked
    130  Ctrl-C (128 + SIGINT, as a shell reports it)
    141  the reader of the output has gone (128 + SIGPIPE)

A traceback is shown only where ``FOOTNOTE_DEBUG=1`` asks for it.
"""

import errno
import os
import sys
import traceback
from collections.abc import Callable

import typer

from ui import terminal

DONE = 0
OURS = 1
USER = 2
INTERRUPTED = 130
READER_GONE = 141

# What the system refuses is neither a mistake of the user nor a bug.
_REFUSALS = {
    errno.EACCES, errno.EDQUOT, errno.EIO, errno.EMFILE, errno.ENOSPC, errno.EPERM, errno.EROFS,
}  # fmt: skip


def run(command: Callable[[], int | None]) -> int:
    """Run a command, and turn whatever it raises into a sentence and an exit code."""
    terminal.prepare()
    try:
        return command() or DONE
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except terminal.ReaderGone:
        # Python flushes standard output once more when it ends, and would complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return READER_GONE
    except typer.TyperException as error:
        return _usage(error)
    except Exception as error:  # noqa: BLE001  # the last line: nobody is to see a traceback
        return _failed(error)


def _usage(error: typer.TyperException) -> int:
    """A word of the command line that does not fit."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "footnote"
    terminal.tell(f"{error.format_message().rstrip('.')} (see {command} --help).")
    return USER


def _failed(error: Exception) -> int:
    from index import FootnoteError, UserError

    if _debugging():
        traceback.print_exception(error)
    if isinstance(error, UserError):
        terminal.tell(str(error))
        return USER
    if isinstance(error, FootnoteError):
        terminal.tell(str(error))
    elif isinstance(error, OSError) and error.errno in _REFUSALS:
        terminal.tell(f"The system refused to go on: {error}.")
    else:
        terminal.tell(
            f"This is a bug in Footnote, please report it ({type(error).__name__}: {error}); "
            "run the command again with FOOTNOTE_DEBUG=1 to see where it happened."
        )
    return OURS


def _debugging() -> bool:
    from index import UserError
    from ui.settings import settings

    try:
        return settings().debug
    except UserError:  # the settings themselves are what is wrong
        return False
