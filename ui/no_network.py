"""No network for this process, for good: no socket to anywhere can be made from now on.

Python's own attempts are refused by an audit hook, which also notes them; those of compiled
libraries by the kernel, where it is Linux on x86-64 or ARM (seccomp, a filter of system calls that
cannot be taken off and that child processes inherit). Nothing is excused, not even this machine.
"""

import errno
import sys

# What Python's code tried and was refused, whether it swallowed that or not; but for making a
# socket, as urllib3 does when it is imported, to see whether there is IPv6.
TRIED: list[str] = []

# io_uring can make sockets as well. A pair of sockets that only know each other, as Chroma's
# runtime has for itself, leads nowhere.
CALLS = ("socket", "connect", "bind", "io_uring_setup")


def block() -> bool:
    """Refuse every socket from now on; tell whether the kernel does so too.

    Raises:
        OSError: the kernel does refuse system calls, and did not take these.
    """
    sys.addaudithook(_refuse)
    from index.seccomp import Refused, refuse  # now, so that what it imports finds no network

    return refuse(map(Refused, CALLS), error=errno.EACCES)


def _refuse(event: str, _arguments: tuple[object, ...]) -> None:
    if event.startswith("socket."):
        if event != "socket.__new__":
            TRIED.append(event)
        raise PermissionError(errno.EACCES, "the network is blocked")
