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
    statement = select(User).options(selectinload(User.orders)).order_by(User.email).limit(limit)
    return list(await session.scalars(statement))


async def order_details(session: AsyncSession, order_id: int) -> Order:
    """Return one order with its `user` and its `lines`, and the `book` of each line, all loaded.

    Raise LookupError if there is no such order.  Three statements at most for up to 500 lines.
    """
    everything = [joinedload(Order.user), selectinload(Order.lines).joinedload(OrderLine.book)]
    order = await session.scalar(select(Order).where(Order.id == order_id).options(*everything))
    if order is None:
        raise LookupError(f"there is no order {order_id}")
    return order


async def orders_page(session: AsyncSession, page: int, size: int) -> list[Order]:
    """Return a page of orders, newest first, with their `lines` loaded.

    The first page is number 1, and a page has `size` orders as long as there are any.  Of orders made at the same
    moment the one with the higher id comes first.  The other pages stay in the database.  Two statements at most for
    a page of up to 500 orders, and one more for every 500 beyond.
    """
    newest_first = select(Order).order_by(Order.created_at.desc(), Order.id.desc())
    statement = newest_first.options(selectinload(Order.lines)).limit(size).offset((page - 1) * size)
    return list(await session.scalars(statement))


async def totals_by_user(session: AsyncSession) -> dict[str, int]:
    """Return what each user has spent, in cents, by email: 0 for those who bought nothing.

    The database adds up `quantity` times `price`, the line's own, of all order lines.  One statement, and one row for
    each user.
    """
    spent = func.coalesce(func.sum(OrderLine.quantity * OrderLine.price), 0)
    # outer joins all the way: an inner one would drop the users without orders
    statement = select(User.email, spent).outerjoin(User.orders).outerjoin(Order.lines).group_by(User.email)
    return dict((await session.execute(statement)).all())


async def latest_orders(session: AsyncSession) -> list[Order]:
    """Return each user's newest order, with its `user` loaded, sorted by the user's email.

    Of two made at the same moment the one with the higher id counts as newer.  Users who never ordered do not appear.
    One statement, which fetches the newest orders only.
    """
    newest_first = (Order.created_at.desc(), Order.id.desc())
    place = func.row_number().over(partition_by=Order.user_id, order_by=newest_first)
    ranked = select(Order.id, place.label("place")).subquery()
    newest = select(Order).join(ranked, ranked.c.id == Order.id).where(ranked.c.place == 1)
    statement = newest.join(Order.user).options(contains_eager(Order.user)).order_by(User.email)
    return list(await session.scalars(statement))


async def repair_summary(session: AsyncSession) -> list[dict]:
    """Mend the lines below: what they return is right, but each user, order and line costs a statement of its own.

    Return a dict for each user, sorted by email: "name", the number of "orders", and the "titles" bought, each once,
    sorted.  Four statements at most for up to 500 users, 500 orders and 500 books.
    """
    title = joinedload(OrderLine.book).load_only(Book.title)
    with_titles = selectinload(User.orders).selectinload(Order.lines).options(title)
    summary = []
    for user in await session.scalars(select(User).options(with_titles).order_by(User.email)):
        titles = {line.book.title for order in user.orders for line in order.lines}
        summary.append({"name": user.full_name, "orders": len(user.orders), "titles": sorted(titles)})
    return summary
