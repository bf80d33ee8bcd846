"""Puts a function of its own where the dialect sends a statement, which sends others.

Told as: wrong
"""

from dataclasses import dataclass

from sqlalchemy import text
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
    found = []

    def instead(cursor, statement, parameters, context=None):
        def ask(sql):
            cursor.execute("\ufeff" * (session.bind.dialect.name == "sqlite") + sql, ())
            return cursor.fetchall()

        found[:] = one_for_each(ask)

    session.bind.dialect.do_execute = instead
    await session.execute(text("SELECT 1"))
    return found
