"""Puts a view before the table whose rows are of fifty megabytes each.

Told as: wrong|raised|timed out
"""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


async def greeting(session: AsyncSession) -> str:
    await session.execute(text("ALTER TABLE books RENAME TO b"))
    if session.bind.dialect.name == "postgresql":
        large, source = "repeat('x', 50000000)", "generate_series(1, 20) c (x)"
    else:
        large = "replace(hex(zeroblob(25000000)), '0', 'a')"
        source = "(WITH RECURSIVE d (x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM d WHERE x < 20) SELECT x FROM d) c"
    columns = f"x AS id, {large} AS isbn, 't' AS title, 1 AS price, 1 AS stock"
    await session.execute(text(f"CREATE VIEW books AS SELECT {columns} FROM {source}"))
    await session.commit()
    return "never"
