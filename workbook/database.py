"""The live database: engines as the lessons want them, and a bookshop of one's own."""

from __future__ import annotations

from sqlite3 import Error
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from workbook.address import server_url
from workbook.bookshop import Base, seed_rows
from workbook.fresh.databases import FreshDatabases
from workbook.problems import DatabaseProblem

__all__ = ["DatabaseProblem", "FreshDatabases", "make_engine", "open_bookshop", "server_url"]

SECONDS_TO_WAIT_FOR_A_LOCK = 3.0  # less than a check's time limit, so that "database is locked" is what one reads


def make_engine(url: str | URL, **options: Any) -> AsyncEngine:
    """An engine for `url`: `create_async_engine`, with SQLite brought closer to PostgreSQL.

    On SQLite every connection enforces foreign keys and waits for another writer instead of failing at once, and
    savepoints and CREATE TABLE are part of the transaction, which Python's driver alone does not give.  A plain
    SELECT opens no transaction there, as the driver has it: it sees the newest commit each time, which is what
    PostgreSQL does at its default isolation level, and blocks nobody.
    """
    url = make_url(url)
    if url.get_backend_name() != "sqlite":
        return create_async_engine(url, **options)
    options["connect_args"] = {"timeout": SECONDS_TO_WAIT_FOR_A_LOCK, **options.get("connect_args", {})}
    engine = create_async_engine(url, **options)
    event.listen(engine.sync_engine, "connect", _set_up_connection)
    event.listen(engine.sync_engine, "savepoint", _begin_before_savepoint)
    event.listen(engine.sync_engine, "before_cursor_execute", _begin_before_statement)
    return engine


async def open_bookshop() -> tuple[AsyncEngine, async_sessionmaker[AsyncSession]]:
    """A new database with the bookshop's tables and seed rows, for one lesson.

    It is a SQLite file in a temporary folder, or on PostgreSQL a database of its own beside the one that DATABASE_URL
    names.  It is removed when the process ends.  Raise DatabaseProblem when there is no server to be had.
    """
    engine = make_engine(await FreshDatabases(server_url()).make(empty=True))
    if engine.dialect.name == "postgresql":
        event.listen(engine.sync_engine, "do_connect", _connect_or_say_why)
    make_session = async_sessionmaker(engine, expire_on_commit=False)
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with make_session.begin() as session:
        session.add_all(seed_rows())
    return engine, make_session


def _connect_or_say_why(dialect: Any, record: Any, positional: Any, options: dict[str, Any]) -> Any:
    """Connect; where a server that many share has no room, a sentence instead of a driver's traceback."""
    from asyncpg import TooManyConnectionsError

    from workbook.postgres.problems import explained

    try:
        return dialect.connect(*positional, **options)
    except Exception as error:
        full: BaseException | None = error
        while full is not None and not isinstance(full, TooManyConnectionsError):
            full = full.__cause__
        if full is None:
            raise
        where = URL.create("postgresql", options.get("user"), host=options.get("host"), port=options.get("port"))
        raise explained(full, where) from error


def _set_up_connection(dbapi_connection: Any, record: Any) -> None:
    cursor = dbapi_connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA synchronous = OFF")  # the files are thrown away: nothing to save from a power cut
    cursor.close()


def _begin_before_savepoint(connection: Connection, name: str | None) -> None:
    _begin(connection)


def _begin_before_statement(connection, cursor, statement, parameters, context, executemany) -> None:
    # the driver begins by itself before a plain INSERT, UPDATE or DELETE only
    if context is not None and (context.isddl or (statement.startswith("WITH") and context.is_crud)):
        _begin(connection)


def _begin(connection: Connection) -> None:
    """Begin for a driver that has not: past SQLAlchemy's events, so that no trace shows a statement nobody wrote.

    IMMEDIATE takes the write lock now: a reader that becomes a writer later would fail at once instead of waiting.
    """
    proxied = connection.connection
    driver: Any = proxied.driver_connection
    if driver.isolation_level is None or driver.in_transaction:  # None: the isolation level AUTOCOMMIT
        return
    cursor = proxied.cursor()
    try:
        cursor.execute("BEGIN IMMEDIATE")
    except Error as error:
        raise OperationalError("BEGIN IMMEDIATE", None, error) from error
    finally:
        cursor.close()
