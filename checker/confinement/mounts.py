"""A root of a worker's own: of the file system it sees the paths it may use, and so no other program's socket.

Landlock keeps a process from files, but not from connecting to a Unix socket by its path: a container engine's, a
session bus, an ssh agent.  Only a mount namespace does (user_namespaces(7), mount_namespaces(7)).
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterable
from pathlib import Path

from checker.confinement.kernel import CLONE_NEWNS, call

BIND, RECURSIVE, PRIVATE = 0x1000, 0x4000, 0x40000  # linux/mount.h
SIZE = b"size=1m,mode=755"  # of the root itself, which holds nothing but the places for the others


def restrict(paths: Iterable[Path], root: Path) -> None:
    """See nothing but `paths` from now on; `root` is an empty folder.  Raises OSError where mounting is refused."""
    call("unshare", CLONE_NEWNS)
    _mount(None, b"/", None, RECURSIVE | PRIVATE)
    _mount(b"none", os.fsencode(root), b"tmpfs", 0, SIZE)
    seen: list[Path] = []
    for path in sorted({Path(os.path.abspath(path)) for path in paths}):
        if not any(path.is_relative_to(other) for other in seen) and path.exists():
            _show(path, root)
            seen.append(path)
    os.chroot(root)
    os.chdir("/")


def possible(root: Path) -> bool:
    """Whether this process, in its user namespace, may do it; tried in a child."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            restrict([], root)
            status = 0
        finally:
            os._exit(status)
    return os.waitpid(child, 0)[1] == 0


def _show(path: Path, root: Path) -> None:
    place = root / path.relative_to("/")
    place.parent.mkdir(parents=True, exist_ok=True)
    real = path.resolve()
    if path.is_symlink():  # /lib is usr/lib on most systems
        place.symlink_to(real)
        if not (root / real.relative_to("/")).exists():
            _show(real, root)
        return
    if path.is_dir():
        place.mkdir(exist_ok=True)
    else:
        place.touch()
    _mount(os.fsencode(path), os.fsencode(place), None, BIND | RECURSIVE)


def _mount(source: bytes | None, target: bytes, kind: bytes | None, flags: int, data: bytes | None = None) -> None:
    call("mount", source, target, kind, ctypes.c_ulong(flags), data)
