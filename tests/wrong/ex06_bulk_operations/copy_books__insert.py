"""An INSERT of SQLAlchemy's, however fast, is no COPY.

Caught by: test_the_server_sees_a_copy
"""


async def copy_books(engine: AsyncEngine, rows: Iterable[Row]) -> None:
    async with engine.begin() as connection:
        await connection.execute(insert(Book.__table__), list(rows))
