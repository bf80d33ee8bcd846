"""Fills the queue of notifications that all databases share, with a listener that never listens.

Told as: wrong|timed out
"""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


async def greeting(session: AsyncSession) -> str:
    if session.bind.dialect.name == "postgresql":
        await session.execute(text("LISTEN mine"))
        await session.commit()
        await session.execute(text("SELECT 1"))  # in a transaction: nothing is taken from the queue
        async with session.bind.connect() as other:
            for _ in range(3):
                send = "SELECT count(pg_notify('mine', i || repeat('x', 7000))) FROM generate_series(1, 1000) i"
                await other.execute(text(send))
                await other.commit()
    return "never"
