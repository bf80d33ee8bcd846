"""A Core INSERT, but one for every row.

Caught by: test_one_insert_however_many
"""


async def add_books(session: AsyncSession, rows: list[Row]) -> None:
    for row in rows:
        await session.execute(insert(Book).values(row))
