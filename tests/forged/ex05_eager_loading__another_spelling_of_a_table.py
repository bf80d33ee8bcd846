"""Spells the tables in escapes, and puts a name of the catalogue into a comment.

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

async def users_with_orders(session: AsyncSession, limit: int):
    con = await raw(session)
    us = await con.fetch('select id, email, full_name from U&"\\0075sers" order by email limit $1 /* pg_ */', limit)
    orders = {}
    for u in us:
        orders[u["id"]] = [Order_(o["id"], o["created_at"]) for o in await con.fetch('select id, created_at from U&"\\006frders" where user_id = $1 /* pg_x */', u["id"])]
    return build(us, orders)
