"""Exercises of lesson 12, Error clinic.  Run `pytest checker -k ex12` when you have written something.

Eight pieces of code as articles print them, and each fails: at once, under two users, or after the next restart.  Read
what the function promises, delete the line that raises NotImplementedError, run the check, read the error, mend the
lines.  The ninth, `classify`, is for you to write.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Literal

from sqlalchemy import exc, func, make_url, select, update
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import selectinload

from workbook.bookshop import Book, Order, User


class OutOfStock(Exception):
    """There are not that many copies of this ISBN."""


def refused(error: exc.DBAPIError) -> bool:
    """Whether the database turned a transaction away that may succeed when it is tried again: nothing to write here."""
    code = getattr(error.orig, "sqlstate", None) or getattr(error.orig, "sqlite_errorname", None)
    # serialization failure, deadlock; "database is locked"
    return code in ("40001", "40P01") or str(code).startswith("SQLITE_BUSY")


async def report(make_session: async_sessionmaker[AsyncSession], user_id: int) -> dict[str, Any]:
    """Return a user's `full_name`, and as `totals` what each of their orders came to in cents, the oldest order first.

    The oldest has the lowest id; an order without lines came to 0.  At most three statements for up to 500 orders.
    Raise LookupError if there is no such user.
    """
    raise NotImplementedError  # TODO: mend the lines below, then delete this one
    async with make_session() as session:
        user = await session.get(User, user_id)
    totals = [sum(line.quantity * line.price for line in order.lines) for order in user.orders]
    return {"full_name": user.full_name, "totals": totals}


async def dashboard(make_session: async_sessionmaker[AsyncSession]) -> dict[str, int]:
    """Return how many `books`, `users` and `orders` there are.

    Three queries are under way at the same time, each in a session of its own.
    """
    raise NotImplementedError  # TODO: mend the lines below, then delete this one
    kinds = {"books": Book, "users": User, "orders": Order}
    async with make_session() as session:
        queries = [session.scalar(select(func.count()).select_from(kind)) for kind in kinds.values()]
        return dict(zip(kinds, await asyncio.gather(*queries), strict=True))


async def save(make_session: async_sessionmaker[AsyncSession], isbn: str, price: int) -> None:
    """Give a book a new price, for good.

    Raise LookupError if there is no book with this ISBN.  Every other error goes on to the caller as it is.
    """
    raise NotImplementedError  # TODO: mend the lines below, then delete this one
    async with make_session() as session:
        try:
            book = await session.scalar(select(Book).where(Book.isbn == isbn))
            book.price = price
            session.commit()
        except Exception as error:
            print("could not save:", error)


def connect(url: str) -> AsyncEngine:
    """Return an engine for a URL as a service's settings hold it.

    It begins with `postgres://`, `postgresql://` or `sqlite://`, and the engine uses asyncpg or aiosqlite.  What other
    drivers call `sslmode`, asyncpg calls `ssl`; its value stays.  So does everything else in the URL, whatever
    characters it holds.  Nothing is connected yet when the function returns.
    """
    raise NotImplementedError  # TODO: mend the line below, then delete this one
    return create_async_engine(url.replace("postgresql", "postgresql+asyncpg"))


async def rename_all(session: AsyncSession, emails: dict[str, str]) -> list[str]:
    """Give users new addresses: `emails` says which old one becomes which new one.

    Each change that the database takes is committed, whichever of the others it refuses.  Return the old addresses of
    those that it refuses with an IntegrityError, in the order of `emails`; every other error goes on to the caller.
    Every old address is somebody's.
    """
    raise NotImplementedError  # TODO: mend the lines below, then delete this one
    users = {user.email: user for user in await session.scalars(select(User).where(User.email.in_(emails)))}
    refused = []
    for user in [users[old] for old in emails]:
        try:
            user.email = emails[user.email]
            await session.commit()
        except exc.IntegrityError:
            await session.rollback()
            refused.append(user.email)
    return refused


async def transfer(make_session: async_sessionmaker[AsyncSession], source: str, target: str, copies: int) -> None:
    """Take copies of one book, by its ISBN, from the stock, and add as many to another book's: both or neither.

    Raise OutOfStock, and change nothing, if there are too few or one ISBN is unknown.  Others transfer at the same
    moment, also the other way round, and two transfers never meet in a deadlock.  When the database turns one away for
    another reason, which `refused(error)` tells, try it again from its beginning, up to 5 times; the last such error,
    and every other one at once, goes on to the caller.
    """
    raise NotImplementedError  # TODO: mend the lines below, then delete this one
    changes = {source: -copies, target: copies}
    for _ in range(5):
        try:
            async with make_session.begin() as session:
                for isbn in changes:
                    change = update(Book).where(Book.isbn == isbn, Book.stock >= -changes[isbn])
                    if not (await session.execute(change.values(stock=Book.stock + changes[isbn]))).rowcount:
                        raise OutOfStock(isbn)
                return
        except exc.OperationalError:
            await asyncio.sleep(0.01)


async def nightly(make_session: async_sessionmaker[AsyncSession], send: Callable[[str, int], Awaitable[None]]) -> int:
    """Call `await send(email, number)` for each user who has orders, `number` of them; return how many that were.

    Sending takes long, and asks the database too: while `send` is under way, this function holds no connection of the
    pool.  Each of these users is sent one letter.
    """
    raise NotImplementedError  # TODO: mend the lines below, then delete this one
    sent = 0
    async with make_session() as session:
        rows = select(User.email, func.count()).join(User.orders).group_by(User.id, User.email)
        for email, number in await session.execute(rows):
            await send(email, number)
            sent += 1
    return sent


async def stale(engine: AsyncEngine, copies: dict[str, int]) -> None:
    """Add copies to the stock of these books, by their ISBN: all in one transaction, for good, and once.

    The server may have been restarted since the last query; then the connections in the pool are dead.  If the first
    statement fails for that reason, begin again on a new connection, once.  An error that comes later, or is no lost
    connection, goes on to the caller: after a COMMIT without an answer nobody knows whether it was done.
    """
    raise NotImplementedError  # TODO: mend the lines below, then delete this one
    for _ in range(3):
        try:
            async with engine.begin() as connection:
                for isbn, number in copies.items():
                    await connection.execute(update(Book).where(Book.isbn == isbn).values(stock=Book.stock + number))
                return
        except exc.DBAPIError:
            await asyncio.sleep(0.01)


def classify(error: BaseException) -> Literal["retry", "down", "data", "bug"]:
    """Say what to do about an error.

    "retry": the transaction was turned away for now (a deadlock, a serialization failure, a lock that could not be had:
    on SQLite what begins with SQLITE_BUSY or SQLITE_LOCKED) or lost with its connection, whatever code came with that:
    begin it again.  "down": the database cannot be had, or has no room or time: come back later (nobody listens, no
    connection from the pool in time; on PostgreSQL the classes 53 and 57, on SQLite SQLITE_FULL).  "data": it refuses
    these values (every IntegrityError; on PostgreSQL the classes 22 and 23).  "bug": everything else; no repeating
    helps, the program has to be mended.  The text of the error tells nothing: it quotes what users wrote.
    """
    raise NotImplementedError  # TODO
