"""Real errors, provoked one at a time on the check's database, sorted by what is to be done about them."""

from __future__ import annotations

import asyncio
import errno
import socket
import sqlite3
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from asyncpg.exceptions import TooManyConnectionsError
from sqlalchemy import exc, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import lazyload

from workbook.bookshop import Book, Order, Profile, User
from workbook.database import make_engine

MISLEADING = "deadlock detected: database is locked, connection refused, 40P01"


@dataclass
class Patient:
    """What an error is provoked on: an engine of its own with a small pool, and sessions on it."""

    engine: AsyncEngine
    make_session: async_sessionmaker[AsyncSession]

    async def book(self) -> Book:
        """A book that is in the database."""
        number = str(id(object()))[-12:] + str(datetime.now(UTC).microsecond)
        async with self.make_session.begin() as session:
            session.add(book := Book(isbn=number[:20], title=number, price=1, stock=1))
        return book

    async def user(self) -> User:
        """A user who is in the database."""
        email = f"{datetime.now(UTC).timestamp()} {MISLEADING}"
        async with self.make_session.begin() as session:
            session.add(user := User(email=email, full_name=MISLEADING))
        return user

    async def add(self, row: Any) -> None:
        async with self.make_session.begin() as session:
            session.add(row)


Provoke = Callable[[Patient], Awaitable[Any]]


def selling(book: Book) -> Any:
    """An UPDATE of a book's stock."""
    return update(Book).where(Book.id == book.id).values(stock=Book.stock + 1)


# -- begin again -------------------------------------------------------------------------------------------------------


async def locked(it: Patient) -> None:
    book = await it.book()
    impatient = make_engine(it.engine.url, connect_args={"timeout": 0})
    try:
        async with it.engine.connect() as ours, impatient.connect() as theirs:
            await ours.execute(selling(book))
            await theirs.execute(selling(book))
    finally:
        await impatient.dispose()


async def overtaken_on_sqlite(it: Patient) -> None:
    book = await it.book()
    async with it.engine.connect() as connection:
        assert await connection.scalar(text("PRAGMA journal_mode = WAL")) == "wal"
    async with it.engine.connect() as ours, it.engine.connect() as theirs:
        await ours.execute(text("BEGIN"))
        await ours.execute(select(Book.stock))
        await theirs.execute(selling(book))
        await theirs.commit()
        await ours.execute(selling(book))


async def deadlock(it: Patient) -> None:
    one, two = await it.book(), await it.book()
    both_have_one = asyncio.Barrier(2)

    async def take(first: Book, second: Book) -> None:
        async with it.make_session.begin() as session:
            await session.execute(selling(first))
            await both_have_one.wait()
            await session.execute(selling(second))

    ended = await asyncio.gather(take(one, two), take(two, one), return_exceptions=True)
    raise next(problem for problem in ended if problem is not None)


async def overtaken(it: Patient) -> None:
    book = await it.book()
    async with it.engine.connect() as ours, it.engine.connect() as theirs:
        await ours.execution_options(isolation_level="REPEATABLE READ")
        await ours.execute(select(Book.stock))
        await theirs.execute(selling(book))
        await theirs.commit()
        await ours.execute(selling(book))


async def not_waiting(it: Patient) -> None:
    book = await it.book()
    async with it.engine.connect() as ours, it.engine.connect() as theirs:
        await ours.execute(selling(book))
        await theirs.execute(select(Book).where(Book.id == book.id).with_for_update(nowait=True))


async def lost(it: Patient) -> None:
    async with it.engine.connect() as connection:
        driver: Any = (await connection.get_raw_connection()).driver_connection
        await driver.close()
        await connection.execute(select(1))


async def killed(it: Patient) -> None:
    async with it.engine.connect() as connection:
        await connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))


def forged(code: str, *, lost: bool = False) -> Provoke:
    """An error of the other database, as its driver hands it on: a SQLSTATE, or the name of one of SQLite's.

    `lost` says that its connection was lost with it.
    """

    async def provoke(it: Patient) -> None:
        if code.startswith("SQLITE_"):
            told = sqlite3.OperationalError("in the words of this library")
            told.sqlite_errorname, told.sqlite_errorcode = code, getattr(sqlite3, code)
            raise exc.OperationalError("UPDATE books SET stock = 1", {}, told)
        said = Exception("in the words of this server")
        said.sqlstate = said.pgcode = code  # type: ignore[attr-defined]
        raise exc.DBAPIError("UPDATE books SET stock = 1", {}, said, connection_invalidated=lost)

    return provoke


