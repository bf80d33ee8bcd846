"""Exercises of lesson 04, Transactions.  Run `pytest checker -k ex04` when you have written something."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from workbook.bookshop import Book, Order, OrderLine, Profile, User


class OutOfStock(Exception):
    """There are not that many copies of this ISBN."""


class EmailTaken(Exception):
    """Somebody has registered with this email."""


def refused(error: DBAPIError) -> bool:
    """Whether the database turned a transaction away that may succeed when it is tried again: nothing to write here."""
    code = getattr(error.orig, "sqlstate", None) or getattr(error.orig, "sqlite_errorname", None)
    # serialization failure, deadlock; "database is locked"
    return code in ("40001", "40P01") or str(code).startswith("SQLITE_BUSY")


@asynccontextmanager
async def unit_of_work(make_session: async_sessionmaker[AsyncSession]) -> AsyncIterator[AsyncSession]:
    """Give a new session to the `async with` block, and commit when the block ends.

    Whatever exception leaves the block, a cancellation too, nothing is committed and the exception goes on to the
    caller.  The session is closed in every case.
    """
    async with make_session.begin() as session:
        yield session


async def place_order(make_session: async_sessionmaker[AsyncSession], user_id: int, lines: dict[str, int]) -> int:
    """Store an order of this user, take its copies from the stock, and return the order's id.

    `lines` says how many copies of each ISBN; a line's price is what the book costs now.  Raise OutOfStock if there
    are too few copies of one title, or no such ISBN.  Order, lines and stock are written together or not at all,
    whatever goes wrong.  Other customers order at the same moment, in other processes too, and name the same books in
    another order: nobody gets a copy twice, and no two orders wait for each other.
    """
    async with make_session.begin() as session:
        order = Order(user_id=user_id)
        session.add(order)
        await session.flush()
        for isbn, quantity in sorted(lines.items()):  # everybody in one order: no two wait for each other
            sell = update(Book).where(Book.isbn == isbn, Book.stock >= quantity)
            sold = await session.execute(sell.values(stock=Book.stock - quantity).returning(Book.id, Book.price))
            book = sold.one_or_none()
            if book is None:
                raise OutOfStock(isbn)
            session.add(OrderLine(order_id=order.id, book_id=book.id, quantity=quantity, price=book.price))
        return order.id


async def sell_last_copies(make_session: async_sessionmaker[AsyncSession], isbn: str) -> int:
    """Sell one copy over the counter and return how many are left; raise OutOfStock if there is none.

    Twenty buyers call this at the same moment, each in a task of its own, and other processes sell the same book:
    no copy is sold twice, and no sale is lost.  When the database turns a sale away for now, which `refused(error)`
    tells, try it again from its beginning, up to 10 times; every other error goes on to the caller at once, and so
    does a cancellation.
    """
    sell = update(Book).where(Book.isbn == isbn, Book.stock > 0)
    for attempt in range(1, 11):
        try:
            async with make_session.begin() as session:
                left = await session.scalar(sell.values(stock=Book.stock - 1).returning(Book.stock))
            break
        except DBAPIError as error:
            if attempt == 10 or not refused(error):
                raise
    if left is None:
        raise OutOfStock(isbn)
    return left


async def register(session: AsyncSession, email: str, full_name: str, bio: str) -> int:
    """Add a user with a profile, all of it as given, and return the user's id.  The caller commits.

    Raise EmailTaken if there is a user with exactly this email, even one who came a moment ago from another process;
    any other IntegrityError goes on as it is.  Either way neither user nor profile is added, and the session can go
    on: what the caller did in it before is still there.
    """
    try:
        async with session.begin_nested():
            user = User(email=email, full_name=full_name, profile=Profile(bio=bio))
            session.add(user)
    except IntegrityError:
        # asking the table is surer than reading the message, which differs by database and quotes the user
        if await session.scalar(select(User.id).where(User.email == email)) is None:
            raise
        raise EmailTaken(email) from None
    return user.id


async def import_users(session: AsyncSession, rows: list[dict[str, str]]) -> list[str]:
    """Add the users that can be added, commit once at the end, and return the emails of the bad rows.

    A row has an `email` and a `full_name`, which are stored as they are; the list stays as it is.  A row is bad if the
    database refuses it with an IntegrityError.  The emails come back in the order of the rows, one for every bad row.
    After any other error the transaction is rolled back, so that nothing is kept even if the caller commits, and the
    error goes on to the caller.
    """
    bad = []
    for row in rows:
        try:
            async with session.begin_nested():
                session.add(User(email=row["email"], full_name=row["full_name"]))
        except IntegrityError:
            bad.append(row["email"])
        except BaseException:  # a cancellation too
            await session.rollback()
            raise
    await session.commit()
    return bad


async def search_books(session: AsyncSession, text: str) -> list[str]:
    """Return the titles of all books whose title contains `text`, sorted; the empty text is in every title.

    Two books of one title are two titles.  The database does the searching.  Every character stands for itself, `%`,
    `_`, quotes and backslashes too.  Whether upper and lower case differ is left to the database.
    """
    found = select(Book.title).where(Book.title.contains(text, autoescape=True)).order_by(Book.title)
    return list(await session.scalars(found))
