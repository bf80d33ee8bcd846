"""What lesson 11 says of prepared statements when transactions of several processes share the server's connections.

Shown twice: with PostgreSQL alone, where somebody else prepares and drops what a name stands for, as happens on a
connection that was lent to others meanwhile; and through a PgBouncer in transaction mode, where there is one.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pooler
import pytest
from own_server import find
from private_server import project_folder
from sqlalchemy import URL, exc, literal, select, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from workbook.address import server_url
from workbook.postgres import server as postgres

pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="speaks of Unix sockets"),
    pytest.mark.skipif(postgres.find_binaries() is None, reason="no PostgreSQL on this machine"),
]
NONE = {"statement_cache_size": 0, "prepared_statement_cache_size": 0}
A_PROCESS = """
import ast, asyncio, sys
from sqlalchemy import literal, select
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

async def ask():
    engine = create_async_engine(sys.argv[1], poolclass=NullPool, connect_args=ast.literal_eval(sys.argv[2]))
    async with engine.connect() as connection:
        for number in range(20):
            assert await connection.scalar(select(literal(number))) == number
            await connection.rollback()
        print("asked", flush=True)
        sys.stdin.read()

asyncio.run(ask())
"""


@pytest.fixture(scope="module")
def server() -> Iterator[URL]:
    with project_folder():
        yield server_url(postgres.start())


@pytest.fixture
def pooled(server: URL) -> Callable[[int], AbstractContextManager[URL]]:
    """The server's URL through a pooler that has so many connections."""
    if find(pooler.PROGRAM) is None:
        pytest.skip("no PgBouncer on this machine: Debian's package is pgbouncer")
    return lambda connections: pooler.pooled(server, connections)


def engine_of(url: URL, arguments: dict[str, Any]) -> AsyncEngine:
    return create_async_engine(url, poolclass=NullPool, connect_args=arguments)


def of_two_processes(url: URL, arguments: dict[str, Any]) -> str:
    """What went wrong when a second process asks what a first one, which is still there, has asked; "" if nothing."""
    asking = [sys.executable, "-c", A_PROCESS, url.render_as_string(hide_password=False), repr(arguments)]
    with subprocess.Popen(asking, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as first:
        assert first.stdin is not None
        assert first.stdout is not None
        assert first.stdout.readline() == "asked\n"
        second = subprocess.run(asking, input="", check=False, capture_output=True, text=True, timeout=60)
        first.stdin.close()
    return second.stderr


def test_a_name_that_another_process_has_used_exists_already(pooled):
    with pooled(1) as url:
        assert re.search(r'prepared statement "__asyncpg_\w+" already exists', of_two_processes(url, {}))
        assert of_two_processes(url, NONE) == ""


async def on_another_connection(url: URL, arguments: dict[str, Any]) -> int:
    """The same question in two transactions, of which the second gets the other one of two connections."""
    engine = engine_of(url, arguments)
    number = text("SELECT pg_backend_pid()")
    async with engine.connect() as ours, engine.connect() as theirs, engine.connect() as third:
        lent = await ours.scalar(number)
        await ours.scalar(select(literal(1)))
        await ours.rollback()
        if await theirs.scalar(number) != lent:  # whoever comes next gets it
            assert await third.scalar(number) == lent
            await theirs.rollback()
        try:
            return await ours.scalar(select(literal(1))) or 0
        finally:
            await engine.dispose()


async def test_a_statement_that_was_prepared_on_another_connection_does_not_exist(pooled):
    with pooled(2) as url:
        with pytest.raises(exc.DBAPIError, match=r'prepared statement "__asyncpg_\w+" does not exist'):
            await on_another_connection(url, {})
        assert await on_another_connection(url, NONE) == 1


async def test_what_somebody_else_prepared_under_that_name_exists_already(server: URL):
    engine = engine_of(server, {})
    async with engine.connect() as connection:
        driver = (await connection.get_raw_connection()).driver_connection
        assert driver is not None
        names = [row["name"] for row in await driver.fetch("SELECT name FROM pg_prepared_statements")]
        last = max(int(name.removesuffix("__").rpartition("_")[2], 16) for name in names)
        for number in range(last + 1, last + 30):
            await driver.execute(f"PREPARE __asyncpg_stmt_{number:x}__ AS SELECT 1")
        with pytest.raises(exc.DBAPIError, match="already exists"):
            await connection.scalar(select(literal(1)))
    await engine.dispose()


async def test_what_somebody_else_dropped_does_not_exist(server: URL):
    for arguments, fails in (({}, True), (NONE, False)):
        engine = engine_of(server, arguments)
        async with engine.connect() as connection:
            await connection.scalar(select(literal(1)))
            await connection.execute(text("DEALLOCATE ALL"))
            if fails:
                with pytest.raises(exc.DBAPIError, match="does not exist"):
                    await connection.scalar(select(literal(1)))
            else:
                assert await connection.scalar(select(literal(1))) == 1
        await engine.dispose()
