"""The command ``footnote`` in a process of its own, for tests: its streams piped, or a terminal."""

import os
import re
import subprocess
import sys
from collections.abc import Callable

Foot = Callable[..., tuple[int, str, str]]


def started(*words: object, **options: object) -> "subprocess.Popen[bytes]":
    """``footnote`` in a process of its own, its three streams piped unless told otherwise."""
    streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    command = [sys.executable, "-c", "import sys; from ui.cli import main; sys.exit(main())"]
    return subprocess.Popen([*command, *map(os.fspath, words)], **(streams | options))  # type: ignore[arg-type,call-overload,no-any-return]


def one_sentence(stderr: str) -> bool:
    return re.fullmatch(r"footnote: \S[^\n]*\n", stderr) is not None


def on_terminal(*words: object, typed: bytes = b"", prompt: bytes = b"") -> bytes:
    """What ``footnote`` shows on a terminal of its own, after some keys, typed at a prompt."""
    import pty

    ours, theirs = pty.openpty()
    environment = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "CI")}
    environment |= {"TERM": "xterm-256color", "COLUMNS": "120"}
    streams = dict.fromkeys(("stdin", "stdout", "stderr"), theirs)
    with started(*words, env=environment, **streams) as process:
        os.close(theirs)
        shown = b""
        while prompt not in shown:
            shown += os.read(ours, 65536)
        os.write(ours, typed)
        try:
            while chunk := os.read(ours, 65536):
                shown += chunk
        except OSError:  # Linux tells the end of a terminal so
            pass
        finally:
            os.close(ours)
    assert process.returncode == 0, shown
    return shown
