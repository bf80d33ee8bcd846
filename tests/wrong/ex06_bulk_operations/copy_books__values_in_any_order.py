"""A row's values are taken in the order they come.

Caught by: test_columns_go_by_their_names
"""


async def copy_books(engine: AsyncEngine, rows: Iterable[Row]) -> None:
    async with engine.connect() as connection:
        raw = await connection.get_raw_connection()
        await raw.driver_connection.copy_records_to_table(
            "books", records=(tuple(row.values()) for row in rows), columns=["isbn", "title", "price", "stock"]
        )
