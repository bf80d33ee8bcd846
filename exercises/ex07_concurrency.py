"""Exercises of lesson 07, Concurrency.  Run `pytest checker -k ex07` when you have written something."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from workbook.bookshop import Book, Order, OrderLine, User

T = TypeVar("T")


async def fetch_many(make_session: async_sessionmaker[AsyncSession], ids: list[int], at_once: int) -> list[str | None]:
    """Return the titles of the books with these ids, in the order of `ids`; None where there is no such book.

    Each id is looked up by a statement of its own, as a remote service would want it (for one table, a single SELECT
    with IN is the better program).  `at_once` lookups are under way at the same time, and never more; one batch after
    another will do.  Never take more than `at_once` connections.  If a lookup fails, raise what it raised, alone or in
    an ExceptionGroup, and leave no other lookup running.
    """
    raise NotImplementedError  # TODO


async def with_deadline(
    make_session: async_sessionmaker[AsyncSession], work: Callable[[AsyncSession], Awaitable[T]], seconds: float
) -> T | None:
    """Call `work` with a new session, commit, and return what `work` returned; or None if it takes too long.

    `work` has `seconds` seconds.  When they are up, `work` is cancelled (it lets the cancellation through); nothing it
    did is kept, and its connection is back in the pool before this function returns.  The COMMIT afterwards is not part
    of `work`, and no deadline cuts it short.  Whatever `work` raises goes on to the caller, a TimeoutError of its own
    too.  If this function is cancelled, so is `work`.
    """
    raise NotImplementedError  # TODO


async def first_answer(
    make_session: async_sessionmaker[AsyncSession], questions: list[Callable[[AsyncSession], Awaitable[T]]]
) -> T:
    """Ask all questions at the same time, each with a session of its own, and return the first answer.

    What a question returns is its answer, None too.  One that raises has not answered; the others still may.  If all of
    them raise, raise an ExceptionGroup of what they raised.  As soon as there is an answer the others are cancelled,
    and when this function returns they have ended and their connections are back.  If it is cancelled itself, the same
    is true.  There is at least one question; questions only read.
    """
    raise NotImplementedError  # TODO


async def repair_shared_session(make_session: async_sessionmaker[AsyncSession], user_id: int) -> dict[str, Any]:
    """Mend the lines below: now and then they raise, and nobody knows why.

    Return "name", the user's full name, or None if there is no such user; "orders", how many they have; and "spent",
    what all their lines cost together, in cents.  Either run the queries one after another in one session, or give each
    task a session of its own.
    """
    raise NotImplementedError  # TODO: mend the lines below, then delete this one
    lines = select(func.coalesce(func.sum(OrderLine.quantity * OrderLine.price), 0)).join(OrderLine.order)
    async with make_session() as session, asyncio.TaskGroup() as group:
        name = group.create_task(session.scalar(select(User.full_name).where(User.id == user_id)))
        counted = select(func.count()).select_from(Order).where(Order.user_id == user_id)
        orders = group.create_task(session.scalar(counted))
        spent = group.create_task(session.scalar(lines.where(Order.user_id == user_id)))
    return {"name": name.result(), "orders": orders.result(), "spent": spent.result()}


async def repair_blocking(
    make_session: async_sessionmaker[AsyncSession], isbns: list[str], price_of: Callable[[str], int]
) -> int:
    """Mend the lines below: while they run, nobody else is served.

    Ask `price_of` for the price of each ISBN, store the prices in one transaction, all or none, and return how many
    books got theirs.  `price_of` is a plain function that asks the publisher and takes its time.  While it does, the
    event loop must turn, and no connection may be out.  It may be called in any thread, and in several at once.  What
    it raises goes on to the caller, alone or in an ExceptionGroup, and then no price is stored.  No ISBN comes twice.
    """
    raise NotImplementedError  # TODO: mend the lines below, then delete this one
    async with make_session.begin() as session:
        changed = 0
        for isbn in isbns:
            result = await session.execute(update(Book).where(Book.isbn == isbn).values(price=price_of(isbn)))
            changed += result.rowcount
    return changed
