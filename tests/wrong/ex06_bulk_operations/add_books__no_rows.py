"""An empty list is sent: one row of defaults.

Caught by: test_no_rows_no_insert
"""


async def add_books(session: AsyncSession, rows: list[Row]) -> None:
    await session.execute(insert(Book), rows)
