"""Puts a view of views of views before the table, which takes minutes to compile.

Told as: wrong|raised|timed out
"""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


async def greeting(session: AsyncSession) -> str:
    await session.execute(text("ALTER TABLE books RENAME TO v0"))
    for n in range(14):
        columns = "a.id, a.isbn, a.title, a.price, a.stock"
        await session.execute(text(f"CREATE VIEW v{n + 1} AS SELECT {columns} FROM v{n} a JOIN v{n} b USING (id)"))
    await session.execute(text("CREATE VIEW books AS SELECT * FROM v14"))
    await session.commit()
    return "never"
