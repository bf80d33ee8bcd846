"""Fresh databases: one for every check, with the bookshop's tables and no rows, gone afterwards."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy.engine import URL


class FreshDatabases:
    """Makes databases on `server`, a URL from `server_url()`; usable from any event loop.

    On SQLite a database is a file in a temporary folder; on PostgreSQL it is a database named workbook_…, beside the
    one that the URL names and in which nothing is touched.  All raise DatabaseProblem when the server cannot be used.
    """

    def __init__(self, server: URL):
        self.server = server
        if server.get_backend_name() == "sqlite":
            from workbook.fresh.on_sqlite import Files

            self._maker: Any = Files()
        else:
            from workbook.fresh.on_postgres import Databases

            self._maker = Databases(server)

    @asynccontextmanager
    async def fresh(self, empty: bool = False, folder: Path | None = None) -> AsyncIterator[URL]:
        """The URL of a new database, with the bookshop's tables (or none, if `empty`) and no rows.

        One that is a file is made in `folder`, if that is given.  It is removed when the block ends; on PostgreSQL a
        little later, whoever is still connected to it.
        """
        url = await self._maker.make(empty, folder)
        try:
            yield url
        finally:
            await self._maker.drop(url)

    async def make(self, empty: bool = False) -> URL:
        """As `fresh`, for a database that stays until `close`, or the end of the process."""
        return await self._maker.make(empty, None)

    def forked(self) -> FreshDatabases:
        """The same, for a process forked from the one that this was made in: a connection is of no use there."""
        return self if self.server.get_backend_name() == "sqlite" else FreshDatabases(self.server)

    @property
    def apart(self) -> bool:
        """Whether code at `lent(url)` reaches nothing but that database; known once one is made."""
        return self._maker.apart

    def lent(self, url: URL) -> URL:
        """The URL for code that must not be trusted: on PostgreSQL as a role that owns the database and no more.

        That is the URL itself where we may not make roles.
        """
        return self._maker.lent(url)

    async def cut_off(self, url: URL) -> None:
        """End everybody's sessions there, ours among them; on SQLite there are none."""
        await self._maker.cut_off(url)

    async def close(self) -> None:
        """Remove everything that is left."""
        await asyncio.to_thread(self._maker.close)
