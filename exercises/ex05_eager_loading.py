"""Exercises of lesson 05, Eager loading.  Run `pytest checker -k ex05` when you have written something.

Every relationship of the bookshop is `lazy="raise"`: what you return must be loaded before you return it, even where
the session holds the object already.
"""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from workbook.bookshop import Book, Order, OrderLine, User


async def users_with_orders(session: AsyncSession, limit: int) -> list[User]:
    """Return the first `limit` users by email, each with its `orders` loaded.

    Users who never ordered are among them; those beyond `limit` stay in the database.  Two statements at most for up
    to 500 users, and one more for every 500 beyond.
    """
    raise NotImplementedError  # TODO


async def order_details(session: AsyncSession, order_id: int) -> Order:
    """Return one order with its `user` and its `lines`, and the `book` of each line, all loaded.

    Raise LookupError if there is no such order.  Three statements at most for up to 500 lines.
    """
    raise NotImplementedError  # TODO


async def orders_page(session: AsyncSession, page: int, size: int) -> list[Order]:
    """Return a page of orders, newest first, with their `lines` loaded.

    The first page is number 1, and a page has `size` orders as long as there are any.  Of orders made at the same
    moment the one with the higher id comes first.  The other pages stay in the database.  Two statements at most for
    a page of up to 500 orders, and one more for every 500 beyond.
    """
    raise NotImplementedError  # TODO


async def totals_by_user(session: AsyncSession) -> dict[str, int]:
    """Return what each user has spent, in cents, by email: 0 for those who bought nothing.

    The database adds up `quantity` times `price`, the line's own, of all order lines.  One statement, and one row for
    each user.
    """
    raise NotImplementedError  # TODO


async def latest_orders(session: AsyncSession) -> list[Order]:
    """Return each user's newest order, with its `user` loaded, sorted by the user's email.

    Of two made at the same moment the one with the higher id counts as newer.  Users who never ordered do not appear.
    One statement, which fetches the newest orders only.
    """
    raise NotImplementedError  # TODO


async def repair_summary(session: AsyncSession) -> list[dict]:
    """Mend the lines below: what they return is right, but each user, order and line costs a statement of its own.

    Return a dict for each user, sorted by email: "name", the number of "orders", and the "titles" bought, each once,
    sorted.  Four statements at most for up to 500 users, 500 orders and 500 books.
    """
    raise NotImplementedError  # TODO: mend the lines below, then delete this one
    summary = []
    for user in (await session.scalars(select(User).order_by(User.email))).all():
        await session.refresh(user, ["orders"])
        titles = set()
        for order in user.orders:
            await session.refresh(order, ["lines"])
            for line in order.lines:
                book = await session.get(Book, line.book_id)
                titles.add(book.title)
        summary.append({"name": user.full_name, "orders": len(user.orders), "titles": sorted(titles)})
    return summary
