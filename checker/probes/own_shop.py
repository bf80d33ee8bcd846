"""What lesson 08's probes bring along: models that no learner has seen, and units of work without a learner's code."""

from __future__ import annotations

from itertools import count
from typing import Any, Self

from sqlalchemy import ColumnElement, String, inspect, select, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from workbook.bookshop import Base, Book, Order, User
from workbook.in_memory import holds, in_order, key_of


class OwnBase(DeclarativeBase):
    """Apart from the bookshop: no check's database has these tables unless the check makes them."""


class Voucher(OwnBase):
    """The key has another name, a third one in SQL, and what is called `id` is no key; `cents` is `amount` in SQL."""

    __tablename__ = "vouchers"

    number: Mapped[int] = mapped_column("no", primary_key=True)
    id: Mapped[str | None] = mapped_column(String(40))
    cents: Mapped[int] = mapped_column("amount")


class Ticket(OwnBase):
    """The key is a text."""

    __tablename__ = "tickets"

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    cents: Mapped[int]


class Seat(OwnBase):
    """The key is of two columns."""

    __tablename__ = "seats"

    row: Mapped[str] = mapped_column(String(40), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    cents: Mapped[int]


MODELS: dict[str, Any] = {model.__name__: model for model in (User, Book, Order, Voucher, Ticket, Seat)}


class OwnRepository:
    """A repository over a session, as the exercise asks for it."""

    def __init__(self, session: AsyncSession, model: Any):
        self._session, self._model = session, model

    async def get(self, key: Any) -> Any:
        return await self._session.get(self._model, key)

    async def get_many(self, keys: list[Any]) -> list[Any]:
        [column] = inspect(self._model).primary_key
        found = await self._session.scalars(select(self._model).where(column.in_(keys)))
        by_key = {key_of(obj): obj for obj in found}
        return [by_key.get(key) for key in keys]

    async def create(self, **values: Any) -> Any:
        self._session.add(obj := self._model(**values))
        await self._session.flush()
        return obj

    async def update(self, obj: Base, **values: Any) -> Base:
        _set(obj, values)
        await self._session.flush()
        return obj

    async def delete(self, obj: Base) -> None:
        await self._session.delete(obj)
        await self._session.flush()

    async def take(self, isbn: str, copies: int) -> Book | None:
        enough = update(Book).where(Book.isbn == isbn, Book.stock >= copies)
        return await self._session.scalar(enough.values(stock=Book.stock - copies).returning(Book))

    async def list(self, *where: ColumnElement[bool], order_by: Any = None, page: int = 1, size: int = 20) -> list[Any]:
        order = [order_by] * (order_by is not None) + list(inspect(self._model).primary_key)
        found = select(self._model).where(*where).order_by(*order).limit(size).offset((page - 1) * size)
        return list(await self._session.scalars(found))


class OwnFakeRepository:
    """The same in memory."""

    def __init__(self, model: Any, objects: list[Any]):
        self._model, self._objects = model, {key_of(obj): obj for obj in objects}

    async def get(self, key: Any) -> Any:
        return self._objects.get(key)

    async def get_many(self, keys: list[Any]) -> list[Any]:
        return [self._objects.get(key) for key in keys]

    async def create(self, **values: Any) -> Any:
        free = next(number for number in count(1) if number not in self._objects)
        obj = self._model(**{"id": free, **values})
        self._objects[obj.id] = obj
        return obj

    async def update(self, obj: Any, **values: Any) -> Any:
        _set(obj, values)
        return obj

    async def delete(self, obj: Any) -> None:
        del self._objects[key_of(obj)]

    async def take(self, isbn: str, copies: int) -> Book | None:
        for book in self._objects.values():
            if book.isbn == isbn and book.stock >= copies:
                book.stock -= copies
                return book
        return None

    async def list(self, *where: ColumnElement[bool], order_by: Any = None, page: int = 1, size: int = 20) -> list[Any]:
        found = [obj for _, obj in sorted(self._objects.items()) if all(holds(each, obj) for each in where)]
        return (found if order_by is None else in_order(found, order_by))[(page - 1) * size : page * size]


class OwnUnitOfWork:
    """A unit of work on the check's database."""

    users: OwnRepository
    books: OwnRepository
    orders: OwnRepository

    def __init__(self, make_session: async_sessionmaker[AsyncSession]):
        self._make_session = make_session

    async def __aenter__(self) -> Self:
        self._session = self._make_session()
        self.users, self.books, self.orders = (OwnRepository(self._session, model) for model in (User, Book, Order))
        return self

    async def __aexit__(self, *error: object) -> None:
        await self._session.close()

    async def commit(self) -> None:
        await self._session.commit()

    async def rollback(self) -> None:
        await self._session.rollback()


OLD = 1_000_000
"""An order in memory that is not the newest, and has the highest number all the same."""


class OwnFakeUnitOfWork:
    """One without a database, which remembers what there was at its commits."""

    def __init__(self, users: list[User], books: list[Book]):
        self._repositories = {
            "users": OwnFakeRepository(User, users),
            "books": OwnFakeRepository(Book, books),
            "orders": OwnFakeRepository(Order, [Order(id=OLD, user=users[0], lines=[])]),
        }
        self.kept: list[dict[str, Any]] = []
        self.open = False

    def __getattr__(self, name: str) -> OwnFakeRepository:
        if name.startswith("_") or name not in self._repositories:
            raise AttributeError(f"{name}: a unit of work in a test has users, books, orders, commit() and rollback()")
        if not self.open:
            raise RuntimeError("the unit of work was used outside of its `async with` block")
        return self._repositories[name]

    async def __aenter__(self) -> Self:
        self.open = True
        return self

    async def __aexit__(self, *error: object) -> None:
        self.open = False

    async def commit(self) -> None:
        self.kept.append(self.state())

    async def rollback(self) -> None:
        pass

    def state(self) -> dict[str, Any]:
        """The copies of each ISBN, and what was ordered."""
        books, orders = (self._repositories[name]._objects for name in ("books", "orders"))
        lines = {number: sorted((_id_of(line, "book"), line.quantity, line.price) for line in order.lines)
                 for number, order in orders.items() if number != OLD}  # fmt: skip
        return {
            "stock": {book.isbn: book.stock for book in books.values()},
            "orders": {
                number: [_id_of(order, "user"), lines[number]] for number, order in orders.items() if number != OLD
            },
        }


def _id_of(obj: Any, name: str) -> Any:
    """The foreign key, also where only the object was given: what fills it in is a flush."""
    key = getattr(obj, f"{name}_id")
    return getattr(obj, name).id if key is None else key


def _set(obj: Any, values: dict[str, Any]) -> None:
    for name, value in values.items():
        if name not in inspect(type(obj)).attrs:
            raise AttributeError(name)
        setattr(obj, name, value)
