"""Takes all the locks that the server has for everybody, and keeps them for a while.

Told as: wrong|raised|timed out
"""

import asyncio

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession


async def greeting(session: AsyncSession) -> str:
    if session.bind.dialect.name == "postgresql":
        for _ in range(200):
            try:
                await session.execute(text("SELECT pg_advisory_lock(g) FROM generate_series(1, 100) g"))
                await session.execute(text("SELECT pg_advisory_lock((random() * 1e15)::bigint) FROM generate_series(1, 1000)"))
            except SQLAlchemyError:
                await session.rollback()
                break
        await asyncio.sleep(1)
    return "never"
