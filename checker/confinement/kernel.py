"""The few calls of Linux that Python does not offer, by their numbers in the kernel's headers."""

from __future__ import annotations

import contextlib
import ctypes
import os
from functools import cache
from pathlib import Path
from typing import Any

CLONE_NEWNS, CLONE_NEWUSER, CLONE_NEWPID = 0x00020000, 0x10000000, 0x20000000  # linux/sched.h
CLONE_NEWIPC, CLONE_NEWNET = 0x08000000, 0x40000000
PR_SET_PDEATHSIG, PR_CAPBSET_DROP, PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS = 1, 24, 36, 38  # linux/prctl.h

libc = ctypes.CDLL(None, use_errno=True)


def call(name: str, *arguments: object) -> int:
    """Call a function of the C library.  Raises OSError when it returns -1."""
    result = getattr(libc, name)(*arguments)
    if result == -1:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), name)
    return result


def syscall(number: int, *arguments: object) -> int:
    """Make a system call that the C library has no function for.  Raises OSError."""
    return call("syscall", ctypes.c_long(number), *arguments)


def prctl(option: int, value: int) -> None:
    """prctl(2) with one value.  Raises OSError."""
    call("prctl", option, ctypes.c_ulong(value), 0, 0, 0)


@cache
def capabilities() -> tuple[int, Any, Any]:
    """How many capabilities the kernel knows, and what capset(2) takes to give up all of them."""
    last = 63
    with contextlib.suppress(OSError):
        last = int(Path("/proc/sys/kernel/cap_last_cap").read_text())
    return last + 1, (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()  # linux/capability.h: version 3


def drop_capabilities() -> None:
    """Give up what being root in a user namespace would still allow in it, as far as the kernel lets us."""
    number, header, none = capabilities()
    with contextlib.suppress(OSError):
        for capability in range(number):
            prctl(PR_CAPBSET_DROP, capability)
    with contextlib.suppress(OSError):
        call("capset", header, none)
