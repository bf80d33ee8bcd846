"""The judge's own view of a check's database: it fills the shop with random values, and looks what is there."""

from __future__ import annotations

import asyncio
import random
import sqlite3
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import URL, Delete, MetaData, Table, column, func, insert, inspect, select, table, text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker
from sqlalchemy.sql import Executable

from checker.judge import schema
from checker.judge.roving import RovingEngine
from checker.wall.awkward import IN_EMAILS, TEXTS
from checker.wall.peak import own_peak
from workbook.bookshop import Base, Book, Order, OrderLine, Profile, User

MOST_MEMORY = 1000  # megabytes that looking may take
MOST_BYTES = 200_000  # of a row on SQLite: nobody looks at the memory while a single one is read
SYLLABLES = ["ba", "del", "fi", "go", "ka", "li", "mo", "nar", "o", "pe", "ru", "sel", "ti", "u", "ven", "za"]


class Shop:
    """The database of one check, seen through a connection that the learner's code cannot touch.

    What `add_…` adds is committed.  Every value is random unless it is given; objects come back as bookshop classes,
    detached, their columns loaded.
    """

    def __init__(self) -> None:
        self.random = random.Random(0)
        self._roving: RovingEngine | None = None
        self._numbers = count(1)
        self._added: Counter[Any] = Counter()  # rows of a table, less those that a check has deleted itself
        self._turns: dict[Sequence[str], Iterator[int]] = {}

    async def open(self, url: URL, seconds: float = 60.0, roving: RovingEngine | None = None) -> AsyncEngine:
        """Look at the database at `url` from now on, for so many seconds, through the engine that is returned."""
        self._roving = roving or RovingEngine()
        self._added = Counter()
        self._deadline, self._peak = time.monotonic() + seconds, own_peak()
        engine = self._roving.at(url, self._bound)
        self._make_session = async_sessionmaker(engine, expire_on_commit=False)
        self.url = url
        return engine

    async def close(self) -> None:
        """Give the connections back."""
        if self._roving is not None:
            await self._roving.leave()

    def _bound(self, connection: Any) -> None:
        if self.url.get_backend_name() == "sqlite":
            connection.set_progress_handler(self._is_too_much, 10_000)
            # to compile a view of views takes for ever, and asks nobody but this
            connection.set_authorizer(lambda *_: sqlite3.SQLITE_DENY if self._is_too_much() else sqlite3.SQLITE_OK)
            connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MOST_BYTES)

    def _is_too_much(self) -> bool:
        # a view without end in the place of a table would keep us for ever, and nothing else ends a query here
        return time.monotonic() > self._deadline or own_peak() > self._peak + MOST_MEMORY

    # -- values -----------------------------------------------------------------------------------------------------

    def word(self) -> str:
        """A random word that no other call of this check returns."""
        return "".join(self.random.choices(SYLLABLES, k=3)) + f"{next(self._numbers)}{self.random.randrange(10)}"

    def text(self) -> str:
        """A random word with something awkward behind it: a quote, a wildcard, another alphabet; each in its turn."""
        return f"{self.word().title()} {self._next(TEXTS)}"

    def email(self) -> str:
        """A random address, with something awkward in it; each in its turn."""
        return f"{self.word()}{self._next(IN_EMAILS)}@example.org"

    def jumbled(self, values: Iterable[Any]) -> list[Any]:
        """These in another order than sorted, forwards or backwards, where there are three or more."""
        mixed = list(values)
        self.random.shuffle(mixed)
        if mixed in (sorted(mixed), sorted(mixed, reverse=True)):
            mixed[:2] = mixed[1::-1]
        return mixed

    def _next(self, values: Sequence[str]) -> str:
        # all of them come up, whatever the seed: the first is drawn, the others follow
        turn = self._turns.get(values) or self._turns.setdefault(values, count(self.random.randrange(len(values))))
        return values[next(turn) % len(values)]

    # -- filling ----------------------------------------------------------------------------------------------------

    async def add(self, *rows: Base) -> None:
        """Add and commit these, and what they refer to."""
        async with self._make_session.begin() as session:
            session.add_all(rows)
            if self.url.get_backend_name() == "sqlite":
                await self._number(session)
            self._added += Counter(inspect(row).mapper.local_table for row in session.new)

    async def _number(self, session: AsyncSession) -> None:
        """Give the new rows their ids: rows without are inserted one by one on SQLite, a thread's answer for each."""
        new = list(session.new)  # in the order they were added
        with session.no_autoflush:
            for kind in {type(row) for row in new}:
                key = kind.__table__.autoincrement_column
                if key is None:
                    continue
                name = kind.__mapper__.get_property_by_column(key).key
                its = [row for row in new if type(row) is kind]
                known = [getattr(row, name) for row in its if getattr(row, name)]
                numbers = count(max([await session.scalar(select(func.max(key))) or 0, *known]) + 1)
                for row in its:
                    setattr(row, name, getattr(row, name) or next(numbers))

    async def add_rows(self, kind: type[Base], rows: list[dict[str, Any]]) -> None:
        """Add and commit many rows of one table, given by their columns: nothing random is added."""
        await self.insert(Base.metadata.tables[kind.__tablename__], rows)

    async def insert(self, into: Table, rows: list[dict[str, Any]]) -> None:
        """Add and commit many rows of any table, without the ORM: these may be hundreds of thousands."""
        async with self._make_session.begin() as session:
            await session.execute(insert(into), rows)
        self._added[into] += len(rows)

    async def add_books(self, number: int, **given: Any) -> list[Book]:
        """`number` books, in the order of their ids, which is no other order."""
        books = [self._book(**{"title": title, **given}) for title in self.jumbled(self.text() for _ in range(number))]
        await self.add(*books)
        return books

    async def add_book(self, **given: Any) -> Book:
        """One book: `isbn`, `title`, `price` (1 to 50 in whole currency units, in cents) and `stock` (2 to 9)."""
        return (await self.add_books(1, **given))[0]

    async def add_users(self, number: int, *, orders_each: int = 0, lines_each: int = 2, **given: Any) -> list[User]:
        """`number` users in the order of their ids, each with orders of `lines_each` different books.

        Neither their emails nor their names come in the order of the ids, nor in that of the other; nor do the times of
        one user's orders, nor the titles in them.
        """
        emails, names = (self.jumbled(make() for _ in range(number)) for make in (self.email, self.text))
        named = dict(zip(sorted(emails), names, strict=True))
        users = [User(**{"email": email, "full_name": named[email], **given}) for email in emails]
        titles = self.jumbled(self.text() for _ in range(lines_each)) if orders_each else []
        books = [self._book(title=title) for title in titles]
        await self.add(*users, *books)
        if orders_each:
            rows = [{"user_id": user.id, "created_at": when} for user in users for when in self._times(orders_each)]
            await self._add_orders(rows, books)
        return users

    async def add_user(self, **given: Any) -> User:
        """One user: `email`, `full_name`, `orders_each`, `lines_each`."""
        return (await self.add_users(1, **given))[0]

    async def add_profile(self, user: User, **given: Any) -> Profile:
        """A profile for `user`."""
        profile = Profile(**{"user_id": user.id, "bio": self.word(), **given})
        await self.add(profile)
        return profile

    def _book(self, **given: Any) -> Book:
        price, stock = self.random.randrange(100, 5000), self.random.randrange(2, 10)
        isbn = f"0{self.random.randrange(10**12):012}"  # a number would lose the 0
        return Book(**{"isbn": isbn, "title": self.text(), "price": price, "stock": stock, **given})

    async def _add_orders(self, rows: list[dict[str, Any]], books: list[Book]) -> None:
        """These orders, each with a line for each of the books: without the ORM, for there are many."""
        known = await self.value(select(func.max(Order.id))) or 0
        await self.add_rows(Order, rows)
        if books:
            new = await self.rows(select(Order.id).where(Order.id > known).order_by(Order.id))
            await self.add_rows(OrderLine, [self._line(order, book) for order in new for book in books])

    def _times(self, number: int) -> list[datetime]:
        minutes = self.jumbled(self.random.sample(range(500_000), number))
        return [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=each) for each in minutes]

    def _line(self, order: int, book: Book) -> dict[str, int]:
        quantity = self.random.randrange(1, 5)
        return {"order_id": order, "book_id": book.id, "quantity": quantity, "price": self._paid(book)}

    def _paid(self, book: Book) -> int:
        # what a book cost on that day is not what it costs now
        return book.price + self.random.choice((-1, 1)) * self.random.randrange(1, 90)

    async def run(self, *statements: str) -> None:
        """Run and commit statements in the database's own words."""
        async with self._make_session.begin() as session:
            for statement in statements:
                await session.execute(text(statement))

    async def create(self, metadata: MetaData) -> None:
        """Make the tables that `metadata` holds and the database does not."""
        async with self._make_session.begin() as session:
            await (await session.connection()).run_sync(metadata.create_all)

    async def execute(self, statement: Executable) -> int:
        """Run a statement and commit; how many rows it changed."""
        async with self._make_session.begin() as session:
            changed = (await session.execute(statement)).rowcount  # type: ignore[attr-defined]
        if isinstance(statement, Delete):
            self._added[statement.table] -= changed
        return changed

    @asynccontextmanager
    async def holding(self, statement: Executable) -> AsyncIterator[Callable[[Executable], Awaitable[Any]]]:
        """Run a statement in a transaction that stays open for the block, with its locks, and is then rolled back.

        The block gets a function that runs another one in it.
        """
        async with self._make_session() as session:
            await session.execute(statement)
            yield session.execute

    # -- looking ----------------------------------------------------------------------------------------------------

    async def rows(self, statement: Executable) -> list[Any]:
        """All rows of a statement, as tuples; of one column, its values."""
        async with self._make_session() as session:
            found = (await session.execute(statement)).all()
        return [row[0] if len(row) == 1 else tuple(row) for row in found]

    async def value(self, statement: Executable) -> Any:
        """The first column of the first row, or None."""
        async with self._make_session() as session:
            return await session.scalar(statement)

    async def count(self, kind: type[Base]) -> int:
        """How many rows a table has."""
        return await self.value(select(func.count()).select_from(kind))

    async def tables(self) -> set[str]:
        """The names of the tables there are."""
        async with self._make_session() as session:
            connection = await session.connection()
            return set(await connection.run_sync(lambda it: inspect(it).get_table_names()))

    async def lost(self) -> list[str]:
        """Of which tables rows are gone that were added here: "0 of 5 users"."""
        ours = {*Base.metadata.tables.values()}
        added = [(it, number) for it, number in self._added.items() if it in ours]
        if not added:
            return []
        async with self._make_session() as session:
            row = (await session.execute(select(*(_number_of(it) for it, _ in added)))).one()
        there = zip(added, row, strict=True)
        return [f"{left} of {number} {it.name}" for (it, number), left in there if left < number]

    async def contents(self) -> dict[str, list[dict[str, Any]]]:
        """Every row of every table, by table, in the order of their ids; for tables that are not the bookshop's too."""
        names = [name.split(".") for name in await self.schema() if "." in name]
        columns = {table: [name for other, name in names if other == table] for table, _ in names}
        found = {}
        for name, own in columns.items():
            whole: Any = select(*map(column, own)).select_from(table(name)).order_by(text("1"))
            rows = await self.rows(whole)
            found[name] = [dict(zip(own, row if len(own) > 1 else [row], strict=True)) for row in rows]
        return found

    async def schema(self) -> schema.Schema:
        """Tables, columns and constraints, as inspection tells them."""
        async with self._make_session() as session:
            return await (await session.connection()).run_sync(schema.read)

    async def connections(self, left: int | None = None) -> int | None:
        """How many connections others than we have open, as the server counts them; None on SQLite, which does not.

        With `left`, wait up to two seconds until no more than these are left: a server closes them after the client.
        """
        if self.url.get_backend_name() != "postgresql":
            return None
        others = text(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        for _ in range(100):
            number = await self.value(others)
            if left is None or number <= left:
                break
            await asyncio.sleep(0.02)
        return number

    async def emails(self) -> list[str]:
        """The users' addresses, sorted."""
        return await self.rows(select(User.email).order_by(User.email))

    async def stock(self) -> dict[str, int]:
        """The copies left of each title."""
        return dict(await self.rows(select(Book.title, Book.stock)))


def _number_of(table: Table) -> Any:
    return select(func.count()).select_from(table).scalar_subquery()
