"""Fresh databases on PostgreSQL: copies of a template, each named workbook_<run>_<number>."""

from __future__ import annotations

import asyncio
import atexit
import itertools
import os
import secrets
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from contextlib import suppress
from typing import Any, TypeVar

import asyncpg
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from workbook.address import START, DatabaseProblem, where
from workbook.bookshop import Base

Result = TypeVar("Result")

LOCKS = 0x626F6F6B  # the class of our advisory locks: "book"
OURS = "^workbook_[0-9a-f]{8}_[a-z0-9]+$"
SECONDS_TO_CONNECT = 10


class Databases:
    """Makes databases on one server, over one connection in a thread of its own, so that any event loop may ask.

    As long as this run lives, that connection holds an advisory lock with the run's number.  A database whose run
    holds no lock any more, that belongs to our own role and that nobody uses, was left by a run that crashed: the next
    run removes it.
    """

    def __init__(self, server: URL):
        self.server = server
        self._number = secrets.randbits(31)
        self._run = f"workbook_{self._number:08x}_"
        self._numbers = itertools.count(1)
        self._template = ""
        self._connection: Any = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._process = os.getpid()

    async def make(self, empty: bool) -> URL:
        return await asyncio.wrap_future(self._submit(self._make(empty)))

    async def drop(self, url: URL) -> None:
        await asyncio.wrap_future(self._submit(self._drop(str(url.database))))

    def close(self) -> None:
        loop, self._loop = self._loop, None
        if loop is None or os.getpid() != self._process:  # in a forked child the thread is not there
            return
        atexit.unregister(self.close)
        with suppress(DatabaseProblem, TimeoutError):
            asyncio.run_coroutine_threadsafe(self._close(), loop).result(30)
        loop.call_soon_threadsafe(loop.stop)
        self._thread.join(5)

    def _submit(self, work: Coroutine[Any, Any, Result]) -> Future[Result]:
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
            self._lock = asyncio.Lock()  # one connection does one thing at a time
            self._thread = threading.Thread(target=self._loop.run_forever, name="fresh databases", daemon=True)
            self._thread.start()
            atexit.register(self.close)
        return asyncio.run_coroutine_threadsafe(self._alone(work), self._loop)

    async def _alone(self, work: Coroutine[Any, Any, Result]) -> Result:
        async with self._lock:
            try:
                return await work
            except (OSError, TimeoutError, TypeError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                raise explained(error, self.server) from error

    async def _connected(self) -> Any:
        if self._connection is None or self._connection.is_closed():
            connection = await asyncpg.connect(**connect_options(self.server), timeout=SECONDS_TO_CONNECT)
            await connection.execute(f"SELECT pg_advisory_lock({LOCKS}, {self._number})")
            await _sweep(connection)
            self._connection = connection
        return self._connection

    async def _make(self, empty: bool) -> URL:
        connection = await self._connected()
        if not empty and not self._template:
            self._template = await self._make_template(connection)
        name = f"{self._run}{next(self._numbers)}"
        await connection.execute(f"CREATE DATABASE {name} TEMPLATE {'template0' if empty else self._template}")
        return self.server.set(database=name)

    async def _make_template(self, connection: Any) -> str:
        name = f"{self._run}template"
        await connection.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        engine = create_async_engine(self.server.set(database=name), poolclass=NullPool)
        async with engine.begin() as tables:
            await tables.run_sync(Base.metadata.create_all)
        # nobody may look in: a template that is in use cannot be copied
        await connection.execute(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false")
        return name

    async def _drop(self, name: str) -> None:
        connection = await self._connected()
        await connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    async def _close(self) -> None:
        if self._connection is None or self._connection.is_closed():
            return
        async with self._lock:
            for (name,) in await self._connection.fetch("SELECT datname FROM pg_database WHERE datname ~ $1", OURS):
                if name.startswith(self._run):
                    await self._connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            await self._connection.close()


async def _sweep(connection: Any) -> None:
    # the names first: whoever makes a database has taken its lock before
    left = await connection.fetch(
        "SELECT datname FROM pg_database d WHERE datname ~ $1 AND pg_get_userbyid(datdba) = current_user"
        " AND NOT EXISTS (SELECT FROM pg_stat_activity WHERE datid = d.oid)",
        OURS,
    )
    held = await connection.fetch(
        f"SELECT objid::bigint FROM pg_locks WHERE locktype = 'advisory' AND classid = {LOCKS} AND objsubid = 2"
    )
    living = {number for (number,) in held}
    for (name,) in left:
        if int(name.split("_")[1], 16) not in living:
            with suppress(asyncpg.PostgresError):  # another run removes it too, or somebody has connected
                await connection.execute(f"DROP DATABASE IF EXISTS {name}")


def connect_options(url: URL) -> dict[str, Any]:
    """What `asyncpg.connect` wants for a URL, read as SQLAlchemy's engine reads it."""
    options = url.get_dialect()().create_connect_args(url)[1]
    return {name: value for name, value in options.items() if not name.startswith("prepared_statement")}


def explained(error: BaseException, server: URL) -> DatabaseProblem:
    """The sentence for an error of the driver or the network."""
    at, user, named = where(server), server.username, server.database
    if isinstance(error, asyncpg.InvalidAuthorizationSpecificationError):
        says = f"The server at {at} refuses the user {user!r}: correct the user and the password in DATABASE_URL."
    elif isinstance(error, asyncpg.InvalidCatalogNameError):
        says = (
            f"The server at {at} has no database {named!r}: "
            "name one that exists in DATABASE_URL (postgres is always there)."
        )
    elif isinstance(error, asyncpg.InsufficientPrivilegeError):
        says = (
            f"The user {user!r} may not create databases at {at}: let an administrator run "
            f'ALTER ROLE "{user}" CREATEDB, or use a server of your own ({START}).'
        )
    elif isinstance(error, asyncpg.TooManyConnectionsError):
        says = f"The server at {at} has no connection left: close notebooks that use it, or raise its max_connections."
    elif isinstance(error, asyncpg.PostgresError):
        says = f"The server at {at} says {str(error).splitlines()[0]!r}: correct DATABASE_URL, or ask who runs it."
    elif isinstance(error, OSError | TimeoutError):
        says = f"No PostgreSQL server answers at {at}: start one with {START}, or correct DATABASE_URL."
    else:
        says = f"The driver cannot use DATABASE_URL ({error}): write it as postgresql://user:password@host/database."
    return DatabaseProblem(says)
