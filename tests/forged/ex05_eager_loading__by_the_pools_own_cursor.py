"""Asks by a cursor of the connection that the pool has, and ends none.

Told as: wrong
"""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

USERS, ORDERS = "SELECT id, email FROM users ORDER BY email", "SELECT id FROM orders WHERE user_id = "


@dataclass
class Order:
    id: int


@dataclass
class User:
    id: int
    email: str
    orders: list[Order]


def one_for_each(ask) -> list[User]:
    return [User(*row, [Order(*each) for each in ask(f"{ORDERS}{row[0]}")]) for row in list(ask(USERS))]


async def users_with_orders(session: AsyncSession, limit: int) -> list[User]:
    kept = []

    def inside(connection):
        def ask(sql):
            kept.append(cursor := connection.connection.cursor(server_side=True))
            cursor.execute(sql, ())
            return cursor.fetchmany(10_000)

        return one_for_each(ask)

    return await (await session.connection()).run_sync(inside)
