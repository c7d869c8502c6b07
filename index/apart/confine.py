"""What a process that reads a file may not do: take more memory or time, write, connect, start.

Three layers, each as far as the system has it: the kernel's limits on memory and time; on Linux
(x86-64 and ARM64) a filter of system calls, which holds whatever runs; and Python's audit hook,
which is all there is elsewhere. No right is needed for any of it, and nothing can be undone. macOS
does not hold the limit on memory. What the process may still do is read the user's files.
"""

import ctypes
import errno
import os
import platform
import resource
import struct
import sys
from contextlib import suppress
from typing import Any

MEMORY = 512 << 20  # bytes of memory, all that is mapped together
FILES = 64  # open at once; modules are read while a file is

WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

# Python's own names for what is refused, as far as they begin so.
AUDITED = (
    *("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system"),
    *("os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate"),
    *("os.chmod", "os.chown", "os.kill", "os.utime", "shutil.", "tempfile.", "pty."),
)

# System calls by their numbers: x86-64, then ARM64, -1 where there is none. The network, other
# processes, and all that changes files but writing into open ones, for which there is a limit.
CALLS = {
    "socket": (41, 198),
    "socketpair": (53, 199),
    "connect": (42, 203),
    "bind": (49, 200),
    "io_uring_setup": (425, 425),
    "clone": (56, 220),
    "clone3": (435, 435),
    "fork": (57, -1),
    "vfork": (58, -1),
    "execve": (59, 221),
    "execveat": (322, 281),
    "unshare": (272, 97),
    "kill": (62, 129),
    "tkill": (200, 130),
    "tgkill": (234, 131),
    "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240),
    "pidfd_send_signal": (424, 424),
    "ptrace": (101, 117),
    "process_vm_writev": (311, 271),
    "bpf": (321, 280),
    "mount": (165, 40),
    "openat2": (437, 437),
    "memfd_create": (319, 279),
    "creat": (85, -1),
    "truncate": (76, 45),
    "rename": (82, -1),
    "renameat": (264, 38),
    "renameat2": (316, 276),
    "mkdir": (83, -1),
    "mkdirat": (258, 34),
    "rmdir": (84, -1),
    "unlink": (87, -1),
    "unlinkat": (263, 35),
    "link": (86, -1),
    "linkat": (265, 37),
    "symlink": (88, -1),
    "symlinkat": (266, 36),
    "mknod": (133, -1),
    "mknodat": (259, 33),
    "chmod": (90, -1),
    "fchmod": (91, 52),
    "fchmodat": (268, 53),
    "fchmodat2": (452, 452),
    "chown": (92, -1),
    "fchown": (93, 55),
    "lchown": (94, -1),
    "fchownat": (260, 54),
    "setxattr": (188, 5),
    "lsetxattr": (189, 6),
    "fsetxattr": (190, 7),
    "setxattrat": (463, 463),
    "removexattr": (197, 14),
    "lremovexattr": (198, 15),
    "fremovexattr": (199, 16),
    "removexattrat": (466, 466),
    "utime": (132, -1),
    "utimes": (235, -1),
    "futimesat": (261, -1),
    "utimensat": (280, 88),
}
# And those refused if an argument has one of these bits: the flags, or the process it is about.
ONLY_IF = {
    "openat": ((257, 56), 2, WRITES),
    "open": ((2, -1), 1, WRITES),
    "prlimit64": ((302, 261), 0, 0xFFFFFFFF),
}
MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}  # column, and AUDIT_ARCH

# Classic BPF over struct seccomp_data, and what prctl takes (linux/filter.h, linux/seccomp.h).
LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
NUMBER_AT, MACHINE_AT, ARGUMENTS_AT = 0, 4, 16
ALLOW, REFUSE = 0x7FFF0000, 0x00050000 | 1  # with EPERM
X32 = 0x40000000  # numbers of another way to call the x86-64 kernel
PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 38, 22, 2


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
    if sys.platform == "linux" and platform.machine() in MACHINES:
        _filter(*MACHINES[platform.machine()])
    sys.addaudithook(_audit)


def _audit(event: str, arguments: tuple[Any, ...]) -> None:
    is_write = event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITES
    if is_write or event.startswith(AUDITED):
        raise PermissionError(f"{event} is not for a process that reads a file")


def _filter(column: int, machine: int) -> None:
    """Have the kernel refuse the calls of the table; where it has no filters, nothing happens.

    Raises:
        OSError: it has them, and does not take this one.
    """
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    prctl.argtypes = (ctypes.c_int, *[ctypes.c_ulong] * 4)
    # A filter that is nowhere: the kernel looks there if it has filters at all.
    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, 0, 0, 0)
    if ctypes.get_errno() != errno.EFAULT:
        return
    program = [
        _step(LOAD, MACHINE_AT),
        _step(EQUAL, machine, yes=1),
        _step(RETURN, REFUSE),
        _step(LOAD, NUMBER_AT),
        _step(AT_LEAST, X32, no=1),
        _step(RETURN, REFUSE),
    ]
    for numbers in CALLS.values():
        if numbers[column] >= 0:
            program += [_step(EQUAL, numbers[column], no=1), _step(RETURN, REFUSE)]
    for numbers, argument, bits in ONLY_IF.values():
        if numbers[column] >= 0:
            program += [
                _step(EQUAL, numbers[column], no=4),
                _step(LOAD, ARGUMENTS_AT + 8 * argument),
                _step(ANY_BIT, bits, no=1),
                _step(RETURN, REFUSE),
                _step(RETURN, ALLOW),
            ]
    program.append(_step(RETURN, ALLOW))
    steps = ctypes.create_string_buffer(b"".join(program))
    # struct sock_fprog: how many steps, and where they are.
    handed = struct.pack("@HP", len(program), ctypes.addressof(steps))
    where = ctypes.create_string_buffer(handed)
    for option, *values in (
        (PR_SET_NO_NEW_PRIVS, 1, 0),
        (PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.addressof(where)),
    ):
        if prctl(option, *values, 0, 0):
            raise OSError(ctypes.get_errno(), "the filter of system calls is refused")


def _step(code: int, value: int, *, yes: int = 0, no: int = 0) -> bytes:
    """A step of the filter; a comparison goes on after so many steps more."""
    return struct.pack("=HBBI", code, yes, no, value)
