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
    raise NotImplementedError  # TODO
    yield  # keeps this a generator until you have written your own


async def make_user(session: AsyncSession, **changes: Any) -> User:
    """Add a user, flush so that they have an id, and return them; committing is up to the caller.

    Whatever a test does not care about has a valid value, and the email is another one at each call; `changes` are the
    attributes that it does care about.
    """
    raise NotImplementedError  # TODO


async def make_order(session: AsyncSession, user: User | None = None, lines: int = 1, **changes: Any) -> Order:
    """Add an order of `user`, or of a new one, and return it; the caller decides about commit.

    It has `lines` lines, each for a new book of its own with enough in stock; a line's price is that of its book.  The
    order has an id, and its user, its lines and their books can be read without another query.
    """
    raise NotImplementedError  # TODO


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
    raise NotImplementedError  # TODO
    yield  # keeps this a generator until you have written your own


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


async def test_shop(shop: Shop) -> None:
    """Replace this one by tests of your own, as many as you like: every `async def test_…(shop)` here is your suite.

    Each test gets a shop with an empty database.  The suite must pass on every shop that keeps its promises, and fail
    on every other one: the checker has several of both, and runs it against each.
    """
    raise NotImplementedError  # TODO
