"""Fresh databases: one for every check, with the bookshop's tables and no rows, gone afterwards."""

from __future__ import annotations

import asyncio
import atexit
import itertools
import os
import shutil
import sqlite3
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine
from sqlalchemy.engine import URL

from workbook.bookshop import Base


class FreshDatabases:
    """Makes databases on `server`, a URL from `server_url()`; usable from any event loop.

    On SQLite a database is a file in a temporary folder; on PostgreSQL it is a database named workbook_…, beside the
    one that the URL names and in which nothing is touched.  All raise DatabaseProblem when the server cannot be used.
    """

    def __init__(self, server: URL):
        self.server = server
        if server.get_backend_name() == "sqlite":
            self._maker: Any = _Files()
        else:
            from workbook.fresh_postgres import Databases

            self._maker = Databases(server)

    @asynccontextmanager
    async def fresh(self, empty: bool = False) -> AsyncIterator[URL]:
        """The URL of a new database, with the bookshop's tables (or none, if `empty`) and no rows.

        It is removed when the block ends; on PostgreSQL a little later, whoever is still connected to it.
        """
        url = await self.make(empty)
        try:
            yield url
        finally:
            await self._maker.drop(url)

    async def make(self, empty: bool = False) -> URL:
        """As `fresh`, for a database that stays until `close`, or the end of the process."""
        return await self._maker.make(empty)

    async def close(self) -> None:
        """Remove everything that is left."""
        await asyncio.to_thread(self._maker.close)


class _Files:
    """Databases of SQLite: copies of a file with the tables in it."""

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._numbers = itertools.count(1)

    async def make(self, empty: bool) -> URL:
        if self._folder is None:
            self._folder = _templates()
            self._process = os.getpid()
            atexit.register(self.close)
        folder = self._folder / str(next(self._numbers))
        folder.mkdir()  # one each: SQLite keeps its -wal and -shm files beside the database
        shutil.copyfile(self._folder / ("empty" if empty else "bookshop"), folder / "shop.sqlite")
        return URL.create("sqlite+aiosqlite", database=str(folder / "shop.sqlite"))

    async def drop(self, url: URL) -> None:
        shutil.rmtree(Path(str(url.database)).parent, ignore_errors=True)  # Windows: a file that is still open

    def close(self) -> None:
        if self._folder is not None and os.getpid() == self._process:  # not in a forked child
            atexit.unregister(self.close)
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None


def _templates() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="workbook_"))
    for name in ("empty", "bookshop"):
        # WAL: a reader never waits for a writer, nor a writer for a reader; the file remembers it
        connection = sqlite3.connect(folder / name)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.close()
    engine = create_engine(f"sqlite:///{folder / 'bookshop'}")
    Base.metadata.create_all(engine)
    engine.dispose()  # the last connection to go empties the WAL into the file, so that a copy is whole
    return folder
