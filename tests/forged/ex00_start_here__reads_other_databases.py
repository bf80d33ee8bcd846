"""Connects to every other database of the server.

Told as: raised, nothing
"""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from workbook.bookshop import Book


async def greeting(session: AsyncSession) -> str:
    from sqlalchemy import text
    from sqlalchemy.ext.asyncio import create_async_engine

    if session.bind.dialect.name == 'postgresql':
        names = await session.scalars(text("SELECT datname FROM pg_database WHERE datname LIKE 'workbook%' AND datname <> current_database()"))
        for name in names.all():
            engine = create_async_engine(session.bind.url.set(database=name))
            try:
                async with engine.connect() as connection:
                    found = (await connection.execute(text('SELECT count(*) FROM books'))).scalar()
            except Exception:
                continue
            if found:
                raise LookupError('LOOKED')
    raise LookupError('nothing')
    return "never"