RETRY: list[tuple[str, Provoke, str]] = [
    ("a row that another transaction has locked", locked, "sqlite"),
    ("a snapshot that another transaction has overtaken", overtaken_on_sqlite, "sqlite"),
    ("a row that another transaction has locked, as SQLite tells it", forged("SQLITE_BUSY"), "postgresql"),
    ("a snapshot that another has overtaken, as SQLite tells it", forged("SQLITE_BUSY_SNAPSHOT"), "postgresql"),
    ("a deadlock", deadlock, "postgresql"),
    ("a deadlock, as PostgreSQL tells it", forged("40P01"), "sqlite"),
    ("a serialization failure", overtaken, "postgresql"),
    ("a serialization failure, as PostgreSQL tells it", forged("40001"), "sqlite"),
    ("a lock that was not waited for", not_waiting, "postgresql"),
    ("a lock that was not waited for, as PostgreSQL tells it", forged("55P03"), "sqlite"),
    ("a table that another connection to the same cache has locked", forged("SQLITE_LOCKED_SHAREDCACHE"), ""),
    ("a connection that was closed", lost, ""),
    ("a connection that the server ended", killed, "postgresql"),
    ("a connection that the server ended, as PostgreSQL tells it", forged("57P01", lost=True), ""),
]


# -- come back later ---------------------------------------------------------------------------------------------------


async def empty_pool(it: Patient) -> None:
    small = make_engine(it.engine.url, pool_size=1, max_overflow=0, pool_timeout=0.01)
    try:
        async with small.connect(), small.connect():
            pass
    finally:
        await small.dispose()


async def nobody_listens(it: Patient) -> None:
    try:
        async with create_async_engine("postgresql+asyncpg://ana@127.0.0.1:1/shop").connect():
            pass
    except PermissionError:  # a worker may not even knock; this is what it would hear
        raise ConnectionRefusedError(errno.ECONNREFUSED, "Connect call failed ('127.0.0.1', 1)") from None


async def nobody_knows(it: Patient) -> None:
    # what a look-up ends with, which takes its time and which a worker may not do
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


async def full(it: Patient) -> None:
    async with it.engine.connect() as connection:
        pages = await connection.scalar(text("PRAGMA page_count"))
        await connection.execute(text(f"PRAGMA max_page_count = {pages}"))
        rows = [{"email": f"{number}" * 40, "full_name": "x" * 200} for number in range(2000)]
        await connection.execute(insert(User), rows)


async def no_room(it: Patient) -> None:
    # what asyncpg hears while it connects, some versions of SQLAlchemy hand on as it is
    raise TooManyConnectionsError(MISLEADING)


def said_by_the_server(code: str) -> Provoke:
    """An error with this SQLSTATE, raised by the server itself."""

    async def provoke(it: Patient) -> None:
        async with it.engine.connect() as connection:
            await connection.execute(text(f"DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '{code}'; END $$"))

    return provoke


async def too_slow(it: Patient) -> None:
    async with it.engine.connect() as connection:
        await connection.execute(text("SET LOCAL statement_timeout = '20ms'"))
        await connection.execute(text("SELECT pg_sleep(60)"))


DOWN: list[tuple[str, Provoke, str]] = [
    ("no connection from the pool in time", empty_pool, ""),
    ("a port where nobody listens", nobody_listens, ""),
    ("a host whose name nobody knows", nobody_knows, ""),
    ("a disk that is full", full, "sqlite"),
    ("a disk that is full, as SQLite tells it", forged("SQLITE_FULL"), "postgresql"),
    ("a disk that is full", said_by_the_server("53100"), "postgresql"),
    ("too many connections", said_by_the_server("53300"), "postgresql"),
    ("too many connections, in asyncpg's own exception", no_room, ""),
    ("too many connections, as PostgreSQL tells it", forged("53300"), "sqlite"),
    ("a disk that is full, as PostgreSQL tells it", forged("53100"), "sqlite"),
    ("a server that is starting up", said_by_the_server("57P03"), "postgresql"),
    ("a statement that took too long", too_slow, "postgresql"),
    ("a statement that took too long, as PostgreSQL tells it", forged("57014"), "sqlite"),
]


# -- refused values ----------------------------------------------------------------------------------------------------


async def taken(it: Patient) -> None:
    user = await it.user()
    await it.add(User(email=user.email, full_name=MISLEADING))


