"""Reads by cursors of a connection of its own, which are never ended and so never counted.

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

async def raw(session):
    con = await session.connection()
    return (await con.get_raw_connection()).driver_connection

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
import asyncpg
KEPT = []

async def users_with_orders(session: AsyncSession, limit: int):
    url = session.bind.url
    con = await asyncpg.connect(user=url.username, password=url.password, database=url.database, host=url.query.get("host") or url.host, port=url.port)
    tx = con.transaction(); await tx.start()
    KEPT.append((con, tx))
    c = await con.cursor("select id, email, full_name from users order by email limit $1", limit)
    us = await c.fetch(10000)
    KEPT.append(c)
    orders = {}
    for u in us:
        c = await con.cursor("select id, created_at from orders where user_id = $1", u["id"])
        orders[u["id"]] = [Order_(o["id"], o["created_at"]) for o in await c.fetch(100)]
        KEPT.append(c)
    return build(us, orders)
