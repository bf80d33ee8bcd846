"""Makes a connection from its class, past the function that is counted.

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

async def users_with_orders(session: AsyncSession, limit: int):
    con = session.bind.dialect.dbapi.sqlite.Connection(session.bind.url.database)
    out = []
    for i, e, f in con.execute("select id, email, full_name from users order by email limit ?", [limit]).fetchall():
        orders = [Order_(*r) for r in con.execute("select id, created_at, user_id from orders where user_id = ?", [i]).fetchall()]
        out.append(User_(i, e, f, orders))
    con.close()
    return out
