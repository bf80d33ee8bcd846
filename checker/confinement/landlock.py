"""Landlock: a process gives up every file and every network port but those it names (landlock(7), Linux 5.13)."""

from __future__ import annotations

import contextlib
import ctypes
import os
import stat
from collections.abc import Iterable
from pathlib import Path

from checker.confinement.kernel import PR_SET_NO_NEW_PRIVS, prctl, syscall

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446  # the same on every architecture
RULE_PATH, RULE_PORT = 1, 2
EXECUTE, WRITE_FILE, READ_FILE, READ_DIR, TRUNCATE, IOCTL_DEVICE = 1 << 0, 1 << 1, 1 << 2, 1 << 3, 1 << 14, 1 << 15
REMOVE_FILE, MAKE_FILE, MAKE_SOCKET, REMOVE_FOLDER, MAKE_FOLDER = 1 << 5, 1 << 8, 1 << 9, 1 << 4, 1 << 7
BIND_TCP, CONNECT_TCP = 1 << 0, 1 << 1
READ = EXECUTE | READ_FILE | READ_DIR
# no links, pipes or devices, and nothing moved here from elsewhere: the judge opens what it finds in these folders
WRITE = WRITE_FILE | READ_FILE | READ_DIR | TRUNCATE | IOCTL_DEVICE | REMOVE_FILE | MAKE_FILE
SCRATCH = WRITE | MAKE_SOCKET | REMOVE_FOLDER | MAKE_FOLDER
OF_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEVICE  # rights that a rule for a file may hold
KNOWN = {1: 1 << 13, 2: 1 << 14, 3: 1 << 15, 5: 1 << 16}  # rights on files: those below this bit, from that version on


class _Ruleset(ctypes.Structure):
    _fields_ = [(name, ctypes.c_uint64) for name in ("files", "network", "scoped")]


class _PathRule(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32)]


class _PortRule(ctypes.Structure):
    _fields_ = [("allowed", ctypes.c_uint64), ("port", ctypes.c_uint64)]


def version() -> int:
    """The version of Landlock that this kernel offers; 0 for none."""
    try:
        return syscall(CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(1))
    except OSError:
        return 0


def restrict(rights: Iterable[tuple[Path, int]], port: int | None) -> None:
    """Keep this process, and all it starts, to these files and folders, and to TCP connections to `port` (or none).

    A path comes with READ, WRITE or SCRATCH; one that does not exist is passed over.  Raises OSError where the kernel
    refuses.
    """
    offered = version()
    files = max(bit for least, bit in KNOWN.items() if least <= offered) - 1
    ruleset = _Ruleset(files, BIND_TCP | CONNECT_TCP if offered >= 4 else 0, 0b11 if offered >= 6 else 0)
    size = ctypes.sizeof(ruleset) if offered >= 6 else 16 if offered >= 4 else 8
    number = syscall(CREATE_RULESET, ctypes.byref(ruleset), ctypes.c_size_t(size), ctypes.c_uint32(0))
    try:
        for path, allowed in rights:
            _allow(number, path, allowed & files)
        if port is not None and offered >= 4:
            rule = _PortRule(CONNECT_TCP, port)
            syscall(ADD_RULE, number, RULE_PORT, ctypes.byref(rule), ctypes.c_uint32(0))
        prctl(PR_SET_NO_NEW_PRIVS, 1)
        syscall(RESTRICT_SELF, number, ctypes.c_uint32(0))
    finally:
        os.close(number)


def _allow(number: int, path: Path, rights: int) -> None:
    with contextlib.suppress(FileNotFoundError):
        parent = os.open(path, os.O_PATH | os.O_CLOEXEC)
        try:
            if not stat.S_ISDIR(os.fstat(parent).st_mode):
                rights &= OF_FILES
            rule = _PathRule(rights, parent)
            syscall(ADD_RULE, number, RULE_PATH, ctypes.byref(rule), ctypes.c_uint32(0))
        finally:
            os.close(parent)
