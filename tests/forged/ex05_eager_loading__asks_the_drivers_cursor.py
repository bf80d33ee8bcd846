"""Asks on a cursor of the driver's, which no event tells of.

Told as: wrong|timed out
"""

from sqlalchemy import event, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import set_committed_value

from workbook.bookshop import Order, User

async def users_with_orders(session, limit):
    users = list(await session.scalars(select(User).order_by(User.email, User.id).limit(limit)))
    def ask(plain):
        cursor = plain.connection().connection.cursor()
        return {u.id: [r[0] for r in (cursor.execute(f"SELECT id FROM orders WHERE user_id = {u.id}"), cursor.fetchall())[1]] for u in users}
    ids = await session.run_sync(ask)
    found = {o.id: o for o in await session.scalars(select(Order).where(Order.id.in_([i for x in ids.values() for i in x])))}
    for u in users:
        set_committed_value(u, "orders", [found[i] for i in ids[u.id]])
    return users
