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
from pathlib import Path
from typing import Any, TypeVar

import asyncpg
from sqlalchemy import text
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from workbook.bookshop import Base
from workbook.postgres.problems import EXPLAINED, connect_options, explained
from workbook.postgres.role import LENT, Roles, drop_roles, make_roles
from workbook.postgres.sweep import LOCKS, OURS, drop_database, sweep

Result = TypeVar("Result")

SECONDS_TO_CONNECT = 10
PAUSES = (0.2, 0.5, 1.0, 2.0, 4.0, 8.0)  # seconds between attempts while the server has no room


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
        self._how = ""  # copies are made
        self._roles: Roles | None = None  # None: they are lent as our own role
        self._passwords: dict[str, str] = {}  # of the role of each database that is lent
        self._asked_for_roles = False
        self._spare: asyncio.Task[str] | None = None
        self._drops: set[asyncio.Task[None]] = set()
        self._connection: Any = None
        self._quick: Any = None  # another one: what a check waits for must not wait for CREATE and DROP
        self._loop: asyncio.AbstractEventLoop | None = None
        self._process = os.getpid()

    async def make(self, empty: bool, folder: Path | None) -> URL:
        return self.server.set(database=await self._in_thread(self._hand_over(empty)))

    @property
    def apart(self) -> bool:
        """Whether there is a role that owns them; known once one is made."""
        return self._roles is not None

    def lent(self, url: URL) -> URL:
        """The same database, as the role that owns it and nothing else, where there is one."""
        name = str(url.database)
        if self._roles is None or name not in self._passwords:
            return url
        return url.set(username=self._roles.of(name), password=self._passwords[name])

    async def cut_off(self, url: URL) -> None:
        """End everybody's sessions there, ours among them."""
        with suppress(*EXPLAINED):
            await self._in_thread(self._end_sessions(str(url.database)))

    async def drop(self, url: URL) -> None:
        """Have it removed, without waiting for it."""
        await self._in_thread(self._drop_soon(str(url.database)))

    def close(self) -> None:
        loop, self._loop = self._loop, None
        if loop is None or os.getpid() != self._process:  # in a forked child the thread is not there
            return
        atexit.unregister(self.close)
        with suppress(*EXPLAINED):  # the server is gone: what is left the next run removes
            asyncio.run_coroutine_threadsafe(self._close(), loop).result(30)
        loop.call_soon_threadsafe(loop.stop)
        self._thread.join(5)
        if not self._thread.is_alive():
            loop.close()

    async def _in_thread(self, work: Coroutine[Any, Any, Result]) -> Result:
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
            self._lock = asyncio.Lock()  # one connection does one thing at a time
            self._quick_lock = asyncio.Lock()
            self._template_lock = asyncio.Lock()
            self._thread = threading.Thread(target=self._loop.run_forever, name="fresh databases", daemon=True)
            self._thread.start()
            atexit.register(self.close)
        future: Future[Result] = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return await asyncio.wrap_future(future)
        except EXPLAINED as error:
            raise explained(error, self.server) from error

    async def _hand_over(self, empty: bool) -> str:
        """A new database, given to the role: as soon as the server has room for it.

        What all share, such as locks, a check may have filled: its sessions are ended first, and another run's check
        has only so many seconds.
        """
        for pause in PAUSES:
            try:
                return await self._handed_over(empty)
            except asyncpg.InsufficientResourcesError:
                with suppress(asyncpg.PostgresError):
                    await self._quickly(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                        f"WHERE starts_with(usename, '{self._run}learner')"
                    )
                await asyncio.sleep(pause)
        return await self._handed_over(empty)

    async def _handed_over(self, empty: bool) -> str:
        """A new database, given to the role: only now, for what a check may reach it may spoil for the next one."""
        name = await (self._create("template0") if empty else self._copy())
        if self._roles is None:
            await self._quickly(f"REVOKE ALL ON DATABASE {name} FROM PUBLIC")  # others who share the server
        else:
            role = self._roles.of(name)
            self._passwords[name], commands = self._roles.made(role)
            await self._quickly(
                f"{commands}; ALTER DATABASE {name} ALLOW_CONNECTIONS true; REVOKE ALL ON DATABASE {name} FROM PUBLIC;"
                f"ALTER DATABASE {name} OWNER TO {role}"
            )
        return name

    async def _copy(self) -> str:
        spare, self._spare = self._spare, None
        try:
            name = await (spare or self._create_copy())
        except EXPLAINED:
            if spare is None:
                raise
            name = await self._create_copy()  # the server may have been restarted since the spare one was asked for
        # the next one is made while the check that got this one runs
        self._spare = asyncio.create_task(self._create_copy())
        return name

    async def _drop_soon(self, name: str) -> None:
        task = asyncio.create_task(self._drop(name))
        self._drops.add(task)
        task.add_done_callback(self._drops.discard)

    async def _drop(self, name: str) -> None:
        self._passwords.pop(name, None)
        with suppress(*EXPLAINED):  # `close` tries again, and so does the next run
            # what its sessions hold of the server, as locks without number, may keep even DROP from beginning
            await self._end_sessions(name)
            await self._remove(name)
            if self._roles is not None:
                await self._execute(f"DROP ROLE IF EXISTS {self._roles.of(name)}")

    async def _end_sessions(self, name: str) -> None:
        await self._quickly(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")

    async def _quickly(self, commands: str) -> None:
        async with self._quick_lock:
            if self._quick is None or self._quick.is_closed():
                self._quick = await self._open()
            await self._quick.execute(commands)

    async def _create_copy(self) -> str:
        async with self._template_lock:
            if not self._template:
                self._template = await self._make_template()
        return await self._create(self._template)

    async def _make_template(self) -> str:
        name = await self._create("template0", f"template{next(self._numbers)}", closed=False)
        engine = create_async_engine(self.server.set(database=name), poolclass=NullPool)
        async with engine.begin() as tables:
            await tables.run_sync(Base.metadata.create_all)
            if self._roles is not None:
                # who is no superuser gives tables only to those who could have made them there
                await tables.execute(text(f"GRANT ALL ON SCHEMA public TO {self._roles.owner}"))
                for table in Base.metadata.tables:
                    await tables.execute(text(f"ALTER TABLE {table} OWNER TO {self._roles.owner}"))
        # nobody may look in: a template that is in use cannot be copied
        await self._execute(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false")
        return name

    async def _create(self, template: str, name: str = "", closed: bool = True) -> str:
        name = self._run + (name or str(next(self._numbers)))
        async with self._lock:
            connection = await self._connected()
            shut = " ALLOW_CONNECTIONS false" if closed and self._roles is not None else ""
            await connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}{self._how}{shut}")
        return name

    async def _remove(self, name: str) -> None:
        async with self._lock:
            await drop_database(await self._connected(), name, force=True)

    async def _execute(self, statement: str) -> None:
        async with self._lock:
            await (await self._connected()).execute(statement)

    async def _connected(self) -> Any:
        if self._connection is None or self._connection.is_closed():
            self._connection = await self._connect()
        return self._connection

    async def _open(self) -> Any:
        return await asyncpg.connect(**connect_options(self.server), timeout=SECONDS_TO_CONNECT)

    async def _connect(self) -> Any:
        connection = await self._open()
        await connection.execute(f"SELECT pg_advisory_lock({LOCKS}, {self._number})")
        await sweep(connection)
        if connection.get_server_version().major >= 15 and await connection.fetchval("SHOW fsync") == "off":
            # quicker than to write all to the log, but it takes two checkpoints: nothing where nobody waits for a disk
            self._how = " STRATEGY file_copy"
        if not self._asked_for_roles:
            self._asked_for_roles = True
            self._roles = await make_roles(connection, self.server, self._run)
        return connection

    async def _close(self) -> None:
        if waiting := {*self._drops, *([self._spare] if self._spare else [])}:
            await asyncio.wait(waiting)
        if self._connection is None:
            return
        for (name,) in await self._connection.fetch("SELECT datname FROM pg_database WHERE datname ~ $1", OURS):
            if name.startswith(self._run):
                await self._remove(name)
        if self._roles is not None:
            ours = "SELECT rolname FROM pg_roles WHERE rolname ~ $1 AND starts_with(rolname, $2)"
            left = await self._connection.fetch(ours, LENT, self._run)
            await drop_roles(self._connection, [name for (name,) in left])
        await self._connection.close()
        if self._quick is not None:
            await self._quick.close()
