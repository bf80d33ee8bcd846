"""Replaces a table by a view without end, for the judge to read.

Told as: timed out|wrong
"""

from sqlalchemy import text

from workbook.bookshop import Base

ENDLESS = "CREATE VIEW books AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS id FROM n"
calls = []


async def create_schema(engine):
    calls.append(1)
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
        if len(calls) == 2:
            await connection.execute(text("ALTER TABLE books RENAME TO old_books"))
            await connection.execute(text(ENDLESS))
