"""Takes the values of each row by their place, whatever its keys say.

Caught by: test_every_row_is_a_book
"""


async def add_books(session: AsyncSession, rows: list[Row]) -> None:
    if rows:
        names = list(rows[0])
        await session.execute(insert(Book), [dict(zip(names, row.values())) for row in rows])
