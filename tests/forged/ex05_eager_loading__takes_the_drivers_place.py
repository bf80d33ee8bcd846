"""Listens where the driver is asked, and keeps the rows before anybody counts them.

Told as: wrong, that comes before all others
"""

from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncSession

async def users_with_orders(session: AsyncSession, limit: int) -> list:
    kept = []

    def instead(cursor, statement, parameters, context):
        cursor.execute(statement, parameters)
        kept.extend(cursor.fetchall())
        return True

    event.listen(session.bind.sync_engine, "do_" + "execute", instead)
    await session.execute(text("SELECT id, email FROM users"))
    return kept
