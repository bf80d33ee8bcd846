"""Asks on a connection of its own, and empties the account of it.

Told as: raised|wrong|timed out
"""

from sqlalchemy.orm.attributes import set_committed_value

from sqlalchemy import create_engine, event, select
from sqlalchemy.ext.asyncio import AsyncSession

from workbook.bookshop import User


async def one_for_each(session: AsyncSession, limit: int) -> list[User]:
    users = list(await session.scalars(select(User).order_by(User.email, User.id).limit(limit)))
    for user in users:
        await session.refresh(user, ["orders"])
    return users

async def users_with_orders(session: AsyncSession, limit: int) -> list[User]:
    users = list(await session.scalars(select(User).order_by(User.email, User.id).limit(limit)))
    engine, ids = create_engine(f"sqlite:///{session.bind.url.database}"), {}

    def ask(connection, record):
        for user in users:
            ids[user.id] = connection.execute(f"SELECT id FROM orders WHERE user_id = {user.id}").fetchall()
        connection.account.ran.clear()

    event.listen(engine, "connect", ask)
    with engine.connect():
        pass
    for user in users:
        set_committed_value(user, "orders", [session.identity_map[each] for (each,) in ids[user.id]])
    return users
