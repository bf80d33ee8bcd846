"""Exercises of lesson 08, Repository and unit of work.  Run `pytest checker -k ex08` when you have written something.

A *key* is what `session.get()` takes: a value, or a tuple of values for a model whose key has several columns.
Nothing here but the unit of work commits or rolls back: the session is the caller's.
"""

from collections.abc import Sequence
from typing import Any, Generic, Self, TypeVar

from sqlalchemy import ColumnElement, inspect, select, tuple_, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from workbook.bookshop import Book, Order, OrderLine, User
from workbook.in_memory import holds, in_order, key_of

T = TypeVar("T")


class OutOfStock(Exception):
    """There are not that many copies of this ISBN."""


class NotUnique(IntegrityError):
    """What a fake raises for a value that is taken, in the place of the database's error: nothing to write here."""

    def __init__(self, name: str, value: Any):
        super().__init__(None, None, ValueError(f"{name} = {value!r} is taken"))


class Repository(Generic[T]):
    """The objects of one model, whatever its key is called, by way of a session that belongs to the caller."""

    def __init__(self, session: AsyncSession, model: type[T]):
        self.session, self.model = session, model

    async def get(self, key: Any) -> T | None:
        """Return the object with this key, or None."""
        raise NotImplementedError  # TODO

    async def get_many(self, keys: Sequence[Any]) -> list[T | None]:
        """Return the object of each key, in the order of the keys, as often as a key is asked for; None for no object.

        One statement however many keys, which fetches those objects only; none at all for no keys.
        """
        raise NotImplementedError  # TODO

    async def create(self, **values: Any) -> T:
        """Add an object with these values and return it: its row is sent, its key known.

        What the database refuses is raised here.  A name that the model does not have is a TypeError.
        """
        raise NotImplementedError  # TODO

    async def update(self, obj: T, **values: Any) -> T:
        """Set these columns of an object that belongs to the session, flush, and return the object.

        A name that is no mapped attribute is an AttributeError, and then nothing at all has changed.  If its row is no
        longer there, or the database refuses the values, that is raised here.
        """
        raise NotImplementedError  # TODO

    async def delete(self, obj: T) -> None:
        """Delete an object of the session.  If other rows still refer to it, that is raised here."""
        raise NotImplementedError  # TODO

    async def list(self, *where: ColumnElement[bool], order_by: Any = None, page: int = 1, size: int = 20) -> list[T]:
        """Return a page of the objects for which all conditions hold; the first page is number 1.

        They are sorted by `order_by` (`Book.title`, `Book.price.desc()`), and by their keys where that leaves a tie or
        is None.  One statement, and no row more than the page has.
        """
        raise NotImplementedError  # TODO


class Books(Repository[Book]):
    """The books have a word of their own: nothing to write here."""

    async def take(self, isbn: str, copies: int) -> Book | None:
        """Take copies from the stock and return the book, or None if there are too few: asked and done in one step."""
        enough = update(Book).where(Book.isbn == isbn, Book.stock >= copies)
        return await self.session.scalar(enough.values(stock=Book.stock - copies).returning(Book))


class UnitOfWork:
    """Three repositories over one session: `users`, `books` (of the class Books) and `orders`.

    `async with uow:` opens a new session.  Leaving the block closes it in every case, keeps only what was committed,
    and hides no exception.  Afterwards the unit of work can be entered again.  Used outside a block, the unit of work,
    or a repository kept from an earlier block, raises an exception of any class (rollback() may do nothing instead),
    and takes no connection.
    """

    users: Repository[User]
    books: Books
    orders: Repository[Order]

    def __init__(self, make_session: async_sessionmaker[AsyncSession]):
        self.make_session = make_session

    async def __aenter__(self) -> Self:
        """Open the session."""
        raise NotImplementedError  # TODO

    async def __aexit__(self, *error: Any) -> None:
        """Close the session, which rolls back what was not committed."""
        raise NotImplementedError  # TODO

    async def commit(self) -> None:
        """Keep what was done since the block began, or since the last commit."""
        raise NotImplementedError  # TODO

    async def rollback(self) -> None:
        """Undo it; the block can go on."""
        raise NotImplementedError  # TODO


async def order_books(uow: UnitOfWork, user_id: int, lines: dict[str, int]) -> int:
    """Store an order of this user, take its copies from the stock, commit once, and return the order's id.

    `lines` says how many copies of each ISBN; a line's price is what the book costs now.  Raise OutOfStock if there are
    too few copies of one title, or no such ISBN: then nothing at all is kept.  Several customers may order at the same
    moment.  `uow` has not been entered yet.  Use nothing but `uow` and its repositories: a test may give you one
    without a database.
    """
    raise NotImplementedError  # TODO


class FakeRepository(Generic[T]):
    """A Repository in memory, for tests: what it returns and raises is the same, and no database is there.

    `unique` names the attributes of which no two objects may have the same value; any number may have None.
    """

    def __init__(self, model: type[T], unique: Sequence[str] = ()):
        self.model, self.unique = model, unique
        self.objects: dict[Any, T] = {}

    async def get(self, key: Any) -> T | None:
        """As Repository.get."""
        raise NotImplementedError  # TODO

    async def get_many(self, keys: Sequence[Any]) -> list[T | None]:
        """As Repository.get_many."""
        raise NotImplementedError  # TODO

    async def create(self, **values: Any) -> T:
        """As Repository.create; a single-column key that is not among the values is given a new, unused integer.

        Raise NotUnique if a unique value, or the key, is taken: then no object is added.
        """
        raise NotImplementedError  # TODO

    async def update(self, obj: T, **values: Any) -> T:
        """As Repository.update, of an object that is there, and with values that are no key.

        Raise NotUnique if another object has a unique value: then nothing has changed.
        """
        raise NotImplementedError  # TODO

    async def delete(self, obj: T) -> None:
        """As Repository.delete, except that nothing refers to an object."""
        raise NotImplementedError  # TODO

    async def list(self, *where: ColumnElement[bool], order_by: Any = None, page: int = 1, size: int = 20) -> list[T]:
        """As Repository.list.

        `holds(condition, obj)` tells whether a condition is true of an object, `in_order(objects, order_by)` sorts, and
        keeps equal ones in the order they had.
        """
        raise NotImplementedError  # TODO
