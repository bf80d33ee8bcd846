"""Exercises of lesson 11, Load.  Run `pytest checker -k ex11` when you have written something."""

import asyncio
import math
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from workbook.bookshop import Book, Order, OrderLine

T = TypeVar("T")


class Busy(Exception):
    """There are too many before you: come back later."""


inside: Counter[Any] = Counter()
"""For shed() to write into: how many of its calls are under way on each engine."""


def pool_size_for(per_second: float, seconds_held: float, spare: float = 0.2) -> int:
    """Return how many connections a service needs that gets `per_second` requests and holds one so long for each.

    That many are in use on average, and `spare` more, as a part of these: 0.2 is a fifth.  Round up, once and at the
    end, but do not let float noise add a connection: with `spare=0`, 100 requests a second of 0.07 s need 7, although
    the product is 7.000000000000001.  No service needs fewer than one.
    """
    raise NotImplementedError  # TODO


def size_from(samples: list[tuple[float, float]]) -> int:
    """Return how many connections were out at the same time, at the most, in a recorded run.

    Each sample is one use of a connection: `(taken, given_back)`, the second always later than the first.  The samples
    come in any order.  A connection given back at the very moment somebody takes one can be the one they get, so the
    two do not overlap.
    """
    raise NotImplementedError  # TODO


async def bounded_load(
    request: Callable[[int], Awaitable[T]], total: int, at_once: int, seconds: float = 10.0
) -> list[T | Exception]:
    """Make the requests 0 to `total` - 1, and return what came of each, in the order of their numbers.

    `request` is `async def`: `await request(7)` makes number 7, and is called once.  An exception that it raises is its
    result.  `at_once` requests are under way at the same time and never more: when one has ended the next one begins,
    as long as there is one.  After `seconds` seconds no new request begins and those under way are cancelled (you may
    rely on them to let the CancelledError through); every request without a result gets a TimeoutError as its result.
    When this function ends, even because it is cancelled itself, no request is under way.
    """
    raise NotImplementedError  # TODO


async def repair_slow_endpoint(
    make_session: async_sessionmaker[AsyncSession],
    user_id: int,
    currency: str,
    rate_of: Callable[[str], Awaitable[int]],
) -> list[dict[str, Any]]:
    """Mend the lines below: one visitor is served immediately, but of twenty, some wait until they get an error.

    Return the user's orders in the order of their ids, each a dict: "id"; "titles", those of its lines in the order of
    the lines' ids; and "total", what its lines cost together in that currency, as the lines below work it out.  An
    order may have no lines.  `rate_of` asks the bank, and takes its time: ask it once, while no connection is out.
    What it raises goes on to the caller.  Send two statements at most for up to 500 orders.
    """
    raise NotImplementedError  # TODO: mend the lines below, then delete this one
    report = []
    async with make_session() as session:
        for order in await session.scalars(select(Order).where(Order.user_id == user_id).order_by(Order.id)):
            lines = select(Book.title, OrderLine.quantity * OrderLine.price).join(OrderLine.book)
            found = (await session.execute(lines.where(OrderLine.order_id == order.id).order_by(OrderLine.id))).all()
            rate = await rate_of(currency)
            total = sum(cost for _, cost in found) * rate // 100
            report.append({"id": order.id, "titles": [title for title, _ in found], "total": total})
    return report


async def shed(
    make_session: async_sessionmaker[AsyncSession], work: Callable[[AsyncSession], Awaitable[T]], waiting: int
) -> T:
    """Call `work` with a session of its own and return what it returns; or raise Busy at once if there is no room.

    As many can have a connection at the same time as the pool has, and `waiting` more may wait for one; whoever comes
    then is refused at once.  However a call ends, its place is free for the next one; that may happen a moment before
    its session is closed.  The session is closed once `work` has ended, and what `work` raises, whatever it is, goes on
    to the caller.

    `make_session.kw["bind"]` is the engine, whose `pool.size()` says how many connections there are (this one has no
    overflow).  Everybody who uses this engine comes through shed(), and each engine has its own queue: `inside`, above,
    is for you.  `waiting` is the same in each call.
    """
    raise NotImplementedError  # TODO
