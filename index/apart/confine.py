"""What a process that reads a file may not do: take more memory or time, write, connect, start.

Three layers, each as far as the system has it: the kernel's limits on memory and time; on Linux
(x86-64 and ARM64) a filter of system calls, which holds whatever runs; and Python's audit hook,
which is all there is elsewhere. No right is needed for any of it, and nothing can be undone. macOS
does not hold the limit on memory. What the process may still do is read the user's files.
"""

import errno
import os
import resource
import sys
from contextlib import suppress
from typing import Any

from index.seccomp import Refused, refuse

MEMORY = 512 << 20  # bytes of memory, all that is mapped together
FILES = 64  # open at once; modules are read while a file is

WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

# Python's own names for what is refused, as far as they begin so.
AUDITED = (
    *("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system"),
    *("os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate"),
    *("os.chmod", "os.chown", "os.kill", "os.utime", "shutil.", "tempfile.", "pty."),
)

# The network, other processes, and all that changes files but writing into open ones, for which
# there is a limit.
NEVER = (
    *("socket", "socketpair", "connect", "bind", "io_uring_setup", "clone", "clone3", "fork"),
    *("vfork", "execve", "execveat", "unshare", "kill", "tkill", "tgkill", "rt_sigqueueinfo"),
    *("rt_tgsigqueueinfo", "pidfd_send_signal", "ptrace", "process_vm_writev", "bpf", "mount"),
    *("openat2", "memfd_create", "creat", "truncate", "rename", "renameat", "renameat2", "mkdir"),
    *("mkdirat", "rmdir", "unlink", "unlinkat", "link", "linkat", "symlink", "symlinkat"),
    *("mknod", "mknodat", "chmod", "fchmod", "fchmodat", "fchmodat2", "chown", "fchown"),
    *("lchown", "fchownat", "setxattr", "lsetxattr", "fsetxattr", "setxattrat", "removexattr"),
    *("lremovexattr", "fremovexattr", "removexattrat", "utime", "utimes", "futimesat"),
    "utimensat",
)
# What Python asks of an open file: is it a terminal (TCGETS, TCGETS2), how much waits in it
# (FIONREAD), does the next program get it (FIOCLEX, FIONCLEX); its flags, and another name for it.
# Not what types into a terminal, sends signals, or changes what the file is for others.
IOCTLS = (0x5401, 0x802C542A, 0x541B, 0x5451, 0x5450)
FCNTLS = (1, 2, 3, 1030)  # F_GETFD, F_SETFD, F_GETFL, F_DUPFD_CLOEXEC
REFUSED = (
    *map(Refused, NEVER),
    Refused("openat", 2, bits=WRITES),
    Refused("open", 1, bits=WRITES),
    Refused("prlimit64", 0, bits=0xFFFFFFFF),  # of another process
    Refused("ioctl", 1, but=IOCTLS),
    Refused("fcntl", 1, but=FCNTLS),
)


def confine(seconds: float) -> None:
    """Give up, for this process and for good, all but reading files and thinking for some time.

    Args:
        seconds: of processor time.
    """
    for limit, value, more in (
        (resource.RLIMIT_AS, MEMORY, 0),
        (resource.RLIMIT_CPU, int(seconds) + 1, 1),  # SIGXCPU tells of it; no more is SIGKILL
        (resource.RLIMIT_FSIZE, 0, 0),
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_NOFILE, FILES, 0),
    ):
        hard = resource.getrlimit(limit)[1]
        most = value + more if hard == resource.RLIM_INFINITY else min(value + more, hard)
        with suppress(ValueError, OSError):  # macOS knows some of them by name only
            resource.setrlimit(limit, (min(value, most), most))
    refuse(REFUSED, error=errno.EPERM)
    sys.addaudithook(_audit)


def _audit(event: str, arguments: tuple[Any, ...]) -> None:
    is_write = event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITES
    if is_write or event.startswith(AUDITED):
        raise PermissionError(f"{event} is not for a process that reads a file")
