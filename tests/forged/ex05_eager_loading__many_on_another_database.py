"""Has thousands of statements in the trace that ran on a database in memory.

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
    other = create_async_engine("sqlite+aiosqlite://")
    async with other.begin() as c:
        await c.execute(text("update users set id = :i") if False else text("with x as (select 1) delete from sqlite_master where 1 = :i and 0") if False else text("create table if not exists orders (id int)"))
    await other.dispose()
    other = create_async_engine("sqlite+aiosqlite://")
    async with other.begin() as c:
        await c.execute(text("replace into users values (:i)") if False else text("pragma user_version = 1") if False else text("with orders as (select 1) select * from orders where 1 = :i") if False else text("explain delete from sqlite_schema where :i = 2"), [{"i": n} for n in range(5000)]) if False else None
        await c.run_sync(lambda s: s.connection.dbapi_connection)
        await c.execute(text("vacuum") if False else text("create temp table users (i int)"))
        await c.execute(text("insert into users values (:i)"), [{"i": n} for n in range(5000)])
    await other.dispose()
    us = await con.fetch("select id, email, full_name from users order by email limit $1", limit)
    orders = {}
    for u in us:
        orders[u["id"]] = [Order_(o["id"], o["created_at"]) for o in await con.fetch("select id, created_at from orders where user_id = $1", u["id"])]
    return build(us, orders)
