"""SQLite for the judge's engine: its statements run where they are sent, not in a thread of each connection.

A judge looks at small databases, mostly while nobody else is at work on them.  `aiosqlite` takes a thread for each
connection and two turns of the event loop for each statement, which costs more than the statements do.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable
from typing import Any

from sqlalchemy import URL
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.pool import AsyncAdaptedQueuePool
from sqlalchemy.util import await_only

NAME = "sqlite+inline"
PAUSE = 0.002  # seconds between two looks whether the file is still locked

registry.register("sqlite.inline", __name__, "InlineSQLite")


class InlineSQLite(SQLiteDialect_pysqlite):
    """The standard library's driver, for an AsyncEngine."""

    driver = "inline"
    is_async = True
    supports_statement_cache = True

    @classmethod
    def get_pool_class(cls, url: URL) -> type[AsyncAdaptedQueuePool]:
        return AsyncAdaptedQueuePool

    def connect(self, *cargs: Any, **cparams: Any) -> Any:
        patience = cparams.pop("timeout", 0.0)
        connection: Connection = sqlite3.connect(*cargs, **cparams, timeout=0.0, factory=Connection)  # type: ignore[call-overload]
        connection.patience = patience
        return connection


class Connection(sqlite3.Connection):
    """Waits for a locked file as a coroutine does: the event loop goes on meanwhile."""

    patience = 0.0
    """Seconds."""

    def cursor(self, *_: Any) -> Cursor:  # type: ignore[override]
        return super().cursor(Cursor)

    def commit(self) -> None:
        self.patiently(super().commit)

    def patiently(self, work: Callable[..., Any], *arguments: Any) -> Any:
        """Do it as soon as nobody else has locked the file; raise what it raises when the patience is over."""
        until = None
        await_only(_nothing())  # SQLAlchemy takes a driver that never waits for one that cannot
        while True:
            try:
                return work(*arguments)
            except sqlite3.OperationalError as problem:
                # not SQLITE_BUSY_SNAPSHOT and the like, which no waiting mends
                if problem.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                    raise
                until = until or time.monotonic() + self.patience
                if time.monotonic() > until:
                    raise
            await_only(asyncio.sleep(PAUSE))


class Cursor(sqlite3.Cursor):
    connection: Connection  # type: ignore[assignment]

    def execute(self, *statement: Any) -> Cursor:
        return self.connection.patiently(super().execute, *statement)

    def executemany(self, *statement: Any) -> Cursor:
        return self.connection.patiently(super().executemany, *statement)

    async def _async_soft_close(self) -> None:
        """Nothing: SQLAlchemy asks it of an AsyncEngine's cursors, and rows come from this one without waiting."""


async def _nothing() -> None:
    pass
