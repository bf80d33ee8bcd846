"""A lock between processes. Standard library only."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def held(path: Path, waiting: str = "") -> Iterator[None]:
    """Hold a lock between processes, which is the file `path`; the system frees it when a process ends, however.

    While another process has it, `waiting` is said, once, and then waited.
    """
    with path.open("a") as file:
        if not _taken(file):
            if waiting:
                print(waiting, flush=True)
            while not _taken(file):
                time.sleep(0.05)
        yield


def _taken(file: IO[str]) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (
        BlockingIOError,
        PermissionError,
    ):  # the second is what Windows says; whatever else it is, waiting will not help
        return False
    return True
