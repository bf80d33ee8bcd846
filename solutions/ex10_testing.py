"""Exercises of lesson 10, Testing.  Run `pytest checker -k ex10` when you have written something."""

import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any, Protocol

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from workbook.bookshop import Book, Order, OrderLine, User

numbers = itertools.count(1)  # `next(numbers)` gives a new number each time


@asynccontextmanager
async def isolated(engine: AsyncEngine) -> AsyncIterator[async_sessionmaker[AsyncSession]]:
    """Give the `async with` block a factory of sessions, and leave nothing of what they do in the database.

    Inside, the code under test commits, rolls back and fails as it likes, in one session after another: what it has
    committed is there for the next session, what was there before can be seen, and objects stay readable after a
    commit.  Outside, nobody ever sees any of it.  However the block ends, the connection is given back to the engine's
    pool, which stays, and an exception goes on to the caller.  It works on an engine as `create_async_engine` makes it,
    on SQLite too, where no listener sends BEGIN.
    """
    async with engine.connect() as connection:
        outer = await connection.begin()
        if connection.dialect.name == "sqlite":
            await connection.exec_driver_sql("BEGIN")  # its driver begins before an INSERT, not before a SAVEPOINT
        try:
            yield async_sessionmaker(connection, expire_on_commit=False, join_transaction_mode="create_savepoint")
        finally:
            await outer.rollback()


async def make_user(session: AsyncSession, **changes: Any) -> User:
    """Add a user, flush so that they have an id, and return them; committing is up to the caller.

    Whatever a test does not care about has a valid value, and the email is another one at each call; `changes` are the
    attributes that it does care about.
    """
    number = next(numbers)
    user = User(**{"email": f"user{number}@example.org", "full_name": f"User {number}", **changes})
    session.add(user)
    await session.flush()
    return user


async def make_order(session: AsyncSession, user: User | None = None, lines: int = 1, **changes: Any) -> Order:
    """Add an order of `user`, or of a new one, and return it; the caller decides about commit.

    It has `lines` lines, each for a new book of its own with enough in stock; a line's price is that of its book.  The
    order has an id, and its user, its lines and their books can be read without another query.
    """
    user = user or await make_user(session)
    isbns = [f"{number:013}" for number in itertools.islice(numbers, lines)]
    books = [Book(isbn=isbn, title=f"Book {isbn}", price=999, stock=9) for isbn in isbns]
    order = Order(user=user, lines=[OrderLine(book=book, quantity=1, price=book.price) for book in books], **changes)
    session.add(order)
    await session.flush()
    return order


async def get_session() -> AsyncIterator[AsyncSession]:
    """The dependency by which applications get a session, on the real database: nothing to write here."""
    raise RuntimeError("a test has reached the real database")
    yield


@asynccontextmanager
async def client(app: FastAPI, make_session: async_sessionmaker[AsyncSession]) -> AsyncIterator[AsyncClient]:
    """Give the block a client that speaks to `app` in this process, with sessions of `make_session` for `get_session`.

    Each request gets a session of its own, closed when the request is done; what an endpoint does not commit is not
    kept.  An exception in an endpoint is the status 500 for the client, as it would be over a socket.  Overrides of
    others stay in force.  However the block ends, `app.dependency_overrides` is then what it was before, and an
    exception goes on to the caller.
    """

    async def from_the_test() -> AsyncIterator[AsyncSession]:
        async with make_session() as session:
            yield session

    before = dict(app.dependency_overrides)
    app.dependency_overrides[get_session] = from_the_test
    try:
        transport = ASGITransport(app=app, raise_app_exceptions=False)
        async with AsyncClient(transport=transport, base_url="http://shop") as http:
            yield http
    finally:
        app.dependency_overrides = before


# -- a suite of your own ---------------------------------------------------------------------------------------------


class OutOfStock(Exception):
    """There are not that many copies on the shelf."""


class EmailTaken(Exception):
    """Somebody has registered with this email."""


class Shop(Protocol):
    """A bookshop as a service: this is all it promises, and nothing to write here.

    What it refuses changes nothing, and it goes on working.  An id can be any number; an exception may be of a class
    derived from the one that is named here, and a dict may hold more than is said here.
    """

    async def add_book(self, price: int, copies: int) -> str:
        """Put a new book on the shelf, at a price in cents, and return its ISBN."""

    async def set_price(self, isbn: str, price: int) -> None:
        """From now on a copy costs this much."""

    async def shelf(self, isbn: str) -> int:
        """Return how many copies are on the shelf."""

    async def register(self, email: str, name: str) -> int:
        """Register a customer and return their id.  Raise EmailTaken if a customer has this email."""

    async def buy(self, user_id: int, isbn: str, copies: int = 1) -> int:
        """Sell copies from the shelf to a customer and return the order's id.

        Raise OutOfStock if there are fewer on the shelf, and ValueError for less than one.
        """

    async def orders_of(self, user_id: int) -> list[dict[str, Any]]:
        """Return this customer's orders, the newest first: `id`, `isbn`, `copies`, and the `price` a copy then had."""

    async def cancel(self, order_id: int) -> None:
        """Undo an order: it is gone, and its copies are back.

        Raise LookupError if there never was such an order, or if it was cancelled before.
        """

    def again(self) -> "Shop":
        """Return the same shop as another process sees it: they share the database, and nothing else.

        A test may make up to a hundred of them, and up to 2,000 calls.
        """


