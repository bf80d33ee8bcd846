"""A temporary folder that goes with its process, however that ends."""

from __future__ import annotations

import atexit
import os
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from workbook.files import memory
from workbook.files.removing import remove

PREFIX = "workbook_"


class OwnFolder:
    """A new folder at `path`: removed by `close`, else at the end of the process, else by whoever makes the next one.

    That one knows by a lock, which the system frees when a process is killed, as a notebook's kernel often is.
    With `busy`, for files that come and go, it is in memory where there is room, unless somebody has set TMPDIR.
    """

    def __init__(self, busy: bool = False) -> None:
        in_memory = busy and "TMPDIR" not in os.environ and memory.has_room()
        self.path = Path(tempfile.mkdtemp(prefix=PREFIX, dir=memory.MEMORY if in_memory else None))
        self._lock = _lock(self.path)
        self._process = os.getpid()
        atexit.register(self.close)
        _sweep()

    def close(self) -> None:
        """Remove it with all that is in it."""
        if os.getpid() != self._process:  # a forked child's copy: the files are its parent's
            return
        atexit.unregister(self.close)
        remove(self.path)
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def _lock(folder: Path) -> int | None:
    """Lock a folder until the process ends, however it ends; None where folders have no locks."""
    if sys.platform == "win32":
        return None
    import fcntl

    descriptor = os.open(folder, os.O_RDONLY | os.O_NOFOLLOW)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def _sweep() -> None:
    """Remove the folders of processes that were killed: nobody holds their locks any more."""
    if sys.platform == "win32":
        return
    places = (Path(tempfile.gettempdir()), memory.MEMORY)
    for folder in (folder for place in places for folder in place.glob(f"{PREFIX}????????")):
        with suppress(OSError):  # it is locked, or has just gone
            found = folder.lstat()
            # a young one may not have its lock yet
            if found.st_uid == os.geteuid() and found.st_mtime < time.time() - 60:
                lock = _lock(folder)
                remove(folder)
                if lock is not None:
                    os.close(lock)
