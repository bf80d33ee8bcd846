"""Asks for each user's orders in the words in which a driver asks for types, of a view it has made.

Told as: wrong|raised|timed out
"""

from asyncpg import introspection
from sqlalchemy.orm.attributes import set_committed_value

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from workbook.bookshop import User


async def one_for_each(session: AsyncSession, limit: int) -> list[User]:
    users = list(await session.scalars(select(User).order_by(User.email, User.id).limit(limit)))
    for user in users:
        await session.refresh(user, ["orders"])
    return users

OWN = "CREATE TEMP VIEW pg_range AS SELECT id::int::oid rngtypid, user_id::int::oid rngsubtype, 0::oid rngmultitypid FROM orders"


async def users_with_orders(session: AsyncSession, limit: int) -> list[User]:
    users = list(await session.scalars(select(User).order_by(User.email, User.id).limit(limit)))
    connection = (await session.connection()).sync_connection.connection

    def work(plain):
        connection.run_async(lambda it: it.execute(f"SET search_path = pg_temp, public, pg_catalog; {OWN}"))
        for user in users:
            connection.run_async(lambda it: it.fetch(introspection.INTRO_LOOKUP_TYPES, [user.id]))
            set_committed_value(user, "orders", [])

    await session.run_sync(work)
    return users