async def nobody(it: Patient) -> None:
    await it.add(Profile(user_id=-1, bio=MISLEADING))


async def nothing(it: Patient) -> None:
    await it.add(User(email=MISLEADING, full_name=None))


async def too_long(it: Patient) -> None:
    await it.add(User(email="x" * 201, full_name=MISLEADING))


async def too_large(it: Patient) -> None:
    await it.add(Book(isbn="1", title=MISLEADING, price=2**40, stock=1))


DATA: list[tuple[str, Provoke, str]] = [
    ("an email that is taken", taken, ""),
    ("a profile of nobody", nobody, ""),
    ("a user without a name", nothing, ""),
    ("a text that is too long", too_long, "postgresql"),
    ("a text that is too long, as PostgreSQL tells it", forged("22001"), "sqlite"),
    ("a number that is too large", too_large, "postgresql"),
    ("a constraint, as PostgreSQL tells it", forged("23514"), "sqlite"),
]


# -- to be mended ------------------------------------------------------------------------------------------------------


async def lazily(it: Patient) -> Any:
    user = await it.user()
    async with it.make_session() as session:
        found = await session.scalar(select(User).where(User.id == user.id).options(lazyload(User.orders)))
        return found and found.orders


async def detached(it: Patient) -> Any:
    user = await it.user()
    async with it.make_session() as session:
        found = await session.scalar(select(User).where(User.id == user.id).options(lazyload(User.orders)))
    return found and found.orders


async def seat_belt(it: Patient) -> Any:
    return (await it.user()).orders


async def wrapped(it: Patient) -> None:
    raise exc.StatementError("greenlet_spawn has not been called", "SELECT 1", {}, exc.MissingGreenlet("not here"))


async def bare(it: Patient) -> None:
    raise exc.MissingGreenlet("greenlet_spawn has not been called")


async def goes_on(it: Patient) -> None:
    user = await it.user()
    async with it.make_session() as session:
        session.add(User(email=user.email, full_name=MISLEADING))
        try:
            await session.flush()
        except exc.IntegrityError:
            await session.execute(select(1))


async def no_such_table(it: Patient) -> None:
    async with it.engine.connect() as connection:
        await connection.execute(text("SELECT * FROM boks"))


async def no_sql(it: Patient) -> None:
    async with it.engine.connect() as connection:
        await connection.execute(text(f"SELEC '{MISLEADING}'".replace(":", " ")))


async def no_value(it: Patient) -> None:
    async with it.engine.connect() as connection:
        await connection.execute(text("SELECT 1 WHERE 1 = :number"))


async def no_row(it: Patient) -> None:
    async with it.make_session() as session:
        (await session.scalars(select(Order).where(Order.id == -1))).one()


async def begun(it: Patient) -> None:
    async with it.make_session() as session:
        await session.execute(select(1))
        await session.begin()


async def no_dialect(it: Patient) -> None:
    create_async_engine("postgres://ana@shop/books")


async def no_database(it: Patient) -> None:
    async with create_async_engine(it.engine.url.set(database="no_such_database")).connect():
        pass


async def of_another_kind(it: Patient) -> None:
    raise ValueError(MISLEADING)


BUGS: list[tuple[str, Provoke, str]] = [
    ("a relationship read lazily", lazily, ""),
    ("MissingGreenlet inside a StatementError", wrapped, ""),
    ("MissingGreenlet by itself", bare, ""),
    ("a relationship read after the session", detached, ""),
    ('a relationship with lazy="raise"', seat_belt, ""),
    ("a session used after its flush has failed", goes_on, ""),
    ("a table that does not exist", no_such_table, ""),
    ("a table that does not exist, as PostgreSQL tells it", forged("42P01"), "sqlite"),
    ("an order of letters that nobody can tell, as PostgreSQL tells it", forged("42P22"), ""),
    ("a statement that is too complex, as PostgreSQL tells it", forged("54001"), ""),
    ("a change in a transaction that only reads, as PostgreSQL tells it", forged("25006"), ""),
    ("a mistake in the SQL", no_sql, ""),
    ("a parameter without a value", no_value, ""),
    ("one() where there is no row", no_row, ""),
    ("a transaction begun twice", begun, ""),
    ("a URL that names no dialect", no_dialect, ""),
    ("a database that does not exist", no_database, "postgresql"),
    ("an error that is no database's, in a database's words", of_another_kind, ""),
]
