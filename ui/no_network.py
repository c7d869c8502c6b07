"""No network for this process, for good: no socket to anywhere can be made from now on.

Python's own attempts are refused by an audit hook, which also notes them; those of compiled
libraries by the kernel, where it is Linux on x86-64 or ARM (seccomp, a filter of system calls that
cannot be taken off and that child processes inherit). Nothing is excused, not even this machine.
"""

import ctypes
import errno
import platform
import struct
import sys

# What Python's code tried and was refused, whether it swallowed that or not; but for making a
# socket, as urllib3 does when it is imported, to see whether there is IPv6.
TRIED: list[str] = []

# From linux/prctl.h, linux/seccomp.h and linux/filter.h.
_PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS, _SECCOMP_MODE_FILTER = 22, 38, 2
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050000 | errno.EACCES, 0x80000000
_NUMBER_AT, _ARCHITECTURE_AT = 0, 4  # offsets in struct seccomp_data
_X32 = 0x40000000  # system calls of x86-64's third ABI, which have other numbers
# Architecture, socket, connect, bind, io_uring_setup (which can make sockets as well). A pair of
# sockets that only know each other, as Chroma's runtime has for itself, leads nowhere.
_CALLS = {
    "x86_64": (0xC000003E, 41, 42, 49, 425),
    "aarch64": (0xC00000B7, 198, 203, 200, 425),
}


def block() -> bool:
    """Refuse every socket from now on; tell whether the kernel does so too.

    Raises:
        OSError: the kernel would, and refused to.
    """
    sys.addaudithook(_refuse)
    calls = _CALLS.get(platform.machine()) if sys.platform == "linux" else None
    if calls is None:
        return False
    _filter(*calls)
    return True


def _refuse(event: str, _arguments: tuple[object, ...]) -> None:
    if event.startswith("socket."):
        if event != "socket.__new__":
            TRIED.append(event)
        raise PermissionError(errno.EACCES, "the network is blocked")


def _filter(architecture: int, *calls: int) -> None:
    """Load the filter: its jumps count how many lines they pass over."""
    lines = [
        (_LOAD, 0, 0, _ARCHITECTURE_AT),
        (_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER_AT),
        (_AT_LEAST, len(calls) + 1, 0, _X32),
        *((_EQUAL, len(calls) - at, 0, call) for at, call in enumerate(calls)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    ]
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *line) for line in lines))
    program = ctypes.create_string_buffer(
        struct.pack("HxxxxxxP", len(lines), ctypes.addressof(code))
    )
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    prctl.argtypes = (ctypes.c_int, *[ctypes.c_ulong] * 4)
    for words in (
        (_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0),
        (_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.addressof(program), 0, 0),
    ):
        if prctl(*words) != 0:
            raise OSError(ctypes.get_errno(), "the kernel does not block the network")
