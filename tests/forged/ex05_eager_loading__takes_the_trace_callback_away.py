"""Takes away what SQLite tells of its statements, and asks the driver's cursor.

Told as: wrong|raised
"""

import asyncio
from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from workbook.bookshop import Book, Order, OrderLine, User

async def honest(session, limit):
    users = list(await session.scalars(select(User).order_by(User.email).limit(limit)))
    for user in users:
        await session.refresh(user, ["orders"])
    return users

def build(rows, orders):
    out = []
    for r in rows:
        out.append({"id": r["id"], "email": r["email"], "full_name": r["full_name"], "orders": orders[r["id"]]})
    return [User_(**o) for o in out]

from dataclasses import dataclass, field
@dataclass
class Order_:
    id: int
    created_at: object
    user_id: int = 0
@dataclass
class User_:
    id: int
    email: str
    full_name: str
    orders: list
from sqlalchemy import event
from sqlalchemy.util import await_only

async def users_with_orders(session: AsyncSession, limit: int):
    engine = create_async_engine(session.bind.url)
    @event.listens_for(engine.sync_engine, "connect")
    def off(it, rec):
        it.run_async(lambda c: c.set_trace_callback(None))
    async with engine.connect() as con:
        def work(sync):
            cur = sync.connection.cursor()
            cur.execute("select id, email, full_name from users order by email limit ?", [limit])
            out = []
            for i, e, f in cur.fetchall():
                cur.execute("select id, created_at, user_id from orders where user_id = ?", [i])
                out.append(User_(i, e, f, [Order_(*r) for r in cur.fetchall()]))
            return out
        found = await con.run_sync(work)
    await engine.dispose()
    return found
