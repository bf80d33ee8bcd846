"""Fresh databases on SQLite: copies of a file, in a temporary folder."""

from __future__ import annotations

import atexit
import itertools
import os
import shutil
import sqlite3
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.engine import URL

from workbook.bookshop import Base

PREFIX = "workbook_"


class Files:
    """Databases of SQLite: copies of a file with the tables in it."""

    apart = True  # a file each, in a folder each

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._numbers = itertools.count(1)

    async def make(self, empty: bool) -> URL:
        if self._folder is None:
            self._folder = _make_templates()
            self._lock = _lock(self._folder)
            self._process = os.getpid()
            atexit.register(self.close)
            _sweep()
        folder = self._folder / str(next(self._numbers))
        folder.mkdir()  # one each: SQLite keeps its -wal and -shm files beside the database
        shutil.copyfile(self._folder / ("empty" if empty else "bookshop"), folder / "shop.sqlite")
        return URL.create("sqlite+aiosqlite", database=str(folder / "shop.sqlite"))

    def lent(self, url: URL) -> URL:
        return url

    async def drop(self, url: URL) -> None:
        shutil.rmtree(Path(str(url.database)).parent, ignore_errors=True)  # Windows: a file that is still open

    def close(self) -> None:
        if self._folder is None or os.getpid() != self._process:  # a forked child's copy: the files are its parent's
            return
        atexit.unregister(self.close)
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder = None
        if self._lock is not None:
            os.close(self._lock)


def _make_templates() -> Path:
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    for name in ("empty", "bookshop"):
        # WAL: a reader never waits for a writer, nor a writer for a reader; the file remembers it
        connection = sqlite3.connect(folder / name)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.close()
    engine = create_engine(f"sqlite:///{folder / 'bookshop'}")
    Base.metadata.create_all(engine)
    engine.dispose()  # the last connection to go empties the WAL into the file, so that a copy is whole
    return folder


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
    """Remove the folders of processes that were killed, as notebooks often are: nobody holds their locks any more."""
    if sys.platform == "win32":
        return
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}????????"):
        with suppress(OSError):  # it is locked, or has just gone
            found = folder.lstat()
            # a young one may not have its lock yet
            if found.st_uid == os.geteuid() and found.st_mtime < time.time() - 60:
                lock = _lock(folder)
                shutil.rmtree(folder, ignore_errors=True)
                if lock is not None:
                    os.close(lock)
