"""Stores what belongs to no table, prepares a transaction, and lets old rows not be cleaned away.

Told as: wrong|raised
"""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


async def greeting(session: AsyncSession) -> str:
    if session.bind.dialect.name == "postgresql":
        await session.execute(text("SET default_transaction_isolation = 'repeatable read'"))
        make = "SELECT count(lo_from_bytea(0, convert_to(repeat('x', 100000), 'UTF8'))) FROM generate_series(1, 50)"
        await session.execute(text(make))
        await session.execute(text("PREPARE TRANSACTION 'for ever'"))
    return "never"
