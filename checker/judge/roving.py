"""The judge's engine, which goes from one check's database to the next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import URL, event
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.pool import ConnectionPoolEntry

from checker.judge import inline
from workbook.database import make_engine

RELIED_ON = {
    # whoever owns a database or a role may have set other ones for all that connect to it, or as it
    "search_path": "public",
    "default_transaction_read_only": "off",
    "default_transaction_isolation": "read committed",
    "statement_timeout": "0",
    "lock_timeout": "0",
    "idle_in_transaction_session_timeout": "0",
    "timezone": "UTC",
    "row_security": "on",
}


class RovingEngine:
    """An engine on one database of a server after another.

    It knows the server already, and the statements that it has compiled: a new engine for each check would ask and
    compile them anew, which takes longer than most of what the judge does in a check.
    """

    def __init__(self) -> None:
        self._engine: AsyncEngine | None = None

    def at(self, url: URL, connected: Callable[[Any], None] = lambda connection: None) -> AsyncEngine:
        """An engine on the database at `url`, until `leave`; each of its connections is shown to `connected`.

        What listens to this engine listens to no later one.
        """
        self._url, self._connected = url, connected
        if self._engine is None:
            self._engine = make_engine(_inline(url))
            event.listen(self._engine.sync_engine, "do_connect", self._go_there)
            event.listen(self._engine.sync_engine, "connect", self._arrived)
        return self._engine.execution_options()

    async def leave(self) -> None:
        """Close its connections."""
        if self._engine is not None:
            await self._engine.dispose()

    def _go_there(self, dialect: Dialect, record: ConnectionPoolEntry, args: list[Any], named: dict[str, Any]) -> None:
        args[:], there = dialect.create_connect_args(_inline(self._url))
        named.update(there)
        if self._url.get_backend_name() == "postgresql":
            named["server_settings"] = dict(RELIED_ON)

    def _arrived(self, connection: Any, record: ConnectionPoolEntry) -> None:
        self._connected(connection)


def _inline(url: URL) -> URL:
    return url.set(drivername=inline.NAME) if url.get_backend_name() == "sqlite" else url
