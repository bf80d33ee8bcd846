"""seccomp: system calls that no exercise needs are refused, by way of libseccomp where it is installed.

That is more than what could leave the process: Landlock does not know of chmod, nor does any limit count the processes
of root, or what is kept in memory without an address.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import errno
import tempfile
from functools import cache
from typing import Any

from checker.confinement.kernel import PR_SET_NO_NEW_PRIVS, call, prctl

ALLOW, ERRNO = 0x7FFF0000, 0x00050000  # linux/seccomp.h
PR_SET_SECCOMP, FILTER, INSTRUCTION = 22, 2, 8  # linux/prctl.h, linux/seccomp.h, bytes of a struct sock_filter
MASKED_EQUAL, GREATER = 7, 6  # seccomp.h: enum scmp_compare
THREAD = 0x00010000  # CLONE_THREAD: threads, but no processes
STREAM, KIND = 1, 0xF  # socket(2): SOCK_STREAM, and the bits of a type that are no flags
FAMILIES = {1, 2, 10}  # AF_UNIX, AF_INET, AF_INET6
REFUSED = """
    ptrace process_vm_readv process_vm_writev pidfd_getfd kcmp unshare setns mount umount2 pivot_root chroot
    move_mount open_tree fsopen fsmount fspick fsconfig mount_setattr
    bpf perf_event_open userfaultfd io_uring_setup io_uring_enter io_uring_register keyctl add_key request_key
    kexec_load kexec_file_load init_module finit_module delete_module open_by_handle_at name_to_handle_at
    fanotify_init quotactl
    reboot swapon swapoff sethostname setdomainname settimeofday clock_settime clock_adjtime adjtimex syslog acct
    chmod fchmod fchmodat fchmodat2 chown fchown lchown fchownat utime utimes futimesat utimensat
    setxattr lsetxattr fsetxattr setxattrat removexattr lremovexattr fremovexattr removexattrat
    fork vfork execve execveat memfd_create memfd_secret shmget semget msgget mq_open mknod mknodat
"""


class _Compare(ctypes.Structure):
    _fields_ = [("argument", ctypes.c_uint), ("how", ctypes.c_int), ("a", ctypes.c_uint64), ("b", ctypes.c_uint64)]


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p)]


@cache
def library() -> Any:
    """libseccomp, or None where there is none."""
    name = ctypes.util.find_library("seccomp") or "libseccomp.so.2"
    try:
        found = ctypes.CDLL(name)
    except OSError:
        return None
    found.seccomp_init.restype = ctypes.c_void_p
    found.seccomp_init.argtypes = [ctypes.c_uint32]
    found.seccomp_rule_add_array.argtypes = [
        ctypes.c_void_p,
        ctypes.c_uint32,
        ctypes.c_int,
        ctypes.c_uint,
        ctypes.c_void_p,
    ]
    found.seccomp_syscall_resolve_name.argtypes = [ctypes.c_char_p]
    return found


@cache
def program(offline: bool) -> ctypes.Structure:
    """The filter as prctl(2) takes it; made once, before workers are forked, since it takes milliseconds.

    `offline`: no connection of any kind.  Raises OSError where it cannot be made.
    """
    instructions = ctypes.create_string_buffer(_instructions(offline))
    whole = _Program((len(instructions) - 1) // INSTRUCTION, ctypes.addressof(instructions))
    whole.held = instructions  # for as long as the address is used
    return whole


def _instructions(offline: bool) -> bytes:
    found = library()
    if found is None:
        raise OSError(errno.ENOSYS, "libseccomp is not installed")
    context = found.seccomp_init(ALLOW)

    def refuse(name: str, *conditions: _Compare, error: int = errno.EPERM) -> None:
        number = found.seccomp_syscall_resolve_name(name.encode())
        if number >= 0:
            array = (_Compare * len(conditions))(*conditions) if conditions else None
            found.seccomp_rule_add_array(context, ERRNO | error, number, len(conditions), array)

    for name in REFUSED.split() + ["connect"] * offline:
        refuse(name)
    refuse("clone", _Compare(0, MASKED_EQUAL, THREAD, 0))
    refuse("clone3", error=errno.ENOSYS)  # its flags are behind a pointer; the C library then takes clone
    for name in ("socket", "socketpair"):
        refuse(name, _Compare(0, GREATER, max(FAMILIES)))
        for family in set(range(max(FAMILIES))) - FAMILIES:
            refuse(name, _Compare(0, MASKED_EQUAL, 0xFFFFFFFF, family))
        for kind in set(range(KIND + 1)) - {STREAM}:
            refuse(name, _Compare(1, MASKED_EQUAL, KIND, kind))
    with tempfile.TemporaryFile() as file:
        problem = found.seccomp_export_bpf(ctypes.c_void_p(context), file.fileno())
        found.seccomp_release(ctypes.c_void_p(context))
        if problem:
            raise OSError(-problem, "seccomp_export_bpf")
        file.seek(0)
        return file.read()


def restrict(offline: bool) -> None:
    """Put this process, and all it starts, under the filter.  Raises OSError where that cannot be had."""
    whole = program(offline)
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    call("prctl", PR_SET_SECCOMP, ctypes.c_ulong(FILTER), ctypes.byref(whole), 0, 0)
