"""The judge's SQLite without threads: it waits for a lock as a coroutine does."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import URL, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import create_async_engine

from checker.judge import inline


def engine_on(path: Path, seconds: float):
    return create_async_engine(URL.create(inline.NAME, database=str(path)), connect_args={"timeout": seconds})


def locked(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.execute("CREATE TABLE IF NOT EXISTS notes (body TEXT)")
    connection.execute("BEGIN IMMEDIATE")
    return connection


async def test_the_loop_goes_on_while_a_file_is_locked(tmp_path: Path):
    path = tmp_path / "shop.sqlite"
    with closing(locked(path)) as other:
        engine = engine_on(path, 30)
        happened: list[str] = []

        async def write() -> None:
            async with engine.begin() as connection:
                await connection.execute(text("INSERT INTO notes VALUES ('a')"))
            happened.append("written")

        writing = asyncio.create_task(write())
        for _ in range(20):
            await asyncio.sleep(0)
        assert engine.pool.checkedout() == 1  # type: ignore[attr-defined]
        happened.append("the loop went on")
        other.execute("COMMIT")
        await writing
        await engine.dispose()
    assert happened == ["the loop went on", "written"]


async def test_patience_has_an_end(tmp_path: Path):
    path = tmp_path / "shop.sqlite"
    with closing(locked(path)):
        engine = engine_on(path, 0.05)
        with pytest.raises(OperationalError, match="database is locked"):
            async with engine.begin() as connection:
                await connection.execute(text("INSERT INTO notes VALUES ('a')"))
        await engine.dispose()


async def test_what_no_waiting_mends_is_raised_at_once(tmp_path: Path):
    path = tmp_path / "shop.sqlite"
    with closing(locked(path)) as other:
        other.execute("COMMIT")
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("INSERT INTO notes VALUES ('old')")
        engine = engine_on(path, 3600)
        async with engine.connect() as connection:
            await connection.execute(text("BEGIN"))
            await connection.execute(text("SELECT * FROM notes"))
            other.execute("INSERT INTO notes VALUES ('newer')")
            with pytest.raises(OperationalError, match="database is locked"):  # SQLITE_BUSY_SNAPSHOT
                await connection.execute(text("INSERT INTO notes VALUES ('too late')"))
        await engine.dispose()
