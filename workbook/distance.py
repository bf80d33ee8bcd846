"""A database that is further away than it is: lesson 05 draws what distance does to many statements."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine


@contextmanager
def far_away(engine: AsyncEngine, seconds: float = 0.002) -> Iterator[None]:
    """While the block runs, each statement of this engine sets out so much later, as over a network."""

    def set_out(conn: Any, cursor: Any, statement: str, parameters: Any, context: Any, executemany: bool) -> None:
        conn.connection.dbapi_connection.run_async(lambda driver: asyncio.sleep(seconds))

    event.listen(engine.sync_engine, "before_cursor_execute", set_out)
    try:
        yield
    finally:
        event.remove(engine.sync_engine, "before_cursor_execute", set_out)
