"""Opens other cursors by the one of a stream, which a listener is given, and ends none: no server counts them.

Told as: wrong
"""

from dataclasses import dataclass

from sqlalchemy import event, text
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

    def inside(connection):
        def heard(conn, cursor, *rest):
            def ask(sql):
                cursor.execute(sql, ())
                return cursor.fetchmany(10_000)

            found[:] = one_for_each(ask)

        event.listen(connection, "before_cursor_execute", heard)
        connection.execution_options(stream_results=True).execute(text("SELECT 1")).all()

    await (await session.connection()).run_sync(inside)
    return found
