"""All values in one statement: there may be 32,767 of them on PostgreSQL, and not many more on SQLite.

Caught by: test_one_insert_however_many
"""


async def add_books(session: AsyncSession, rows: list[Row]) -> None:
    if rows:
        await session.execute(insert(Book).values(rows))
