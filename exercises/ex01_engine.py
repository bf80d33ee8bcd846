"""Exercises of lesson 01, Engine.  Run `pytest checker -k ex01` when you have written something."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import event, func, select
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from workbook.bookshop import Base, Book

TWINS = {
    "sqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+psycopg2": "postgresql+asyncpg",
    "mysql": "mysql+asyncmy",
    "mariadb": "mariadb+asyncmy",
}
"""The asyncio twin of each synchronous name."""


def async_url(url: str) -> str:
    """Return the asyncio twin of a database URL, as TWINS has it.

    A URL that begins with one of the twins comes back unchanged.  What comes after the name means what it meant:
    user, password, host, database, query, whatever characters they hold.  Raise ValueError for any other name, and say
    the name: "oracle".
    """
    raise NotImplementedError  # TODO


def make_engine(url: str, pool_size: int = 5) -> AsyncEngine:
    """Return an engine for an asyncio URL of a server or of a file.

    Its pool never has more than `pool_size` connections, and tries a connection before giving it out.  On SQLite
    every connection enforces foreign keys.  What nobody commits is rolled back, as usual.  Nothing is connected yet
    when the function returns.
    """
    raise NotImplementedError  # TODO


async def count_books(engine: AsyncEngine) -> int:
    """Return the number of books.

    The connection goes back to the pool, even when the query fails or is cancelled.  The engine stays as usable as it
    was.
    """
    raise NotImplementedError  # TODO


async def create_schema(engine: AsyncEngine) -> None:
    """Create every table of the bookshop (`Base.metadata`) that does not exist yet.

    When the function returns, everybody sees the tables.  Calling it again does no harm.
    """
    raise NotImplementedError  # TODO


@asynccontextmanager
async def engine_lifespan(url: str) -> AsyncIterator[AsyncEngine]:
    """Yield an engine for `url`, and dispose of it at the end of the `async with`.

    Even when the block raises or is cancelled: then its exception goes on to the caller.
    """
    raise NotImplementedError  # TODO
    yield  # this line goes too; until then it makes a generator of the function
