"""What lessons look at, take and put back: the shelf, an object's state, an attribute, what a driver sends."""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import Coroutine
from typing import Any
from uuid import uuid4

from sqlalchemy import event, func, inspect, select, update
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, async_sessionmaker

from workbook.bookshop import Book, Order, User
from workbook.gate import Gate

STATES = ("transient", "pending", "persistent", "deleted", "detached")


class Shelf:
    """The shop's books and orders as somebody else sees them: each time through a session of its own."""

    def __init__(self, make_session: async_sessionmaker[AsyncSession]) -> None:
        self.make_session = make_session

    async def copies(self, title: str) -> int | None:
        """The number of copies of `title` that everybody can see; None where there is no such book."""
        async with self.make_session() as session:
            return await session.scalar(select(Book.stock).where(Book.title == title))

    async def orders(self) -> int:
        """How many orders everybody can see."""
        async with self.make_session() as session:
            return await session.scalar(select(func.count()).select_from(Order)) or 0

    async def put(self, title: str, **values: int) -> None:
        """Give the book these `values` (`stock`, `price` in cents), and commit."""
        async with self.make_session.begin() as session:
            await session.execute(update(Book).where(Book.title == title).values(**values))


class OutOfStock(Exception):
    """There is no copy to sell."""


async def take(session: AsyncSession, title: str) -> None:
    """Take one copy of `title` from the shelf, and leave the COMMIT to the caller.  Raise OutOfStock if there is none.

    As most people would write it: it reads, computes in Python and writes, so two who come at once may get one copy.
    """
    book = (await session.scalars(select(Book).where(Book.title == title))).one()
    if book.stock < 1:
        raise OutOfStock(title)
    book.stock -= 1


def new_email() -> str:
    """An email that nobody has."""
    return f"{uuid4().hex}@example.org"


def customer(full_name: str) -> dict[str, str]:
    """What somebody sends who registers with an email that nobody has."""
    return {"email": new_email(), "full_name": full_name}


def state(thing: object) -> str:
    """The one of an object's five states that SQLAlchemy's `inspect` tells."""
    return next(name for name in STATES if getattr(inspect(thing), name))


def read(thing: object, name: str) -> Any:
    """The attribute, or the names of the errors that came instead: SQLAlchemy's, and the one that it wraps."""
    warnings.filterwarnings("ignore", "coroutine 'Connection.cursor'")  # what a failed attempt leaves behind
    try:
        return getattr(thing, name)
    except SQLAlchemyError as error:
        return [type(each).__name__ for each in (error, getattr(error, "orig", None)) if each]


async def overheard(connection: AsyncConnection) -> list[str]:
    """A list to which the driver of `connection` adds each statement that it sends from now on."""
    sent: list[str] = []
    driver: Any = (await connection.get_raw_connection()).driver_connection
    if connection.dialect.name == "postgresql":
        driver.add_query_logger(lambda record: sent.append(record.query))
    else:
        await driver.set_trace_callback(sent.append)
    return sent


async def stored(make_session: async_sessionmaker[AsyncSession], emails: list[str]) -> int:
    """How many of these emails everybody can see in the shop."""
    async with make_session() as session:
        return await session.scalar(select(func.count()).where(User.email.in_(emails))) or 0


async def under_way(engine: AsyncEngine, work: Coroutine[Any, Any, Any], expected: int) -> tuple[int, Any]:
    """How many statements of `work` are under way at the same time, and what it returns.

    A gate stops them just before the database is asked, and opens when no more arrive.
    """
    async with Gate(engine) as gate:
        task = asyncio.create_task(work)
        standing = await gate.rest(expected)
    return standing, await task


class Deadlock(Exception):
    """What a driver of PostgreSQL raises, as far as SQLAlchemy and its users ask."""

    sqlstate = "40P01"


def refuse_the_next_commit(engine: AsyncEngine) -> None:
    """Make the next COMMIT on `engine` raise the DBAPIError of a deadlock, once, whatever the database."""

    @event.listens_for(engine.sync_engine, "commit", once=True)
    def refuse(connection: object) -> None:
        raise DBAPIError("COMMIT", None, Deadlock())
