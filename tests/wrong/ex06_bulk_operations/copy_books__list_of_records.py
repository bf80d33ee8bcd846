"""The records are gathered in a list.

Caught by: test_a_copy_of_any_length
"""


async def copy_books(engine: AsyncEngine, rows: Iterable[Row]) -> None:
    columns = ["isbn", "title", "price", "stock"]
    records = [tuple(row[column] for column in columns) for row in rows]
    async with engine.connect() as connection:
        raw = await connection.get_raw_connection()
        await raw.driver_connection.copy_records_to_table("books", records=records, columns=columns)
