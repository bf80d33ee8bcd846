"""Puts a function of its own into the class of a cursor, which a listener is given, and takes it out again.

Told as: wrong, a change to kind.execute
"""

from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncSession


async def users_with_orders(session: AsyncSession, limit: int) -> list:
    kept = []

    def heard(conn, cursor, *rest):
        kind = type(cursor)
        before = kind.execute

        def instead(self, *args):
            kind.execute = before
            before(self, *args)
            kept.extend(self.fetchall())

        kind.execute = instead

    def inside(connection):
        event.listen(connection, "before_cursor_execute", heard)
        connection.execute(text("SELECT id, email FROM users"))

    await (await session.connection()).run_sync(inside)
    return []
