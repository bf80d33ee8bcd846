"""A till, six ways to break it, and six tests: lesson 08 counts which of the faults the tests find, and on what.

The till speaks to a unit of work only, so the same tests run with a database and without one.  A unit of work has
`users` and `books`, `commit()` and `rollback()`; there is a user ana@example.org, and there are books 1 and 2.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable
from typing import Any

from sqlalchemy.exc import IntegrityError

from workbook.trace import recording

MakeWork = Callable[[], Any]
NUMBERS = itertools.count(1)


class EmailTaken(Exception):
    """Somebody has registered with this email."""


class Till:
    """What the shop does at its counter."""

    async def price(self, work: Any, basket: dict[int, int]) -> int:
        """What a basket costs, in cents: so many copies of each book."""
        books = await work.books.get_many(list(basket))
        return sum(book.price * basket[book.id] for book in books)

    async def sell(self, work: Any, key: int) -> None:
        """Sell one copy."""
        await work.books.take(key, 1)
        await work.commit()

    async def register(self, work: Any, email: str) -> None:
        """Add a user, or raise EmailTaken; then the unit of work can go on."""
        try:
            await work.users.create(email=email, full_name=email)
        except IntegrityError:
            await work.rollback()
            raise EmailTaken(email) from None
        await work.commit()


class OneCopyOfEach(Till):
    async def price(self, work: Any, basket: dict[int, int]) -> int:
        return sum(book.price for book in await work.books.get_many(list(basket)))


class DuplicateNotExpected(Till):
    async def register(self, work: Any, email: str) -> None:
        await work.users.create(email=email, full_name=email)
        await work.commit()


class NoCommit(Till):
    async def sell(self, work: Any, key: int) -> None:
        await work.books.take(key, 1)


class NoRollback(Till):
    async def register(self, work: Any, email: str) -> None:
        try:
            await work.users.create(email=email, full_name=email)
        except IntegrityError:
            raise EmailTaken(email) from None
        await work.commit()


class OneByOne(Till):
    async def price(self, work: Any, basket: dict[int, int]) -> int:
        return sum([(await work.books.get(key)).price * copies for key, copies in basket.items()])


class LostUpdate(Till):
    async def sell(self, work: Any, key: int) -> None:
        book = await work.books.get(key)
        book.stock -= 1
        await work.commit()


FAULTS: dict[str, type[Till]] = {
    "charges one copy of each title": OneCopyOfEach,
    "does not expect a duplicate": DuplicateNotExpected,
    "forgets the commit": NoCommit,
    "goes on without a rollback": NoRollback,
    "asks for one book after the other": OneByOne,
    "reads, computes, writes back": LostUpdate,
}


async def the_price_of_a_basket(till: Till, make_work: MakeWork) -> bool:
    async with make_work() as work:
        one, two = await work.books.get(1), await work.books.get(2)
        return await till.price(work, {1: 3, 2: 1}) == 3 * one.price + two.price


async def a_taken_email(till: Till, make_work: MakeWork) -> bool:
    async with make_work() as work:
        return await _is_refused(till, work)


async def a_sale_is_seen_by_others(till: Till, make_work: MakeWork) -> bool:
    before = await _stock(make_work)
    async with make_work() as work:
        await till.sell(work, 1)
    return await _taken_since(before, make_work) == 1


async def the_next_customer_can_register(till: Till, make_work: MakeWork) -> bool:
    async with make_work() as work:
        refused = await _is_refused(till, work)
        await till.register(work, f"next{next(NUMBERS)}@example.org")
        return refused


async def a_basket_is_one_statement(till: Till, make_work: MakeWork) -> bool:
    async with make_work() as work:
        with recording() as trace:
            await till.price(work, {1: 1, 2: 1})
        return len(trace.statements()) <= 1


async def two_customers_at_once(till: Till, make_work: MakeWork) -> bool:
    before, both = await _stock(make_work), asyncio.Barrier(2)

    async def customer() -> None:
        async with make_work() as work:
            work.books = _Together(work.books, both)
            await till.sell(work, 1)

    await asyncio.gather(customer(), customer())
    return await _taken_since(before, make_work) == 2


TESTS = (
    the_price_of_a_basket,
    a_taken_email,
    a_sale_is_seen_by_others,
    the_next_customer_can_register,
    a_basket_is_one_statement,
    two_customers_at_once,
)


async def finds(fault: str, make_work: MakeWork) -> bool:
    """Whether there is a test that the right till passes on these units of work, and the till with this fault does not.

    A test that the right till fails, for want of something in a fake, would be thrown away: it finds nothing.
    """
    return any(
        [
            await _passes(test, Till(), make_work) and not await _passes(test, FAULTS[fault](), make_work)
            for test in TESTS
        ]
    )


async def _passes(test: Callable[..., Any], till: Till, make_work: MakeWork) -> bool:
    try:
        return await test(till, make_work)
    except Exception:
        return False


class _Together:
    """A repository whose `get` returns only when both customers have read: what bad luck does now and then."""

    def __init__(self, books: Any, both: asyncio.Barrier):
        self._books, self._both = books, both

    async def get(self, key: int) -> Any:
        book = await self._books.get(key)
        await self._both.wait()
        return book

    def __getattr__(self, name: str) -> Any:
        return getattr(self._books, name)


async def _stock(make_work: MakeWork) -> int:
    async with make_work() as work:
        return (await work.books.get(1)).stock


async def _taken_since(before: int, make_work: MakeWork) -> int:
    """How many copies are gone; they are put back, so that the next test finds the shelf as it was."""
    taken = before - await _stock(make_work)
    async with make_work() as work:
        await work.books.take(1, -taken)
        await work.commit()
    return taken


async def _is_refused(till: Till, work: Any) -> bool:
    try:
        await till.register(work, "ana@example.org")
    except EmailTaken:
        return True
    return False
