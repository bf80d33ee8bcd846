"""Runs a command where user namespaces are refused, as in Docker: `no_namespaces.py COMMAND …`; needs libseccomp."""

from __future__ import annotations

import ctypes
import os
import sys

from checker.confinement.seccomp import ALLOW, ERRNO, MASKED_EQUAL, _Compare, library

NEW_USER = 0x10000000  # CLONE_NEWUSER


def refuse() -> None:
    """From here on this process and its children get EPERM for a new user namespace."""
    found = library()
    context = found.seccomp_init(ALLOW)
    for name in ("unshare", "clone"):
        number = found.seccomp_syscall_resolve_name(name.encode())
        condition = (_Compare * 1)(_Compare(0, MASKED_EQUAL, NEW_USER, NEW_USER))
        found.seccomp_rule_add_array(context, ERRNO | 1, number, 1, condition)
    clone3 = found.seccomp_syscall_resolve_name(b"clone3")
    found.seccomp_rule_add_array(context, ERRNO | 38, clone3, 0, None)  # its flags are behind a pointer
    if found.seccomp_load(ctypes.c_void_p(context)):
        raise OSError("the filter could not be loaded")


if __name__ == "__main__":
    refuse()
    os.execvp(sys.argv[1], sys.argv[1:])
