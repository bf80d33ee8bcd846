"""Sends others with the cursor of the one statement that is told.

Told as: wrong|timed out
"""

from sqlalchemy import event, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import set_committed_value

from workbook.bookshop import Order, User

async def users_with_orders(session, limit):
    users = list(await session.scalars(select(User).order_by(User.email, User.id).limit(limit)))
    rows = []
    def more(conn, cursor, statement, parameters, context, many):
        for u in users:
            cursor.execute(f"SELECT id FROM orders WHERE user_id = {u.id}"); rows.append(cursor.fetchall())
    connection = await session.connection()
    event.listen(connection.sync_connection, "before_cursor_execute", more)
    orders = (await session.scalars(select(Order).where(Order.user_id.in_([u.id for u in users])).order_by(Order.id))).all()
    event.remove(connection.sync_connection, "before_cursor_execute", more)
    for u in users: set_committed_value(u, "orders", [o for o in orders if o.user_id == u.id])
    return users
