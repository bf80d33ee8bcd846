"""What the shop does: each function is one unit of work, and the only place that commits."""

import json
from collections.abc import AsyncIterator

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from . import queries
from .models import Book, Order, OrderKey, OrderLine, Profile, User
from .schemas import MyOrder, NewOrder, NewUser, OrderOut, Page, UserOut

MakeSession = async_sessionmaker[AsyncSession]


class Unknown(Exception):
    """Nobody has this email."""


class NoSuchBook(Exception):
    """No book has this ISBN."""


class Conflict(Exception):
    """The email is taken, the copies do not suffice, or the key was used for something else."""


async def register(make_session: MakeSession, new: NewUser) -> UserOut:
    """Store a user with a profile."""
    user = User(email=new.email, full_name=new.full_name, profile=Profile(bio=new.bio))
    try:
        async with make_session.begin() as session:
            session.add(user)
    except IntegrityError:
        raise Conflict("this email is taken") from None
    return UserOut.of(user, new.bio)


async def books_page(make_session: MakeSession, q: str, after: str, size: int) -> Page:
    """A page of the catalogue."""
    async with make_session() as session:
        return Page.of(await queries.find_books(session, q, after, size + 1), size)


async def my_orders(make_session: MakeSession, email: str) -> list[MyOrder]:
    """What a user has bought."""
    async with make_session() as session:
        user = await known(session, email)
        return [MyOrder.of(order) for order in await queries.orders_of(session, user)]


async def place_order(make_session: MakeSession, email: str, key: str, new: NewOrder) -> OrderOut:
    """Place an order, or tell of the one that was placed with this key."""
    wanted = new.wanted
    async with make_session() as session:
        user = await known(session, email)
    try:
        return await buy(make_session, user.id, key, wanted)
    except IntegrityError:  # the key: everything else in there is new, or was read just before
        return await told_again(make_session, user.id, key, wanted)


async def buy(make_session: MakeSession, user_id: int, key: str, wanted: dict[str, int]) -> OrderOut:
    """Store the order with its key, and take its copies: all of it or nothing."""
    async with make_session.begin() as session:
        order = Order(user_id=user_id, lines=[])
        session.add(order)
        await session.flush()
        session.add(OrderKey(user_id=user_id, key=key, order_id=order.id))
        await session.flush()  # here the second of two with one key waits for the first
        order.lines += [await take(session, isbn, quantity) for isbn, quantity in wanted.items()]
        order.total = sum(line.quantity * line.price for line in order.lines)
    return OrderOut.of(order)


async def take(session: AsyncSession, isbn: str, quantity: int) -> OrderLine:
    """Take so many copies of a book from the shelf."""
    enough = update(Book).where(Book.isbn == isbn, Book.stock >= quantity).values(stock=Book.stock - quantity)
    book = await session.scalar(enough.returning(Book))
    if book is None:
        if await session.scalar(select(Book.id).where(Book.isbn == isbn)) is None:
            raise NoSuchBook(isbn)
        raise Conflict("there are too few copies")
    return OrderLine(book=book, quantity=quantity, price=book.price)


async def told_again(make_session: MakeSession, user_id: int, key: str, wanted: dict[str, int]) -> OrderOut:
    """The answer that an order with this key has got."""
    async with make_session() as session:
        order = OrderOut.of(await queries.order_with_key(session, user_id, key))
    if {line.isbn: line.quantity for line in order.lines} != wanted:
        raise Conflict("this key was used for another order")
    return order


async def export(make_session: MakeSession) -> AsyncIterator[str]:
    """Every order line as a line of JSON, in a session of its own: the request's would be closed by then."""
    async with make_session() as session:
        async for rows in queries.order_lines(session):
            yield "".join(f"{told_line(*row)}\n" for row in rows)


def told_line(order: int, email: str, isbn: str, quantity: int, price: int) -> str:
    """A line of the export."""
    return json.dumps({"order": order, "email": email, "isbn": isbn, "quantity": quantity, "price": price})


async def known(session: AsyncSession, email: str) -> User:
    """The user with this email.  Raise Unknown."""
    user = await queries.find_user(session, email) if email else None
    if user is None:
        raise Unknown(email)
    return user
