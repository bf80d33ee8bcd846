"""Every book is added and flushed: a statement a row.

Caught by: test_one_insert_however_many
"""


async def add_books(session: AsyncSession, rows: list[Row]) -> None:
    for row in rows:
        session.add(Book(**row))
        await session.flush()
