"""Exercises of lesson 02, Sessions.  Run `pytest checker -k ex02` when you have written something."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from workbook.bookshop import Book, User


def make_session_factory(engine: AsyncEngine) -> async_sessionmaker[AsyncSession]:
    """Return a factory of sessions on `engine`; there may be other engines with factories of their own.

    Each call of the factory makes a new AsyncSession.  What a session has loaded or stored stays readable after its
    commit.
    """
    raise NotImplementedError  # TODO


async def add_user(session: AsyncSession, email: str, full_name: str) -> int:
    """Add a user, email and name exactly as given, and return the id the database gave them.

    The caller decides about the transaction: nothing is committed or rolled back here, and the caller may be in the
    middle of one.  If the email is taken, the database's IntegrityError goes on to the caller.
    """
    raise NotImplementedError  # TODO


async def find_user(session: AsyncSession, email: str) -> User | None:
    """Return the user whose email is exactly `email`, or None if there is no such user.

    The database does the looking: no other user is loaded.  The user is an object of this session, in which the caller
    may have added or changed them just before.
    """
    raise NotImplementedError  # TODO


async def rename_user(make_session: async_sessionmaker[AsyncSession], user_id: int, full_name: str) -> None:
    """Give a user a new name, exactly as given and for good.

    Use one session and one transaction, committed.  Raise LookupError if there is no user with this id; let every
    error of the database go on to the caller.
    """
    raise NotImplementedError  # TODO


async def list_emails(session: AsyncSession) -> list[str]:
    """Return the email of every user, sorted.

    One statement that reads one column; the sorting is the database's work.
    """
    raise NotImplementedError  # TODO


async def repair_lost_update(make_session: async_sessionmaker[AsyncSession], isbn: str, price: int) -> int:
    """Give a book a new price, for good, and return the price it had before.

    Raise LookupError if there is no book with this ISBN.  The lines below were meant to do that.  Three calls in them
    lack an `await` or are in the wrong place.
    """
    raise NotImplementedError  # TODO: mend the lines below, then delete this one
    async with make_session() as session:
        book = session.scalar(select(Book).where(Book.isbn == isbn))
        if book is None:
            raise LookupError(f"no book {isbn}")
        before = book.price
        await session.commit()
        book.price = price
        session.flush()
    return before
