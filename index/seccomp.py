"""System calls that the kernel refuses to this process and all below it: a filter, for good.

Linux has them (seccomp), on x86-64 and ARM64; elsewhere nothing happens, and ``refuse`` says so. No
right is needed for it, and nothing takes it off again. Calls of another architecture's numbers end
the process: what they mean is not looked into. Memory that an argument points to is not, either.
"""

import ctypes
import errno
import platform
import struct
import sys
from collections.abc import Iterable
from dataclasses import dataclass

# By their numbers: x86-64, then ARM64, -1 where there is none.
NUMBERS = {
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
    "open": (2, -1),
    "openat": (257, 56),
    "prlimit64": (302, 261),
    "ioctl": (16, 29),
    "fcntl": (72, 25),
}
MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}  # column, and AUDIT_ARCH

# Classic BPF over struct seccomp_data, and what prctl takes (linux/filter.h, linux/seccomp.h).
LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
NUMBER_AT, MACHINE_AT, ARGUMENTS_AT = 0, 4, 16
ALLOW, REFUSE, KILL = 0x7FFF0000, 0x00050000, 0x80000000  # the second with an errno
X32 = 0x40000000  # numbers of another way to call the x86-64 kernel
PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 38, 22, 2


@dataclass(frozen=True, slots=True)
class Refused:
    """A system call that is refused, or is if one of its arguments says so.

    Attributes:
        call: its name in ``NUMBERS``.
        argument: which of them is looked at, from 0; of it, the lower 32 bits.
        bits: refused if it has one of these.
        but: refused unless it is one of these.
    """

    call: str
    argument: int = 0
    bits: int = 0
    but: tuple[int, ...] = ()


def refuse(refused: Iterable[Refused], *, error: int) -> bool:
    """Have the kernel refuse these calls from now on; False where it cannot.

    Args:
        refused: what is refused.
        error: the errno that such a call ends with.

    Raises:
        OSError: the kernel has filters, and does not take this one.
    """
    if sys.platform != "linux" or platform.machine() not in MACHINES:
        return False
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    prctl.argtypes = (ctypes.c_int, *[ctypes.c_ulong] * 4)
    # A filter that is nowhere: the kernel looks there if it has filters at all.
    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, 0, 0, 0)
    if ctypes.get_errno() != errno.EFAULT:
        return False
    program = _program(refused, *MACHINES[platform.machine()], error)
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
    return True


def _program(refused: Iterable[Refused], column: int, machine: int, error: int) -> list[bytes]:
    """The filter, step by step: one rule after the other, and what none of them is about goes."""
    refusal = _step(RETURN, REFUSE | error)
    program = [
        _step(LOAD, MACHINE_AT),
        _step(EQUAL, machine, yes=1),
        _step(RETURN, KILL),
        _step(LOAD, NUMBER_AT),
        _step(AT_LEAST, X32, no=1),
        refusal,
    ]
    for each in refused:
        number = NUMBERS[each.call][column]
        if number < 0:
            continue
        rule = [refusal]
        if each.bits:
            rule = [_step(ANY_BIT, each.bits, no=1), refusal, _step(RETURN, ALLOW)]
        elif each.but:
            left = range(len(each.but), 0, -1)
            compared = [_step(EQUAL, one, yes=on) for one, on in zip(each.but, left, strict=True)]
            rule = [*compared, refusal, _step(RETURN, ALLOW)]
        if len(rule) > 1:
            rule.insert(0, _step(LOAD, ARGUMENTS_AT + 8 * each.argument))
        program += [_step(EQUAL, number, no=len(rule)), *rule]
    return [*program, _step(RETURN, ALLOW)]


def _step(code: int, value: int, *, yes: int = 0, no: int = 0) -> bytes:
    """A step of the filter; a comparison goes on after so many steps more."""
    return struct.pack("=HBBI", code, yes, no, value)
