"""It catches what the database refuses, and says nothing.

Caught by: test_a_row_that_is_refused
"""


async def add_books(session: AsyncSession, rows: list[Row]) -> None:
    try:
        async with session.begin_nested():
            await session.execute(insert(Book), rows or [{}])
    except DBAPIError:
        pass