async def bought(shop: Shop, copies: int = 1) -> tuple[int, str, int]:
    """A customer, a book of which there were 3 copies, and the order by which the customer has bought some of them."""
    user, isbn = await shop.register("ana@example.org", "Ana"), await shop.add_book(price=1299, copies=3)
    return user, isbn, await shop.buy(user, isbn, copies)


async def ids(shop: Shop, user: int) -> list[int]:
    return [order["id"] for order in await shop.orders_of(user)]


async def test_an_order_is_there_for_everybody(shop: Shop) -> None:
    user, _, order = await bought(shop)
    assert await ids(shop.again(), user) == [order]


async def test_the_shelf_is_emptier_for_everybody(shop: Shop) -> None:
    _, isbn, _ = await bought(shop)
    assert await shop.again().shelf(isbn) == 2


async def test_every_copy_leaves_the_shelf(shop: Shop) -> None:
    _, isbn, _ = await bought(shop, copies=2)
    assert await shop.shelf(isbn) == 1


async def test_no_copies(shop: Shop) -> None:
    with pytest.raises(ValueError):
        await bought(shop, copies=0)


async def test_less_than_no_copies(shop: Shop) -> None:
    with pytest.raises(ValueError):
        await bought(shop, copies=-1)


async def test_one_copy_too_many(shop: Shop) -> None:
    with pytest.raises(OutOfStock):
        await bought(shop, copies=4)


async def test_the_last_copy_is_for_sale(shop: Shop) -> None:
    await bought(shop, copies=3)


async def test_a_refused_sale_leaves_no_order(shop: Shop) -> None:
    user, isbn = await shop.register("ana@example.org", "Ana"), await shop.add_book(price=1299, copies=3)
    with suppress(OutOfStock):
        await shop.buy(user, isbn, copies=9)
    assert await ids(shop, user) == []


async def test_a_refused_sale_takes_no_copy(shop: Shop) -> None:
    user, isbn = await shop.register("ana@example.org", "Ana"), await shop.add_book(price=1299, copies=3)
    with suppress(OutOfStock):
        await shop.buy(user, isbn, copies=9)
    assert await shop.shelf(isbn) == 3


async def test_an_email_is_taken_once(shop: Shop) -> None:
    await shop.register("ana@example.org", "Ana")
    with pytest.raises(EmailTaken):
        await shop.register("ana@example.org", "Another Ana")


async def test_life_goes_on_after_a_refusal(shop: Shop) -> None:
    for email in ("ana@example.org", "ana@example.org", "ben@example.org"):
        with suppress(EmailTaken):
            user = await shop.register(email, "Somebody")
    assert await ids(shop, user) == []


async def test_cancelled_copies_come_back(shop: Shop) -> None:
    _, isbn, order = await bought(shop)
    await shop.cancel(order)
    assert await shop.shelf(isbn) == 3


async def test_two_copies_come_back_as_two(shop: Shop) -> None:
    user, isbn = await shop.register("ana@example.org", "Ana"), await shop.add_book(price=1299, copies=9)
    orders = [await shop.buy(user, isbn, copies) for copies in (1, 2)]
    shelves = [await shop.shelf(isbn)]
    for order in orders:
        await shop.cancel(order)
        shelves.append(await shop.shelf(isbn))
    assert shelves[2] - shelves[1] == 2 * (shelves[1] - shelves[0])


async def test_copies_come_back_once(shop: Shop) -> None:
    _, isbn, order = await bought(shop)
    await shop.cancel(order)
    shelf = await shop.shelf(isbn)
    with suppress(LookupError):
        await shop.cancel(order)
    assert await shop.shelf(isbn) == shelf


async def test_an_order_that_never_was(shop: Shop) -> None:
    with pytest.raises(LookupError):
        await shop.cancel(1)


async def test_a_cancelled_order_is_gone(shop: Shop) -> None:
    user, _, order = await bought(shop)
    await shop.cancel(order)
    assert await ids(shop, user) == []


async def test_an_order_keeps_its_price(shop: Shop) -> None:
    user, isbn, _ = await bought(shop)
    await shop.set_price(isbn, 1499)
    assert [order["price"] for order in await shop.orders_of(user)] == [1299]


async def price_of_the_next(shop: Shop, isbn: str) -> int:
    """Sell a copy: what it cost."""
    user = await shop.register("ana@example.org", "Ana")
    await shop.buy(user, isbn)
    [order] = await shop.orders_of(user)
    return order["price"]


async def test_a_new_price_is_that_of_one_book(shop: Shop) -> None:
    isbn, other = await shop.add_book(price=1299, copies=3), await shop.add_book(price=999, copies=3)
    await shop.set_price(other, 1499)
    assert await price_of_the_next(shop, isbn) == 1299


async def test_a_new_price_is_that_of_all_processes(shop: Shop) -> None:
    isbn = await shop.add_book(price=1299, copies=3)
    assert await shop.shelf(isbn)
    await shop.again().set_price(isbn, 1499)
    assert await price_of_the_next(shop, isbn) == 1499


async def test_orders_are_private(shop: Shop) -> None:
    await bought(shop)
    assert await ids(shop, await shop.register("ben@example.org", "Ben")) == []


async def test_the_newest_order_is_first(shop: Shop) -> None:
    user, isbn, order = await bought(shop)
    newer = await shop.buy(user, isbn)
    assert await ids(shop, user) == [newer, order]
