"""Exercises of lesson 06, Bulk operations.  Run `pytest checker -k ex06` when you have written something."""

from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterable

from sqlalchemy import insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from workbook.bookshop import Book, OrderLine

Row = dict[str, str | int]
"""One book: isbn, title, price (in cents) and stock."""


class ImportStopped(Exception):
    """The database refused a chunk.  The first `kept` rows are stored, and no others."""

    def __init__(self, kept: int):
        super().__init__(f"stopped after {kept} rows")
        self.kept = kept


async def each(rows: AsyncIterable[Row] | Iterable[Row]) -> AsyncIterator[Row]:
    """Give every row, one at a time, whether `rows` wants `async for` or `for`.  Nothing to do here: use it."""
    if isinstance(rows, AsyncIterable):
        async for row in rows:
            yield row
    else:
        for row in rows:
            yield row


async def add_books(session: AsyncSession, rows: list[Row]) -> None:
    """Add a book for every row, with one INSERT statement however many rows there are.

    What the database refuses is not passed over: its error goes on to the caller.  There may be 10,000 rows, or
    none at all: then nothing is sent.  The caller commits.
    """
    raise NotImplementedError  # TODO


async def import_books(
    make_session: async_sessionmaker[AsyncSession], rows: AsyncIterable[Row] | Iterable[Row], chunk_size: int = 1000
) -> int:
    """Store a book for every row, `chunk_size` rows at a time, and return how many were stored.

    `rows` may be a generator of any length: never hold more of it than about a chunk.  Each chunk is one INSERT
    statement and one transaction of its own, so that what is committed stays.  When the database refuses a chunk, be
    it at its COMMIT, nothing of that chunk is stored, and nothing after it: raise ImportStopped `from` the database's
    error.  Any other exception goes on as it is, and nothing more is stored: a cancellation, or whatever `rows` itself
    raises.
    """
    raise NotImplementedError  # TODO


async def upsert_books(session: AsyncSession, rows: list[Row]) -> None:
    """Take in a delivery: add the books that are new, bring the others up to date, all in one INSERT statement.

    A book is known by its isbn, which comes once in `rows`.  A known book gets the title and the price of its row,
    and the stock of its row on top of its own.  That must hold on SQLite and PostgreSQL, even when somebody else
    is just adding the same book.  There may be 10,000 rows, or none at all.  The caller commits.
    """
    raise NotImplementedError  # TODO


async def raise_prices(session: AsyncSession, percent: int) -> None:
    """Raise every price by `percent` percent, in one UPDATE and without loading a book.

    The new price is in whole cents, half a cent rounded upwards: 850 raised by 15 percent is 977.5, so 978.
    Below zero, down to -100, `percent` lowers the prices by the same rule.  The caller commits.
    """
    raise NotImplementedError  # TODO


async def export_sales(session: AsyncSession, write: Callable[[str], object]) -> int:
    """Write a line of text for every order line, in the order of their ids, and return how many there were.

    The line is `isbn,quantity,price` and a line break: the book's isbn, the copies, the price of one on that day.
    `write` is called with text, as a file's own `write` is.  Never hold more than about a thousand rows.
    """
    raise NotImplementedError  # TODO


async def copy_books(engine: AsyncEngine, rows: Iterable[Row]) -> None:
    """Store a book for every row with PostgreSQL's COPY straight into the table, once or a few times.

    All rows are stored, or none if one is refused.  `rows` may be a generator of any length: never hold more of it than
    some thousand rows.  The keys of each row come in an order of their own.  The engine speaks to PostgreSQL through
    asyncpg, whose own connection has `copy_records_to_table`.
    """
    raise NotImplementedError  # TODO
