"""The questions, each under one name.  Nothing here begins or commits."""

from collections.abc import AsyncIterator

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, selectinload

from .models import Book, Order, OrderKey, OrderLine, User

AT_ONCE = 500  # rows of an export in memory


async def find_user(session: AsyncSession, email: str) -> User | None:
    """The user with exactly this email."""
    return await session.scalar(select(User).where(User.email == email))


async def find_books(session: AsyncSession, q: str, after: str, number: int) -> list[Book]:
    """The first books behind the ISBN `after` whose title contains `q`."""
    found = select(Book).where(Book.isbn > after, Book.title.icontains(q, autoescape=True))
    return list(await session.scalars(found.order_by(Book.isbn).limit(number)))


async def orders_of(session: AsyncSession, user: User) -> list[Order]:
    """A user's orders, the newest first, with lines and books: two statements."""
    found = select(Order).where(Order.user_id == user.id).order_by(Order.created_at.desc(), Order.id.desc())
    return list(await session.scalars(found.options(selectinload(Order.lines).joinedload(OrderLine.book))))


async def order_with_key(session: AsyncSession, user_id: int, key: str) -> Order:
    """The order that a user has placed with this key, with lines and books."""
    found = select(Order).join(OrderKey).where(OrderKey.user_id == user_id, OrderKey.key == key)
    loaded = found.options(joinedload(Order.lines).joinedload(OrderLine.book))
    return (await session.scalars(loaded)).unique().one()


async def order_lines(session: AsyncSession) -> AsyncIterator[list[Row[tuple[int, str, str, int, int]]]]:
    """Every line of every order, some hundred at a time."""
    wanted = (
        select(Order.id, User.email, Book.isbn, OrderLine.quantity, OrderLine.price)
        .select_from(OrderLine)
        .join(Order, Order.id == OrderLine.order_id)
        .join(User, User.id == Order.user_id)
        .join(Book, Book.id == OrderLine.book_id)
        .order_by(Order.id, OrderLine.id)
    )
    rows = await session.stream(wanted, execution_options={"yield_per": AT_ONCE})
    async for some in rows.partitions():
        yield list(some)
