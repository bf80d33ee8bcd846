"""seccomp: system calls that no exercise needs are refused, by way of libseccomp where it is installed."""

from __future__ import annotations

import ctypes
import ctypes.util
import errno
from functools import cache
from typing import Any

from checker.kernel import PR_SET_NO_NEW_PRIVS, prctl

ALLOW, ERRNO = 0x7FFF0000, 0x00050000  # linux/seccomp.h
REFUSED = """
    ptrace process_vm_readv process_vm_writev pidfd_getfd kcmp unshare setns mount umount2 pivot_root chroot
    move_mount open_tree fsopen fsmount fspick fsconfig mount_setattr
    bpf perf_event_open userfaultfd io_uring_setup io_uring_enter io_uring_register keyctl add_key request_key
    kexec_load kexec_file_load init_module finit_module delete_module open_by_handle_at name_to_handle_at
    fanotify_init quotactl
    reboot swapon swapoff sethostname setdomainname settimeofday clock_settime clock_adjtime adjtimex syslog acct
"""


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
    found.seccomp_load.argtypes = [ctypes.c_void_p]
    found.seccomp_syscall_resolve_name.argtypes = [ctypes.c_char_p]
    return found


def restrict() -> None:
    """Refuse those calls (EPERM) to this process and all it starts.  Raises OSError where that cannot be had."""
    found = library()
    if found is None:
        raise OSError(errno.ENOSYS, "libseccomp is not installed")
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    context = found.seccomp_init(ALLOW)
    for name in REFUSED.split():
        number = found.seccomp_syscall_resolve_name(name.encode())
        if number >= 0:
            found.seccomp_rule_add_array(context, ERRNO | errno.EPERM, number, 0, None)
    if problem := found.seccomp_load(context):
        raise OSError(-problem, "seccomp_load")
