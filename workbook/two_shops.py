"""Where the till of `workbook.six_faults` stands: units of work on a database, and without one."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from types import SimpleNamespace
from typing import Any, Self

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from workbook.bookshop import Book, User


class Users:
    """The users, by way of a session."""

    def __init__(self, session: AsyncSession):
        self.session = session

    async def create(self, **values: Any) -> User:
        self.session.add(user := User(**values))
        await self.session.flush()
        return user


class Books:
    """The books, by way of a session."""

    def __init__(self, session: AsyncSession):
        self.session = session

    async def get(self, key: int) -> Book | None:
        return await self.session.get(Book, key)

    async def get_many(self, keys: list[int]) -> list[Book]:
        return list(await self.session.scalars(select(Book).where(Book.id.in_(keys))))

    async def take(self, key: int, copies: int) -> None:
        enough = update(Book).where(Book.id == key, Book.stock >= copies)
        await self.session.execute(enough.values(stock=Book.stock - copies))


class OnDatabase:
    """A unit of work: one session for both, and nothing kept without a commit."""

    def __init__(self, make_session: async_sessionmaker[AsyncSession]):
        self.session = make_session()
        self.users, self.books = Users(self.session), Books(self.session)
        self.commit, self.rollback = self.session.commit, self.session.rollback

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.session.close()


class BooksInMemory:
    """The same words, and a dict."""

    def __init__(self, books: list[Book]):
        self.books = {book.id: book for book in books}

    async def get(self, key: int) -> Book | None:
        return self.books.get(key)

    async def get_many(self, keys: list[int]) -> list[Book]:
        return [self.books[key] for key in keys]

    async def take(self, key: int, copies: int) -> None:
        self.books[key].stock -= copies


def in_memory(users: Any) -> Callable[[], AbstractAsyncContextManager]:
    """Units of work over these users, a fake of the lesson's, and two books; commit and rollback do nothing."""
    books = BooksInMemory([Book(id=key, price=100 * key, stock=9) for key in (1, 2)])

    async def nothing() -> None:
        pass

    return lambda: nullcontext(SimpleNamespace(users=users, books=books, commit=nothing, rollback=nothing))
